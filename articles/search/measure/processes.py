"""Each engine builds and answers in processes of its own, so that memory and caches are its own too."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

from articles.search.measure.corpus import Article, read_prepared
from articles.search.measure.engines import Answer, bytes_on_disk, load
from articles.search.measure.query_classes import Query
from articles.search.measure.timing import Clock, Sample, peak_memory_mb, time_queries

#: Articles handed over at once; reading them back is not part of the measured time.
BATCH = 1000

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Build:
    """What it took to index so many articles from ready text, or from ready stems."""

    articles: int
    reads: str
    cpu_s: float
    wall_s: float
    bytes: int
    peak_mb: float


@dataclass(frozen=True)
class Searches:
    """What came of the queries in one fresh process; `open_ms` is from a start to the first search."""

    samples: list[Sample]
    answers: dict[int, Answer]
    open_ms: float
    peak_mb: float


def run_apart(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function of a module in a fresh process that knows Django."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_set_up) as pool:
        return pool.submit(job, *args, **kwargs).result()


def _set_up() -> None:
    import django

    django.setup()


def build(name: str, directory: Path, corpus: Path, size: int) -> Build:
    """Index the first articles of a prepared corpus."""
    engine = load(name)(directory)
    clock = Clock()
    articles = 0
    for batch in _batches(read_prepared(corpus, size)):
        articles += len(batch)
        with clock.running():
            engine.add(batch)
    with clock.running():
        engine.finish()
    return Build(
        articles, engine.reads, clock.cpu_s, clock.wall_s, bytes_on_disk(directory), peak_memory_mb()
    )


def answer(
    name: str, directory: Path, queries: Sequence[Query], *, with_facets: bool, passes: int, budget_s: float
) -> Searches:
    """Ask an index that was built before."""
    engine = load(name)(directory)
    clock = Clock()
    with clock.running():
        engine.open()
    samples, answers = time_queries(
        engine, queries, with_facets=with_facets, passes=passes, budget_s=budget_s
    )
    return Searches(samples, answers, clock.wall_s * 1000, peak_memory_mb())


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while batch := list(islice(remaining, BATCH)):
        yield batch
