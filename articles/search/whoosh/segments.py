"""What a search reads: the segments of one generation of the index, opened and mapped into memory."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from whoosh.fields import Schema
from whoosh.index import TOC

from articles.search.whoosh import fields
from articles.search.whoosh.arrays import Array, ArrayFile, IndexDamaged
from articles.search.whoosh.caches import ByteCache, token_of
from articles.search.whoosh.columns import NumberColumn, ReadColumn
from articles.search.whoosh.postings import NO_POSITIONS, NO_POSTINGS, Positions, Postings
from articles.search.whoosh.storage import DurableStorage
from articles.search.whoosh.terms import FieldTerms, to_bytes, to_text

#: Of a process: decoded posting lists, and what the executor makes of them.
CACHE_BYTES = 256 * 1024 * 1024
#: What an entry of the cache takes beside its arrays.
_ENTRY_BYTES = 500
_INDEX_NAME = "MAIN"
_OPEN_ATTEMPTS = 10


class Segment(Protocol):
    """Documents 0 to size - 1, with posting lists and columns. Arrays are shared: do not change them."""

    @property
    def size(self) -> int:
        """Documents, deleted ones included."""

    @property
    def live(self) -> Array | None:
        """Of each document, whether it is there; None when all are."""

    def postings(self, field: str, term: str) -> Postings:
        """Deleted documents included; empty when the field or the term is unknown."""

    def positions(self, field: str, term: str) -> Positions:
        """Of the documents of `postings`, one after another."""

    def document_frequency(self, field: str, term: str) -> int: ...

    def lengths(self, field: str) -> Array:
        """f4: of each document, the weighted number of terms."""

    def total_length(self, field: str) -> int: ...

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The terms that begin with it, in order of their bytes, and the document frequency of each."""

    def column(self, name: str) -> ReadColumn:
        """Raises KeyError for a name that is not in the schema."""


class SegmentFile:
    """A segment as it was written, deletions apart."""

    def __init__(self, path: Path, schema: Schema, size: int) -> None:
        self.path = path
        self.size = size
        self._file = file = ArrayFile(path)
        try:
            self.terms = {field: FieldTerms(file, field) for field in FieldTerms.fields_of(file)}
            columns = fields.columns_of(schema)
            self.columns = {name: column.read(file, name, size) for name, column in columns.items()}
        except KeyError as error:
            raise IndexDamaged(f"{path.name} has no array {error}.") from error
        if any(columns[name].size_of(column) != size for name, column in self.columns.items()):
            raise IndexDamaged(f"{path.name} is not the segment of {size} documents that it should be.")
        self._lengths: dict[str, Array] = {}

    def verify(self) -> None:
        """Read all of it. Raises IndexDamaged."""
        self._file.verify()

    def lengths(self, field: str) -> Array:
        if field not in self._lengths:
            column = self.columns[fields.length_column(field)]
            assert isinstance(column, NumberColumn)
            self._lengths[field] = column.values.astype(np.float32)
        return self._lengths[field]


class StoredSegment:
    """A segment of an index on disk, with its deletions."""

    def __init__(self, file: SegmentFile, deleted: Iterable[int], cache: ByteCache) -> None:
        self.file = file
        self.size = file.size
        self.deleted = frozenset(deleted)
        self.live: Array | None = None
        if self.deleted:
            self.live = np.ones(file.size, bool)
            self.live[list(self.deleted)] = False
        self._cache = cache
        self._total_lengths: dict[str, int] = {}

    def postings(self, field: str, term: str) -> Postings:
        terms = self.file.terms.get(field)
        if terms is None:
            return NO_POSTINGS
        key = token_of(self.file), field, term
        return self._cache.get(key, lambda: terms.postings(to_bytes(term)), _bytes_of)

    def positions(self, field: str, term: str) -> Positions:
        terms = self.file.terms.get(field)
        if terms is None:
            return NO_POSITIONS
        key = token_of(self.file), field, term, "positions"
        return self._cache.get(key, lambda: terms.positions(to_bytes(term)), _bytes_of)

    def document_frequency(self, field: str, term: str) -> int:
        terms = self.file.terms.get(field)
        return terms.document_frequency(to_bytes(term)) if terms else 0

    def lengths(self, field: str) -> Array:
        return self.file.lengths(field)

    def total_length(self, field: str) -> int:
        if field not in self._total_lengths:
            self._total_lengths[field] = int(self.lengths(field).sum(dtype=np.float64))
        return self._total_lengths[field]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        terms = self.file.terms.get(field)
        for word, frequency in terms.from_prefix(to_bytes(prefix)) if terms else ():
            yield to_text(word), frequency

    def column(self, name: str) -> ReadColumn:
        return self.file.columns[name]


