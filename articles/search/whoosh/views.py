"""Segments and snapshots with what was worked out of them: sets, impacts, codes.

All of it is kept in the snapshot's one cache, which is bounded by bytes. What depends on the postings and
columns of a segment alone outlives the snapshot: deletions are taken out after everything else.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from articles.search.whoosh.caches import ByteCache, token_of
from articles.search.whoosh.columns import ReadColumn
from articles.search.whoosh.documents import Documents
from articles.search.whoosh.postings import NO_POSITIONS, NO_POSTINGS, Positions, Postings
from articles.search.whoosh.segments import Segment, Snapshot, StoredSegment
from articles.search.whoosh.terms import to_bytes

T = TypeVar("T")

#: What an entry takes beside its arrays.
_ENTRY_BYTES = 500
#: More terms than these at once are those of a pattern: hardly any of them is asked for again.
_MANY_TERMS = 16


def stream_field(field: str, stream: str) -> str:
    """Whoosh's name for a stream of a text, or for a field of whole values."""
    return f"{field}.{stream}" if stream else field


class _Keeping:
    """What was worked out for one owner: under keys of its own in the cache."""

    def __init__(self, owner: object, cache: ByteCache) -> None:
        self.token = token_of(owner)
        self._cache = cache

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value made for this key before, if it is still there; else made now."""
        return self._cache.get((self.token, key), make, _size)


class SegmentView(_Keeping):
    def __init__(self, segment: Segment, cache: ByteCache) -> None:
        super().__init__(segment.file if isinstance(segment, StoredSegment) else segment, cache)
        self.segment = segment
        self.size = segment.size

    @cached_property
    def every(self) -> Documents:
        """Deleted ones included."""
        return self.keep("every", lambda: Documents.every(self.size))

    @cached_property
    def live(self) -> Documents | None:
        """None when nothing is deleted."""
        return None if self.segment.live is None else Documents(self.size, mask=self.segment.live)

    def column(self, name: str) -> ReadColumn | None:
        try:
            return self.segment.column(name)
        except KeyError:
            return None

    def documents(self, field: str, terms: Sequence[str]) -> Documents:
        """The documents with any of the terms."""
        return self.keep(("documents", field, *terms), lambda: self.documents_now(field, terms))

    def with_words(self, field: str) -> Documents:
        """The documents with any term at all."""
        try:
            return Documents(self.size, mask=self.segment.lengths(field) > 0)
        except KeyError:
            return Documents.none(self.size)

    def documents_now(self, field: str, terms: Sequence[str]) -> Documents:
        """The same, not kept."""
        if len(terms) == 1:
            return Documents.of(self.size, self.segment.postings(field, terms[0]).documents)
        mask = np.zeros(self.size, np.bool_)
        for term in terms:
            mask[self.postings(field, (term,), is_kept=len(terms) <= _MANY_TERMS).documents] = True
        return Documents(self.size, mask=mask)

    def positions(self, field: str, term: str) -> Positions:
        """Past the cache: they are large, and what is made of them is kept."""
        if not isinstance(self.segment, StoredSegment):
            return self.segment.positions(field, term)
        terms = self.segment.file.terms.get(field)
        return NO_POSITIONS if terms is None else terms.positions(to_bytes(term))

    def postings(self, field: str, terms: Sequence[str], *, is_kept: bool = True) -> Postings:
        """The terms as one: their frequencies in a document are summed."""
        if len(terms) == 1 and not is_kept and isinstance(self.segment, StoredSegment):
            found = self.segment.file.terms.get(field)
            return NO_POSTINGS if found is None else found.postings(to_bytes(terms[0]))
        if len(terms) == 1:
            return self.segment.postings(field, terms[0])
        return self.keep(("postings", field, *terms), lambda: self._merged(field, terms))

    def _merged(self, field: str, terms: Sequence[str]) -> Postings:
        lists = [self.segment.postings(field, term) for term in terms]
        documents, places = np.unique(np.concatenate([each.documents for each in lists]), return_inverse=True)
        frequencies = np.zeros(len(documents), np.int64)
        np.add.at(frequencies, places, np.concatenate([each.frequencies for each in lists]))
        return Postings(documents, frequencies)


class SnapshotView(_Keeping):
    """Cheap: made anew for each search."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot, snapshot.cache)
        self.snapshot = snapshot
        self.documents = snapshot.documents
        self.segments = tuple(SegmentView(segment, snapshot.cache) for segment in snapshot.segments)

    def average_length(self, field: str) -> float:
        return self.keep(("average length", field), lambda: self.snapshot.average_length(field))

    def document_frequency(self, field: str, terms: Sequence[str]) -> int:
        """How many documents have any of the terms, deleted ones included."""
        if len(terms) == 1:
            return self.snapshot.document_frequency(field, terms[0])
        return sum(len(segment.postings(field, terms).documents) for segment in self.segments)


def _size(value: Any) -> int:
    """Values say their `nbytes`, or are tuples of such."""
    if isinstance(value, tuple) and not hasattr(value, "nbytes"):
        return _ENTRY_BYTES + sum(map(_size, value))
    return _ENTRY_BYTES + int(getattr(value, "nbytes", 0))
