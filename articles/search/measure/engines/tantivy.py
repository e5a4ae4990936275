"""Tantivy, the Lucene of Rust, through its Python package."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy

from articles.search.measure.corpus import Article
from articles.search.measure.engines import TOP, TOP_ENTITIES, Answer, Facets
from articles.search.measure.query_classes import Query

_MEMORY = 256_000_000
#: More than there are of either, so that none is left out.
_ALL = 1000
_SOURCES = {"sources": {"terms": {"field": "source", "size": _ALL}}}
_MONTHS = {"months": {"terms": {"field": "month", "size": _ALL}}}
_ENTITIES = {"entities": {"terms": {"field": "entities", "size": TOP_ENTITIES}}}


class Tantivy:
    """One writing thread; white space parts the stems."""

    reads = "stems"

    def __init__(self, directory: Path) -> None:
        self.schema = _schema()
        directory.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(directory))
        self.writer: Any = None
        self.searcher: Any = None

    def add(self, articles: Sequence[Article]) -> None:
        if self.writer is None:
            self.writer = self.index.writer(heap_size=_MEMORY, num_threads=1)
        for article in articles:
            document = tantivy.Document()
            document.add_integer("key", article.key)
            document.add_text("stems", article.stems)
            document.add_integer("source", article.source)
            document.add_integer("day", article.day)
            document.add_integer("month", article.month)
            for entity in article.entities:
                document.add_integer("entities", entity)
            self.writer.add_document(document)

    def finish(self) -> None:
        self.writer.commit()
        self.writer.wait_merging_threads()

    def open(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        asked = self._query(query)
        found = self.searcher.search(asked, limit=TOP, count=True, **_order(query))
        keys = tuple(self.searcher.doc(address)["key"][0] for _score, address in found.hits)
        return Answer(found.count, keys, self._facets(query, asked) if with_facets else None)

    def _facets(self, query: Query, asked: Any) -> Facets:
        """In one pass where no facet has a filter of its own."""
        if not query.sources and not query.has_span:
            counted = self.searcher.aggregate(asked, {**_SOURCES, **_MONTHS, **_ENTITIES})
        else:
            counted = self.searcher.aggregate(asked, _ENTITIES)
            counted |= self.searcher.aggregate(self._query(query, sources=False), _SOURCES)
            counted |= self.searcher.aggregate(self._query(query, span=False), _MONTHS)
        sources, months, entities = (_counts(counted[name]) for name in ("sources", "months", "entities"))
        return Facets(sources, months, tuple(entities.values()))

    def _query(self, query: Query, *, sources: bool = True, span: bool = True) -> Any:
        parts = [self._words(query)]
        if sources and query.sources:
            wanted = tantivy.Query.term_set_query(self.schema, "source", list(query.sources))
            parts.append(tantivy.Query.const_score_query(wanted, 0.0))
        if span and query.has_span:
            first, last = query.first_day or 0, query.last_day or 10**9
            within = tantivy.Query.range_query(self.schema, "day", tantivy.FieldType.Integer, first, last)
            parts.append(tantivy.Query.const_score_query(within, 0.0))
        if len(parts) == 1:
            return parts[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def _words(self, query: Query) -> Any:
        if not query.words:
            return tantivy.Query.all_query()
        if query.operator == "phrase" and len(query.stems) > 1:
            return tantivy.Query.phrase_query(self.schema, "stems", list(query.stems))
        terms = [
            tantivy.Query.term_query(self.schema, "stems", stem, index_option="freq") for stem in query.stems
        ]
        if len(terms) == 1:
            return terms[0]
        occur = tantivy.Occur.Should if query.operator == "any" else tantivy.Occur.Must
        return tantivy.Query.boolean_query([(occur, term) for term in terms])


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=True)
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="position")
    for name in ("source", "day", "month", "entities"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _order(query: Query) -> dict[str, Any]:
    if query.order == "score":
        return {}
    return {
        "order_by_field": "day",
        "order": tantivy.Order.Desc if query.order == "newest" else tantivy.Order.Asc,
    }


def _counts(aggregation: Any) -> dict[int, int]:
    return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in aggregation["buckets"]}
