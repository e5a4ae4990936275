"""One round of one feed: asked if it is time, then its waiting items; an ImportRun if there is news."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from articles.collect.items import PAGES_PER_ROUND, WorkOff
from articles.collect.pages import Fetching
from articles.collect.poll import Polled, failed, poll
from articles.collect.schedule import after_failure, due_items, has_come
from articles.ingest.fetch import Limits, PoliteFetcher
from articles.ingest.pipeline import Import, Imported, import_records
from articles.ingest.readers.record import Record
from articles.models import Feed, ImportRun


def never() -> bool:
    return False


@dataclass(frozen=True)
class Manner:
    """How a collector goes about it: what fetches, by which clock, how much at a time.

    `at_once` lets nothing wait for another try: somebody asks for it now.
    """

    fetcher: PoliteFetcher = field(default_factory=PoliteFetcher)
    now: Callable[[], datetime] = timezone.now
    is_stopped: Callable[[], bool] = never
    pages_per_round: int = PAGES_PER_ROUND
    limits: Limits = field(default_factory=Limits)
    at_once: bool = False


@dataclass
class Round:
    """What a round of a feed did. `waiting` items are due and left for the next one."""

    feed: Feed
    is_good: bool = True
    new: int = 0
    changed: int = 0
    waiting: int = 0
    imported: list[Imported] = field(default_factory=list)
    run: ImportRun | None = None

    @property
    def has_failed(self) -> bool:
        return not self.is_good or any(each.problem for each in self.imported)

    def note(self, polled: Polled) -> None:
        self.is_good, self.new, self.changed = polled.is_good, polled.new, polled.changed

    def store(self, records: Sequence[Record]) -> list[Imported]:
        """Import records of this feed, and note them in its run."""
        if self.run is None:
            self.run = ImportRun.objects.create(
                command="fetch_feeds", feed=self.feed, arguments=[self.feed.url]
            )
        stored: list[Imported] = []
        import_records(records, Import(self.run, self.feed.source, stored.append))
        self.imported += stored
        return stored


def collect(feed: Feed, manner: Manner, *, is_to_poll: bool) -> Round:
    """Ask a feed, if it is to be asked, and work off what waits."""
    done = Round(feed)
    if is_to_poll:
        done.note(poll(feed, manner.fetcher, done.store, now=manner.now, limits=manner.limits))
    if manner.at_once or has_come(feed.pages_after, manner.now()):
        work = WorkOff(
            feed,
            Fetching(manner.fetcher, manner.limits),
            done.store,
            now=manner.now,
            is_stopped=manner.is_stopped,
            most_pages=manner.pages_per_round,
            at_once=manner.at_once,
        )
        work.run()
        _rest(feed, work, manner.now())
    done.waiting = due_items(manner.now()).filter(feed=feed).count()
    return done


def note_defect(feed: Feed, error: Exception, now: datetime) -> Round:
    """An error of ours: the feed is tried again later, the others are not held up."""
    done = Round(feed)
    done.note(failed(feed, error, done.store, now))
    return done


def _rest(feed: Feed, work: WorkOff, now: datetime) -> None:
    """Leave the host of the pages alone, if it is not well."""
    pages_after = None
    if work.is_host_unwell:
        pages_after = after_failure(feed, now, failures=1, retry_after_s=work.retry_after_s)
    if pages_after != feed.pages_after:
        Feed.objects.filter(pk=feed.pk).update(pages_after=pages_after)
        feed.pages_after = pages_after
