"""The public sets of eval/ir: texts, queries and which texts answer them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Set(NamedTuple):
    """The folder of a set's texts, and whether its queries may look at the headline."""

    folder: str
    with_title: bool


SETS = {
    "arcd": Set("qa", with_title=False),
    "xquad": Set("qa", with_title=False),
    "headline": Set("news", with_title=False),
    "paraphrase": Set("news", with_title=True),
    "cross_source": Set("news", with_title=True),
}
#: Weights and rules are chosen on these alone.
TUNING = ("headline", "paraphrase", "cross_source")


@dataclass(frozen=True)
class Collection:
    """Texts of a folder; a document's number is its place in the lists."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A query; `relevant` and `excluded` are document numbers."""

    text: str
    relevant: frozenset[int]
    excluded: frozenset[int]


def read_collection(folder: Path) -> Collection:
    rows = list(_rows(folder / "docs.jsonl.gz"))
    return Collection(
        ids=tuple(row["id"] for row in rows),
        titles=tuple(row.get("title", "") for row in rows),
        texts=tuple(row["text"] for row in rows),
    )


def read_queries(folder: Path, collection: Collection) -> list[Query]:
    numbers = {key: number for number, key in enumerate(collection.ids)}
    relevant: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, _grade = line.split("\t")
        relevant.setdefault(query, set()).add(numbers[document])
    return [
        Query(
            text=row["text"],
            relevant=frozenset(relevant[row["id"]]),
            excluded=frozenset(numbers[key] for key in row.get("exclude", ())),
        )
        for row in _rows(folder / "queries.jsonl")
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
