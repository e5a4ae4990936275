"""Columns as small numbers that can be counted: the i-th of the values that occur, ascending."""

from typing import NamedTuple

import numpy as np

from articles.search.whoosh.arrays import Array
from articles.search.whoosh.columns import ListColumn, NumberColumn, StringColumn
from articles.search.whoosh.documents import Documents, distinct, ranges

#: Matches with fewer than one in so many of all values are gathered one by one.
_FEW = 16


class ValueCodes(NamedTuple):
    """One value a document; a document without one has the code len(keys)."""

    keys: Array
    codes: Array

    def counts_in(self, documents: Documents) -> Array:
        every = len(documents) == documents.size
        codes = self.codes if every else self.codes[documents.numbers]
        return np.bincount(codes, minlength=len(self.keys) + 1)[: len(self.keys)]


class ListCodes(NamedTuple):
    """Several values a document, each once: by document, and the documents of each value."""

    keys: Array
    offsets: Array
    codes: Array
    owners: Array
    starts: Array

    def counts_in(self, documents: Documents) -> Array:
        if not len(self.keys):
            return np.empty(0, np.int64)
        if len(documents) * _FEW < documents.size:
            starts = self.offsets[documents.numbers]
            lengths = self.offsets[documents.numbers + 1] - starts
            return np.bincount(self.codes[ranges(starts, lengths)], minlength=len(self.keys))
        is_in = documents.mask[self.owners].view(np.uint8)
        return np.add.reduceat(is_in, self.starts, dtype=np.int32)


def value_codes(values: Array, missing: Array | None) -> ValueCodes:
    if missing is None:
        keys, codes = np.unique(values, return_inverse=True)
        return ValueCodes(keys, codes.astype(np.intp, copy=False))
    keys, there = np.unique(values[~missing], return_inverse=True)
    codes = np.full(len(values), len(keys), np.intp)
    codes[~missing] = there
    return ValueCodes(keys, codes)


def number_codes(column: NumberColumn, bucket: int) -> ValueCodes:
    return value_codes(column.values if bucket == 1 else column.values // bucket, column.missing)


def string_codes(column: StringColumn) -> ValueCodes:
    """The keys are the ordinals in the vocabulary."""
    codes = column.ordinals.astype(np.intp)
    codes[codes < 0] = len(column.vocabulary)
    return ValueCodes(np.arange(len(column.vocabulary)), codes)


def edge_codes(column: NumberColumn, edges: Array) -> ValueCodes:
    """Buckets from each edge to the next; the keys are their lower edges."""
    codes = np.searchsorted(edges, column.values, side="right") - 1
    before = codes < 0
    codes[before if column.missing is None else before | column.missing] = len(edges) - 1
    return ValueCodes(edges[:-1], codes)


def as_lists(column: NumberColumn) -> ListColumn:
    """Lists of one number each, or of none."""
    there = np.ones(len(column.values), np.bool_) if column.missing is None else ~column.missing
    return ListColumn(np.concatenate(([0], np.cumsum(there))), column.values[there])


def list_codes(column: ListColumn, roots: Array | None) -> ListCodes:
    """The values, or what they stand for; a document counts once for each."""
    keys, codes = np.unique(rooted(column.values, roots), return_inverse=True)
    size = len(column.offsets) - 1
    owners = np.repeat(np.arange(size), np.diff(column.offsets))
    width = max(1, len(keys))
    each = owners * width + codes
    each.sort(kind="stable")  # nearly sorted: by owner
    owners, codes = np.divmod(distinct(each), width)
    offsets = np.searchsorted(owners, np.arange(size + 1))
    by_code = np.argsort(codes.astype(np.min_scalar_type(width)), kind="stable")
    starts = np.searchsorted(codes[by_code], np.arange(len(keys)))
    return ListCodes(keys, offsets, codes.astype(np.int32), owners[by_code].astype(np.int32), starts)


def rooted(values: Array, roots: Array | None) -> Array:
    """What the values stand for."""
    if roots is None or not len(roots):
        return values
    known = (values >= 0) & (values < len(roots))
    found = values.astype(np.int64)
    found[known] = roots[found[known]]
    return found


Codes = ValueCodes | ListCodes
