"""Fetching as a guest: what robots.txt allows, one request at a time for each host, with pauses."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import partial

from articles.ingest.fetch.errors import Fault, FetchError, Reason
from articles.ingest.fetch.exchange import PRODUCT
from articles.ingest.fetch.follow import ACCEPT_PAGE, DEFAULT_LIMITS, Fetched, fetch
from articles.ingest.fetch.limits import Limits
from articles.ingest.fetch.robots import MAX_BYTES, Rules, parse_rules
from articles.ingest.fetch.urls import Target

PAUSE_S = 2.0
#: RFC 9309: robots.txt is not kept for longer than a day.
_KEEP_S = 24 * 3600.0
#: What could not be read is tried again sooner; until then a copy of at most so old an age holds.
_RETRY_S = 600.0
_STALE_S = 30 * 24 * 3600.0
_MOST_KEPT = 5000
_ROBOTS_LIMITS = Limits(max_raw_bytes=MAX_BYTES, max_bytes=MAX_BYTES, total_s=30, cut=True)


@dataclass
class _Turn:
    """Whose turn it is at one host, and when the next may begin."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    not_before: float = 0.0
    waiting: int = 0


class Turns:
    """One request at a time for each host, with a pause after it. Shared by all threads."""

    def __init__(
        self,
        *,
        pause_s: float = PAUSE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause_s = pause_s
        self._clock = clock
        self._sleep = sleep
        self._turns: dict[str, _Turn] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, host: str, *, delay_s: float = 0.0) -> Iterator[None]:
        """Wait for the host to be free and rested, and hold it."""
        with self._lock:
            turn = self._turns.setdefault(host, _Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                if (wait_s := turn.not_before - self._clock()) > 0:
                    self._sleep(wait_s)
                try:
                    yield
                finally:
                    turn.not_before = self._clock() + max(self._pause_s, delay_s)
        finally:
            with self._lock:
                turn.waiting -= 1
                if len(self._turns) > _MOST_KEPT:
                    self._forget_rested()

    def _forget_rested(self) -> None:
        now = self._clock()
        self._turns = {
            host: turn for host, turn in self._turns.items() if turn.waiting or turn.not_before > now
        }


@dataclass(frozen=True)
class _Kept:
    """Rules and when they were read; or why they could not be, and when that was."""

    rules: Rules
    read_at: float
    failed_at: float | None = None
    fault: Fault | None = None

    def is_fresh(self, now: float) -> bool:
        if self.failed_at is not None:
            return now - self.failed_at < _RETRY_S
        return now - self.read_at < _KEEP_S


class PoliteFetcher:
    """`fetch` with manners. One for all threads of the process that collects."""

    def __init__(self, *, turns: Turns | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns = turns or Turns()
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = ACCEPT_PAGE,
        limits: Limits = DEFAULT_LIMITS,
        heed_robots: bool = True,
    ) -> Fetched:
        """As `fetch`; waits for the host's turn. A person's own request need not heed robots.txt."""
        gate = partial(self._gate, heed_robots=heed_robots)
        return fetch(url, etag=etag, last_modified=last_modified, accept=accept, limits=limits, gate=gate)

    def rules(self, target: Target) -> Rules:
        """What the site of an address asks of us; read at most once a day. Raises Fault."""
        with self._lock:
            kept = self._kept.get(target.origin)
        if kept is None or not kept.is_fresh(self._clock()):
            kept = self._read(target, kept)
            with self._lock:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[target.origin] = kept
        if kept.fault is not None:
            raise copy(kept.fault)
        return kept.rules

    @contextmanager
    def _gate(self, target: Target, *, heed_robots: bool) -> Iterator[None]:
        rules = self.rules(target) if heed_robots else Rules()
        if not rules.allows(target.path):
            raise Fault(Reason.ROBOTS)
        with self._turns.at(target.host, delay_s=rules.delay_s):
            yield

    def _read(self, target: Target, before: _Kept | None) -> _Kept:
        """RFC 9309, 2.3.1: where the file is missing all is allowed; where that cannot be known, nothing."""
        now = self._clock()
        try:
            got = fetch(target.origin + "/robots.txt", limits=_ROBOTS_LIMITS, gate=self._turn)
        except FetchError as error:
            if _is_missing(error):
                return _Kept(Rules(), now)
            if before is not None and before.fault is None and now - before.read_at < _STALE_S:
                return _Kept(before.rules, before.read_at, failed_at=now)
            return _Kept(Rules(), now, failed_at=now, fault=_unreadable(error))
        return _Kept(parse_rules(got.body.decode("utf-8", "replace"), PRODUCT), now)

    @contextmanager
    def _turn(self, target: Target) -> Iterator[None]:
        with self._turns.at(target.host):
            yield


def _is_missing(error: FetchError) -> bool:
    if error.reason is Reason.STATUS:
        # 429 is no «there is none»: the site is only busy.
        return error.status is not None and 400 <= error.status < 500 and error.status != 429
    return error.reason in {Reason.TOO_MANY_REDIRECTS, Reason.REDIRECT_LOOP, Reason.BAD_REDIRECT}


def _unreadable(error: FetchError) -> Fault:
    """A site that cannot be reached at all says so itself; robots.txt is not what is wrong with it."""
    if error.reason is Reason.STATUS:
        return Fault(Reason.ROBOTS_UNREADABLE, status=error.status, retry_after_s=error.retry_after_s)
    assert isinstance(error.__cause__, Fault)
    return error.__cause__
