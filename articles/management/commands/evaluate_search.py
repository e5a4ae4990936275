"""Measures the ranking on judged searches, with the product's engine and scoring."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
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
_COLUMNS = {"nDCG@10": "ndcg", "MRR": "reciprocal_rank", "recall@100": "recall"}

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
        variants = NO_VARIANTS if options["no_variants"] else classes()
        tables: dict[str, Table] = {}
        try:
            for path, sets in by_documents(options["directory"], options["docs"]):
                with TemporaryDirectory(prefix="evaluate-") as scratch:
                    documents = tqdm(read_documents(path), unit="document", disable=None)
                    index = TemporaryIndex(
                        Path(scratch), documents, with_title=options["fields"] == TITLE_AND_TEXT
                    )
                    for each in sets:
                        tables[each.name] = evaluate(index, read_judged(each), variants)
        except (OSError, BadCorpus) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            found = {name: as_row(table) for name, table in tables.items()}
            self.stdout.write(json.dumps({"fields": options["fields"], "sets": found}))
            return
        for name, table in tables.items():
            for line in as_lines(name, table):
                self.stdout.write(line)


def by_documents(directory: Path, documents: Path | None) -> Iterator[tuple[Path, list[Path]]]:
    """The files of documents, each with its sets."""
    groups: dict[Path, list[Path]] = {}
    for each in find_sets(directory):
        groups.setdefault(documents or documents_of(each), []).append(each)
    yield from groups.items()


def as_row(table: Table) -> dict[str, Any]:
    """The scores with all streams, and those of each step."""
    return {
        **asdict(table[STEPS[-1].name]),
        "streams": {name: asdict(scores) for name, scores in table.items()},
    }


def as_lines(name: str, table: Table) -> Iterator[str]:
    queries = next(iter(table.values())).queries
    yield f"{f'{name}, {queries:,} queries':<32}" + "".join(f"{head:>12}" for head in _COLUMNS)
    for streams, scores in table.items():
        row = asdict(scores)
        yield f"{streams:<32}" + "".join(f"{row[column]:>12.4f}" for column in _COLUMNS.values())
    yield ""
