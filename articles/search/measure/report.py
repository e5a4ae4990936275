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
        yield from _searches(f"{size:,} articles, top ten", results, "top")
        yield from _searches(f"{size:,} articles, top ten with facets", results, "faceted")
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


def _searches(head: str, results: Sequence[Result], mode: str) -> Iterator[str]:
    """Classes in rows, engines in columns: CPU time, and at the end the clock's."""
    yield ""
    yield f"{f'{head}: ms, p50 / p95':<52}" + "".join(f"{result.engine:>18}" for result in results)
    columns: list[dict[str, Percentiles]] = [getattr(result, mode) for result in results]
    for kind in columns[0]:
        row = [column.get(kind) for column in columns]
        yield f"{f'{kind}, CPU':<52}" + "".join(map(_cpu, row))
    yield f"{'all, CPU, the first time that it is asked':<52}" + "".join(
        _cpu(getattr(result, f"{mode}_first")) for result in results
    )
    yield f"{'all, wall':<52}" + "".join(_wall(column[ALL]) for column in columns)


def _cpu(times: Percentiles | None) -> str:
    return f"{f'{_ms(times.cpu_p50)} / {_ms(times.cpu_p95)}' if times else '':>18}"


def _wall(times: Percentiles) -> str:
    return f"{f'{_ms(times.wall_p50)} / {_ms(times.wall_p95)}':>18}"


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
