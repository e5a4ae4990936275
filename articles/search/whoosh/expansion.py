"""Patterns and fuzzy words as bounded lists of the terms that they stand for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from articles.search.tree import Fuzzy, Pattern
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.segments import Segment
from articles.search.whoosh.views import SegmentView, SnapshotView, stream_field

#: A pattern stands for at most so many words, the most frequent ones; a fuzzy word for the nearest.
MAX_TERMS = 1000
MAX_FUZZY = 100
#: Vocabularies are read and kept by so many first letters.
_KEPT_LETTERS = 2
_END = "\n"

#: Terms that match, with their documents and how far they are from what was asked for.
_Matches: TypeAlias = Iterator[tuple[str, int, int]]


class Expansion(NamedTuple):
    #: Of each segment those that it has.
    terms: tuple[tuple[str, ...], ...]
    #: Different terms that matched, of which at most MAX_TERMS or MAX_FUZZY were taken.
    found: int
    taken: int

    @property
    def nbytes(self) -> int:
        return 100 * sum(map(len, self.terms))


class Vocabulary(NamedTuple):
    """The terms of a field that begin with a prefix: each on a line of one text, in order."""

    text: str
    starts: Array
    frequencies: Array

    @property
    def nbytes(self) -> int:
        return 2 * len(self.text) + 16 * len(self.starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def term(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    @classmethod
    def read(cls, segment: Segment, field: str, prefix: str) -> "Vocabulary":
        rows = list(segment.terms(field, prefix))
        starts = np.cumsum([1, *(len(term) + 1 for term, _frequency in rows)])
        frequencies = np.array([frequency for _term, frequency in rows], np.int64)
        return cls(_END + "".join(term + _END for term, _frequency in rows), starts, frequencies)


def expand(snapshot: SnapshotView, node: Pattern | Fuzzy) -> Expansion:
    """The terms of each segment."""
    return snapshot.keep(node, lambda: _expand(snapshot, node))


def expanded_field(node: Pattern | Fuzzy) -> str:
    return stream_field(node.field, "exact" if isinstance(node, Fuzzy) else "written")


def _expand(snapshot: SnapshotView, node: Pattern | Fuzzy) -> Expansion:
    field = expanded_field(node)
    frequencies: Counter[str] = Counter()
    distances: dict[str, int] = {}
    by_segment: list[set[str]] = []
    for segment in snapshot.segments:
        there = set()
        for term, frequency, distance in _matches(segment, field, node):
            frequencies[term] += frequency
            distances[term] = distance
            there.add(term)
        by_segment.append(there)
    limit = MAX_FUZZY if isinstance(node, Fuzzy) else MAX_TERMS
    ranked = sorted(frequencies, key=lambda term: (distances[term], -frequencies[term], term))
    taken = ranked[:limit]
    terms = tuple(tuple(term for term in taken if term in there) for there in by_segment)
    return Expansion(terms, len(ranked), len(taken))


def _matches(segment: SegmentView, field: str, node: Pattern | Fuzzy) -> _Matches:
    if isinstance(node, Fuzzy):
        return _similar(_vocabulary(segment, field, node.term[:1]), node.term, node.distance)
    prefix = re.split(r"[*?]", node.pattern, maxsplit=1)[0]
    if prefix == node.pattern:
        return _itself(segment, field, prefix)
    return _matching(_vocabulary(segment, field, prefix[:_KEPT_LETTERS]), node.pattern)


def _itself(segment: SegmentView, field: str, term: str) -> _Matches:
    if frequency := segment.segment.document_frequency(field, term):
        yield term, frequency, 0


def _vocabulary(segment: SegmentView, field: str, prefix: str) -> Vocabulary:
    return segment.keep(
        ("vocabulary", field, prefix), lambda: Vocabulary.read(segment.segment, field, prefix)
    )


def _matching(vocabulary: Vocabulary, pattern: str) -> _Matches:
    for match in _regex(pattern).finditer(vocabulary.text):
        number = bisect_left(vocabulary.starts, match.start() + 1)
        yield match[0][1:], int(vocabulary.frequencies[number]), 0


def _regex(pattern: str) -> re.Pattern[str]:
    """A line that is the pattern.

    What follows a `*` is taken where it stands first, which is enough for all but the last part;
    so the groups are atomic, and the time is linear whatever the pattern.
    """
    first, *others = re.sub(r"\*+", "*", pattern).split("*")
    parts = [_letters(first), *(rf"(?>[^\n]*?{_letters(part)})" for part in others[:-1])]
    if others:
        parts.append(rf"[^\n]*{_letters(others[-1])}")
    return re.compile(rf"\n{''.join(parts)}(?=\n)")


def _letters(part: str) -> str:
    return "".join(r"[^\n]" if letter == "?" else re.escape(letter) for letter in part)


def _similar(vocabulary: Vocabulary, term: str, distance: int) -> _Matches:
    if not term or not len(vocabulary):
        return
    lengths = np.diff(vocabulary.starts) - 1
    numbers = np.flatnonzero(np.abs(lengths - len(term)) <= distance)
    if not len(numbers):
        return
    letters = _letter_matrix(vocabulary, numbers, lengths[numbers])
    distances = edit_distances(letters, lengths[numbers], [ord(letter) for letter in term])
    for place in np.flatnonzero(distances <= distance).tolist():
        number = int(numbers[place])
        yield vocabulary.term(number), int(vocabulary.frequencies[number]), int(distances[place])


def _letter_matrix(vocabulary: Vocabulary, numbers: Array, lengths: Array) -> Array:
    """The i-th letter of each of the terms in row i; 0 after its end."""
    codes = np.frombuffer(vocabulary.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = vocabulary.starts[numbers]
    rows = np.zeros((int(lengths.max()), len(numbers)), np.uint32)
    for place, row in enumerate(rows):
        there = lengths > place
        row[there] = codes[starts[there] + place]
    return rows


def edit_distances(letters: Array, lengths: Array, term: list[int]) -> Array:
    """The edits from the term to each word: letters put in, left out or changed, neighbours swapped.

    Letters that were swapped are not edited again (optimal string alignment). Column by column of the
    usual table, for all words at once.
    """
    width, words = letters.shape
    rows = [np.full(words, place, np.int16) for place in range(width + 1)]
    before = rows
    for number, letter in enumerate(term):
        following = [np.full(words, number + 1, np.int16)]
        for place in range(width):
            changed = rows[place] + (letters[place] != letter)
            least = np.minimum(np.minimum(rows[place + 1], following[place]) + 1, changed)
            if number and place:
                swapped = (letters[place] == term[number - 1]) & (letters[place - 1] == letter)
                np.minimum(least, before[place - 1] + 1, out=least, where=swapped)
            following.append(least.astype(np.int16))
        before, rows = rows, following
    return np.stack(rows)[lengths, np.arange(words)]
