"""What to mark in a text: the words that a query found, told from its tree.

Phrases are marked only where their words stand together. What is excluded and what is no text (a
source, a date) marks nothing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from articles.arabic.analyze import AnalyzedWord
from articles.arabic.edits import typing_distance
from articles.search import tree

#: Distances are counted only between words of a length that a fuzzy word may have.
_LONGEST_FUZZY = 60


@dataclass(frozen=True)
class _PhraseMark:
    """Words in an order, or within so many positions in any order."""

    key: int
    stream: str
    words: tuple[frozenset[str], ...]
    slop: int
    is_ordered: bool


@dataclass
class Marker:
    """Finds the words to mark. Keys number what is searched for, to tell all of it from some of it."""

    _terms: dict[str, dict[str, int]] = field(default_factory=dict)
    _patterns: list[tuple[int, re.Pattern[str]]] = field(default_factory=list)
    _fuzzy: list[tuple[int, str, int]] = field(default_factory=list)
    _phrases: list[_PhraseMark] = field(default_factory=list)
    _keys: int = 0
    #: Written word → what it matches by its letters: a text repeats its words.
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, match: tree.Node, *, fields: Collection[str] = ("text",)) -> "Marker":
        """For a text of these fields of the index: a headline is of ("text", "title")."""
        marker = cls()
        marker._add(match, frozenset(fields))
        return marker

    @classmethod
    def of_stems(cls, stems: Collection[str]) -> "Marker":
        return cls.of(tree.Or(tuple(tree.Term("text", "stem", (stem,)) for stem in stems)))

    def __bool__(self) -> bool:
        return bool(self._keys)

    def __call__(self, words: Sequence[AnalyzedWord]) -> dict[int, frozenset[int]]:
        """Place of each word to be marked → the keys of what it was searched for as."""
        found: dict[int, set[int]] = {}
        for place, word in enumerate(words) if self else ():
            if keys := self._of_word(word):
                found[place] = set(keys)
        for phrase in self._phrases:
            for place in _places(phrase, words):
                found.setdefault(place, set()).add(phrase.key)
        return {place: frozenset(keys) for place, keys in found.items()}

    # ------------------------------------------------------------ from the tree

    def _add(self, node: tree.Node, fields: frozenset[str]) -> None:
        match node:
            case tree.And() | tree.Or():
                for child in node.children:
                    self._add(child, fields)
            case tree.Selection() | tree.Unscored():
                self._add(node.child, fields)
            case tree.Term() if node.field in fields and node.stream:
                key = self._key()
                self._terms.setdefault(node.stream, {}).update(dict.fromkeys(node.terms, key))
            case tree.Phrase() if node.field in fields:
                words = tuple(map(frozenset, node.words))
                self._phrases.append(_PhraseMark(self._key(), node.stream, words, node.slop, node.ordered))
            case tree.Pattern() if node.field in fields:
                self._patterns.append((self._key(), _expression(node.pattern)))
            case tree.Fuzzy() if node.field in fields:
                self._fuzzy.append((self._key(), node.term, node.distance))
            case _:
                pass

    def _key(self) -> int:
        self._keys += 1
        return self._keys

    # ------------------------------------------------------------ one word

    def _of_word(self, word: AnalyzedWord) -> tuple[int, ...]:
        keys = [key for stream, terms in self._terms.items() if (key := terms.get(getattr(word, stream)))]
        if self._patterns or self._fuzzy:
            keys += self._by_letters(word)
        return tuple(keys)

    def _by_letters(self, word: AnalyzedWord) -> tuple[int, ...]:
        known = self._known.get(word.written)
        if known is None:
            by_pattern = (key for key, pattern in self._patterns if pattern.fullmatch(word.written))
            fuzzy = (key for key, term, most in self._fuzzy if _is_near(word.exact, term, most))
            known = self._known[word.written] = (*by_pattern, *fuzzy)
        return known


def _expression(pattern: str) -> re.Pattern[str]:
    """`*` any letters, `?` one. A run of letters takes the first place that fits: nothing is tried twice."""
    first, *rest = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    if not rest:
        return re.compile(first)
    *middle, last = rest
    inner = "".join(f"(?>.*?{part})" for part in middle if part)
    return re.compile(f"{first}{inner}.*{last}", re.DOTALL)


def _is_near(word: str, term: str, most: int) -> bool:
    """Whether at most so many letters were put in, left out, changed or swapped, the first one the same."""
    if word[:1] != term[:1] or abs(len(word) - len(term)) > most or len(word) > _LONGEST_FUZZY:
        return False
    return typing_distance(word, term) <= most


# ------------------------------------------------------------ phrases


def _places(phrase: _PhraseMark, words: Sequence[AnalyzedWord]) -> Iterator[int]:
    """The places of words that stand together as the phrase asks."""
    terms = [getattr(word, phrase.stream) for word in words]
    if phrase.is_ordered and not phrase.slop:
        yield from _side_by_side(phrase.words, terms)
    else:
        yield from _within(phrase, terms)


def _side_by_side(wanted: Sequence[frozenset[str]], terms: Sequence[str]) -> Iterator[int]:
    length = len(wanted)
    for start in range(len(terms) - length + 1):
        if all(terms[start + place] in wanted[place] for place in range(length)):
            yield from range(start, start + length)


def _within(phrase: _PhraseMark, terms: Sequence[str]) -> Iterator[int]:
    """One pass with a window: how many words of each kind it holds is kept."""
    needed: dict[frozenset[str], int] = {}
    for word in phrase.words:
        needed[word] = needed.get(word, 0) + 1
    size = len(phrase.words) + phrase.slop
    inside = dict.fromkeys(needed, 0)
    hits = [place for place, term in enumerate(terms) if any(term in word for word in needed)]
    tail, marked = 0, -1
    for head, place in enumerate(hits):
        _count(inside, terms[place], 1)
        while place - hits[tail] >= size:
            _count(inside, terms[hits[tail]], -1)
            tail += 1
        if all(inside[word] >= number for word, number in needed.items()):
            yield from hits[max(tail, marked + 1) : head + 1]
            marked = head


def _count(inside: dict[frozenset[str], int], term: str, change: int) -> None:
    for word in inside:
        if term in word:
            inside[word] += change
