"""SQLite's FTS5, with facets counted by SQL over tables beside it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from articles.search.measure.corpus import Article
from articles.search.measure.engines import TOP, TOP_ENTITIES, Answer, Facets
from articles.search.measure.query_classes import Query

_TABLES = """
    PRAGMA journal_mode = wal;
    PRAGMA synchronous = normal;
    CREATE VIRTUAL TABLE texts USING fts5(stems, content='', tokenize="unicode61 remove_diacritics 0");
    CREATE TABLE articles (key INTEGER PRIMARY KEY, source INTEGER, day INTEGER, month INTEGER);
    CREATE TABLE mentions (key INTEGER, entity INTEGER, PRIMARY KEY (key, entity)) WITHOUT ROWID;
"""
_ORDER = {"newest": "day DESC, key", "oldest": "day, key"}


class Fts5:
    """Contentless, so that the text is not stored twice; optimised into one segment at the end."""

    reads = "stems"

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / "fts5.sqlite3"
        is_new = not self.path.exists()
        self.database = sqlite3.connect(self.path)
        self.database.executescript("PRAGMA cache_size = -200000; PRAGMA mmap_size = 2000000000;")
        if is_new:
            self.database.executescript(_TABLES)

    def add(self, articles: Sequence[Article]) -> None:
        run = self.database.executemany
        run("INSERT INTO texts (rowid, stems) VALUES (?, ?)", ((each.key, each.stems) for each in articles))
        run("INSERT INTO articles VALUES (?, ?, ?, ?)", ((a.key, a.source, a.day, a.month) for a in articles))
        run("INSERT INTO mentions VALUES (?, ?)", ((each.key, n) for each in articles for n in each.entities))

    def finish(self) -> None:
        self.database.execute("CREATE INDEX by_day ON articles (day)")
        self.database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self.database.commit()
        self.database.executescript("ANALYZE; PRAGMA wal_checkpoint(truncate);")
        self.database.close()

    def open(self) -> None:
        """Connected already."""

    def search(self, query: Query, *, with_facets: bool) -> Answer:
        where, parameters = _matches(query)
        keys = self._rows(f"SELECT articles.key {where} ORDER BY {_order(query)} LIMIT {TOP}", parameters)
        (total,) = self._rows(f"SELECT count(*) {where}", parameters)[0]
        facets = self._facets(query) if with_facets else None
        return Answer(total, tuple(key for (key,) in keys), facets)

    def _facets(self, query: Query) -> Facets:
        where, parameters = _matches(query, sources=False)
        sources = self._rows(f"SELECT source, count(*) {where} GROUP BY source", parameters)
        where, parameters = _matches(query, span=False)
        months = self._rows(f"SELECT month, count(*) {where} GROUP BY month", parameters)
        where, parameters = _matches(query, joined="JOIN mentions ON mentions.key = articles.key")
        entities = self._rows(
            f"SELECT entity, count(*) AS n {where} GROUP BY entity ORDER BY n DESC LIMIT {TOP_ENTITIES}",
            parameters,
        )
        return Facets(dict(sources), dict(months), tuple(count for _entity, count in entities))

    def _rows(self, statement: str, parameters: dict[str, object]) -> list[tuple[Any, ...]]:
        return self.database.execute(statement, parameters).fetchall()


def _order(query: Query) -> str:
    return _ORDER.get(query.order, "rank")


def _matches(
    query: Query, *, sources: bool = True, span: bool = True, joined: str = ""
) -> tuple[str, dict[str, object]]:
    """FROM … WHERE of the matches, all conditions or without that of a facet, and the values in it."""
    conditions, parameters = [], dict[str, object]()
    tables = "FROM articles"
    if query.words:
        tables = "FROM texts JOIN articles ON articles.key = texts.rowid"
        conditions.append("texts MATCH :words")
        parameters["words"] = _expression(query)
    if sources and query.sources:
        conditions.append(f"source IN ({', '.join(map(str, query.sources))})")
    if span and query.has_span:
        conditions.append("day BETWEEN :first AND :last")
        parameters |= {"first": query.first_day or 0, "last": query.last_day or 10**9}
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"{tables} {joined} {where}", parameters


def _expression(query: Query) -> str:
    if query.operator == "phrase":
        return f'"{" ".join(query.stems)}"'
    joiner = " OR " if query.operator == "any" else " AND "
    return joiner.join(f'"{stem}"' for stem in query.stems)
