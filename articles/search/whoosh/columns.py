"""Columns: a value, or several, of each document of a segment, as arrays.

The kind says how a value of Python becomes a number: dates are their midnight and datetimes are
microseconds since 1970 UTC (a naive one is taken as UTC), booleans 0 and 1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, Literal, overload

import numpy as np
from whoosh import columns

from articles.search.whoosh.arrays import Array, ArrayFile, ArrayFileWriter
from articles.search.whoosh.terms import SortedWords, read_words, to_bytes, to_text, write_words

Kind = Literal["int", "float", "bool", "date", "datetime"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class NumberColumn:
    values: Array  # i8 or f8
    missing: Array | None = None  # bool; None: no document is without
    kind: Kind = "int"


@dataclass(frozen=True, eq=False)
class StringColumn:
    vocabulary: Sequence[str]  # sorted
    ordinals: Array  # i4; -1: the document has none


@dataclass(frozen=True, eq=False)
class ListColumn:
    """The values of document i are values[offsets[i]:offsets[i + 1]]."""

    offsets: Array  # i8
    values: Array  # i8: numbers, or places in the vocabulary
    vocabulary: Sequence[str] | None = None
    kind: Kind = "int"


ReadColumn = NumberColumn | StringColumn | ListColumn


class Vocabulary(Sequence[str]):
    """Sorted strings, read from the file one by one."""

    def __init__(self, words: SortedWords) -> None:
        self.words = words

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [to_text(word) for word in self.words[number]]
        return to_text(self.words[number])


class Column(columns.Column):
    """The type of a column in a schema."""

    def prepare(self, value: Any) -> Any:
        """What stands for the value of a document. Raises TypeError and ValueError for what cannot be one."""
        raise NotImplementedError

    def build(self, values: Sequence[Any]) -> ReadColumn:
        """The column of documents with these values, prepared or not; None stands for none."""
        raise NotImplementedError

    def write(self, file: ArrayFileWriter, name: str, column: ReadColumn) -> None:
        raise NotImplementedError

    def read(self, file: ArrayFile, name: str, documents: int) -> ReadColumn:
        """The column, empty when the file was written before the schema had it."""
        raise NotImplementedError

    @staticmethod
    def size_of(column: ReadColumn) -> int:
        """Documents."""
        if isinstance(column, ListColumn):
            return len(column.offsets) - 1
        return len(column.ordinals if isinstance(column, StringColumn) else column.values)

    def merge(self, parts: Sequence[tuple[Any, Array]]) -> ReadColumn:
        """One column of several, of each the documents with these numbers."""
        raise NotImplementedError


class Numbers(Column):
    def __init__(self, kind: Kind = "int") -> None:
        self.kind = kind

    @property
    def _type(self) -> str:
        return "<f8" if self.kind == "float" else "<i8"

    def prepare(self, value: Any) -> int | float:
        return to_number(value, self.kind)

    def build(self, values: Sequence[Any]) -> NumberColumn:
        missing = np.fromiter((value is None for value in values), bool, len(values))
        numbers = [0 if value is None else to_number(value, self.kind) for value in values]
        return NumberColumn(np.array(numbers, self._type), missing if missing.any() else None, self.kind)

    def write(self, file: ArrayFileWriter, name: str, column: ReadColumn) -> None:
        assert isinstance(column, NumberColumn)
        file.add(f"{name}/numbers", column.values)
        if column.missing is not None:
            file.add(f"{name}/missing", column.missing.view(np.uint8))

    def read(self, file: ArrayFile, name: str, documents: int) -> NumberColumn:
        if f"{name}/numbers" not in file:
            return NumberColumn(np.zeros(documents, self._type), np.ones(documents, bool), self.kind)
        missing = file[f"{name}/missing"].view(bool) if f"{name}/missing" in file else None
        return NumberColumn(file[f"{name}/numbers"], missing, self.kind)

    def merge(self, parts: Sequence[tuple[NumberColumn, Array]]) -> NumberColumn:
        values = np.concatenate([column.values[kept] for column, kept in parts])
        if all(column.missing is None for column, _ in parts):
            return NumberColumn(values, None, self.kind)
        missing = [
            np.zeros(len(kept), bool) if column.missing is None else column.missing[kept]
            for column, kept in parts
        ]
        return NumberColumn(values, np.concatenate(missing), self.kind)


class Strings(Column):
    def prepare(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError(f"Not a string: {value!r:.100}")
        return value

    def build(self, values: Sequence[str | None]) -> StringColumn:
        vocabulary, places = _vocabulary(value for value in values if value is not None)
        ordinals = (-1 if value is None else places[value] for value in values)
        return StringColumn(vocabulary, np.fromiter(ordinals, "<i4", len(values)))

    def write(self, file: ArrayFileWriter, name: str, column: ReadColumn) -> None:
        assert isinstance(column, StringColumn)
        write_words(file, f"{name}/vocabulary", _words(column.vocabulary))
        file.add(f"{name}/ordinals", column.ordinals)

    def read(self, file: ArrayFile, name: str, documents: int) -> StringColumn:
        if f"{name}/ordinals" not in file:
            return StringColumn((), np.full(documents, -1, "<i4"))
        return StringColumn(Vocabulary(read_words(file, f"{name}/vocabulary")), file[f"{name}/ordinals"])

    def merge(self, parts: Sequence[tuple[StringColumn, Array]]) -> StringColumn:
        pieces = [column.ordinals[kept] for column, kept in parts]
        vocabulary, pieces = _merge_ordinals([column.vocabulary for column, _ in parts], pieces)
        return StringColumn(vocabulary, np.concatenate(pieces).astype("<i4"))


class Lists(Column):
    """Several values a document, in the order given: numbers of a kind, or strings."""

    def __init__(self, of: Numbers | Strings) -> None:
        self.of = of

    @property
    def kind(self) -> Kind:
        return self.of.kind if isinstance(self.of, Numbers) else "int"

    def prepare(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            raise TypeError(f"Not a list: {value!r:.100}")
        return [self.of.prepare(each) for each in value]

    def build(self, values: Sequence[Iterable[Any] | None]) -> ListColumn:
        lists = [list(value) if value is not None else [] for value in values]
        offsets = _offsets(np.fromiter(map(len, lists), np.int64, len(lists)))
        flat = list(chain.from_iterable(lists))
        if isinstance(self.of, Numbers):
            return ListColumn(offsets, self.of.build(flat).values, None, self.kind)
        column = self.of.build(flat)
        return ListColumn(offsets, column.ordinals.astype("<i8"), column.vocabulary)

    def write(self, file: ArrayFileWriter, name: str, column: ReadColumn) -> None:
        assert isinstance(column, ListColumn)
        file.add(f"{name}/offsets", column.offsets)
        file.add(f"{name}/values", column.values)
        if column.vocabulary is not None:
            write_words(file, f"{name}/vocabulary", _words(column.vocabulary))

    def read(self, file: ArrayFile, name: str, documents: int) -> ListColumn:
        strings = isinstance(self.of, Strings)
        if f"{name}/offsets" not in file:
            none = np.empty(0, "<i8")
            return ListColumn(np.zeros(documents + 1, "<i8"), none, () if strings else None, self.kind)
        vocabulary = Vocabulary(read_words(file, f"{name}/vocabulary")) if strings else None
        return ListColumn(file[f"{name}/offsets"], file[f"{name}/values"], vocabulary, self.kind)

    def merge(self, parts: Sequence[tuple[ListColumn, Array]]) -> ListColumn:
        lengths = [np.diff(column.offsets)[kept] for column, kept in parts]
        pieces = [
            column.values[pieces_of(column.offsets[:-1][kept], length)]
            for (column, kept), length in zip(parts, lengths, strict=True)
        ]
        vocabulary = None
        if isinstance(self.of, Strings):
            vocabulary, pieces = _merge_ordinals([column.vocabulary or () for column, _ in parts], pieces)
        values = np.concatenate(pieces)
        return ListColumn(_offsets(np.concatenate(lengths)), values, vocabulary, self.kind)


def to_number(value: Any, kind: Kind) -> int | float:
    """The number that stands for a value in a column of this kind."""
    if isinstance(value, datetime) and kind != "date":
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (aware - _EPOCH) // _MICROSECOND
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return (day - _EPOCH.date()) // _MICROSECOND
    if isinstance(value, bool | int | float | Decimal):
        if kind == "float":
            return float(value)
        if -(2**63) <= value < 2**63:
            return int(value)
        raise ValueError(f"A number that does not fit in 64 bits: {value!r:.100}")
    raise TypeError(f"Not a value of a column of {kind}s: {value!r:.100}")


def from_number(number: float, kind: Kind) -> Any:
    """The value that a number of a column of this kind stands for."""
    if kind == "bool":
        return bool(number)
    if kind == "float":
        return float(number)
    if kind == "int":
        return int(number)
    moment = _EPOCH + int(number) * _MICROSECOND
    return moment if kind == "datetime" else moment.date()


def pieces_of(starts: Array, lengths: Array) -> Array:
    """The places of all elements of several pieces of an array."""
    first = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return first + np.arange(len(first))


def _offsets(lengths: Array) -> Array:
    return np.concatenate([np.zeros(1, "<i8"), np.cumsum(lengths, dtype="<i8")])


def _vocabulary(values: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    vocabulary = sorted(set(values))
    return vocabulary, {value: place for place, value in enumerate(vocabulary)}


def _words(vocabulary: Sequence[str]) -> list[bytes]:
    return vocabulary.words[:] if isinstance(vocabulary, Vocabulary) else [*map(to_bytes, vocabulary)]


def _merge_ordinals(
    vocabularies: Sequence[Sequence[str]], pieces: Sequence[Array]
) -> tuple[list[str], list[Array]]:
    """The strings that are still used, and the ordinals among them."""
    used = [
        {ordinal: to_text(words[ordinal]) for ordinal in np.unique(piece[piece >= 0]).tolist()}
        for words, piece in zip(map(_words, vocabularies), pieces, strict=True)
    ]
    vocabulary, places = _vocabulary(chain.from_iterable(strings.values() for strings in used))
    merged = []
    for strings, piece, words in zip(used, pieces, vocabularies, strict=True):
        target = np.full(len(words) + 1, -1, np.int64)  # the last for those that have none
        chosen = np.fromiter(strings, np.int64, len(strings))
        target[chosen] = [places[string] for string in strings.values()]
        merged.append(target[piece])
    return vocabulary, merged
