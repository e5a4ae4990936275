"""Several engines over the same articles and queries, in one run."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.search.measure.engines import Answer
from articles.search.measure.processes import Build, Searches, answer, build, run_apart
from articles.search.measure.query_classes import Query
from articles.search.measure.timing import ALL, Percentiles, summarize

STOCK = "stock"
#: This project's engine: by itself, in one segment, and behind Haystack.
OURS = ("ours", "merged", "contract")
#: The stock backend is measured at these; it would take a day at 100,000.
STOCK_SIZES = (5_000, 10_000)


@dataclass(frozen=True)
class Plan:
    """What to measure: engine and size. Every query is asked so many times."""

    steps: tuple[tuple[str, int], ...]
    queries: tuple[Query, ...]
    passes: int = 3
    budget_s: float = 20.0


@dataclass(frozen=True)
class Result:
    """One engine at one size. `top` and `faceted` are by class; `*_first` are first askings."""

    engine: str
    size: int
    build: Build
    top: dict[str, Percentiles]
    faceted: dict[str, Percentiles]
    top_first: Percentiles
    faceted_first: Percentiles
    open_ms: float
    peak_mb: float


@dataclass(frozen=True)
class Difference:
    """An engine that counts otherwise than the first one of the run. `of` is hits or a facet."""

    engine: str
    size: int
    query: str
    of: str
    counted: str
    expected: str


@dataclass(frozen=True)
class Report:
    """`compared`: how many answers were held against those of the first engine at their size."""

    results: tuple[Result, ...]
    differences: tuple[Difference, ...]
    compared: int


def make_plan(engines: Sequence[str], sizes: Sequence[int], queries: Sequence[Query], **how: float) -> Plan:
    """Each engine at each size; the stock backend at its own, or at half and all of a smaller corpus."""
    largest = max(sizes)
    own = STOCK_SIZES if largest >= STOCK_SIZES[-1] else (largest // 2, largest)
    # Engines are compared at a size: all of them are measured there.
    every = sorted({*sizes, *(own[-1:] if STOCK in engines else ())})
    steps = [(name, size) for size in every for name in engines if name != STOCK or size in own]
    steps += [(STOCK, size) for size in own if STOCK in engines and size not in every]
    return Plan(tuple(steps), tuple(queries), **how)  # type: ignore[arg-type]


def run(
    plan: Plan, corpus: Path, work: Path, report_step: Callable[[str], None] = lambda step: None
) -> Report:
    """Measure the steps over a prepared corpus; `work` holds one index at a time."""
    results, differences, compared = [], list[Difference](), 0
    expected: dict[int, tuple[dict[int, Answer], dict[int, Answer]]] = {}
    for name, size in plan.steps:
        report_step(f"{name} {size:,}")
        directory = work / f"{name}-{size}"
        built = run_apart(build, name, directory, corpus, size)
        top, faceted = (
            run_apart(
                answer,
                name,
                directory,
                plan.queries,
                with_facets=with_facets,
                passes=plan.passes,
                budget_s=plan.budget_s,
            )
            for with_facets in (False, True)
        )
        shutil.rmtree(directory)
        results.append(_result(name, size, built, top, faceted))
        wanted = expected.setdefault(size, (top.answers, faceted.answers))
        for found, right in zip((top.answers, faceted.answers), wanted, strict=True):
            if found is not right:
                compared += len(found.keys() & right.keys())
                differences += _differences(name, size, plan.queries, found, right)
    return Report(tuple(results), tuple(differences), compared)


def _result(name: str, size: int, built: Build, top: Searches, faceted: Searches) -> Result:
    def first(searches: Searches) -> Percentiles:
        return summarize([sample for sample in searches.samples if sample.is_first])[ALL]

    return Result(
        engine=name,
        size=size,
        build=built,
        top=summarize(top.samples),
        faceted=summarize(faceted.samples),
        top_first=first(top),
        faceted_first=first(faceted),
        open_ms=top.open_ms,
        peak_mb=max(top.peak_mb, faceted.peak_mb),
    )


def _differences(
    name: str, size: int, queries: Sequence[Query], found: dict[int, Answer], right: dict[int, Answer]
) -> Iterator[Difference]:
    for number in sorted(found.keys() & right.keys()):
        one, other = _counts(found[number]), _counts(right[number])
        for of, counted in one.items():
            if counted != other[of]:
                yield Difference(name, size, str(queries[number]), of, str(counted), str(other[of]))


def _counts(answer: Answer) -> dict[str, object]:
    if answer.facets is None:
        return {"hits": answer.total}
    facets = answer.facets
    return {
        "hits": answer.total,
        "sources": dict(sorted(facets.sources.items())),
        "months": dict(sorted(facets.months.items())),
        "entities": facets.entities,
    }


@dataclass(frozen=True)
class Ratio:
    """How many times as fast the engine is as another; `is_extrapolated`: the other's time is."""

    engine: str
    what: str
    size: int
    ours_ms: float
    other_ms: float
    is_extrapolated: bool = False

    @property
    def factor(self) -> float:
        return self.other_ms / self.ours_ms


def ratios(results: Sequence[Result]) -> list[Ratio]:
    """Ours against stock (p50), and with facets against Tantivy (p95, its single stream); CPU time."""
    by_step = {(result.engine, result.size): result for result in results}
    stock = sorted((result for result in results if result.engine == STOCK), key=lambda result: result.size)
    found = []
    for (name, size), ours in by_step.items():
        if name not in OURS:
            continue
        for what, mode in (("top ten", "top"), ("faceted", "faceted")):
            mine = getattr(ours, mode)[ALL].cpu_p50
            if other := by_step.get((STOCK, size)):
                found.append(Ratio(name, f"{what} p50, stock", size, mine, getattr(other, mode)[ALL].cpu_p50))
            elif len(stock) > 1 and size > stock[-1].size:
                times = [(each.size, getattr(each, mode)[ALL].cpu_p50) for each in stock]
                found.append(Ratio(name, f"{what} p50, stock", size, mine, extrapolate(times, size), True))
        if other := by_step.get(("tantivy", size)):
            mine, theirs = ours.faceted[ALL].cpu_p95, other.faceted[ALL].cpu_p95
            found.append(Ratio(name, "faceted p95, tantivy", size, mine, theirs))
    return found


def extrapolate(times: Sequence[tuple[int, float]], size: int) -> float:
    """On the straight line through the last two (size, time)."""
    (small, less), (large, more) = times[-2:]
    return more + (more - less) / (large - small) * (size - large)
