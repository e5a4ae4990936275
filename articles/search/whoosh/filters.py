"""Which documents of a column have a value that passes a test."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from articles.search.tree import Between, Missing, OneOf, StringTest, Value
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.columns import ListColumn, NumberColumn, ReadColumn, StringColumn
from articles.search.whoosh.documents import Mask

#: Up to so many values are compared one after the other.
_FEW = 4

Filter = Between | OneOf | StringTest | Missing

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}


def filter_mask(column: ReadColumn | None, test: Filter, size: int) -> Mask:
    """The documents that pass. A value of another type than the column's is no document's."""
    if column is None:
        return np.full(size, isinstance(test, Missing))
    there = _there(column)
    if isinstance(test, Missing):
        return np.zeros(size, np.bool_) if there is None else ~there
    if isinstance(column, ListColumn):
        return _any_in_list(column, _passing(column.values, column.vocabulary, test))
    if isinstance(column, StringColumn):
        return _passing(column.ordinals, column.vocabulary, test)
    passing = _passing(column.values, None, test)
    return passing if there is None else passing & there


def _there(column: ReadColumn) -> Mask | None:
    """Which documents have a value; None: all have."""
    if isinstance(column, NumberColumn):
        return None if column.missing is None else ~column.missing
    found: Mask = np.diff(column.offsets) > 0 if isinstance(column, ListColumn) else column.ordinals >= 0
    return found


def _any_in_list(column: ListColumn, passing: Mask) -> Mask:
    mask = np.zeros(len(column.offsets) - 1, np.bool_)
    mask[np.searchsorted(column.offsets, np.flatnonzero(passing), side="right") - 1] = True
    return mask


def _passing(values: Array, vocabulary: Sequence[str] | None, test: Between | OneOf | StringTest) -> Mask:
    if isinstance(test, OneOf):
        if vocabulary is None:
            return _equal(values, [value for value in test.values if not isinstance(value, str)])
        return _equal(values, ordinals_of(vocabulary, test.values))
    if isinstance(test, StringTest):
        return _equal(values, _tested(vocabulary, test))
    if vocabulary is None:
        low, high = test.low, test.high
        if isinstance(low, str) or isinstance(high, str):
            return np.zeros(len(values), np.bool_)
        return _within(values, low, high)
    return _between_strings(values, vocabulary, test)


def _between_strings(ordinals: Array, vocabulary: Sequence[str], test: Between) -> Mask:
    if not all(end is None or isinstance(end, str) for end in (test.low, test.high)):
        return np.zeros(len(ordinals), np.bool_)
    first = 0 if test.low is None else bisect_left(vocabulary, str(test.low))
    last = len(vocabulary) if test.high is None else bisect_right(vocabulary, str(test.high))
    return _within(ordinals, first, last - 1)


def _within(values: Array, low: float | None, high: float | None) -> Mask:
    mask = np.ones(len(values), np.bool_)
    if low is not None:
        mask &= values >= low
    if high is not None:
        mask &= values <= high
    return mask


def _equal(values: Array, wanted: Sequence[float]) -> Mask:
    if len(wanted) > _FEW:
        return np.isin(values, np.array(wanted))
    mask = np.zeros(len(values), np.bool_)
    for value in wanted:
        mask |= values == value
    return mask


def ordinals_of(vocabulary: Sequence[str], values: Iterable[Value]) -> list[int]:
    found = []
    for value in values:
        if isinstance(value, str):
            place = bisect_left(vocabulary, value)
            if place < len(vocabulary) and vocabulary[place] == value:
                found.append(place)
    return found


def _tested(vocabulary: Sequence[str] | None, test: StringTest) -> list[int]:
    passes = _TESTS.get(test.test)
    if passes is None:
        raise ValueError(f"There is no test {test.test!r} of strings: {', '.join(_TESTS)}.")
    if vocabulary is None:
        return []
    first = bisect_left(vocabulary, test.value) if test.test == "startswith" else 0
    found = []
    for ordinal, text in enumerate(vocabulary[first:], first):
        if passes(text, test.value):
            found.append(ordinal)
        elif test.test == "startswith":
            break
    return found
