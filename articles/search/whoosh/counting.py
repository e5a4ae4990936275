"""Facets: how many of the matching documents have each value of a column."""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from articles.search.tree import Node, Value
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.bounds import bounded
from articles.search.whoosh.columns import ListColumn, ReadColumn, StringColumn
from articles.search.whoosh.date_buckets import MAX_BUCKETS, DateBuckets
from articles.search.whoosh.documents import Documents
from articles.search.whoosh.facet_codes import (
    Codes,
    as_lists,
    edge_codes,
    list_codes,
    number_codes,
    rooted,
    string_codes,
)
from articles.search.whoosh.filters import ordinals_of
from articles.search.whoosh.found import Bound, FacetCounts, Note
from articles.search.whoosh.ordering import first_in_order, values_key
from articles.search.whoosh.selections import Matches
from articles.search.whoosh.views import SegmentView


@dataclass(frozen=True, eq=False)
class FacetRequest:
    """What to count under a name: the values of a column, or the documents of a node (`query`)."""

    name: str
    column: str = ""
    #: Counted as if the Selection of this name were not there.
    own: str = ""
    query: Node | None = None
    #: Numbers are counted as number // bucket.
    bucket: int = 1
    dates: DateBuckets | None = None
    #: roots[key] is the key that counts for it; keys beyond the array count for themselves. Give the same
    #: array again as long as nothing changes: what was worked out with it is kept.
    roots: Array | None = None
    #: Only these values, as they are counted; or an array of bools that says so of each key.
    include: Collection[Value] | Array | None = None
    #: Only strings that begin with this.
    prefix: str = ""
    limit: int | None = None
    #: Values of fewer documents are left out; 0 has every bucket of dates.
    least: int = 1


#: Keys that lie within so many numbers are added up in an array of that length.
_WIDEST = 1_000_000
#: Above every letter that a string goes on with.
_LAST_LETTER = "\U0010ffff"


class _Counted(NamedTuple):
    """Keys of one segment, ascending, with their documents. Of strings, keys are places in the vocabulary."""

    keys: Array
    counts: Array
    vocabulary: Sequence[str] | None


class FacetCounter:
    """Counts requests segment by segment; what several ask for is counted once."""

    def __init__(self, requests: Sequence[FacetRequest], note: Note) -> None:
        self._requests = [
            request if request.query is None else replace(request, query=bounded(request.query, note))
            for request in requests
        ]
        if any(request.dates is not None and request.dates.was_cut for request in requests):
            note(Bound("buckets", MAX_BUCKETS, MAX_BUCKETS + 1))
        self._counted: dict[str, list[_Counted]] = {request.name: [] for request in requests}
        self._of_queries: dict[str, int] = {}

    def add(self, matches: Matches, segment: SegmentView) -> None:
        done: dict[object, _Counted | None] = {}
        for request in self._requests:
            if request.query is not None:
                count = matches.count(request.query, request.own)
                self._of_queries[request.name] = self._of_queries.get(request.name, 0) + count
                continue
            key = (request.column, request.bucket, request.dates, id(request.roots), request.own)
            if key not in done:
                done[key] = _count(segment, matches.without(request.own), request)
            if (counted := done[key]) is not None:
                self._counted[request.name].append(counted)

    def results(self) -> dict[str, FacetCounts]:
        return {request.name: self._result(request) for request in self._requests}

    def _result(self, request: FacetRequest) -> FacetCounts:
        if request.query is not None:
            return FacetCounts((("", self._of_queries.get(request.name, 0)),), 1)
        keys, counts, vocabulary = _joined([_chosen(each, request) for each in self._counted[request.name]])
        enough = counts >= request.least
        keys, counts = keys[enough], counts[enough]
        limit = len(keys) if request.limit is None else request.limit
        order = [values_key(keys)] if request.dates else [values_key(-counts), values_key(keys)]
        first = first_in_order(len(keys), order, limit)
        values = keys[first].tolist()
        if vocabulary is not None:
            values = [vocabulary[value] for value in values]
        return FacetCounts(tuple(zip(values, counts[first].tolist(), strict=True)), len(keys))


