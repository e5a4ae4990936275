"""The one collector of a data directory: rounds of many feeds at once, one feed at a time for each host.

Each round has a thread of its own, which ends with it. What a round waits for may take long (a server that
drips), so threads do not keep the process from ending; every step is stored whole or not at all.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from articles.collect.items import PAGES_PER_ROUND
from articles.collect.rounds import Manner, Round, collect, note_defect
from articles.collect.schedule import collected_feeds, feeds_to_poll, feeds_with_pages
from articles.ingest.fetch import Limits, PoliteFetcher, Turns
from articles.ingest.fetch.polite import PAUSE_S
from articles.models import Feed

logger = logging.getLogger("newsarchive.collect")

THREADS = 8
#: How soon a feed that was added is seen.
LOOK_EVERY_S = 5.0
#: What is under way is left so long to come to its end.
GRACE_S = 1.0
#: After an error of ours, or of the database.
REST_S = 60.0
_LIMITS = Limits()


class CollectorIsRunning(Exception):
    """Another process holds the collector's lock."""


class Stopped(BaseException):
    """The collector ends; nobody waits for a host any more. Not an error, so none handles it as one."""


@contextmanager
def only_collector() -> Iterator[None]:
    """Be the only collector of this data directory; raises CollectorIsRunning. The system frees the lock."""
    with open(Path(settings.DATA_DIR) / "collector.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CollectorIsRunning from error
        yield


@dataclass(frozen=True)
class Task:
    """A round that is to be made."""

    feed: Feed
    is_to_poll: bool

    @property
    def host(self) -> str:
        try:
            return urlsplit(self.feed.url).hostname or ""
        except ValueError:
            return ""


class Collector:
    """Makes the rounds that are due; `stop` may be called from a signal handler."""

    def __init__(
        self,
        *,
        pause_s: float = PAUSE_S,
        threads: int = THREADS,
        now: Callable[[], datetime] = timezone.now,
        limits: Limits = _LIMITS,
        pages_per_round: int = PAGES_PER_ROUND,
        at_once: bool = False,
    ) -> None:
        self._stop = threading.Event()
        fetcher = PoliteFetcher(turns=Turns(pause_s=pause_s, sleep=self._sleep))
        self.manner = Manner(fetcher, now, self._stop.is_set, pages_per_round, limits, at_once)
        self._free = threads
        self._running: dict[str, threading.Thread] = {}
        #: What wakes the loop: a round that ended, or nothing. May be put to from a signal handler.
        self._ended: SimpleQueue[tuple[Task, Round | None] | None] = SimpleQueue()
        #: By the key of a feed: when its last round began, and before when none is made.
        self._began: dict[int, float] = {}
        self._rests: dict[int, float] = {}

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def pause(self, seconds: float) -> None:
        """Wait, but not for longer than until `stop`."""
        self._stop.wait(seconds)

    def stop(self) -> None:
        self._stop.set()
        self._ended.put(None)

    def follow(self, on_round: Callable[[Round], None]) -> None:
        """Make rounds until `stop`."""
        while not self._stop.is_set():
            close_old_connections()
            try:
                self._start(self._due())
            except DatabaseError:
                logger.exception("what is due cannot be asked")
            self._wait(on_round)
        self.end()

    def once(self, tasks: list[Task], on_round: Callable[[Round], None]) -> None:
        """Make these rounds."""
        while (tasks or self._running) and not self._stop.is_set():
            self._start(tasks)
            self._wait(on_round)

    def end(self) -> None:
        """Give what is under way a moment to end."""
        self.stop()
        until = time.monotonic() + GRACE_S
        for thread in list(self._running.values()):
            thread.join(max(0.0, until - time.monotonic()))

    def tasks(self) -> list[Task]:
        """The rounds that are due; where nothing may wait, of all feeds."""
        now = self.manner.now()
        to_poll = collected_feeds() if self.manner.at_once else feeds_to_poll(now)
        tasks = {feed.pk: Task(feed, is_to_poll=True) for feed in to_poll}
        for feed in feeds_with_pages(now):
            tasks.setdefault(feed.pk, Task(feed, is_to_poll=False))
        return list(tasks.values())

    def _due(self) -> list[Task]:
        """The longest without a round first, so that a feed with much to do holds up none of its host."""
        now = time.monotonic()
        due = [task for task in self.tasks() if self._rests.get(task.feed.pk, 0.0) <= now]
        return sorted(due, key=lambda task: self._began.get(task.feed.pk, 0.0))

    def _start(self, tasks: list[Task]) -> None:
        """Start what can be started, and take it out of the list."""
        for task in list(tasks):
            if len(self._running) >= self._free:
                return
            if task.host in self._running:
                continue
            tasks.remove(task)
            self._began[task.feed.pk] = time.monotonic()
            thread = threading.Thread(target=self._make, args=(task,), daemon=True)
            self._running[task.host] = thread
            thread.start()

    def _make(self, task: Task) -> None:
        """A round, in its own thread with its own connection to the database."""
        done: Round | None = None
        try:
            done = self._guarded(task)
        except Stopped:
            pass
        except Exception:
            logger.exception("a round of feed %s came to nothing", task.feed.url)
        finally:
            connection.close()
            self._ended.put((task, done))

    def _guarded(self, task: Task) -> Round:
        try:
            return collect(task.feed, self.manner, is_to_poll=task.is_to_poll)
        except (Stopped, OSError, DatabaseError):
            raise
        except Exception as error:
            return note_defect(task.feed, error, self.manner.now())

    def _wait(self, on_round: Callable[[Round], None]) -> None:
        """Until a round has ended or it is time to look again."""
        try:
            ended = self._ended.get(timeout=LOOK_EVERY_S)
        except Empty:
            return
        if ended is None:
            return
        task, done = ended
        del self._running[task.host]
        if done is None:
            self._rests[task.feed.pk] = time.monotonic() + REST_S
        else:
            on_round(done)

    def _sleep(self, seconds: float) -> None:
        """The pause that a host is owed, unless all is over."""
        if self._stop.wait(seconds):
            raise Stopped
