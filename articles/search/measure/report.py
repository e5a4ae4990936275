"""What was measured, as tables for people and as an object for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from articles.search.measure.benchmark import Report, Result, ratios
from articles.search.measure.timing import ALL, Percentiles

_MEGABYTE = 1e6


def as_json(report: Report, about: dict[str, Any]) -> dict[str, Any]:
    """Everything, with times in milliseconds."""
    return {
        "corpus": about,
        "results": [asdict(result) for result in report.results],
        "ratios": [asdict(ratio) | {"factor": ratio.factor} for ratio in ratios(report.results)],
        "compared": report.compared,
        "differences": [asdict(difference) for difference in report.differences],
    }


def as_lines(report: Report) -> Iterator[str]:
    """The tables."""
    yield from _builds(report.results)
    for size in sorted({result.size for result in report.results}):
        results = [result for result in report.results if result.size == size]
        yield from _searches(size, results, "CPU")
        yield from _searches(size, results, "wall")
    yield from _ratios(report.results)
    yield ""
    yield f"Counts held against those of {report.results[0].engine}: {report.compared} answers, "
    yield f"{len(report.differences)} differ."
    for each in report.differences:
        yield f"  {each.engine} {each.size:,}, {each.query}: {each.of} {each.counted} and not {each.expected}"


def _builds(results: Sequence[Result]) -> Iterator[str]:
    heads = ("from", "per CPU s", "per s", "MB on disk", "MB to build", "MB to search", "open ms")
    yield f"{'built':<10}{'articles':>10}" + "".join(f"{head:>14}" for head in heads)
    for result in results:
        build = result.build
        yield f"{result.engine:<10}{build.articles:>10,}" + "".join(
            f"{value:>14}"
            for value in (
                build.reads,
                f"{build.articles / build.cpu_s:,.0f}",
                f"{build.articles / build.wall_s:,.0f}",
                f"{build.bytes / _MEGABYTE:,.1f}",
                f"{build.peak_mb:,.0f}",
                f"{result.peak_mb:,.0f}",
                f"{result.open_ms:,.1f}",
            )
        )


def _searches(size: int, results: Sequence[Result], time: str) -> Iterator[str]:
    """Classes in rows, engines in columns: top ten, and the same with facets."""
    yield ""
    yield f"{size:,} articles, {time} ms, p50 / p95"
    columns = [(result, what) for result in results for what in ("top", "faceted")]
    heads = [f"{result.engine} {'top ten' if what == 'top' else 'facets'}" for result, what in columns]
    yield f"{'':<26}" + "".join(f"{head:>22}" for head in heads)
    for kind in results[0].top:
        row = [getattr(result, what).get(kind) for result, what in columns]
        yield f"{kind if kind != ALL else 'all':<26}" + "".join(_cell(each, time) for each in row)
    row = [getattr(result, f"{what}_first") for result, what in columns]
    yield f"{'all, first time asked':<26}" + "".join(_cell(each, time) for each in row)


def _cell(times: Percentiles | None, time: str) -> str:
    if times is None:
        return f"{'':>22}"
    p50, p95 = (times.cpu_p50, times.cpu_p95) if time == "CPU" else (times.wall_p50, times.wall_p95)
    return f"{f'{_ms(p50)} / {_ms(p95)}':>22}"


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratios(results: Sequence[Result]) -> Iterator[str]:
    yield ""
    for ratio in ratios(results):
        note = ", extrapolated" if ratio.is_extrapolated else ""
        yield (
            f"{ratio.what} at {ratio.size:,}: {_ms(ratio.other_ms)} ms{note}, {ratio.engine} "
            f"{_ms(ratio.ours_ms)} ms: "
            f"{ratio.factor:,.1f} times as fast"
        )
