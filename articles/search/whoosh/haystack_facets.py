"""Facets as Haystack asks for them and returns them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from articles.search.facet_counts import Counts
from articles.search.tree import Node
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.date_buckets import DateBuckets
from articles.search.whoosh.found import FacetCounts, Found
from articles.search.whoosh.kinds import Kind, to_python

Options = Mapping[str, Any]


class Facets:
    """The facets of one search. Names of date and query facets may be those of field facets too."""

    def __init__(
        self,
        fields: Mapping[str, Options] | Iterable[str] | None,
        dates: Mapping[str, Options] | None,
        queries: Iterable[tuple[str, str]] | None,
        query_node: Callable[[str, str], Node],
    ) -> None:
        self._fields: dict[str, Options] = (
            dict(fields) if isinstance(fields, Mapping) else {name: {} for name in fields or ()}
        )
        self._dates = dict(dates or {})
        self._queries = list(queries or ())
        self._query_node = query_node

    @property
    def requests(self) -> list[FacetRequest]:
        requests = [
            FacetRequest(f"field:{name}", **{"column": name, **options})
            for name, options in self._fields.items()
        ]
        requests += [
            FacetRequest(f"date:{name}", column=name, dates=_buckets(options))
            for name, options in self._dates.items()
        ]
        requests += [
            FacetRequest(f"query:{number}", query=self._query_node(field, text))
            for number, (field, text) in enumerate(self._queries)
        ]
        return requests

    def counted(self, found: Found, kinds: Mapping[str, Kind]) -> dict[str, dict[str, Any]]:
        """As Haystack's pages expect them: most first, dates in their order; empty if none was asked for."""
        if not (self._fields or self._dates or self._queries):
            return {}
        return {
            "fields": {
                name: _rows(found.facets[f"field:{name}"], kinds.get(options.get("column", name)))
                for name, options in self._fields.items()
            },
            "dates": {name: _rows(found.facets[f"date:{name}"], Kind.DATETIME) for name in self._dates},
            "queries": {
                f"{field}_{text}": found.facets[f"query:{number}"].counts[0][1]
                for number, (field, text) in enumerate(self._queries)
            },
        }


def _rows(counted: FacetCounts, kind: Kind | None) -> Counts:
    if kind in (None, Kind.KEYS, Kind.INTEGER) or kind.is_text or kind.is_string:
        return Counts(counted.counts, counted.values)
    return Counts(((to_python(kind, value), count) for value, count in counted.counts), counted.values)


def _buckets(options: Options) -> DateBuckets:
    return DateBuckets(
        _moment(options["start_date"]),
        _moment(options["end_date"]),
        options.get("gap_by", "month"),
        options.get("gap_amount", 1),
    )


def _moment(value: date | datetime) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
