"""This project's engine: the store and the executor, with every stream indexed and scored."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from articles.search.measure.corpus import Article
from articles.search.measure.engines import TOP, TOP_ENTITIES, Answer, Facets
from articles.search.measure.query_classes import Query
from articles.search.ranking import TITLE_WEIGHT
from articles.search.text import WeightedText
from articles.search.tree import All, And, Between, Node, OneOf, Or, Phrase, Selection, Term, Word
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.executor import search
from articles.search.whoosh.kinds import Kind
from articles.search.whoosh.schema import build_schema
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import StreamWriter, create_index

#: As ArticleIndex has them: headline and text in one, the headline again for itself, keys as columns.
KINDS = {
    "text": Kind.DOCUMENT,
    "title": Kind.TEXT,
    "key": Kind.INTEGER,
    "source": Kind.INTEGER,
    "day": Kind.INTEGER,
    "entities": Kind.KEYS,
}
FACETS = (
    FacetRequest("sources", "source", own="source"),
    FacetRequest("months", "day", own="day", bucket=100),
    FacetRequest("entities", "entities", limit=TOP_ENTITIES),
)
_ORDERS = {"newest": (("day", True),), "oldest": (("day", False),)}
_TIES = (("key", False),)


class Ours:
    """One commit, with the segments that it leaves."""

    reads = "text"

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.writer: StreamWriter | None = None
        self.snapshot: Snapshot | None = None

    def add(self, articles: Sequence[Article]) -> None:
        if self.writer is None:
            self.directory.mkdir(parents=True)
            self.writer = create_index(self.directory, build_schema(KINDS, frozenset())).writer()
        for article in articles:
            self.writer.add_document(
                id=str(article.key),
                key=article.key,
                text=WeightedText([(article.title, TITLE_WEIGHT), (article.text, 1)]),
                title=article.title,
                source=article.source,
                day=number_of(article.day),
                entities=article.entities,
            )

    def finish(self) -> None:
        assert self.writer is not None
        self.writer.commit()

    def open(self) -> None:
        self.snapshot = Snapshot.open(self.directory)

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        assert self.snapshot is not None
        found = search(
            self.snapshot,
            tree_of(query),
            words_of(query),
            order=_ORDERS.get(query.order, ()),
            ties=_TIES,
            last=TOP,
            facets=FACETS if with_facets else (),
        )
        keys = [segment.column("key") for segment in self.snapshot.segments]
        top = tuple(int(keys[hit.segment].values[hit.document]) for hit in found.hits)  # type: ignore[union-attr]
        counted = {name: counts.counts for name, counts in found.facets.items()}
        return Answer(found.total, top, facets_of(counted) if with_facets else None)


class Merged(Ours):
    """In one segment, as `optimize_index` leaves it."""

    def finish(self) -> None:
        assert self.writer is not None
        self.writer.commit(optimize=True)


def tree_of(query: Query) -> Node:
    parts = [_words(query)]
    if query.sources:
        parts.append(Selection("source", OneOf("source", query.sources)))
    if query.has_span:
        first, last = (day and number_of(day) for day in (query.first_day, query.last_day))
        parts.append(Selection("day", Between("day", first, last)))
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def words_of(query: Query) -> tuple[Word, ...]:
    """What is scored: every stream, without variants."""
    return tuple(Word((word.stem,), word.exact, word.root, word.tri) for word in query.words)


def _words(query: Query) -> Node:
    if not query.words:
        return All()
    if query.operator == "phrase":
        return Phrase("text", "stem", tuple((word.stem,) for word in query.words))
    terms = tuple(Term("text", "stem", (word.stem,)) for word in query.words)
    if len(terms) == 1:
        return terms[0]
    return Or(terms) if query.operator == "any" else And(terms)


def facets_of(counted: Mapping[str, Sequence[tuple[Any, int]]]) -> Facets:
    sources, months, entities = (counted[request.name] for request in FACETS)
    return Facets(
        dict(sources),
        {number // 100 * 12 + number % 100 - 1: count for number, count in months},
        tuple(count for _entity, count in entities),
    )


def number_of(day: int) -> int:
    """An ordinal as ArticleIndex has days: 20180608."""
    moment = date.fromordinal(day)
    return moment.year * 10_000 + moment.month * 100 + moment.day
