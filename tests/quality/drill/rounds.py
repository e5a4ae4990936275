"""The drill: an archive under load whose worker is killed, and what is wrong with it afterwards."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from articles.models import Article, Change, Source
from articles.search.consistency import check_index
from articles.search.engine import default_backend
from articles.search.whoosh.directory import IndexDirectory
from tests.quality.drill.load import Author, found, read
from tests.quality.drill.marks import mark, mark_in, marks_in_files
from tests.quality.drill.report import Report, reporting
from tests.quality.drill.victims import FORK, Victim, remains

#: A worker lives no longer than this, which is several batches.
_LIFE_S, _REBUILD_S = 0.8, 1.0
#: Things done to files in some commits, and in a rebuild.
_STEPS, _REBUILD_STEPS = 60, 30
_DEADLINE_S = 60.0


@dataclass(frozen=True)
class Plan:
    kills: int
    seed: int
    readers: int
    threads: int
    pause_s: float


@dataclass
class Result:
    """Kills by what was killed and how; what they left behind; what the others did; what is wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    rebuilds: int = 0
    report: Report = field(default_factory=Report)
    articles: int = 0
    states: int = 0
    generation: str = ""
    batches: int = 0
    seconds: float = 0.0

    def expect(self, claim: bool, problem: str) -> None:
        if not claim:
            self.report.problem(problem)


