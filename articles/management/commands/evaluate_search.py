"""Measures the ranking on judged searches, with the product's engine and scoring."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.arabic.variants import NO_VARIANTS, classes
from articles.search.measure.corpus import BadCorpus
from articles.search.measure.evaluation import STEPS, TemporaryIndex, evaluate
from articles.search.measure.judged import Scores, documents_of, find_sets, read_documents, read_judged

TITLE_AND_TEXT = "title,text"

Table = dict[str, Scores]


class Command(BaseCommand):
    help = (
        "Index judged documents in a temporary index, search it for each query (plain words, any of them) "
        "and print nDCG@10, the mean reciprocal rank and recall@100, stream by stream."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, help="a set (queries.jsonl, qrels.tsv), or a directory of sets"
        )
        parser.add_argument(
            "--docs", type=Path, help="the documents; without, docs.jsonl(.gz) in the set or beside it"
        )
        parser.add_argument(
            "--fields",
            choices=["text", TITLE_AND_TEXT],
            default=TITLE_AND_TEXT,
            help="what is indexed (both)",
        )
        parser.add_argument(
            "--no-variants", action="store_true", help="without the shipped classes of spellings"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with_title = options["fields"] == TITLE_AND_TEXT
        variants = NO_VARIANTS if options["no_variants"] else classes()
        tables: dict[str, Table] = {}
        try:
            for path, sets in by_documents(options["directory"], options["docs"]):
                with TemporaryDirectory(prefix="evaluate-") as scratch:
                    documents = tqdm(read_documents(path), unit="document", disable=None)
                    index = TemporaryIndex(Path(scratch), documents, with_title=with_title)
                    for name, each in sets.items():
                        tables[name] = evaluate(index, read_judged(each), variants)
        except (OSError, BadCorpus) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            found = {name: as_row(table) for name, table in tables.items()}
            self.stdout.write(json.dumps({"fields": options["fields"], "sets": found}))
            return
        for name, table in tables.items():
            for line in as_lines(name, table):
                self.stdout.write(line)


def by_documents(directory: Path, documents: Path | None) -> Iterator[tuple[Path, dict[str, Path]]]:
    """The files of documents, each with its sets by name."""
    groups: dict[Path, dict[str, Path]] = {}
    for each in find_sets(directory):
        name = each.name if each == directory else str(each.relative_to(directory))
        groups.setdefault(documents or documents_of(each), {})[name] = each
    yield from groups.items()


def as_row(table: Table) -> dict[str, Any]:
    """The measures with all streams, and those of each step."""
    queries = next(iter(table.values())).queries
    streams = {name: measures(scores) for name, scores in table.items()}
    return {"queries": queries, **streams[STEPS[-1].name], "streams": streams}


def measures(scores: Scores) -> dict[str, float]:
    return {"nDCG@10": scores.ndcg, "MRR": scores.reciprocal_rank, "recall@100": scores.recall}


def as_lines(name: str, table: Table) -> Iterator[str]:
    rows = {streams: measures(scores) for streams, scores in table.items()}
    queries = next(iter(table.values())).queries
    heads = rows[STEPS[-1].name]
    yield f"{f'{name}, {queries:,} queries':<36}" + "".join(f"{head:>12}" for head in heads)
    for streams, row in rows.items():
        yield f"{streams:<36}" + "".join(f"{value:>12.4f}" for value in row.values())
    yield ""
