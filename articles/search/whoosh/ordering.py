"""The first documents in a total order: by score or columns, ties by further columns."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np

from articles.search.whoosh.arrays import Array
from articles.search.whoosh.columns import ListColumn, NumberColumn, ReadColumn, StringColumn
from articles.search.whoosh.documents import Numbers

#: A column, and whether its highest value comes first. Documents without a value come last either way.
Order: TypeAlias = tuple[str, bool]
#: The key of the chosen ones of some things, or of all: the lowest comes first.
Key: TypeAlias = Callable[[Array | None], Array]

#: Blocks of which the lowest values are compared, for each value that is looked for.
_BLOCKS = 8
_LEAST_BLOCKS = 256


def first_in_order(size: int, keys: Sequence[Key], wanted: int) -> Numbers:
    """The places of the first things, in order. Things that are equal in all keys stay as they stand."""
    if wanted <= 0:
        return np.empty(0, np.intp)
    chosen: list[Array] = []
    rest: Array | None = None
    for key in keys:
        if (size if rest is None else len(rest)) <= wanted:
            break
        values = key(rest)
        last = _nth_lowest(values, wanted - 1)
        before, tied = np.flatnonzero(values < last), np.flatnonzero(values == last)
        chosen.append(before if rest is None else rest[before])
        rest = tied if rest is None else rest[tied]
        wanted -= len(before)
    chosen.append((np.arange(size) if rest is None else rest)[:wanted])
    return _in_order(np.concatenate(chosen), keys)


def _in_order(found: Numbers, keys: Sequence[Key]) -> Numbers:
    """Sorted by as many of the keys as it takes to tell all apart: the last ones may be costly to make."""
    found = np.sort(found)
    values: list[Array] = []
    for key in keys:
        values.insert(0, key(found))
        order = np.lexsort(values)
        equal = np.ones(max(0, len(found) - 1), np.bool_)
        for each in values:
            in_order = each[order]
            equal &= in_order[1:] == in_order[:-1]
        if not equal.any():
            break
    return found[order] if values else found


def _nth_lowest(values: Array, n: int) -> float:
    """The value that would stand at place n if all were sorted."""
    lowest = values.min()
    if np.count_nonzero(values == lowest) > n:
        return lowest
    blocks = max(_LEAST_BLOCKS, _BLOCKS * (n + 1))
    if len(values) > 4 * blocks:
        # At least n + 1 values are not above the n-th lowest of the blocks' lowest ones.
        rows = len(values) // blocks
        lowest_of_each = values[: rows * blocks].reshape(rows, blocks).min(axis=0)
        values = values[values <= np.partition(lowest_of_each, n)[n]]
    return np.partition(values, n)[n]


def score_key(scores: Array) -> Key:
    return values_key(-scores)


def values_key(values: Array) -> Key:
    return lambda chosen: values if chosen is None else values[chosen]


def column_key(column: ReadColumn | None, numbers: Numbers, *, descending: bool) -> Key | None:
    """The key of these documents in their own segment; None when the column does not tell them apart."""
    if column is None:
        return None
    if isinstance(column, ListColumn):
        raise ValueError("Documents cannot be put in the order of a column of lists.")

    def key(chosen: Array | None) -> Array:
        which = numbers if chosen is None else numbers[chosen]
        if isinstance(column, StringColumn):
            ordinals = column.ordinals[which]
            return _turned(ordinals, descending, ordinals < 0)
        missing = None if column.missing is None else column.missing[which]
        return _turned(column.values[which], descending, missing)

    return key


def _turned(values: Array, descending: bool, missing: Array | None) -> Array:
    if values.dtype.kind == "f":
        values = np.nan_to_num(-values if descending else values, nan=np.inf, posinf=None, neginf=None)
        highest = np.inf
    else:
        highest = np.iinfo(values.dtype).max
        # The complement turns the order as the negative does, and has no overflow.
        values = ~values if descending else values
    return values if missing is None else np.where(missing, highest, values)


#: A column of a segment, and documents of it.
Part: TypeAlias = tuple[ReadColumn | None, Numbers]


def shared_key(parts: Sequence[Part], *, descending: bool) -> Key:
    """The key of documents of several segments, one after the other: comparable between them."""
    made = cache(lambda: _shared_values(parts, descending=descending))
    return lambda chosen: made() if chosen is None else made()[chosen]


def _shared_values(parts: Sequence[Part], *, descending: bool) -> Array:
    if any(isinstance(column, StringColumn) for column, _numbers in parts):
        return _string_key(parts, descending=descending)
    kinds = [column.values.dtype for column, _numbers in parts if isinstance(column, NumberColumn)]
    kind = np.result_type(*kinds) if kinds else np.dtype(np.int64)
    highest = np.inf if kind.kind == "f" else np.iinfo(kind).max
    pieces = []
    for column, numbers in parts:
        key = column_key(column, numbers, descending=descending)
        pieces.append(np.full(len(numbers), highest, kind) if key is None else key(None).astype(kind))
    return np.concatenate(pieces)


def _string_key(parts: Sequence[Part], *, descending: bool) -> Array:
    texts: list[str | None] = []
    for column, numbers in parts:
        if isinstance(column, StringColumn):
            ordinals = column.ordinals[numbers].tolist()
            texts += [None if ordinal < 0 else column.vocabulary[ordinal] for ordinal in ordinals]
        else:
            texts += [None] * len(numbers)
    distinct = sorted({text for text in texts if text is not None}, reverse=descending)
    ranks = {text: rank for rank, text in enumerate(distinct)}
    return np.array([len(ranks) if text is None else ranks[text] for text in texts], np.int64)
