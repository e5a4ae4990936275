"""Sets of documents of one segment, and sorted arrays."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from articles.search.whoosh.arrays import Array

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.intp]
Floats: TypeAlias = NDArray[np.float32]

#: A set with at least one document in so many is kept as a mask: cheaper to combine.
DENSE = 16
#: Searching each of n numbers among m costs more than merging both when m < n * this.
_GALLOP = 16


class Documents:
    """Documents of a segment as a mask or as ascending numbers; the other form is made when asked for."""

    __slots__ = ("_count", "_mask", "_numbers", "size")

    def __init__(self, size: int, *, mask: Mask | None = None, numbers: Numbers | None = None) -> None:
        self.size = size
        self._mask = mask
        self._numbers = numbers
        self._count = None if numbers is None else len(numbers)

    @classmethod
    def of(cls, size: int, numbers: Array) -> "Documents":
        """From ascending numbers."""
        if len(numbers) * DENSE > size:
            mask = np.zeros(size, np.bool_)
            mask[numbers] = True
            return cls(size, mask=mask)
        return cls(size, numbers=numbers.astype(np.intp, copy=False))

    @classmethod
    def every(cls, size: int) -> "Documents":
        return cls(size, mask=np.ones(size, np.bool_), numbers=np.arange(size))

    @classmethod
    def none(cls, size: int) -> "Documents":
        return cls(size, numbers=np.empty(0, np.intp))

    @property
    def mask(self) -> Mask:
        if self._mask is None:
            assert self._numbers is not None
            mask = np.zeros(self.size, np.bool_)
            mask[self._numbers] = True
            self._mask = mask
        return self._mask

    @property
    def numbers(self) -> Numbers:
        if self._numbers is None:
            self._numbers = np.flatnonzero(self._mask)  # type: ignore[arg-type]
        return self._numbers

    @property
    def is_mask(self) -> bool:
        return self._mask is not None

    @property
    def nbytes(self) -> int:
        """What it may come to hold."""
        return self.size + 8 * len(self)

    def __len__(self) -> int:
        if self._count is None:
            self._count = int(np.count_nonzero(self.mask))
        return self._count

    def __and__(self, other: "Documents") -> "Documents":
        if self is other:
            return self
        few, many = (self, other) if len(self) <= len(other) else (other, self)
        if len(many) == many.size or not len(few):
            return few
        if few.is_mask and many.is_mask and len(few) * DENSE > few.size:
            return Documents(self.size, mask=few.mask & many.mask)
        numbers = few.numbers
        kept = many.mask[numbers] if many.is_mask else is_in(numbers, many.numbers)
        return Documents(self.size, numbers=numbers[kept])

    def __invert__(self) -> "Documents":
        return Documents(self.size, mask=~self.mask)


def union(size: int, sets: Iterable[Documents]) -> Documents:
    """The documents of any of the sets."""
    mask = np.zeros(size, np.bool_)
    for each in sets:
        if each.is_mask:
            mask |= each.mask
        else:
            mask[each.numbers] = True
    return Documents(size, mask=mask)


def is_in(few: Array, many: Array) -> Mask:
    """Which of the ascending values are among the others, ascending too."""
    if not len(many):
        return np.zeros(len(few), np.bool_)
    places = np.searchsorted(many, few)
    np.minimum(places, len(many) - 1, out=places)
    found: Mask = many[places] == few
    return found


def common(one: Array, other: Array) -> Array:
    """The values in both of two ascending arrays without repeats."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    if len(few) * _GALLOP < len(many):
        return few[is_in(few, many)]
    merged = np.concatenate((few, many))
    merged.sort(kind="stable")  # two runs: a merge
    return merged[:-1][merged[1:] == merged[:-1]]


def distinct(ascending: Array) -> Array:
    """The values without repeats. np.unique would not know that they are sorted."""
    return ascending[np.concatenate((np.ones(len(ascending[:1]), np.bool_), ascending[1:] != ascending[:-1]))]


def ranges(starts: Array, lengths: Array) -> Numbers:
    """start, start + 1, … of each length, one after the other."""
    ends = np.cumsum(lengths, dtype=np.intp)
    if not len(ends):
        return np.empty(0, np.intp)
    places = np.arange(ends[-1], dtype=np.intp)
    places += np.repeat(starts - ends + lengths, lengths)
    return places
