"""Judged searches: queries, the documents that answer each, and how good a ranking of them is.

A set is a directory with `queries.jsonl` (id, text, and `exclude`: documents taken out of that query's
ranking) and `qrels.tsv` (query, document, grade); its documents, `docs.jsonl` or `docs.jsonl.gz` (id, title,
text), lie beside them or one directory up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from articles.search.measure.corpus import BadCorpus, read_rows

DOCUMENTS = ("docs.jsonl", "docs.jsonl.gz")
#: Places of a ranking that nDCG looks at, and that recall and the reciprocal rank do.
NDCG_DEPTH, DEPTH = 10, 100


class BadSet(BadCorpus):
    """A set cannot be used; the message names the file and the line."""


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Judged:
    """A query; `grades` of the documents that answer it, greater is better."""

    id: str
    text: str
    grades: Mapping[str, int]
    excluded: frozenset[str]


@dataclass(frozen=True)
class Scores:
    """Means over the queries of a set: the first ten, the rank of the first right one, all right ones."""

    queries: int
    ndcg: float
    reciprocal_rank: float
    recall: float


def find_sets(directory: Path) -> list[Path]:
    """The directory itself, or the sets in it at any depth. Raises BadSet when there is none."""
    found = sorted(path.parent for path in directory.rglob("queries.jsonl"))
    if not found:
        raise BadSet(f"{directory}: no queries.jsonl in it.")
    return found


def documents_of(judged_set: Path) -> Path:
    """The documents of a set. Raises BadSet."""
    for place in (judged_set, judged_set.parent):
        for name in DOCUMENTS:
            if (place / name).is_file():
                return place / name
    raise BadSet(f"{judged_set}: no {' or '.join(DOCUMENTS)} in it or its parent; name the file with --docs.")


def read_documents(path: Path) -> Iterator[Document]:
    for number, row in enumerate(read_rows(path), 1):
        key, title, text = row.get("id"), row.get("title") or "", row.get("text") or ""
        if key is None or not isinstance(title, str) or not isinstance(text, str):
            raise BadSet(f"{path}, document {number}: it needs an `id`, and strings as `title` and `text`.")
        yield Document(str(key), title, text)


def read_judged(judged_set: Path) -> list[Judged]:
    """The queries that have a right answer. Raises BadSet."""
    grades = _read_grades(judged_set / "qrels.tsv")
    queries = []
    for number, row in enumerate(read_rows(judged_set / "queries.jsonl"), 1):
        key, text = str(row.get("id")), row.get("text")
        if not isinstance(text, str):
            raise BadSet(f"{judged_set}/queries.jsonl, query {number}: no `text`.")
        excluded = frozenset(map(str, row.get("exclude") or ()))
        right = {
            document: grade for document, grade in grades.get(key, {}).items() if document not in excluded
        }
        if right:
            queries.append(Judged(key, text, right, excluded))
    if not queries:
        raise BadSet(f"{judged_set}: no query has a right answer in qrels.tsv.")
    return queries


def _read_grades(path: Path) -> dict[str, dict[str, int]]:
    """Query, document, grade; also the four columns of TREC. Without a grade it is 1."""
    grades: dict[str, dict[str, int]] = {}
    if not path.is_file():
        raise BadSet(f"{path} is missing.")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not (parts := line.split()):
            continue
        try:
            document, grade = (
                (parts[2], int(parts[3])) if len(parts) == 4 else (parts[1], int((*parts, "1")[2]))
            )
        except (IndexError, ValueError) as error:
            raise BadSet(f"{path}, line {number}: not a query, a document and a grade.") from error
        if grade > 0:
            grades.setdefault(parts[0], {})[document] = grade
    return grades


def score(rankings: Sequence[Sequence[str]], queries: Sequence[Judged]) -> Scores:
    """Of one ranking of documents for each query, excluded ones left out already."""
    pairs = list(zip(rankings, queries, strict=True))
    return Scores(
        queries=len(queries),
        ndcg=_mean([ndcg(ranking, query.grades) for ranking, query in pairs]),
        reciprocal_rank=_mean([reciprocal_rank(ranking, query.grades) for ranking, query in pairs]),
        recall=_mean([recall(ranking, query.grades) for ranking, query in pairs]),
    )


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """At ten; the gain of a document is its grade."""
    gain = sum(
        grades.get(document, 0) / log2(place + 2) for place, document in enumerate(ranking[:NDCG_DEPTH])
    )
    best = sorted(grades.values(), reverse=True)[:NDCG_DEPTH]
    return gain / sum(grade / log2(place + 2) for place, grade in enumerate(best))


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Of the first right document among a hundred; 0 without one."""
    return next((1 / place for place, document in enumerate(ranking[:DEPTH], 1) if document in grades), 0.0)


def recall(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """The share of the right documents that is among the first hundred."""
    return len(grades.keys() & set(ranking[:DEPTH])) / len(grades)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
