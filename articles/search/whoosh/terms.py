"""Sorted words in a file, found by halving; and the dictionary of a field: word -> posting list."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np

from articles.search.whoosh import postings
from articles.search.whoosh.arrays import Array, ArrayFile, ArrayFileWriter
from articles.search.whoosh.postings import Positions, Postings, Run

#: Every so many words one is kept in memory: the last steps of the halving read the file.
_STEP = 32
_READ_AT_ONCE = 128


def to_bytes(term: str) -> bytes:
    """UTF-8 sorts as code points do. A lone surrogate is harmless here."""
    return term.encode("utf-8", "surrogatepass")


def to_text(term: bytes) -> str:
    return term.decode("utf-8", "surrogatepass")


class SortedWords(Sequence[bytes]):
    """Words end to end, and where each ends."""

    def __init__(self, text: Array, ends: Array) -> None:
        self._text = memoryview(text)  # type: ignore[arg-type]  # an array has a buffer
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return self._slice(*number.indices(len(self)))
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        start = self._ends.item(number - 1) if number else 0
        return bytes(self._text[start : self._ends.item(number)])

    def _slice(self, first: int, last: int, step: int = 1) -> list[bytes]:
        if last <= first or step < 1:
            return []
        begin = self._ends.item(first - 1) if first else 0
        ends = (self._ends[first:last].astype(np.int64) - begin).tolist()
        text = bytes(self._text[begin : begin + ends[-1]])
        return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)][::step]

    def lower_bound(self, word: bytes) -> int:
        """The number of the first that is not below `word`."""
        step = bisect_left(self._landmarks, word)
        return bisect_left(self, word, max(0, (step - 1) * _STEP), min(len(self), step * _STEP))

    def find(self, word: bytes) -> int | None:
        number = self.lower_bound(word)
        return number if number < len(self) and self[number] == word else None

    @cached_property
    def _landmarks(self) -> list[bytes]:
        return [self[number] for number in range(0, len(self), _STEP)]


def write_words(file: ArrayFileWriter, name: str, words: Sequence[bytes]) -> None:
    file.add(f"{name}/text", np.frombuffer(b"".join(words), np.uint8))
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    file.add(f"{name}/ends", ends.astype("<u4" if not len(ends) or ends[-1] < 2**32 else "<i8"))


def read_words(file: ArrayFile, name: str) -> SortedWords:
    return SortedWords(file[f"{name}/text"], file[f"{name}/ends"])


class TermRun(NamedTuple):
    """Terms in order, with their posting lists."""

    terms: Sequence[bytes]
    run: Run


def write_field(file: ArrayFileWriter, field: str, runs: Iterable[TermRun]) -> None:
    """Write posting lists and dictionary of a field, whose terms come in order."""
    terms: list[bytes] = []
    counts, sizes, forms = [np.empty(0, "<u4")], [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
    file.add(f"{field}/postings", np.empty(0, np.uint8))
    for run_terms, run in runs:
        encoded = postings.encode(run)
        file.extend(f"{field}/postings", encoded.data)
        terms += run_terms
        counts.append(run.counts.astype("<u4"))
        sizes.append(encoded.sizes)
        forms.append(encoded.forms)
    write_words(file, f"{field}/terms", terms)
    file.add(f"{field}/counts", np.concatenate(counts))
    file.add(f"{field}/places", postings.starts_of(np.concatenate(sizes)))
    file.add(f"{field}/forms", np.concatenate(forms))


class FieldTerms:
    """The terms of a field of a segment, with their posting lists."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self.words = read_words(file, f"{field}/terms")
        self.counts = file[f"{field}/counts"]
        self._data = file[f"{field}/postings"]
        self._places = file[f"{field}/places"]
        self._forms = file[f"{field}/forms"]

    @staticmethod
    def fields_of(file: ArrayFile) -> list[str]:
        return [name.removesuffix("/postings") for name in file if name.endswith("/postings")]

    @property
    def sizes(self) -> Array:
        """Of each term, the bytes of its posting list."""
        return np.diff(self._places, append=len(self._data))

    def document_frequency(self, term: bytes) -> int:
        number = self.words.find(term)
        return 0 if number is None else self.counts.item(number)

    def postings(self, term: bytes) -> Postings:
        number = self.words.find(term)
        if number is None:
            return postings.NO_POSTINGS
        return postings.read_postings(self._data, *self._entry(number))

    def positions(self, term: bytes) -> Positions:
        number = self.words.find(term)
        if number is None:
            return postings.NO_POSITIONS
        return postings.read_positions(self._data, *self._entry(number))

    def from_prefix(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms that begin with it, in order, with the number of documents of each."""
        for first in range(self.words.lower_bound(prefix), len(self.words), _READ_AT_ONCE):
            chosen = slice(first, first + _READ_AT_ONCE)
            for word, count in zip(self.words[chosen], self.counts[chosen].tolist(), strict=True):
                if not word.startswith(prefix):
                    return
                yield word, count

    def run(self, first: int, last: int) -> Run:
        """The posting lists of the terms numbered from `first` to `last` - 1, one at least."""
        chosen = slice(first, last)
        begin = self._places.item(first)
        end = self._places.item(last) if last < len(self._places) else len(self._data)
        places = self._places[chosen] - begin
        return postings.decode(self._data[begin:end], self.counts[chosen], places, self._forms[chosen])

    def _entry(self, number: int) -> tuple[int, int, int]:
        return self._places.item(number), self.counts.item(number), self._forms.item(number)
