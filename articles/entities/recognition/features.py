"""What the recogniser looks at: features of words, of pairs of words, of names of the gazetteer.

A feature is a string. What one word says does not depend on the words around it: it is read once, for
every place that it may stand at relative to the word to be labelled, and kept. Pairs and matches of the
gazetteer depend on more than one word; they come as well by training and by decoding from here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.proclitics import forms
from articles.entities.recognition.words import MAX_LETTERS, folded

#: Where a word may stand, seen from the word to be labelled.
OFFSETS = (-3, -2, -1, 0, 1, 2)
#: Where a name of the gazetteer may touch, seen from the word to be labelled.
NAME_OFFSETS = (-1, 0, 1)
_NO_ARABIC = re.compile(r"[^\u0621-\u064a\u066e-\u06d3]*")
_LATIN = re.compile("[A-Za-z]")
_LONGEST = 9
_LONGEST_NAME = 3


class Types(Protocol):
    """Types of words by what they look like."""

    def of(self, forms: Sequence[str]) -> Sequence[int]:
        """Of the first of the forms that is known; empty for none."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one word says: `at[n]` to the word that sees it at OFFSETS[n]."""

    at: tuple[tuple[str, ...], ...]
    #: By what it is paired with its neighbours.
    pair_keys: tuple[str, ...]
    #: Forms that open names of the gazetteer: (form, lengths of the names, whether behind proclitics).
    openings: tuple[tuple[str, tuple[int, ...], bool], ...]


class Reader:
    """Reads words with the tables that it is given. Unchanging but for its bounded cache."""

    def __init__(self, gazetteer: Gazetteer, types: Types, triggers: Mapping[str, str]) -> None:
        self.gazetteer, self.types, self._triggers = gazetteer, types, triggers
        self.read = lru_cache(maxsize=1 << 15)(self._read)

    def _read(self, word: str) -> Reading:
        name = folded(word)
        read_as = forms(word)
        types = [f"c{n}={each}" for n, each in enumerate(self.types.of(read_as))]
        flags = list(self._flags(read_as))
        announced = [f"t{kind}" for kind in self._announced(read_as)]
        near = [f"w={name}", *_affixes(name, (2, 3)), *_shape(name), *flags, *announced, *types]
        own = [
            f"w={name}",
            f"l={word[:MAX_LETTERS]}",
            *_affixes(name, (1, 2, 3, 4)),
            *_shape(name),
            f"n={min(len(name), _LONGEST)}",
            *(f"f={form}" for form in read_as[1:]),
            *flags,
            *announced,
            *types,
        ]
        far = [f"w={name}", *announced, *types]
        heard = {0: own, -1: near, 1: near, -2: far, 2: far, -3: announced}
        return Reading(
            at=tuple(tuple(f"{offset}{each}" for each in heard[offset]) for offset in OFFSETS),
            pair_keys=(name,),
            openings=tuple(
                (form, lengths, place > 0)
                for place, form in enumerate(read_as)
                if (lengths := self.gazetteer.lengths.get(form))
            ),
        )

    def _flags(self, read_as: Sequence[str]) -> Iterator[str]:
        for place, form in enumerate(read_as):
            for code in self.gazetteer.words.get(form, ""):
                yield f"g{code}{'+' if place else ''}"

    def _announced(self, read_as: Sequence[str]) -> list[str]:
        """The kinds that a word announces in any of its forms."""
        return sorted({kind for form in read_as for kind in self._triggers.get(form, "")})

    def names(self, words: Sequence[str]) -> list[list[str]]:
        """For each word, the names of the gazetteer that it opens or continues, as features."""
        found: list[list[str]] = [[] for _ in words]
        for start, word in enumerate(words):
            for form, lengths, is_behind in self.read(word).openings:
                for length in lengths:
                    name = " ".join([form, *map(folded, words[start + 1 : start + length])])
                    codes = self.gazetteer.names.get(name) if start + length <= len(words) else None
                    if codes:
                        _mark(found, start, length, codes, is_behind=is_behind)
                        break
        return found


def sentence_features(words: Sequence[str], reader: Reader) -> list[list[str]]:
    """Every feature of every word of a sentence, for training."""
    readings = [reader.read(word) for word in words]
    names = reader.names(words)
    features: list[list[str]] = []
    for here in range(len(words)):
        found: list[str] = []
        for place, offset in enumerate(OFFSETS):
            there = here + offset
            inside = 0 <= there < len(words)
            found += readings[there].at[place] if inside else [edge(offset)]
        for offset in NAME_OFFSETS:
            if 0 <= here + offset < len(words):
                found += [at_offset(offset, name) for name in names[here + offset]]
        if here:
            found += pairs("before", readings[here - 1], readings[here])
        if here + 1 < len(words):
            found += pairs("after", readings[here], readings[here + 1])
        features.append(found)
    return features


def edge(offset: int) -> str:
    """Of a word that has no word at this place: its sentence begins or ends."""
    return f"{offset}edge"


def at_offset(offset: int, name: str) -> str:
    return f"{offset}{name}"


def pairs(side: str, one: Reading, other: Reading) -> Iterable[str]:
    """Of two neighbours, for the second ("before") or for the first ("after")."""
    return (f"{side} {a} {b}" for a, b in zip(one.pair_keys, other.pair_keys, strict=True))


def _affixes(name: str, lengths: Iterable[int]) -> Iterator[str]:
    for length in lengths:
        if len(name) > length:
            yield f"p{length}={name[:length]}"
            yield f"s{length}={name[-length:]}"


def _shape(name: str) -> Iterator[str]:
    """Nothing for an Arabic word."""
    if name.isdigit():
        yield "digits"
    elif _LATIN.search(name):
        yield "latin"
    elif _NO_ARABIC.fullmatch(name):
        yield "sign"


def _mark(found: list[list[str]], start: int, length: int, codes: str, *, is_behind: bool) -> None:
    for code in codes:
        found[start].append(f"{code}{min(length, _LONGEST_NAME)}{'+' if is_behind else ''}")
        for place in range(start + 1, start + length):
            found[place].append(f"{code}-")
