"""Haystack's backend contract, carried out by the engine on Whoosh."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct
from whoosh.fields import Schema

from articles.arabic.analyze import analyze
from articles.search.engine import IndexNotReady, IndexStatus
from articles.search.highlight import mark
from articles.search.marker import Marker
from articles.search.spelling import likely_words
from articles.search.tree import And, Fuzzy, Node, Not, OneOf, Word
from articles.search.whoosh import merge_policy
from articles.search.whoosh.bounds import CODED, TYPED
from articles.search.whoosh.columns import NumberColumn
from articles.search.whoosh.executor import search
from articles.search.whoosh.expansion import expand
from articles.search.whoosh.found import Found
from articles.search.whoosh.haystack_facets import Facets
from articles.search.whoosh.index_access import IndexAccess, shared_access
from articles.search.whoosh.kinds import Kind
from articles.search.whoosh.query import ArabicWhooshQuery, EngineQuery, QueryReader
from articles.search.whoosh.results import DocumentReader
from articles.search.whoosh.schema import NUMBER, build_schema, kinds_of, stored_of
from articles.search.whoosh.segments import Segment
from articles.search.whoosh.similar import similar
from articles.search.whoosh.views import SnapshotView
from articles.search.whoosh.writer import StreamIndex

#: Words that begin with the same letters and are used, of each segment.
MAX_BEGINNINGS = 500
#: Ties of every order end with the row's number, so that pages never shuffle.
_LAST_TIES = ((NUMBER, False), (ID, False))


class ArabicWhooshBackend(BaseSearchBackend):
    """Serves any SearchIndex.

    Options: PATH, the directory of the index; TIES, the fields that order what scores the same
    ("-field" for the highest first); CREATE, whether an index that is not there is made, empty (True),
    or is an error (False).
    """

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.path = Path(options["PATH"])
        self.ties = (*map(_order, options.get("TIES", ())), *_LAST_TIES)
        self.is_made_when_missing = options.get("CREATE", True)
        self._access: tuple[frozenset[tuple[str, Kind]], IndexAccess] | None = None

    # ------------------------------------------------------------ what is indexed

    @property
    def _fields(self) -> Mapping[str, Any]:
        fields: Mapping[str, Any] = connections[self.connection_alias].get_unified_index().all_searchfields()
        return fields

    @property
    def kinds(self) -> dict[str, Kind]:
        return kinds_of(self._fields)

    @property
    def content_field_name(self) -> str:
        return next((field.index_fieldname for field in self._fields.values() if field.document), "text")

    @property
    def schema(self) -> Schema:
        return build_schema(self.kinds, stored_of(self._fields))

    def build_schema(self, fields: Mapping[str, Any]) -> tuple[str, Schema]:
        """The name of the document field, and the schema of these Haystack fields."""
        document = next((field.index_fieldname for field in fields.values() if field.document), "text")
        return document, build_schema(kinds_of(fields), stored_of(fields))

    def reader(self) -> QueryReader:
        """Reads what Haystack's callers give into a tree."""
        unified = connections[self.connection_alias].get_unified_index()
        return QueryReader(self.kinds, self.content_field_name, unified.get_index_fieldname)

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

    def purge(self) -> None:
        self.access.purge()

    def optimize(self) -> None:
        with self.access.changing(merge_policy.everything):
            pass

    def rebuild(self, batches: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        with self.access.replacing() as writer:
            for search_index, objects in batches:
                self.access.write(writer, search_index, objects, new=True)

    def clear(self, models: Iterable[Any] | None = None, commit: bool = True) -> None:
        """Remove everything, or everything of some models."""
        if models is None:
            with self.access.directory.writing():
                self.access.create_empty()
            return
        labels = tuple(map(get_model_ct, models))
        found, segments = self._run(OneOf(DJANGO_CT, labels))
        reader = self._reader
        self.apply(None, (), [reader.value(segments[hit.segment], hit.document, ID) for hit in found.hits])

    def delete_index(self) -> None:
        self.clear()

    # ------------------------------------------------------------ searching

    @log_query
    def search(
        self,
        query_string: EngineQuery | str,
        sort_by: Sequence[str] | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        fields: Sequence[str] = "",
        highlight: bool | Mapping[str, Any] = False,
        facets: Mapping[str, Mapping[str, Any]] | Iterable[str] | None = None,
        date_facets: Mapping[str, Mapping[str, Any]] | None = None,
        query_facets: Sequence[tuple[str, str]] | None = None,
        narrow_queries: Iterable[str] | None = None,
        spelling_query: str | None = None,
        models: Iterable[Any] | None = None,
        limit_to_registered_models: bool | None = None,
        result_class: type[SearchResult] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """One page of results, the number of all, facets over all.

        Options of a field facet: those of `counting.FacetRequest`; `column` where its name is not the field.
        """
        query = self._read(query_string)
        if query is None:
            return {"results": [], "hits": 0}
        asked = Facets(facets, date_facets, query_facets, self._facet_node)
        conditions = [
            query.match,
            *map(self._narrowed, narrow_queries or ()),
            *self._of_models(models, limit_to_registered_models),
        ]
        found, segments = self._run(
            And(tuple(conditions)),
            query.words,
            order=[_order(name) for name in sort_by or ()],
            first=start_offset or 0,
            last=end_offset,
            facets=asked.requests,
            limits=TYPED if query.may_be_cut else CODED,
        )
        if not query.may_be_cut and _was_cut(found):
            raise SearchBackendError("The query has too many conditions, or they are nested too deeply.")
        results = self._results(found, segments, result_class, fields)
        if highlight:
            self._highlight(results, query.match, highlight)
        spelling = self._suggestion(spelling_query or query.text) if self.include_spelling else None
        return {
            "results": results,
            "hits": found.total - (len(found.hits) - len(results)),
            "facets": asked.counted(found, self.kinds),
            "bounds": found.notes,
            "spelling_suggestion": spelling,
        }

    def more_like_this(
        self,
        model_instance: Any,
        additional_query_string: EngineQuery | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        models: Iterable[Any] | None = None,
        limit_to_registered_models: bool | None = None,
        result_class: type[SearchResult] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Documents that share the most telling words of the object's text, itself left out.

        None for an object that is not indexed.
        """
        identifier = get_identifier(model_instance)
        if not self.access.snapshot().document_frequency(ID, identifier):
            return {"results": [], "hits": 0}
        model = model_instance._meta.concrete_model
        index = connections[self.connection_alias].get_unified_index().get_index(model)
        text = index.full_prepare(model_instance)[self.content_field_name]
        match, words = similar(self.access.snapshot(), analyze(str(text)), self.content_field_name)
        others: list[Node] = [Not(OneOf(ID, (identifier,)))]
        if additional_query_string is not None:
            others.append(additional_query_string.match)
        others += self._of_models(models, limit_to_registered_models)
        found, segments = self._run(And((match, *others)), words, first=start_offset or 0, last=end_offset)
        return {"results": self._results(found, segments, result_class, ()), "hits": found.total}

    def words_near(self, word: str, distance: int) -> list[tuple[str, int]]:
        snapshot, name = self.access.snapshot(), self.content_field_name
        found = expand(SnapshotView(snapshot), Fuzzy(name, word, distance), name)
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

    def _run(self, match: Node, words: Sequence[Word] = (), **how: Any) -> tuple[Found, tuple[Segment, ...]]:
        """What was found, and the segments that it was found in."""
        snapshot = self.access.snapshot()
        found = search(snapshot, match, words, field=self.content_field_name, ties=self.ties, **how)
        return found, snapshot.segments

    def _read(self, query: EngineQuery | str) -> EngineQuery | None:
        if isinstance(query, EngineQuery):
            return query
        if not query.strip():
            return None
        reader = self.reader()
        match = reader.query_string(query)
        return EngineQuery(match, tuple(reader.words), query)

    def _facet_node(self, field: str, text: str) -> Node:
        """What a query facet counts: a query string, read for one field."""
        return self.reader().query_string(text, negated=True, field=field)

    def _narrowed(self, text: str | EngineQuery) -> Node:
        query = self._read(text)
        return And(()) if query is None else query.match

    def _of_models(self, models: Iterable[Any] | None, limited: bool | None) -> list[Node]:
        if limited is None:
            limited = getattr(settings, "HAYSTACK_LIMIT_TO_REGISTERED_MODELS", True)
        labels = sorted(map(get_model_ct, models or ())) or (self.build_models_list() if limited else [])
        return [OneOf(DJANGO_CT, tuple(labels))] if labels else []

    # ------------------------------------------------------------ results

    @property
    def _reader(self) -> DocumentReader:
        return DocumentReader(self.kinds, stored_of(self._fields), self.connection_alias)

    def _results(
        self,
        found: Found,
        segments: Sequence[Segment],
        make: type[SearchResult] | None,
        only: Iterable[str],
    ) -> list[SearchResult]:
        reader = self._reader
        made = (
            reader.result(segments[hit.segment], hit.document, hit.score, make, only) for hit in found.hits
        )
        return [result for result in made if result is not None]

    def _highlight(self, results: list[SearchResult], match: Node, options: bool | Mapping[str, Any]) -> None:
        """Mark the stored text of the document field, as Haystack's pages show it."""
        name = self.content_field_name
        tag = options.get("tag", "em") if isinstance(options, Mapping) else "em"
        marker = Marker.of(match, fields=(name,))
        for result in results:
            text = getattr(result, name, None)
            # Escaped text has no tags but these.
            html = mark(text, marker).replace("mark>", f"{tag}>") if text else ""
            result.highlighted = {name: [html]} if html else {}

    def _suggestion(self, text: str) -> str | None:
        """The query with its unknown words replaced by likely ones; None when there is nothing to replace."""
        words = [word.text for word in analyze(text)]
        better = [next(iter(likely_words(word, self)), word) for word in words]
        return " ".join(better) if better != words else None


def _was_cut(found: Found) -> bool:
    return any(note.kind in ("clauses", "depth") for note in found.notes)


def _order(name: str) -> tuple[str, bool]:
    return name.lstrip("-"), name.startswith("-")


class ArabicWhooshEngine(BaseEngine):
    backend = ArabicWhooshBackend
    query = ArabicWhooshQuery
