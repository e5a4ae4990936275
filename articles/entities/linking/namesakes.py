"""Rows of the curated table with one spelling: which one a text means, and which one an entity is."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from articles.arabic.analyze import analyze
from articles.arabic.known_names import fold
from articles.entities.curated import CuratedName
from articles.entities.gazetteer import gazetteer

#: Within so many words of the name a hint weighs as many far ones.
NEAR, NEAR_WEIGHT = 10, 4
#: Words in Latin letters are compared by their beginnings: Morocco, Moroccan.
_LATIN_WORD = re.compile(r"[a-z]{4}")
_NO_LATIN_WORD = re.compile(r"[^a-z]+")


class Evidence(NamedTuple):
    """Greater is better; `nearness` is minus the words between the name and the next hint."""

    weight: int = 0
    nearness: int = 0


class HintedText:
    """The words of a text by their stems; without the nisbas in names of people, which hint at no country."""

    def __init__(self, text: str, people: Iterable[tuple[int, int]]) -> None:
        words = analyze(text)
        self._starts = [word.start for word in words]
        in_names = {
            number
            for start, end in people
            for number in range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        }
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            if number not in in_names or not is_nisba(word.text):
                self._at[word.stem].append(number)

    def choose(self, rows: Sequence[CuratedName], start: int) -> list[CuratedName]:
        """The rows hinted at most, for a name that begins there: several in a tie, none for no hint."""
        here = bisect_left(self._starts, start)
        evidence = [self._evidence(row.hints, here) for row in rows]
        best = max(evidence)
        return [row for row, one in zip(rows, evidence, strict=True) if one == best] if best.weight else []

    def _evidence(self, hints: Sequence[str], here: int) -> Evidence:
        distances = [abs(number - here) for number in {at for hint in hints for at in self._places(hint)}]
        if not distances:
            return Evidence()
        weight = sum(NEAR_WEIGHT if distance <= NEAR else 1 for distance in distances)
        return Evidence(weight, -min(distances))

    def _places(self, hint: str) -> Iterable[int]:
        first, *others = _stems(hint) or ("",)
        for number in self._at.get(first, ()):
            if all(number + more in self._at.get(stem, ()) for more, stem in enumerate(others, 1)):
                yield number


def is_nisba(word: str) -> bool:
    return "n" in gazetteer().words.get(fold(word), "")


def is_of_row(latin: str, row: CuratedName, rows: Iterable[CuratedName]) -> bool:
    """Whether the Latin name of an entity with a spelling of all these rows is that of this row.

    «Tripoli, Libya» is the «Tripoli» that is hinted at by Libya, beside one that is hinted at by Lebanon.
    One word may be of no row: Ministry of Public Health (Lebanon).
    """
    if latin == row.latin:
        return True
    words = _latin_words(latin)
    own = _words_of(row)
    others = set().union(*(_words_of(other) for other in rows if other != row))
    is_its_alone = bool(words & (own - others)) and not words & (others - own)
    return is_its_alone and bool(words & _latin_words(row.latin)) and len(words - own) <= 1


@lru_cache(maxsize=1 << 12)
def _words_of(row: CuratedName) -> frozenset[str]:
    """Of its Latin name and those of the places that hint at it."""
    return _latin_words(row.latin).union(
        *(_latin_words(gazetteer().latin(hint, "place")) for hint in row.hints)
    )


def _latin_words(name: str) -> frozenset[str]:
    words = (_LATIN_WORD.match(word) for word in _NO_LATIN_WORD.split(name.lower()))
    return frozenset(word[0] for word in words if word)


@lru_cache(maxsize=1 << 12)
def _stems(hint: str) -> tuple[str, ...]:
    return tuple(word.stem for word in analyze(hint))
