"""The waiting items of a feed, worked off: each becomes an article, waits on, or is given up.

No transaction spans the network. An article is stored first and its item marked after: a kill in between has
the page fetched again, and the article is found by its address.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from articles.collect.announced import page_of
from articles.collect.health import is_about_the_host
from articles.collect.messages import problem_from
from articles.collect.pages import Fetching, has_page, record_behind, record_of_item
from articles.collect.schedule import MOST_TRIES, after_failure, due_items, next_fetch, waiting_items
from articles.ingest.documents import UnreadableInput
from articles.ingest.fetch import FetchError
from articles.ingest.pipeline import Imported
from articles.ingest.readers.feeds import Item
from articles.ingest.readers.record import Record
from articles.models import Article, Feed, FeedItem, Review

#: Pages fetched for one feed before others of its host have their turn: with the pauses, a minute or so.
PAGES_PER_ROUND = 20
#: Items without a page cost no network; so many are stored at a time, and so many times.
_ROWS_PER_CHUNK = 100
_CHUNKS_PER_ROUND = 20
#: Who shows no article at first may do so later: an error page, a consent wall, a text that grows.
_TRIES_OF_DRAFTS = 3
_MAY_PASS = {Review.Reason.CONSENT_PAGE, Review.Reason.FURNITURE, Review.Reason.TOO_SHORT}
#: So many pages that fail one after the other say that their host is not well.
_FAILURES_IN_A_ROW = 3

Store = Callable[[Sequence[Record]], Sequence[Imported]]


class WorkOff:
    """One round over the items of a feed that are due.

    `pages` counts those fetched; `is_host_unwell` says that their host is to be left alone for a while, for
    `retry_after_s` at least.
    """

    def __init__(
        self,
        feed: Feed,
        fetching: Fetching,
        store: Store,
        *,
        now: Callable[[], datetime],
        is_stopped: Callable[[], bool] = lambda: False,
        most_pages: int = PAGES_PER_ROUND,
        at_once: bool = False,
    ) -> None:
        self.feed = feed
        self.pages = 0
        self.is_host_unwell = False
        self.retry_after_s: float | None = None
        self._fetching = fetching
        self._store = store
        self._now = now
        self._is_stopped = is_stopped
        self._most_pages = most_pages
        self._at_once = at_once
        self._failures = 0

    def run(self) -> None:
        """Work off the newest first, as many pages as a round may have."""
        below: dict[str, int] = {}
        for _chunk in range(_CHUNKS_PER_ROUND):
            due = waiting_items() if self._at_once else due_items(self._now())
            rows = list(due.filter(feed=self.feed, **below).order_by("-pk")[:_ROWS_PER_CHUNK])
            if not rows or self._may_not_go_on():
                return
            self._work_off(rows)
            below = {"pk__lt": rows[-1].pk}

    def _may_not_go_on(self) -> bool:
        return self._is_stopped() or self.is_host_unwell or self.pages >= self._most_pages

    def _work_off(self, rows: list[FeedItem]) -> None:
        texts: list[tuple[FeedItem, Record]] = []
        for row in rows:
            item = _item(row)
            if item is None:
                self._mark(row, FeedItem.State.GIVEN_UP)
            elif not has_page(item):
                texts.append((row, record_of_item(item, self.feed.source.name)))
            elif twin := self._twin(row, item):
                self._mark(row, FeedItem.State.DONE, twin)
            elif not self._may_not_go_on():
                self.pages += 1
                self._take_page(row, item)
        if texts:
            stored = self._store([record for _row, record in texts])
            with transaction.atomic():
                for (row, _record), imported in zip(texts, stored, strict=True):
                    self._settle(row, imported)

    def _twin(self, row: FeedItem, item: Item) -> int | None:
        """The article of this very page, where another feed of the source has just brought it."""
        if row.article_id is not None or not page_of(item):
            return None
        feeds = Feed.objects.filter(source_id=self.feed.source_id).exclude(pk=self.feed.pk)
        done = FeedItem.objects.filter(feed__in=feeds, key=row.key, state=FeedItem.State.DONE)
        return done.filter(article__isnull=False).values_list("article_id", flat=True).first()

    def _take_page(self, row: FeedItem, item: Item) -> None:
        try:
            record = record_behind(item, self._fetching, key=row.key, source=self.feed.source)
        except (OSError, DatabaseError):
            raise
        except Exception as error:  # a defect of ours, too, must cost this page only
            self._note_health(error)
            self._fail(row, item, error)
            return
        self._failures = 0
        (imported,) = self._store([record])
        self._settle(row, imported)

    def _note_health(self, error: Exception) -> None:
        if not isinstance(error, FetchError) or error.permanent:
            self._failures = 0
            return
        self._failures += 1
        if is_about_the_host(error) or self._failures >= _FAILURES_IN_A_ROW:
            self.is_host_unwell = True
            self.retry_after_s = error.retry_after_s

    def _settle(self, row: FeedItem, imported: Imported) -> None:
        """Mark the item of a record that was stored, or that the store refused."""
        if imported.problem is not None:
            self._wait(row, row.article_id)
        elif _may_grow(imported) and row.tries + 1 < _TRIES_OF_DRAFTS:
            self._wait(row, imported.article_id)
        else:
            self._mark(row, FeedItem.State.DONE, imported.article_id)

    def _fail(self, row: FeedItem, item: Item, error: Exception) -> None:
        """Wait for another try, or give the page up and keep what the feed says of it."""
        records = [Record(item.link, problem=problem_from(error, item.link))]
        is_permanent = isinstance(error, FetchError) and error.permanent
        if not is_permanent and row.tries + 1 < MOST_TRIES:
            self._store(records)
            self._wait(row, row.article_id)
            return
        if row.article_id is None and item.title:
            records.append(record_of_item(item, self.feed.source.name))
        self._mark(row, FeedItem.State.GIVEN_UP, self._store(records)[-1].article_id)

    def _wait(self, row: FeedItem, article_id: int | None) -> None:
        """Until the next try; the last one was this, if it is one too many."""
        tries = row.tries + 1
        if tries >= MOST_TRIES:
            self._mark(row, FeedItem.State.GIVEN_UP, article_id)
            return
        next_try_at = after_failure(self.feed, self._now(), failures=tries)
        _rows(row).update(tries=tries, next_try_at=next_try_at, article_id=article_id)

    def _mark(self, row: FeedItem, state: str, article_id: int | None = None) -> None:
        """The item is finished; what the feed said of one given up stays, so that it can be tried again."""
        _rows(row).update(
            state=state,
            content="" if state == FeedItem.State.DONE else row.content,
            tries=0,
            next_try_at=next_fetch(row, self._now()),
            article_id=article_id or row.article_id,
        )


def _rows(row: FeedItem) -> QuerySet[FeedItem]:
    return FeedItem.objects.filter(pk=row.pk)


def _item(row: FeedItem) -> Item | None:
    try:
        return Item.from_json(row.content.encode("utf-8", "replace"))
    except UnreadableInput:  # of another version of ours
        return None


def _may_grow(imported: Imported) -> bool:
    return imported.status == Article.Status.DRAFT and not _MAY_PASS.isdisjoint(imported.reviews)
