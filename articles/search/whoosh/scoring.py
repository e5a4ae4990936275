"""Scores: BM25 of each scored stream, and of neighbouring words that stand near each other.

The impact of a term is what it adds to the score of each of its documents:

    weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length))

It is the same for every query of a snapshot, so it is kept. Of frequent terms the frequencies are kept
instead, one byte for each document of the segment: whole arrays are worked out and added up faster than
chosen places are, and hundreds of long queries fit into the cache.
Impacts are worked out and added in one order whatever the path, so equal documents have equal scores to the
last bit.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np

from articles.search import ranking
from articles.search.tree import Word
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.documents import Documents, Floats, Numbers
from articles.search.whoosh.pairs import pair_postings
from articles.search.whoosh.postings import Postings
from articles.search.whoosh.views import SegmentView, SnapshotView, stream_field

#: Of terms with at least one document in so many, frequencies are kept for every document.
_DENSE = 8
#: With at least one match in so many documents, scores are added up for all of them.
_MOST = 8
#: For matches fewer than this part of a term's documents, impacts are worked out for them alone.
_FEW = 8
#: Documents that are scored in full to learn what the best have at least.
_PILOTS = 128
#: Below so many times as many matches all are scored in full.
_WORTH = 8
#: So many trigrams are added before documents are left out again.
_STEP = 6
#: What adding single-precision numbers may be off, as a part of the sum.
_ROUNDING = 1e-4


class ScoredTerm(NamedTuple):
    """Spellings that count as one term of a stream; with `near`, a pair of neighbours. All a cache key."""

    stream: str
    terms: tuple[str, ...]
    near: tuple[str, ...] = ()


class Impacts(NamedTuple):
    """Of the documents of a term, ascending."""

    documents: Array
    values: Floats


class Frequencies(NamedTuple):
    """Of every document of the segment, 0 where the term is not."""

    values: Array


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


class _Weighed(NamedTuple):
    """A term with how often it counts, its inverse document frequency, and a bound that no impact reaches."""

    term: ScoredTerm
    scale: float
    idf: float

    @property
    def bound(self) -> float:
        return max(0.0, self.scale * _weight(self.term) * self.idf * (ranking.K1 + 1))


class Scorer:
    """Scores the documents of a snapshot for the words of one query."""

    def __init__(self, snapshot: SnapshotView, field: str, words: Sequence[Word]) -> None:
        self._snapshot = snapshot
        self._field = field
        weighed = []
        for term, scale in scored_terms(words).items():
            idf = snapshot.keep((field, term), partial(self._inverse_frequency, term))
            if idf:
                weighed.append(_Weighed(term, scale, idf))
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
        scores = self._added(segment, numbers, np.zeros(len(numbers), np.float32), self._first)
        pilots = max(_PILOTS, 2 * wanted)
        if pilots * _WORTH >= len(numbers) or len(self._rest) <= 2 * _STEP:
            return numbers, self._added(segment, numbers, scores, self._rest)
        least = self._least_of_best(segment, numbers, scores, pilots, wanted)
        to_come = sum(each.bound for each in self._rest)
        for start in range(0, len(self._rest), _STEP):
            may = scores >= least - to_come
            if np.count_nonzero(may) * 2 < len(numbers):
                numbers, scores = numbers[may], scores[may]
            step = self._rest[start : start + _STEP]
            scores = self._added(segment, numbers, scores, step)
            to_come -= sum(each.bound for each in step)
        return numbers, scores

    def _least_of_best(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, pilots: int, wanted: int
    ) -> float:
        """A score that so many documents have at least, from those that are ahead without trigrams."""
        ahead = np.sort(np.argpartition(-scores, pilots)[:pilots])
        full = self._added(segment, numbers[ahead], scores[ahead], self._rest)
        least = float(np.partition(full, pilots - wanted)[pilots - wanted])
        return least - _ROUNDING * abs(least)

    def _added(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, terms: Sequence[_Weighed]
    ) -> Floats:
        """The scores with the impacts of further terms."""
        if not terms:
            return scores
        if len(numbers) * _MOST < segment.size:
            return self._added_to_few(segment, numbers, scores, terms)
        total = np.zeros(segment.size, np.float32)
        total[numbers] = scores
        for term, scale, idf in terms:
            kept = self._kept(segment, term, idf, None)
            if isinstance(kept, Frequencies):
                norms = self._length_norms(segment, term.stream)
                total += _scaled(_impacts(term, idf, kept.values, norms), scale)
            else:
                total[kept.documents.astype(np.intp)] += _scaled(kept.values, scale)
        return total[numbers]

    def _added_to_few(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, terms: Sequence[_Weighed]
    ) -> Floats:
        total = scores.copy()
        narrow = numbers.astype(np.uint32)
        for term, scale, idf in terms:
            kept = self._kept(segment, term, idf, narrow)
            if isinstance(kept, Frequencies):
                norms = self._length_norms(segment, term.stream)[numbers]
                total += _scaled(_impacts(term, idf, kept.values[numbers], norms), scale)
            else:
                _add_at(total, narrow, kept.documents, _scaled(kept.values, scale))
        return total

    def _kept(
        self, segment: SegmentView, term: ScoredTerm, idf: float, matched: Array | None
    ) -> Impacts | Frequencies:
        """What is kept of a term; when nothing is, and few documents matched, the impacts of these alone."""
        key = (self._field, term)
        frequencies: Frequencies | None = segment.kept(key)
        if frequencies is not None:
            return frequencies
        found: Impacts | None = segment.kept((key, self._snapshot.token))
        if found is not None:
            return found
        postings = self._postings(segment, term)
        if matched is not None and len(matched) * _FEW < len(postings.documents):
            return self._impacts_of(segment, term, idf, _only(postings, matched))
        if len(postings.documents) * _DENSE >= segment.size:
            return segment.keep(key, lambda: _frequencies(postings, segment.size))
        return segment.keep(
            (key, self._snapshot.token), lambda: self._impacts_of(segment, term, idf, postings)
        )

    def _impacts_of(self, segment: SegmentView, term: ScoredTerm, idf: float, postings: Postings) -> Impacts:
        if not len(postings.documents):
            return Impacts(postings.documents, np.empty(0, np.float32))
        norms = self._length_norms(segment, term.stream)[postings.documents]
        return Impacts(postings.documents, _impacts(term, idf, postings.frequencies, norms))

    def _length_norms(self, segment: SegmentView, stream: str) -> Floats:
        field = stream_field(self._field, stream)
        average = self._snapshot.average_length(field)

        def norms() -> Floats:
            lengths = segment.segment.lengths(field)
            scaled = lengths * np.float32(ranking.K1 * ranking.B / average)
            return scaled + np.float32(ranking.K1 * (1 - ranking.B))

        return segment.keep(("norms", field, average), norms)

    def _postings(self, segment: SegmentView, term: ScoredTerm) -> Postings:
        field = stream_field(self._field, term.stream)
        if term.near:
            return pair_postings(segment, field, term.terms, term.near)
        return segment.postings(field, term.terms)

    def _inverse_frequency(self, term: ScoredTerm) -> float:
        """As Lucene has it; 0 for what no document has."""
        if term.near:
            found = self._pair_frequency(term)
        else:
            found = self._snapshot.document_frequency(stream_field(self._field, term.stream), term.terms)
        return log(1 + (self._snapshot.documents - found + 0.5) / (found + 0.5)) if found else 0.0

    def _pair_frequency(self, term: ScoredTerm) -> int:
        return sum(len(self._postings(segment, term).documents) for segment in self._snapshot.segments)


def _only(postings: Postings, matched: Array) -> Postings:
    """The postings of the matched documents."""
    places = np.searchsorted(postings.documents, matched)
    np.minimum(places, len(postings.documents) - 1, out=places)
    places = places[postings.documents[places] == matched]
    return Postings(postings.documents[places], postings.frequencies[places])


def _weight(term: ScoredTerm) -> float:
    return ranking.PAIR_WEIGHT if term.near else ranking.WEIGHTS[term.stream]


def _impacts(term: ScoredTerm, idf: float, frequencies: Array, norms: Floats) -> Floats:
    impacts = frequencies.astype(np.float32)
    norms = norms + impacts
    impacts *= np.float32(_weight(term) * idf * (ranking.K1 + 1))
    impacts /= norms
    return impacts


def _frequencies(postings: Postings, size: int) -> Frequencies:
    narrow = np.min_scalar_type(postings.frequencies.max(initial=0))
    frequencies = np.zeros(size, narrow)
    frequencies[postings.documents.astype(np.intp)] = postings.frequencies
    return Frequencies(frequencies)


def _scaled(impacts: Floats, scale: float) -> Floats:
    return impacts if scale == 1 else impacts * np.float32(scale)


def _add_at(total: Floats, numbers: Array, documents: Array, values: Floats) -> None:
    """Add the values of those documents that are among the numbers: the fewer are looked up in the others."""
    if not len(documents):
        return
    if len(documents) < len(numbers):
        places = np.searchsorted(numbers, documents)
        np.minimum(places, len(numbers) - 1, out=places)
        there = numbers[places] == documents
        total[places[there]] += values[there]
    else:
        places = np.searchsorted(documents, numbers)
        np.minimum(places, len(documents) - 1, out=places)
        total += np.where(documents[places] == numbers, values[places], np.float32(0))
