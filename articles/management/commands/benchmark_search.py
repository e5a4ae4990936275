"""Measures the engine beside others: build, size, memory, and what searches cost."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.search.measure.benchmark import STOCK_SIZES, make_plan, run
from articles.search.measure.corpus import Article, BadCorpus, prepare, read_corpus, recombined, shuffled
from articles.search.measure.curves import curves
from articles.search.measure.engines import ENGINES, EngineMissing, load
from articles.search.measure.query_classes import BadQueries, Query, draw_queries, read_queries
from articles.search.measure.report import as_json, as_lines
from articles.search.measure.synthetic import synthetic

OURS = "ours"
OTHERS = tuple(name for name in ENGINES if name != OURS)


class Command(BaseCommand):
    help = (
        "Measure search over real or invented articles in a scratch directory: articles built a second, "
        "size, memory, p50 and p95 of each class of queries, with and without facets, beside other engines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        corpus = parser.add_mutually_exclusive_group()
        corpus.add_argument("--articles", type=int, default=10_000, help="invent so many articles (10,000)")
        corpus.add_argument("--corpus", type=Path, help="real text: JSON lines, gzipped or not")
        parser.add_argument(
            "--sizes", type=_numbers, help="for example 10000,30000,100000; beyond --corpus it is recombined"
        )
        parser.add_argument(
            "--queries", type=Path, help="JSON lines; without, they are drawn from the articles"
        )
        parser.add_argument(
            "--against", type=_names, default=(), help=f"engines to measure beside ours: {','.join(OTHERS)}"
        )
        parser.add_argument("--passes", type=int, default=3, help="times that every query is asked (3)")
        parser.add_argument(
            "--budget", type=float, default=20.0, help="seconds for a class, so that slow engines end (20)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with TemporaryDirectory(prefix="benchmark-") as scratch:
            engines = (OURS, *options["against"])
            for name in engines:
                _check_installed(name)
            try:
                articles, about = self._articles(options)
                drawn = read_queries(options["queries"]) if options["queries"] else draw_queries(articles)
            except (OSError, BadCorpus, BadQueries) as error:
                raise CommandError(str(error)) from error
            sizes = options["sizes"] or [len(articles)]
            report = self._run(Path(scratch), engines, articles, sizes, drawn, options)
        about |= {"queries": len(drawn), "passes": options["passes"]}
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report, about)))
            return
        for line in (*_described(about), *as_lines(report)):
            self.stdout.write(line)

    def _articles(self, options: dict[str, Any]) -> tuple[list[Article], dict[str, Any]]:
        """The articles, and what there is to say about them."""
        if path := options["corpus"]:
            articles = shuffled(read_corpus(path))
            if not articles:
                raise BadCorpus(f"{path}: no articles.")
            largest = max(options["sizes"] or [0])
            beyond = (
                f"; beyond {len(articles):,} their paragraphs are recombined"
                if largest > len(articles)
                else ""
            )
            origin = f"{len(articles):,} articles of real text{beyond}"
        else:
            wanted = max(options["sizes"] or [options["articles"]])
            articles = list(synthetic(wanted))
            origin = f"{wanted:,} invented articles"
        found = curves(article.whole for article in articles)
        words = round(found.words / len(articles))
        return articles, {"origin": origin, "words_each": words, "curves": found.lines()}

    def _run(
        self,
        scratch: Path,
        engines: Iterable[str],
        articles: list[Article],
        sizes: list[int],
        queries: list[Query],
        options: dict[str, Any],
    ) -> Any:
        plan = make_plan(tuple(engines), sizes, queries, passes=options["passes"], budget_s=options["budget"])
        largest = max(size for _engine, size in plan.steps)
        corpus = scratch / "corpus.jsonl"
        with tqdm(total=len(plan.steps) + 1, unit="step", disable=None) as progress:
            progress.set_description("preparing")
            written = prepare(recombined(articles, largest), corpus)
            if written < largest:
                raise CommandError(f"There are {written:,} articles and not {largest:,}.")

            def show(step: str) -> None:
                progress.update()
                progress.set_description(step)

            return run(plan, corpus, scratch, show)


def _check_installed(name: str) -> None:
    try:
        load(name)
    except EngineMissing as error:
        raise CommandError(str(error)) from error


def _described(about: dict[str, Any]) -> list[str]:
    return [
        f"{about['origin']}, {about['words_each']} words each; {about['queries']} queries, "
        f"each asked {about['passes']} times",
        *about["curves"],
        f"Stock Haystack is measured at {' and '.join(f'{size:,}' for size in STOCK_SIZES)} at most. "
        "The others but ours are given our stems and score them alone.",
        "",
    ]


def _numbers(text: str) -> list[int]:
    try:
        numbers = sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise ArgumentTypeError("numbers with commas between them") from None
    if numbers[0] < 10:
        raise ArgumentTypeError("at least 10 articles")
    return numbers


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    if unknown := set(names) - set(OTHERS):
        raise ArgumentTypeError(f"not known: {', '.join(sorted(unknown))}; there are {', '.join(OTHERS)}")
    return names
