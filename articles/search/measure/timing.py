"""How long queries take, as samples, and what is said of them: p50 and p95."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from articles.search.measure.engines import Answer, Engine
from articles.search.measure.query_classes import Query

#: Stands for all classes together in a table.
ALL = "all"
#: However slow an engine is, so many queries of a class are asked.
_LEAST = 3


@dataclass(frozen=True)
class Sample:
    """One search in milliseconds of the process's CPU and of the clock; `is_first`: the query was new."""

    kind: str
    cpu_ms: float
    wall_ms: float
    is_first: bool


@dataclass
class Clock:
    """Seconds spent in what it was told to time."""

    cpu_s: float = 0.0
    wall_s: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.cpu_s += time.process_time() - cpu
            self.wall_s += time.perf_counter() - wall


def time_queries(
    engine: Engine, queries: Sequence[Query], *, with_facets: bool, passes: int, budget_s: float
) -> tuple[list[Sample], dict[int, Answer]]:
    """Samples, and the answer to each query by its number.

    Every query is asked in each pass. A class that has taken `budget_s` seconds is asked no more, but for its
    first three queries.
    """
    samples: list[Sample] = []
    answers: dict[int, Answer] = {}
    spent = defaultdict[str, float](float)
    asked = Counter[str]()
    for _pass in range(passes):
        for number, query in enumerate(queries):
            if spent[query.kind] > budget_s and asked[query.kind] >= _LEAST:
                continue
            clock = Clock()
            with clock.running():
                answer = engine.search(query, with_facets=with_facets)
            is_first = number not in answers
            answers[number] = answer
            samples.append(Sample(query.kind, clock.cpu_s * 1000, clock.wall_s * 1000, is_first))
            spent[query.kind] += clock.wall_s
            asked[query.kind] += 1
    return samples, answers


@dataclass(frozen=True)
class Percentiles:
    """Milliseconds: half of the searches took at most p50, 95% at most p95."""

    cpu_p50: float
    cpu_p95: float
    wall_p50: float
    wall_p95: float
    samples: int


def summarize(samples: Sequence[Sample]) -> dict[str, Percentiles]:
    """By class, and over all."""
    kinds = list(dict.fromkeys(sample.kind for sample in samples))
    groups = {kind: [sample for sample in samples if sample.kind == kind] for kind in kinds}
    return {kind: _percentiles(group) for kind, group in {**groups, ALL: list(samples)}.items() if group}


def _percentiles(samples: Sequence[Sample]) -> Percentiles:
    def percentile(of: Callable[[Sample], float], share: int) -> float:
        return float(np.percentile([of(sample) for sample in samples], share))

    return Percentiles(
        cpu_p50=percentile(lambda sample: sample.cpu_ms, 50),
        cpu_p95=percentile(lambda sample: sample.cpu_ms, 95),
        wall_p50=percentile(lambda sample: sample.wall_ms, 50),
        wall_p95=percentile(lambda sample: sample.wall_ms, 95),
        samples=len(samples),
    )


def peak_memory_mb() -> float:
    """The most memory that this process has held, of which files it has mapped are a part."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
