"""The backend's index: what is indexed, its state, its words, and every way to change it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from haystack import connections
from haystack.backends import BaseSearchBackend
from haystack.constants import ID
from haystack.utils import get_identifier
from whoosh.fields import Schema

from articles.search.engine import IndexNotReady, IndexStatus
from articles.search.tree import Fuzzy
from articles.search.whoosh import merge_policy
from articles.search.whoosh.columns import NumberColumn
from articles.search.whoosh.expansion import expand
from articles.search.whoosh.index_access import IndexAccess, shared_access
from articles.search.whoosh.kinds import Kind
from articles.search.whoosh.schema import NUMBER, build_schema, kinds_of, stored_of
from articles.search.whoosh.views import SnapshotView
from articles.search.whoosh.writer import StreamIndex

#: Words that begin with the same letters and are used, of each segment.
MAX_BEGINNINGS = 500


class IndexBackend(BaseSearchBackend):
    """What a backend does beside searching: the engine of `articles.search.engine`."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.path = Path(options["PATH"])
        self.is_made_when_missing = options.get("CREATE", True)
        self._access: tuple[frozenset[tuple[str, Kind]], IndexAccess] | None = None

    # ------------------------------------------------------------ what is indexed

    @property
    def indexed_fields(self) -> Mapping[str, Any]:
        fields: Mapping[str, Any] = connections[self.connection_alias].get_unified_index().all_searchfields()
        return fields

    @property
    def kinds(self) -> dict[str, Kind]:
        return kinds_of(self.indexed_fields)

    @property
    def content_field_name(self) -> str:
        return next(
            (field.index_fieldname for field in self.indexed_fields.values() if field.document), "text"
        )

    @property
    def schema(self) -> Schema:
        return build_schema(self.kinds, stored_of(self.indexed_fields))

    def build_schema(self, fields: Mapping[str, Any]) -> tuple[str, Schema]:
        """The name of the document field, and the schema of these Haystack fields."""
        document = next((field.index_fieldname for field in fields.values() if field.document), "text")
        return document, build_schema(kinds_of(fields), stored_of(fields))

    @property
    def access(self) -> IndexAccess:
        """Another after the indexed fields have changed, which only tests do."""
        kinds = self.kinds
        key = frozenset(kinds.items())
        if self._access is None or self._access[0] != key:
            self._access = (
                key,
                shared_access(self.path, self.schema, kinds, is_made_when_missing=self.is_made_when_missing),
            )
        return self._access[1]

    # ------------------------------------------------------------ state

    @property
    def is_missing(self) -> bool:
        return self.access.directory.current is None

    @property
    def is_ready(self) -> bool:
        try:
            return bool(self.generation)
        except IndexNotReady:
            return False

    @property
    def generation(self) -> str:
        return self.access.snapshot().generation

    @property
    def index(self) -> StreamIndex:
        """Whoosh's own index."""
        return self.access.open()

    def verify(self) -> None:
        self.access.verify()

    def status(self) -> IndexStatus:
        snapshot = self.access.snapshot()
        live = sum(
            segment.size if segment.live is None else int(segment.live.sum()) for segment in snapshot.segments
        )
        return IndexStatus(
            snapshot.generation,
            live,
            snapshot.documents - live,
            len(snapshot.segments),
            self.access.size,
        )

    def revisions(self) -> Iterator[tuple[int, int]]:
        keys: list[Any] = []
        revisions: list[Any] = []
        for segment in self.access.snapshot().segments:
            live = slice(None) if segment.live is None else segment.live
            for column, values in ((NUMBER, keys), ("revision", revisions)):
                numbers = segment.column(column)
                assert isinstance(numbers, NumberColumn)
                values.append(numbers.values[live])
        if not keys:
            return
        joined, revised = np.concatenate(keys), np.concatenate(revisions)
        for place in np.argsort(joined, kind="stable"):
            yield int(joined[place]), int(revised[place])

    def setup(self) -> None:
        """Make an empty index where there is none that can be used."""
        self.access.set_up()

    # ------------------------------------------------------------ writing

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index the objects, replacing what was there of them, in one commit."""
        self.apply(index, iterable, ())

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        self.apply(None, (), [get_identifier(obj_or_string)])

    def apply(self, search_index: Any, objects: Iterable[Any], gone: Iterable[str]) -> None:
        gone = list(gone)
        with self.access.changing() as writer:
            for identifier in gone:
                writer.delete_by_term(ID, identifier)
            self.access.write(writer, search_index, objects)
            if gone:
                self.access.directory.note_purge()

    def purge(self, *, older_than_s: float = 0) -> None:
        if self.access.directory.is_purge_due and self.access.directory.purge_due_for_s >= older_than_s:
            self.access.purge()

    def optimize(self) -> None:
        with self.access.changing(merge_policy.everything):
            pass

    def rebuild(self, batches: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        with self.access.replacing() as writer:
            for search_index, objects in batches:
                self.access.write(writer, search_index, objects, new=True)

    # ------------------------------------------------------------ words

    def words_near(self, word: str, distance: int) -> list[tuple[str, int]]:
        snapshot, name = self.access.snapshot(), self.content_field_name
        found = expand(SnapshotView(snapshot), Fuzzy(name, word, distance))
        terms = set(chain.from_iterable(found.terms))
        return [(term, snapshot.document_frequency(f"{name}.exact", term)) for term in terms]

    def words_beginning(self, field: str, letters: str) -> list[str]:
        segments = self.access.snapshot().segments
        found = chain.from_iterable(
            islice(segment.terms(f"{field}.exact", letters), MAX_BEGINNINGS) for segment in segments
        )
        return sorted({term for term, _frequency in found})

    def frequency_as_written(self, word: str) -> int:
        return self.access.snapshot().document_frequency(f"{self.content_field_name}.written", word)
