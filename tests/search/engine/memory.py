"""An index in memory, made from lists: what the executor is tested on."""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from articles.search.whoosh.columns import Column, ReadColumn
from articles.search.whoosh.postings import NO_POSITIONS, NO_POSTINGS, Positions, Postings
from articles.search.whoosh.segments import Snapshot


@dataclass(frozen=True)
class Document:
    """The terms of each stream ("text.stem": position -> terms), and the values of columns."""

    streams: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


class MemorySegment:
    def __init__(
        self, documents: Sequence[Document], columns: Mapping[str, Column], deleted: Collection[int] = ()
    ) -> None:
        self.documents = documents
        self.size = len(documents)
        self.live = None
        if deleted:
            self.live = np.ones(self.size, bool)
            self.live[list(deleted)] = False
        self._columns = {
            name: column.build([document.values.get(name) for document in documents])
            for name, column in columns.items()
        }
        self._places: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(dict)
        self._vocabulary: dict[str, list[str]] = defaultdict(list)
        self._lengths: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(self.size, np.float32))
        for number, document in enumerate(documents):
            for name, words in document.streams.items():
                self._add(number, name, words)

    def _add(self, number: int, name: str, words: Sequence[Sequence[str]]) -> None:
        for position, terms in enumerate(words):
            for term in terms:
                if (name, term) not in self._places:
                    insort(self._vocabulary[name], term)
                self._places[name, term].setdefault(number, []).append(position)
                self._lengths[name][number] += 1

    def postings(self, name: str, term: str) -> Postings:
        if (name, term) not in self._places:
            return NO_POSTINGS
        places = self._places[name, term]
        frequencies = np.array([len(positions) for positions in places.values()])
        return Postings(np.array(list(places), np.uint32), frequencies)

    def positions(self, name: str, term: str) -> Positions:
        if (name, term) not in self._places:
            return NO_POSITIONS
        places = self._places[name, term].values()
        offsets = np.cumsum([0, *map(len, places)])
        return Positions(offsets, np.array([each for positions in places for each in positions], np.uint32))

    def document_frequency(self, name: str, term: str) -> int:
        return len(self._places.get((name, term), ()))

    def lengths(self, name: str) -> np.ndarray:
        return self._lengths[name]

    def total_length(self, name: str) -> int:
        return int(self._lengths[name].sum())

    def terms(self, name: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        for term in self._vocabulary[name]:
            if term.startswith(prefix):
                yield term, self.document_frequency(name, term)

    def column(self, name: str) -> ReadColumn:
        return self._columns[name]


def snapshot(*segments: MemorySegment) -> Snapshot:
    return Snapshot(segments, "memory")
