"""Places in a text, in the order of what follows them: found by first letters, with no object for each."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

#: What follows a place is compared by words of the machine, up to so many bytes; equal ones one by one.
_WORD_BYTES, _COMPARED = 8, 32
#: So many places are put in order at once.
_MANY = 200_000
END = b"\n"


@dataclass(frozen=True, eq=False)
class SortedText:
    """Lines of UTF-8, each with its end: bytes have the order of their letters."""

    text: bytes
    places: NDArray[np.int32]

    @classmethod
    def of(cls, text: bytes, places: NDArray[np.int32]) -> "SortedText":
        return cls(text, _in_order(text, places))

    @property
    def nbytes(self) -> int:
        return len(self.text) + self.places.nbytes

    def beginning_with(self, prefix: bytes) -> slice:
        """Which of the places are followed by these bytes."""
        length = len(prefix)

        def following(place: np.int32) -> bytes:
            return self.text[place : place + length]

        first = bisect_left(self.places, prefix, key=following)
        return slice(first, bisect_right(self.places, prefix, lo=first, key=following))

    def line(self, place: int) -> bytes:
        """From this place on."""
        return self.text[place : self.text.index(END, place)]


def _in_order(text: bytes, places: NDArray[np.int32]) -> NDArray[np.int32]:
    padded = text + bytes(_COMPARED + _WORD_BYTES)
    # One number for the bytes that follow each byte of the text: a view, not a copy.
    numbers: NDArray = np.ndarray((len(text) + _COMPARED,), ">u8", padded, strides=(1,))
    if len(places) <= _MANY:
        return _sorted(text, numbers, places)
    # Letter by letter: all at once would take as much memory again as the names.
    letters = np.ndarray((len(text),), ">u2", padded, strides=(1,))[places]
    places = places[np.argsort(letters, kind="stable")]
    letters.sort()
    edges = [0, *(np.flatnonzero(letters[1:] != letters[:-1]) + 1).tolist(), len(places)]
    for start, end in pairwise(edges):
        places[start:end] = _sorted(text, numbers, places[start:end])
    return places


def _sorted(text: bytes, numbers: NDArray, places: NDArray[np.int32]) -> NDArray[np.int32]:
    columns = [numbers[places + column].astype(np.uint64) for column in range(0, _COMPARED, _WORD_BYTES)]
    order = np.lexsort(columns[::-1])
    is_same = np.ones(max(0, len(places) - 1), np.bool_)
    for column in columns:
        is_same &= np.diff(column[order]) == 0
    places = places[order]
    _sort_equal_ones(text, places, is_same)
    return places


def _sort_equal_ones(text: bytes, places: NDArray[np.int32], is_same: NDArray[np.bool_]) -> None:
    """`is_same`: of each place, whether the next one is followed by the same bytes as far as compared."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_same, [False])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        run = places[first : last + 1].tolist()
        places[first : last + 1] = sorted(run, key=lambda place: text[place : text.index(END, place)])
