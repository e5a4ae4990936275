"""The engines that are measured beside each other, all behind one contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from articles.search.measure.corpus import Article
from articles.search.measure.query_classes import Query

#: Name of each engine and its class; modules are imported when asked for, since packages may be missing.
ENGINES = {
    "ours": "ours.Ours",
    "merged": "ours.Merged",
    "contract": "contract.Contract",
    "stock": "stock.Stock",
    "fts5": "fts5.Fts5",
    "tantivy": "tantivy.Tantivy",
}
TOP = 10
TOP_ENTITIES = 20


class EngineMissing(Exception):
    """A package that the engine needs is not installed."""


@dataclass(frozen=True)
class Facets:
    """Counts over all matches: by source and month without their own filter, and of the top 20 entities.

    Values without a match are left out. Entities are counts alone, most first: ties are broken differently.
    """

    sources: dict[int, int]
    months: dict[int, int]
    entities: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """How many articles match, the keys of the ten best, and the facets where they were asked for."""

    total: int
    keys: tuple[int, ...]
    facets: Facets | None = None


class Engine(Protocol):
    """An engine on an index of its own: `add` and `finish` build it, another process searches it."""

    #: What it is given: `text` (it analyses by itself) or `stems`.
    reads: str

    def __init__(self, directory: Path) -> None: ...

    def add(self, articles: Sequence[Article]) -> None: ...

    def finish(self) -> None:
        """Everything is on disk and can be searched."""
        ...

    def open(self) -> None: ...

    def search(self, query: Query, *, with_facets: bool) -> Answer: ...


def load(name: str) -> type[Engine]:
    """The class of an engine. Raises EngineMissing."""
    module, kind = ENGINES[name].split(".")
    try:
        found: type[Engine] = getattr(import_module(f"{__name__}.{module}"), kind)
    except ImportError as error:
        raise EngineMissing(f"{name}: {error}. Run `make install-dev`.") from error
    return found


def bytes_on_disk(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
