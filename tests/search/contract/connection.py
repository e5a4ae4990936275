"""A Haystack connection of our engine that searches the models of this directory's app."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from haystack import connections
from haystack.query import SearchQuerySet
from haystack.utils.loading import UnifiedIndex

ALIAS = "contract"


def options(path: Path, **more: Any) -> dict[str, Any]:
    return {
        "ENGINE": "articles.search.whoosh.backend.ArabicWhooshEngine",
        "PATH": str(path),
        "SILENTLY_FAIL": False,
        "INCLUDE_SPELLING": True,
    } | more


class Search:
    """What a test does with the connection."""

    def use(self, *indexes: Any) -> None:
        """Let these, and no others, be the registered indexes."""
        unified = UnifiedIndex()
        unified.build(indexes=indexes)
        connections[ALIAS]._index = unified
        # SearchResult.object asks the default connection, whichever answered.
        connections["default"]._index = unified

    @property
    def backend(self) -> Any:
        return connections[ALIAS].get_backend()

    @property
    def all(self) -> SearchQuerySet:
        return SearchQuerySet(using=ALIAS)

    def index(self, index: Any, objects: Iterable[Any]) -> None:
        self.backend.update(index, objects)

    def fresh(self) -> None:
        """Forget everything that is in memory, as a new process would."""
        unified = connections[ALIAS].get_unified_index()
        connections.reload(ALIAS)
        connections[ALIAS]._index = unified


def keys(results: Iterable[Any]) -> list[int]:
    """Primary keys in the order of the results."""
    return [int(result.pk) for result in results]


def found(results: Iterable[Any]) -> set[int]:
    listed = keys(results)
    assert len(listed) == len(set(listed)), "an object was found twice"
    return set(listed)


def moment(value: datetime) -> datetime:
    """What is stored may come back with its zone or without it; without it is UTC."""
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def day(value: date) -> date:
    """Whoosh knows no dates without a time: midnight of the day is as good."""
    if isinstance(value, datetime):
        assert (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date()
    return value
