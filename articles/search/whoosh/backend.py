"""Haystack's backend contract, carried out by Whoosh.

Thin and right; the engine's own codec and executor will take its place behind this contract.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.functional import cached_property
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SkipDocument
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from haystack.utils.app_loading import haystack_get_model
from whoosh import fields, index, query, sorting
from whoosh.searching import Searcher
from whoosh.writing import IndexWriter

from articles.search.engine import IndexNotReady
from articles.search.whoosh.directory import IndexDirectory, recorded_format
from articles.search.whoosh.query import ArabicWhooshQuery
from articles.search.whoosh.schema import build_schema, index_format

OPEN_ATTEMPTS = 5
REBUILD_HINT = "Run `python manage.py rebuild_index`."


class ArabicWhooshBackend(BaseSearchBackend):
    """Keeps keys and columns in Whoosh; texts stay in the database."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.directory = IndexDirectory(Path(options["PATH"]))

    @cached_property
    def _content_and_schema(self) -> tuple[str, fields.Schema]:
        unified = connections[self.connection_alias].get_unified_index()
        return build_schema(unified.all_searchfields())

    @property
    def schema(self) -> fields.Schema:
        return self._content_and_schema[1]

    def is_numeric(self, field: str) -> bool:
        return isinstance(self.schema[field], fields.NUMERIC)

    # ------------------------------------------------------------ state

    @property
    def is_ready(self) -> bool:
        """There is an index that can be read, written by this version of the analysis and these fields."""
        try:
            return bool(self.generation)
        except IndexNotReady:
            return False

    @property
    def generation(self) -> str:
        """Names the index in use, another after every commit and rebuild. Raises IndexNotReady."""
        name, searcher = self._opened()
        searcher.close()
        return name

    def _open(self) -> index.FileIndex:
        current = self.directory.current
        if current is None or recorded_format(current) != index_format(self.schema):
            raise IndexNotReady(f"The search index is missing or of another version. {REBUILD_HINT}")
        return index.open_dir(str(current))

    def _searcher(self) -> Searcher:
        return self._opened()[1]

    def _opened(self) -> tuple[str, Searcher]:
        """The generation in use and a searcher on it; tries again: a rebuild may remove files under it."""
        for attempts_left in reversed(range(OPEN_ATTEMPTS)):
            try:
                found = self._open()
                return f"{Path(found.storage.folder).name}.{found.latest_generation()}", found.searcher()
            except Exception as error:  # what unpickling a damaged index raises has no class of its own
                if attempts_left:
                    continue
                if isinstance(error, IndexNotReady):
                    raise
                raise IndexNotReady(f"The search index cannot be read: {error!r}. {REBUILD_HINT}") from error
        raise AssertionError("unreachable")

    # ------------------------------------------------------------ writing

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index the objects, replacing what was there, in one commit."""
        self.apply(index, iterable, ())

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        self.apply(None, (), [get_identifier(obj_or_string)])

    def apply(self, search_index: Any, objects: Iterable[Any], gone: Iterable[str]) -> None:
        """Index `objects` and remove the identifiers `gone`, in one commit that is on disk at the end.

        The words of what was removed stay in the files until `purge`.
        """
        gone = list(gone)
        with self.directory.writing():
            if self.directory.current is None:
                self._create_empty()
            writer = self._open().writer()
            try:
                for identifier in gone:
                    writer.delete_by_term(ID, identifier)
                self._write(writer, search_index, objects)
                if gone:
                    self.directory.note_purge()
            except BaseException:
                writer.cancel()
                raise
            writer.commit()
            self.directory.sync()

    def purge(self) -> None:
        """Merge the segments if something was removed from them: once, however much it was."""
        if not self.directory.is_purge_due:
            return
        with self.directory.writing():
            self.directory.sweep()
            self._open().writer().commit(optimize=True)
            self.directory.sync()
            self.directory.forget_purge()

    def rebuild(self, batches: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        """Fill a new directory from (search index, objects) and then put it to use."""
        with self.directory.writing():
            new = self.directory.prepare()
            writer = index.create_in(str(new), self.schema).writer(limitmb=256)
            try:
                for search_index, objects in batches:
                    self._write(writer, search_index, objects, is_new=True)
                writer.commit()
            except BaseException:
                with suppress(Exception):  # a commit that failed has closed its writer
                    writer.cancel()
                self.directory.sweep()
                raise
            self.directory.publish(new, index_format(self.schema))

    def clear(self, models: Iterable[Any] | None = None, commit: bool = True) -> None:
        """Remove everything, or everything of some models."""
        with self.directory.writing():
            if models is None or self.directory.current is None:
                self._create_empty()
                return
            writer = self._open().writer()
            for model in models:
                writer.delete_by_term(DJANGO_CT, get_model_ct(model))
            writer.commit(optimize=True)

    def _create_empty(self) -> None:
        new = self.directory.prepare()
        index.create_in(str(new), self.schema)
        self.directory.publish(new, index_format(self.schema))

    def _write(
        self, writer: IndexWriter, search_index: Any, objects: Iterable[Any], *, is_new: bool = False
    ) -> None:
        add = writer.add_document if is_new else writer.update_document
        for item in objects:
            try:
                document = search_index.full_prepare(item)
            except SkipDocument:
                continue
            add(**{name: _stored(value) for name, value in document.items() if name in self.schema})

    # ------------------------------------------------------------ searching

    def search(
        self,
        query_string: query.Query,
        sort_by: list[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        facets: Mapping[str, Mapping[str, Any]] | None = None,
        result_class: type[SearchResult] | None = None,
        models: Iterable[Any] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Carry out a query tree: one page of results, the number of all, facets over all.

        Facet options: `bucket=n` counts a number by value // n; `roots` maps the keys of a
        many-valued field to others, each document counting once for a key.
        """
        with self._searcher() as searcher:
            numbers = list(searcher.docs_for_query(query_string))
            limit = min(len(numbers), end_offset if end_offset is not None else len(numbers))
            results = []
            if limit > start_offset:
                found = searcher.search(query_string, limit=limit, sortedby=_order(sort_by))
                results = [
                    self._result(hit, found.score(n), result_class or SearchResult)
                    for n, hit in enumerate(found)
                    if n >= start_offset
                ]
            counted = {
                name: self._count(searcher, numbers, name, **options)
                for name, options in (facets or {}).items()
            }
        return {"results": results, "hits": len(numbers), "facets": {"fields": counted}}

    def _count(
        self,
        searcher: Searcher,
        numbers: list[int],
        field: str,
        *,
        bucket: int = 1,
        roots: Mapping[int, int] | None = None,
    ) -> list[tuple[int, int]]:
        """(value, number of documents) of a field over the documents, most first."""
        column = searcher.reader().column_reader(field)
        roots = roots or {}
        counts: Counter[int] = Counter()
        if self.is_numeric(field):
            counts.update(column[number] // bucket for number in numbers)
        else:
            for number in numbers:
                keys = (int(value) for value in column[number].split(",") if value)
                counts.update({roots.get(key, key) for key in keys})
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def _result(self, hit: Any, score: float, result_class: type[SearchResult]) -> SearchResult:
        app_label, model_name = hit[DJANGO_CT].split(".")
        assert haystack_get_model(app_label, model_name)
        return result_class(app_label, model_name, hit[DJANGO_ID], score or 0)


def _stored(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return int(value) if isinstance(value, bool) else value


def _order(sort_by: list[str] | None) -> sorting.MultiFacet:
    """Equal scores are told apart by their keys, so that pages never shuffle."""
    if not sort_by:
        return sorting.MultiFacet([sorting.ScoreFacet(), sorting.FieldFacet(ID)])
    return sorting.MultiFacet(
        [sorting.FieldFacet(name.lstrip("-"), reverse=name.startswith("-")) for name in sort_by]
    )


class ArabicWhooshEngine(BaseEngine):
    backend = ArabicWhooshBackend
    query = ArabicWhooshQuery