class Snapshot:
    """All segments of one generation: it stays as it is whatever is written meanwhile."""

    def __init__(self, segments: Sequence[Segment], generation: str, cache: ByteCache | None = None) -> None:
        self.segments = tuple(segments)
        self.generation = generation
        self.cache = cache or ByteCache(CACHE_BYTES)

    @classmethod
    def open(cls, path: Path, previous: "Snapshot | None" = None) -> "Snapshot":
        """The newest generation of the index in a directory, everything of it opened.

        Takes over from `previous` the files still in use, and its cache with what was made of these.
        Raises IndexDamaged, and FileNotFoundError when there is no index.
        """
        for attempts_left in reversed(range(_OPEN_ATTEMPTS)):
            try:
                return cls._open(path, previous)
            except FileNotFoundError:
                # A commit replaced the generation between the look at its table and the opening.
                if not attempts_left:
                    raise
        raise AssertionError("unreachable")

    @classmethod
    def _open(cls, path: Path, previous: "Snapshot | None") -> "Snapshot":
        toc = read_toc(path)
        cache = previous.cache if previous else ByteCache(CACHE_BYTES)
        stored = [each for each in previous.segments if isinstance(each, StoredSegment)] if previous else []
        known = {segment.file.path: segment.file for segment in stored}
        segments = []
        for entry in toc.segments:
            place = path / entry.file_name
            file = known.get(place) or SegmentFile(place, toc.schema, entry.doc_count_all())
            segments.append(StoredSegment(file, entry.deleted_docs(), cache))
        opened = cls(segments, f"{path.name}.{toc.generation}", cache)
        cache.keep_only(frozenset(map(token_of, (opened, *(segment.file for segment in segments)))))
        return opened

    def verify(self) -> None:
        """Hold every byte of the files against its checksum. Raises IndexDamaged."""
        for segment in self.segments:
            if isinstance(segment, StoredSegment):
                segment.file.verify()

    @property
    def documents(self) -> int:
        """Deleted ones included, as Lucene counts."""
        return sum(segment.size for segment in self.segments)

    def document_frequency(self, field: str, term: str) -> int:
        return sum(segment.document_frequency(field, term) for segment in self.segments)

    def average_length(self, field: str) -> float:
        """Of a document, in terms."""
        return sum(segment.total_length(field) for segment in self.segments) / max(1, self.documents)


def latest_generation(path: Path) -> int:
    """-1 when there is no index in the directory."""
    return int(TOC._latest_generation(DurableStorage(path), _INDEX_NAME))


def generations(names: Iterable[str]) -> list[int]:
    """Those of the tables of contents among the names of files."""
    found = map(TOC._pattern(_INDEX_NAME).match, names)
    return [int(match[1]) for match in found if match]


def read_toc(path: Path, generation: int | None = None) -> Any:
    """The table of contents. Raises FileNotFoundError, and IndexDamaged when it cannot be read."""
    if generation is None:
        generation = latest_generation(path)
    if generation < 0:
        raise FileNotFoundError(f"There is no search index in {path}.")
    try:
        return TOC.read(DurableStorage(path), _INDEX_NAME, generation)
    except FileNotFoundError:
        raise
    except Exception as error:  # what unpickling damaged bytes raises has no class of its own
        raise IndexDamaged(f"The table of contents of {path.name} cannot be read: {error!r}") from error


def _bytes_of(arrays: tuple[Array, Array]) -> int:
    return sum(array.nbytes for array in arrays) + _ENTRY_BYTES
