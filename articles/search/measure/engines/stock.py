"""Haystack's own Whoosh backend, as it comes."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack import connections, indexes
from haystack.inputs import Exact
from haystack.query import SQ, SearchQuerySet

from articles import models
from articles.search.measure.corpus import Article, month_of
from articles.search.measure.engines import TOP, TOP_ENTITIES, Answer, Facets
from articles.search.measure.query_classes import Query

CONNECTION = "stock"
_FIRST, _LAST = datetime.date(1970, 1, 1).toordinal(), datetime.date(2100, 1, 1).toordinal()
_TOP_ORDERS = {"newest": "-date", "oldest": "date"}


class StockIndex(indexes.SearchIndex, indexes.Indexable):
    """Sources and entities are words: so its facets can count them."""

    text = indexes.CharField(document=True)
    source = indexes.CharField()
    date = indexes.DateField()
    entities = indexes.MultiValueField()

    def get_model(self) -> type[models.Article]:
        return models.Article

    def __init__(self) -> None:
        super().__init__()
        #: What is being indexed: Haystack wants objects of a model, and these are empty but for their key.
        self.measured: dict[int, Article] = {}

    def prepare_text(self, row: models.Article) -> str:
        return self.measured[row.pk].stems

    def prepare_source(self, row: models.Article) -> str:
        return _source(self.measured[row.pk].source)

    def prepare_date(self, row: models.Article) -> datetime.date:
        return _date(self.measured[row.pk].day)

    def prepare_entities(self, row: models.Article) -> list[str]:
        return [f"entity{key}" for key in self.measured[row.pk].entities]


class Stock:
    """The commits are those of `update_index`: a thousand objects each."""

    reads = "stems"

    def __init__(self, directory: Path) -> None:
        connections.connections_info[CONNECTION] = {
            "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
            "PATH": str(directory),
            "SILENTLY_FAIL": False,
        }
        self.index = StockIndex()
        connections[CONNECTION].get_unified_index().build([self.index])
        self.backend = connections[CONNECTION].get_backend()
        self.backend.silently_fail = False
        self.span = _FIRST, _LAST

    def add(self, articles: Sequence[Article]) -> None:
        self.index.measured = {article.key: article for article in articles}
        self.backend.update(self.index, [models.Article(pk=article.key) for article in articles])

    def finish(self) -> None:
        """Every batch was committed."""

    def open(self) -> None:
        self.backend.setup()
        with self.backend.index.reader() as reader:
            days = [value.toordinal() for value in reader.column_reader("date")]
        self.span = min(days), max(days) + 31

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        found = _matches(query)
        if with_facets and (query.sources or query.has_span):
            found = found.facet("entities")
        elif with_facets:
            found = self._with_months(found.facet("source").facet("entities"))
        keys = tuple(int(result.pk) for result in found[:TOP])
        total = found.query.get_count()
        return Answer(total, keys, self._facets(query, found) if with_facets else None)

    def _with_months(self, found: Any) -> Any:
        first, last = map(_date, self.span)
        return found.date_facet("date", first.replace(day=1), last.replace(day=1), "month")

    def _facets(self, query: Query, found: Any) -> Facets:
        """A search for each facet that has a filter of its own."""
        counted = _counted(found)
        if query.sources or query.has_span:
            counted |= _counted(_matches(query, sources=False).facet("source"))
            counted |= _counted(self._with_months(_matches(query, span=False)))
        entities = sorted(counted["entities"].values(), reverse=True)[:TOP_ENTITIES]
        return Facets(
            {int(name.removeprefix("source")): count for name, count in counted["source"].items()},
            {_month(start): count for start, count in counted["date"].items()},
            tuple(entities),
        )


def _matches(query: Query, *, sources: bool = True, span: bool = True) -> Any:
    found = SearchQuerySet(using=CONNECTION)
    if query.operator == "phrase":
        found = found.filter(content=Exact(" ".join(query.stems)))
    elif query.operator == "any" and query.words:
        either = SQ()
        for stem in query.stems:
            either |= SQ(content=stem)
        found = found.filter(either)
    else:
        for stem in query.stems:
            found = found.filter(content=stem)
    if sources and query.sources:
        found = found.filter(source__in=[_source(number) for number in query.sources])
    if span and query.has_span:
        first, last = query.first_day or _FIRST, query.last_day or _LAST
        found = found.filter(date__range=(_date(first), _date(last)))
    if order := _TOP_ORDERS.get(query.order):
        found = found.order_by(order)
    return found.all()


def _counted(found: Any) -> defaultdict[str, dict[Any, int]]:
    """The facets of a search, without what counts nothing; a search that finds nothing has none at all."""
    if not found.query.has_run():
        found[:1]  # or it would load every match
    counts = found.facet_counts()
    rows = {**counts.get("fields", {}), **counts.get("dates", {})}
    counted = {name: {value: count for value, count in pairs if value} for name, pairs in rows.items()}
    return defaultdict(dict, counted)


def _month(start: Any) -> int:
    # A range of dates comes back as a pair.
    return month_of((start[0] if isinstance(start, tuple) else start).toordinal())


def _date(day: int) -> datetime.date:
    return datetime.date.fromordinal(day)


def _source(number: int) -> str:
    return f"source{number}"