class Drill:
    """Use it in a process without threads, on a data directory of its own that has a database."""

    def __init__(self, plan: Plan, directory: Path) -> None:
        self.plan = plan
        self.directory = directory
        self.index = Path(settings.INDEX_DIR)
        self.random = random.Random(plan.seed)
        self.marks = FORK.Value("q", 0)
        self.result = Result()
        self._worker: Victim | None = None

    def prepare(self) -> None:
        call_command("migrate", verbosity=0)
        Source.objects.create(slug="drill", name="وكالة الاختبار", time_zone="Asia/Damascus")
        self.author = Author(self.plan.seed, self.marks)
        self.author.fill()
        call_command("rebuild_index", stdout=StringIO())

    def run(self) -> Result:
        began = time.monotonic()
        with self.readers():
            with self._load():
                while sum(self.result.kills.values()) < self.plan.kills:
                    self._round()
            self._drain()
        self.verify()
        self.result.seconds = time.monotonic() - began
        return self.result

    # ------------------------------------------------------------ the load

    @contextmanager
    def _load(self) -> Iterator[None]:
        stop = FORK.Event()

        def write(report: Report) -> None:
            Author(self.plan.seed + 1, self.marks).work(stop, self.plan.pause_s, report)

        with self._running([("author", write)], stop):
            yield

    @contextmanager
    def readers(self) -> Iterator[None]:
        """Readers in processes of their own, for as long as this lasts; their reports go into the result."""
        stop = FORK.Event()

        def reader(number: int) -> Callable[[Report], None]:
            seed = self.plan.seed + 100 * (number + 1)
            return lambda report: read(seed, self.plan.threads, self.marks, stop, report)

        with self._running([(f"reader {n}", reader(n)) for n in range(self.plan.readers)], stop):
            yield

    @contextmanager
    def _running(self, works: list[tuple[str, Callable[[Report], None]]], stop: Any) -> Iterator[None]:
        connections.close_all()
        paths = [self.directory / f"{name}.json" for name, _work in works]
        running = [
            FORK.Process(target=reporting, args=(path, work))
            for path, (_name, work) in zip(paths, works, strict=True)
        ]
        for process in running:
            process.start()
        try:
            yield
        finally:
            stop.set()
            for process, path in zip(running, paths, strict=True):
                process.join()
                self.result.report.add(Report.read(path))
                path.unlink(missing_ok=True)

    # ------------------------------------------------------------ the kills

    def _round(self) -> None:
        (kill,) = self.random.choices(
            [self._kill_by_clock, self._kill_at_step, self._kill_rebuild, self._kill_beside_rebuild],
            (40, 35, 15, 10),
        )
        kill()

    def _kill_by_clock(self) -> None:
        worker = self._take_worker()
        worker.lives(self.random.uniform(0, _LIFE_S))
        self._killed(worker, "worker, at a random moment")

    def _kill_at_step(self) -> None:
        self._end_worker()
        worker = self._start("run_indexer", last_step=self.random.randint(1, _STEPS))
        how = "at a random moment" if worker.lives(4 * _LIFE_S) else "at a random step of writing"
        self._killed(worker, f"worker, {how}")

    def _kill_rebuild(self) -> None:
        self._worker = self._take_worker()
        step = self.random.choice([0, self.random.randint(1, _REBUILD_STEPS)])
        rebuild = self._start("rebuild_index", last_step=step)
        lived = rebuild.lives(4 * _REBUILD_S if step else self.random.uniform(0, _REBUILD_S))
        if rebuild.kill():
            self._killed(rebuild, f"rebuild_index, at a random {'moment' if lived else 'step of writing'}")
        else:
            self._finished(rebuild)

    def _kill_beside_rebuild(self) -> None:
        worker = self._take_worker()
        rebuild = self._start("rebuild_index")
        worker.lives(self.random.uniform(0, _REBUILD_S))
        self._killed(worker, "worker, while rebuild_index runs", with_remains=False)
        self.result.expect(not rebuild.lives(_DEADLINE_S), "rebuild_index does not come to an end")
        self._finished(rebuild)

    def _killed(self, victim: Victim, kind: str, *, with_remains: bool = True) -> None:
        self.result.expect(victim.kill(), f"{victim.command} ended by itself")
        self.result.kills[kind] += 1
        if with_remains and victim.command == "run_indexer":
            self.result.left += remains(self.index)
        elif victim.command == "rebuild_index" and len(list(self.index.glob("v*-*"))) > 1:
            self.result.left["unfinished or older indexes"] += 1

    def _finished(self, rebuild: Victim) -> None:
        self.result.rebuilds += 1
        code = rebuild.process.exitcode
        self.result.expect(code == 0, f"rebuild_index ended with {code}")

    def _take_worker(self) -> Victim:
        worker, self._worker = self._worker, None
        return worker or self._start("run_indexer")

    def _end_worker(self) -> None:
        """So that another may start."""
        if self._worker is not None:
            code = self._take_worker().stop()
            self.result.expect(code == 0, f"run_indexer ended with {code}")

    def _start(self, command: str, *, last_step: int = 0) -> Victim:
        return Victim.start(command, self._log(command), self.index, last_step=last_step)

    # ------------------------------------------------------------ afterwards

    def _drain(self) -> None:
        """Let a worker do what is left, and end it."""
        self._worker = self._take_worker()
        self.delete_last()
        self._end_worker()

    def delete_last(self, *, is_purged: bool = True) -> None:
        """Delete one more article and wait for the worker; one as people run it purges only later."""
        self.author.delete()

        def is_done() -> bool:
            purged = not is_purged or not IndexDirectory(self.index).is_purge_due
            return purged and not Change.objects.exists()

        self.result.expect(wait_until(is_done, _DEADLINE_S), "the worker does not come to an end")

    def verify(self) -> None:
        result = self.result
        default_backend().purge()
        for different in check_index():
            result.report.problem(f"check_index: {different}")
        stored = {mark_in(article.body): article.pk for article in Article.objects.iterator()}
        result.articles, result.states = len(stored), self.marks.value
        for number in range(1, result.states + 1):
            wanted = [stored[mark(number)]] if mark(number) in stored else []
            keys = found(f'="{mark(number)}"')
            result.expect(keys == wanted, f"{mark(number)} finds {keys} instead of {wanted}")
        left = remains(self.index)
        result.expect(not left, f"left in the index: {dict(left)}")
        words = marks_in_files(self.index)
        result.expect(words >= stored.keys(), "words of articles are in no file of the index")
        result.expect(not words - stored.keys(), f"{len(words - stored.keys())} removed words are in files")
        result.generation = default_backend().generation
        said = "".join(path.read_text() for path in self.directory.glob("*.log"))
        result.batches = said.count("indexed=")
        result.expect("Traceback" not in said, said[said.find("Traceback") :][:3000])
        result.expect("ERROR" not in said, said[said.find("ERROR") :][:300])

    def _log(self, command: str) -> Path:
        return self.directory / f"{command}.log"


def wait_until(condition: Callable[[], bool], deadline_s: float) -> bool:
    """Whether it has come true in time."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
