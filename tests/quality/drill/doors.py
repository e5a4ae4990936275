"""The real commands, beside each other: how soon a change shows, and what a second writer is told."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.db import connections

from tests.quality.drill.load import Author, total
from tests.quality.drill.marks import mark_in
from tests.quality.drill.report import Report
from tests.quality.drill.rounds import Drill, wait_until
from tests.site_process import Site

_DEADLINE_S = 60.0


def seconds_until_seen(author: Author, saves: int) -> Iterator[tuple[str, float]]:
    """Save and delete articles; how long each took to be found, and to be gone."""
    for _ in range(saves):
        article = author.create()
        own = mark_in(article.body)
        yield "saved → found", _seconds(lambda: total(f'="{own}"') == 1)  # noqa: B023  (called at once)
        article.delete()
        yield "deleted → gone", _seconds(lambda: total(f'="{own}"') == 0)  # noqa: B023


def _seconds(condition: Callable[[], bool]) -> float:
    began = time.monotonic()
    if not wait_until(condition, _DEADLINE_S):
        raise TimeoutError("The change does not show.")
    return time.monotonic() - began


def measure(drill: Drill, saves: int) -> Iterator[tuple[str, list[float]]]:
    """Seconds by what was done, with `run_indexer` running: first by itself, then with readers."""
    site = Site(drill.directory)
    with _running(site, drill.directory, drill.result.report):
        drill.delete_last(is_purged=False)  # The worker is there once it has handled this.
        for beside, readers in (("", nullcontext()), (", with readers", drill.readers())):
            with readers:
                seen = list(seconds_until_seen(drill.author, saves))
            for what in ("saved → found", "deleted → gone"):
                yield f"{what}{beside}", [seconds for name, seconds in seen if name == what]
        _second_writers(site, drill)


@contextmanager
def _running(site: Site, directory: Path, report: Report) -> Iterator[None]:
    connections.close_all()
    log = directory / "command.log"
    with log.open("wb") as file:
        worker = subprocess.Popen(site.command("run_indexer"), env=site.environment, stdout=file, stderr=file)
        try:
            yield
        finally:
            worker.terminate()
            if worker.wait() or "Traceback" in log.read_text():
                report.problem(f"run_indexer ended with {worker.returncode}:\n{log.read_text()[-3000:]}")


def _second_writers(site: Site, drill: Drill) -> None:
    expect = drill.result.expect
    second = site.run("run_indexer", check=False)
    expect(
        second.returncode == 1 and "Another worker" in second.stderr,
        f"a second run_indexer ended with {second.returncode}: {second.stderr[-500:]}",
    )
    rebuild = subprocess.Popen(
        site.command("rebuild_index"), env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while rebuild.poll() is None:
        drill.author.create()
        drill.author.change()
    errors = rebuild.communicate()[1].decode()
    expect(rebuild.returncode == 0, f"rebuild_index beside run_indexer: {errors[-1000:]}")
    drill.delete_last(is_purged=False)