def _count(segment: SegmentView, documents: Documents, request: FacetRequest) -> _Counted | None:
    column = segment.column(request.column)
    if column is None:
        return None
    codes = _codes(segment, column, request)
    return _Counted(codes.keys, codes.counts_in(documents), getattr(column, "vocabulary", None))


def _codes(segment: SegmentView, column: ReadColumn, request: FacetRequest) -> Codes:
    """Kept, for all roots that say the same of the values of the segment."""
    key = ("codes", request.column, request.bucket, request.dates)
    said = None
    if request.roots is not None:
        # Kept with the roots, so that no other array can have their id.
        said, _roots = segment.keep(
            (*key, id(request.roots)), lambda: (_said(segment, column, request), request.roots)
        )
    return segment.keep((*key, said), lambda: _made_codes(column, request))


def _said(segment: SegmentView, column: ReadColumn, request: FacetRequest) -> bytes:
    """What the roots say of the values of a column, in short: most merges touch those of few segments."""
    values = segment.keep(("values", request.column), lambda: np.unique(getattr(column, "values", ())))
    return hashlib.sha256(rooted(values, request.roots).tobytes()).digest()


def _made_codes(column: ReadColumn, request: FacetRequest) -> Codes:
    if isinstance(column, ListColumn):
        return list_codes(column, request.roots)
    if isinstance(column, StringColumn):
        return string_codes(column)
    if request.dates is not None:
        return edge_codes(column, request.dates.edges)
    if request.roots is not None:
        return list_codes(as_lists(column), request.roots)
    return number_codes(column, request.bucket)


def _chosen(counted: _Counted, request: FacetRequest) -> _Counted:
    """Without the values that are not asked for, or that no document has."""
    keys, counts, vocabulary = counted
    wanted = counts >= min(request.least, 1)
    if request.include is not None:
        wanted &= _included(keys, vocabulary, request.include)
    if request.prefix and vocabulary is not None:
        wanted &= (keys >= bisect_left(vocabulary, request.prefix)) & (
            keys < bisect_left(vocabulary, request.prefix + _LAST_LETTER)
        )
    return _Counted(keys[wanted], counts[wanted], vocabulary)


def _included(keys: Array, vocabulary: Sequence[str] | None, include: Collection[Value] | Array) -> Array:
    if isinstance(include, np.ndarray) and include.dtype == np.bool_:
        known = (keys >= 0) & (keys < len(include))
        known[known] = include[keys[known]]
        return known
    if vocabulary is None:
        return np.isin(keys, include if isinstance(include, np.ndarray) else list(include))
    return np.isin(keys, ordinals_of(vocabulary, list(include)))


def _joined(parts: Sequence[_Counted]) -> _Counted:
    """The counts of several segments; strings are brought together by their text."""
    if len(parts) == 1:
        return parts[0]
    parts = [part for part in parts if len(part.keys)]
    if not parts:
        return _Counted(np.empty(0, np.int64), np.empty(0, np.int64), None)
    if parts[0].vocabulary is None:
        return _summed([part.keys for part in parts], parts, None)
    texts = [_texts(part) for part in parts]
    names = sorted(set().union(*texts))
    places = {name: place for place, name in enumerate(names)}
    return _summed([np.array([places[text] for text in each]) for each in texts], parts, names)


def _summed(keys: Sequence[Array], parts: Sequence[_Counted], names: Sequence[str] | None) -> _Counted:
    """The counts of equal keys. A part has no key twice."""
    lowest, highest = min(each[0] for each in keys), max(each[-1] for each in keys)
    if keys[0].dtype.kind == "f" or highest - lowest > _WIDEST:
        distinct, places = np.unique(np.concatenate(keys), return_inverse=True)
        counts = np.zeros(len(distinct), np.int64)
        np.add.at(counts, places, np.concatenate([part.counts for part in parts]))
        return _Counted(distinct, counts, names)
    counts = np.zeros(int(highest - lowest) + 1, np.int64)
    for each, part in zip(keys, parts, strict=True):
        counts[each - lowest] += part.counts
    there = np.flatnonzero(counts)
    return _Counted(there + lowest, counts[there], names)


def _texts(part: _Counted) -> list[str]:
    return [part.vocabulary[key] for key in part.keys.tolist()] if part.vocabulary is not None else []
