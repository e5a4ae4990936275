"""Impacts: what a term adds to the score of each of its documents.

    weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average length))

It is the same for every query of a snapshot, so it is kept. Of frequent terms the frequencies are kept
instead, one byte for each document of the segment: whole arrays are worked out and added up faster than
chosen places are, and hundreds of long queries fit into the cache.
Impacts are worked out and added in one order whatever the path, so equal documents have equal scores to the
last bit.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from articles.search import ranking
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.documents import Floats, Numbers
from articles.search.whoosh.pairs import pair_postings
from articles.search.whoosh.postings import Postings
from articles.search.whoosh.views import SegmentView, SnapshotView, stream_field

#: Of terms with at least one document in so many, frequencies are kept for every document.
_DENSE = 8
#: With at least one match in so many documents, scores are added up for all of them.
_MOST = 8
#: In segments of up to so many documents the postings of all terms are taken together: there the calls cost
#: more than the numbers.
_SMALL = 2048


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


class Weighed(NamedTuple):
    """A term with how often it counts and its inverse document frequency."""

    term: ScoredTerm
    scale: float
    idf: float

    @property
    def factor(self) -> float:
        """What no impact reaches, however frequent the term."""
        weight = ranking.PAIR_WEIGHT if self.term.near else ranking.WEIGHTS[self.term.stream]
        return weight * self.idf * (ranking.K1 + 1)

    @property
    def bound(self) -> float:
        return max(0.0, self.scale * self.factor)


class Adder:
    """Adds the impacts of terms to scores of documents."""

    def __init__(self, snapshot: SnapshotView, field: str) -> None:
        self._snapshot = snapshot
        self._field = field

    def added(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, terms: Sequence[Weighed]
    ) -> Floats:
        """The scores of these documents with the impacts of further terms."""
        if not terms or not len(numbers):
            return scores
        if segment.size > _SMALL and len(numbers) * _MOST < segment.size:
            return self._added_to_few(segment, numbers, scores, terms)
        total = np.zeros(segment.size, np.float32)
        total[numbers] = scores
        if segment.size > _SMALL:
            self._add_to_all(segment, total, terms)
        else:
            self._add_together(segment, total, terms)
        return total[numbers]

    def _add_to_all(self, segment: SegmentView, total: Floats, terms: Sequence[Weighed]) -> None:
        for weighed in terms:
            kept = self._kept(segment, weighed)
            if isinstance(kept, Frequencies):
                norms = self._norms(segment, weighed.term.stream)
                total += _scaled(_impacts(weighed, kept.values, norms), weighed)
            else:
                total[kept.documents.astype(np.intp)] += _scaled(kept.values, weighed)

    def _added_to_few(
        self, segment: SegmentView, numbers: Numbers, scores: Floats, terms: Sequence[Weighed]
    ) -> Floats:
        total = scores.copy()
        narrow = numbers.astype(np.uint32)
        for weighed in terms:
            kept = self._kept(segment, weighed)
            if isinstance(kept, Frequencies):
                norms = self._norms(segment, weighed.term.stream)[numbers]
                total += _scaled(_impacts(weighed, kept.values[numbers], norms), weighed)
            else:
                _add_at(total, narrow, kept.documents, _scaled(kept.values, weighed))
        return total

    def _add_together(self, segment: SegmentView, total: Floats, terms: Sequence[Weighed]) -> None:
        lists = [self.postings(segment, weighed.term) for weighed in terms]
        lengths = [len(each.documents) for each in lists]
        documents = np.concatenate([each.documents for each in lists]).astype(np.intp)
        impacts = np.concatenate([each.frequencies for each in lists]).astype(np.float32)
        norms = [
            self._norms(segment, weighed.term.stream)[each.documents]
            for weighed, each in zip(terms, lists, strict=True)
        ]
        divisors = np.concatenate(norms) + impacts
        impacts *= np.repeat(np.array([weighed.factor for weighed in terms], np.float32), lengths)
        impacts /= divisors
        impacts *= np.repeat(np.array([weighed.scale for weighed in terms], np.float32), lengths)
        # One after the other, so a document has the impacts of its terms in their order.
        np.add.at(total, documents, impacts)

    def _kept(self, segment: SegmentView, weighed: Weighed) -> Impacts | Frequencies:
        key = (self._snapshot.token, self._field, weighed.term)
        return segment.keep(key, lambda: self._made(segment, weighed))

    def _made(self, segment: SegmentView, weighed: Weighed) -> Impacts | Frequencies:
        postings = self.postings(segment, weighed.term)
        if len(postings.documents) * _DENSE >= segment.size:
            return _frequencies(postings, segment.size)
        norms = self._norms(segment, weighed.term.stream)[postings.documents]
        return Impacts(postings.documents, _impacts(weighed, postings.frequencies, norms))

    def postings(self, segment: SegmentView, term: ScoredTerm) -> Postings:
        field = stream_field(self._field, term.stream)
        if term.near:
            return pair_postings(segment, field, term.terms, term.near)
        # Stems are matched and paired as well; of others what is made of the postings is enough.
        is_kept = term.stream == "stem" or segment.size <= _SMALL
        return segment.postings(field, term.terms, is_kept=is_kept)

    def _norms(self, segment: SegmentView, stream: str) -> Floats:
        """What stands beside tf below the line, for every document."""
        field = stream_field(self._field, stream)
        average = self._snapshot.average_length(field)

        def norms() -> Floats:
            scaled = segment.segment.lengths(field) * np.float32(ranking.K1 * ranking.B / average)
            return scaled + np.float32(ranking.K1 * (1 - ranking.B))

        return segment.keep(("norms", field, average), norms)


def _impacts(weighed: Weighed, frequencies: Array, norms: Floats) -> Floats:
    impacts = frequencies.astype(np.float32)
    divisors = norms + impacts
    impacts *= np.float32(weighed.factor)
    impacts /= divisors
    return impacts


def _scaled(impacts: Floats, weighed: Weighed) -> Floats:
    return impacts if weighed.scale == 1 else impacts * np.float32(weighed.scale)


def _frequencies(postings: Postings, size: int) -> Frequencies:
    narrow = np.min_scalar_type(postings.frequencies.max(initial=0))
    frequencies = np.zeros(size, narrow)
    frequencies[postings.documents.astype(np.intp)] = postings.frequencies
    return Frequencies(frequencies)


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
