"""Scores: BM25 of each scored stream, and of neighbouring words that stand near each other.

What is scored, and for which documents; `impacts` adds the numbers up.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import log

import numpy as np

from articles.search.tree import Word
from articles.search.whoosh.documents import Documents, Floats, Numbers
from articles.search.whoosh.impacts import Adder, ScoredTerm, Weighed
from articles.search.whoosh.views import SegmentView, SnapshotView, stream_field

#: Documents that are scored in full to learn what the best have at least.
_PILOTS = 128
#: Below so many times as many matches all are scored in full.
_WORTH = 100
#: So many trigrams are added before documents are left out again.
_STEP = 6
#: What adding single-precision numbers may be off, as a part of the sum.
_ROUNDING = 1e-4


def scored_terms(words: Sequence[Word]) -> dict[ScoredTerm, float]:
    """What is scored, and how often it counts: a term that is asked for twice counts twice."""
    terms: Counter[ScoredTerm] = Counter()
    for stream, weighted in _by_stream(words).items():
        for spellings, weight in weighted:
            if spellings := tuple(sorted(set(filter(None, spellings)))):
                terms[ScoredTerm(stream, spellings)] += weight  # type: ignore[assignment]
    for one, other in pairwise(words):
        if one.stems and other.stems and not set(one.stems) & set(other.stems):
            first, second = sorted((tuple(sorted(set(one.stems))), tuple(sorted(set(other.stems)))))
            terms[ScoredTerm("stem", first, second)] += min(one.weight, other.weight)  # type: ignore[assignment]
    return dict(terms)


def _by_stream(words: Sequence[Word]) -> dict[str, list[tuple[tuple[str, ...], float]]]:
    return {
        "stem": [(word.stems, word.weight) for word in words],
        "exact": [((word.exact,), word.weight) for word in words],
        "root": [((word.root,), word.weight) for word in words],
        "tri": [((trigram,), word.weight) for word in words for trigram in word.trigrams],
    }


class Scorer:
    """Scores the documents of a snapshot for the words of one query."""

    def __init__(self, snapshot: SnapshotView, field: str, words: Sequence[Word]) -> None:
        self._snapshot = snapshot
        self._field = field
        self._adder = Adder(snapshot, field)
        weighed = []
        for term, scale in scored_terms(words).items():
            idf = snapshot.keep((field, term), partial(self._inverse_frequency, term))
            if idf:
                weighed.append(Weighed(term, scale, idf))
        self._first = [each for each in weighed if each.term.stream != "tri"]
        self._rest = [each for each in weighed if each.term.stream == "tri"]
        self._rest.sort(key=lambda each: (-each.bound, each.term))

    def __bool__(self) -> bool:
        """Whether any of the words is in the index at all."""
        return bool(self._first or self._rest)

    def scores(self, segment: SegmentView, matched: Documents, wanted: int) -> tuple[Numbers, Floats]:
        """All matched documents that may be among the wanted best, ascending, and their scores.

        Trigrams are many and frequent, but each adds little: they are looked up only in documents that can
        still come to the score of the last of the best, whatever the trigrams yet to come add.
        """
        numbers = matched.numbers
        scores = self._adder.added(segment, numbers, np.zeros(len(numbers), np.float32), self._first)
        pilots = max(_PILOTS, 2 * wanted)
        if pilots * _WORTH >= len(numbers) or len(self._rest) <= 2 * _STEP:
            return numbers, self._adder.added(segment, numbers, scores, self._rest)
        least = self._least_of_best(segment, numbers, scores, pilots, wanted)
        to_come = sum(each.bound for each in self._rest)
        for start in range(0, len(self._rest), _STEP):
            may = scores >= least - to_come
            if np.count_nonzero(may) * 2 < len(numbers):
                numbers, scores = numbers[may], scores[may]
            step = self._rest[start : start + _STEP]
            scores = self._adder.added(segment, numbers, scores, step)
            to_come -= sum(each.bound for each in step)
        return numbers, scores

    def _least_of_best(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, pilots: int, wanted: int
    ) -> float:
        """A score that so many documents have at least, from those that are ahead without trigrams."""
        ahead = np.sort(np.argpartition(-scores, pilots)[:pilots])
        full = self._adder.added(segment, numbers[ahead], scores[ahead], self._rest)
        least = float(np.partition(full, pilots - wanted)[pilots - wanted])
        return least - _ROUNDING * abs(least)

    def _inverse_frequency(self, term: ScoredTerm) -> float:
        """As Lucene has it; 0 for what no document has."""
        if term.near:
            found = self._pair_frequency(term)
        else:
            found = self._snapshot.document_frequency(stream_field(self._field, term.stream), term.terms)
        return log(1 + (self._snapshot.documents - found + 0.5) / (found + 0.5)) if found else 0.0

    def _pair_frequency(self, term: ScoredTerm) -> int:
        return sum(len(self._adder.postings(segment, term).documents) for segment in self._snapshot.segments)
