"""Haystack's backend contract, carried out by the engine on Whoosh."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from haystack import connections
from haystack.backends import BaseEngine, log_query
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError
from haystack.models import SearchResult
from haystack.utils import get_identifier, get_model_ct

from articles.arabic.analyze import analyze
from articles.search.highlight import mark
from articles.search.marker import Marker
from articles.search.spelling import likely_words
from articles.search.tree import And, Node, Not, OneOf, Word
from articles.search.whoosh.bounds import CODED, TYPED
from articles.search.whoosh.executor import search
from articles.search.whoosh.found import Found
from articles.search.whoosh.haystack_facets import Facets
from articles.search.whoosh.index_backend import IndexBackend
from articles.search.whoosh.query import ArabicWhooshQuery, EngineQuery, QueryReader
from articles.search.whoosh.results import DocumentReader
from articles.search.whoosh.schema import NUMBER, stored_of
from articles.search.whoosh.segments import Segment
from articles.search.whoosh.similar import similar

#: Ties of every order end with the row's number, so that pages never shuffle.
_LAST_TIES = ((NUMBER, False), (ID, False))


class ArabicWhooshBackend(IndexBackend):
    """Serves any SearchIndex.

    Options: PATH, the directory of the index; TIES, the fields that order what scores the same
    ("-field" for the highest first); CREATE, whether an index that is not there is made, empty (True),
    or is an error (False).
    """

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.ties = (*map(_order, options.get("TIES", ())), *_LAST_TIES)

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

    def reader(self) -> QueryReader:
        """Reads what Haystack's callers give into a tree."""
        unified = connections[self.connection_alias].get_unified_index()
        return QueryReader(self.kinds, self.content_field_name, unified.get_index_fieldname)

    def _run(self, match: Node, words: Sequence[Word] = (), **how: Any) -> tuple[Found, tuple[Segment, ...]]:
        """What was found, and the segments that it was found in."""
        with self.access.reading() as snapshot:
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
        return DocumentReader(self.kinds, stored_of(self.indexed_fields), self.connection_alias)

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
    return any(note.kind in ("clauses", "depth", "positions") for note in found.notes)


def _order(name: str) -> tuple[str, bool]:
    return name.lstrip("-"), name.startswith("-")


class ArabicWhooshEngine(BaseEngine):
    backend = ArabicWhooshBackend
    query = ArabicWhooshQuery
