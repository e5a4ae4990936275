"""The documents that were added since the last flush, as they will become one segment."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.fields import Schema, UnknownFieldError

from articles.search.text import WeightedText
from articles.search.whoosh.arrays import Array, ArrayFileWriter
from articles.search.whoosh.columns import NumberColumn
from articles.search.whoosh.fields import StreamField, columns_of, keys_of, length_column, texts_of
from articles.search.whoosh.inversion import PendingText, StreamMaker, WordTable, key_runs
from articles.search.whoosh.terms import write_field


class PendingDocuments:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._streams = texts_of(schema)
        self._columns = columns_of(schema)
        lengths = {length_column(name) for name, field in schema.items() if isinstance(field, StreamField)}
        self.table = WordTable()
        #: In strings that are kept as they are until the flush.
        self.characters = 0
        self._texts = {text: PendingText(self.table) for text in self._streams}
        self._values: dict[str, list[Any]] = {name: [] for name in self._columns if name not in lengths}
        self._keys: dict[str, dict[str, list[int]]] = {name: {} for name in keys_of(schema)}
        self._size = 0
        self._deleted: set[int] = set()

    def __len__(self) -> int:
        return self._size - len(self._deleted)

    @property
    def words(self) -> int:
        return sum(map(len, self._texts.values()))

    def add(self, values: Mapping[str, Any]) -> None:
        """Raises UnknownFieldError, TypeError and ValueError, and then the document is not added."""
        if unknown := values.keys() - self._texts.keys() - self._values.keys():
            raise UnknownFieldError(f"Not in the schema: {', '.join(sorted(unknown))}")
        prepared = {name: self._prepared(name, values.get(name)) for name in self._values}
        for name in self._texts.keys() & values.keys():
            if not isinstance(values[name], str | WeightedText | None):
                raise TypeError(f"{name} is not a text: {values[name]!r:.100}")
        document = self._size
        self._size += 1
        for name, value in prepared.items():
            self._values[name].append(value)
            self.characters += len(value) if isinstance(value, str) else 0
        for name, keys in self._keys.items():
            if values.get(name) is not None:
                keys.setdefault(values[name], []).append(document)
        for name, text in self._texts.items():
            if values.get(name) is not None:
                text.add(document, values[name])

    def delete(self, field: str, value: str) -> int:
        """Take out the documents with this key; they will leave no trace. Returns how many there were."""
        gone = set(self._keys.get(field, {}).get(value, ())) - self._deleted
        self._deleted |= gone
        return len(gone)

    def write(self, file: ArrayFileWriter) -> int:
        """Write the segment; returns the number of its documents."""
        kept = np.ones(self._size, bool)
        kept[np.fromiter(self._deleted, np.int64, len(self._deleted))] = False
        numbers = np.where(kept, np.cumsum(kept) - 1, -1)
        self._write_streams(file, numbers)
        for name, keys in self._keys.items():
            write_field(file, name, key_runs({value: numbers[found] for value, found in keys.items()}))
        places = np.flatnonzero(kept).tolist()
        for name, values in self._values.items():
            column_type = self._columns[name]
            column_type.write(file, name, column_type.build([values[place] for place in places]))
        return len(self)

    def _write_streams(self, file: ArrayFileWriter, numbers: Array) -> None:
        makers = {name: StreamMaker(text.tokens(numbers), len(self)) for name, text in self._texts.items()}
        for stream, table in self.table.streams.items():
            terms = table.sorted_terms()
            for name, maker in makers.items():
                if field := self._streams[name].get(stream):
                    positions = self._schema[field].has_positions
                    write_field(file, field, maker.runs(terms, positions=positions))
                    column = length_column(field)
                    self._columns[column].write(file, column, NumberColumn(maker.lengths(terms)))

    def _prepared(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        try:
            return self._columns[name].prepare(value)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{name}: {error}") from error
