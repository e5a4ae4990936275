"""How collecting goes: the state of each feed and source, and what came in on which day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, DateField, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from articles.admin.rhythm import HORIZON_DAYS, Silence, silence
from articles.models import Article, Feed, FeedItem, Source

CHART_DAYS = 60
WEEK_DAYS = 7
MAX_LATEST = 10
#: One failure may be a hiccup; so many in a row are none.
FAILING_FROM = 3
#: Nor is a feed fine that failed and was not read for so long, or for two of its intervals.
STALE = timedelta(days=1)
#: A feed that is due for longer shows that nobody collects.
OVERDUE = timedelta(hours=2)


class FeedState(StrEnum):
    OFF = "off"
    NEW = "new"
    FAILING = "failing"
    FINE = "fine"


class SourceState(StrEnum):
    """`NO_FEEDS`: none that is collected, such as a source imported once from files; it never warns."""

    NO_FEEDS = "no_feeds"
    NEW = "new"
    FAILING = "failing"
    SILENT = "silent"
    FINE = "fine"


def feed_state(feed: Feed, now: datetime) -> FeedState:
    if not feed.is_active:
        return FeedState.OFF
    if not feed.failures:
        return FeedState.FINE if feed.last_good_at else FeedState.NEW
    is_stale = feed.last_good_at is None or now - feed.last_good_at > max(STALE, 2 * feed.interval)
    return FeedState.FAILING if is_stale or feed.failures >= FAILING_FROM else FeedState.FINE


def is_overdue(feed: Feed, now: datetime) -> bool:
    """It should have been tried long ago: nothing collects."""
    due = feed.next_try_at or feed.last_try_at or feed.created_at
    return feed.is_active and now - due > OVERDUE


@dataclass(frozen=True)
class Health:
    """A source as the list shows it. Days are those of Greenwich here."""

    state: SourceState
    silence: Silence | None
    last_good_at: datetime | None
    last_day: date | None
    in_week: int


def health_of(feeds: Iterable[Feed], by_day: Counter[date], now: datetime) -> Health:
    """From the feeds of a source and how much came on each day since the horizon."""
    feeds = list(feeds)
    collected = [feed for feed in feeds if feed.is_active]
    last_good = max((feed.last_good_at for feed in collected if feed.last_good_at), default=None)
    quiet = None
    if last_good is not None:
        since = min(feed.created_at for feed in feeds)
        # Not until now: when the archive did not look, or could not, the source is not silent.
        quiet = silence(by_day, since=_day(since), until=_day(last_good))
    states = {feed_state(feed, now) for feed in collected}
    first_of_week = _day(now) - timedelta(days=WEEK_DAYS - 1)
    return Health(
        state=_state(states, quiet),
        silence=quiet,
        last_good_at=last_good,
        last_day=max(by_day, default=None),
        in_week=sum(number for day, number in by_day.items() if day >= first_of_week),
    )


def _state(feeds: set[FeedState], quiet: Silence | None) -> SourceState:
    if not feeds:
        return SourceState.NO_FEEDS
    if FeedState.FAILING in feeds:
        return SourceState.FAILING
    if quiet is not None and quiet.is_unusual:
        return SourceState.SILENT
    return SourceState.FINE if FeedState.FINE in feeds else SourceState.NEW


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


# ------------------------------------------------------------ queries


class _UtcDay(Func):
    """The day of a moment at Greenwich, read by the database alone: SQLite keeps moments as text."""

    output_field = DateField()
    template = "(%(expressions)s AT TIME ZONE 'UTC')::date"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 10)", **context)


def main_feeds() -> QuerySet[Feed]:
    """Without the parts of sitemap indexes, of which there may be hundreds, most of them archives."""
    return Feed.objects.filter(part_of=None)


def healths(sources: Iterable[Source], now: datetime | None = None) -> dict[int, Health]:
    """The health of each source by its key, in three queries for any number of them."""
    now = now or timezone.now()
    keys = [source.pk for source in sources]
    feeds: dict[int, list[Feed]] = defaultdict(list)
    for feed in main_feeds().filter(source__in=keys).order_by():
        feeds[feed.source_id].append(feed)
    by_day: dict[int, Counter[date]] = defaultdict(Counter)
    since = now - timedelta(days=HORIZON_DAYS)
    for articles, moment in _arrivals(Article.objects.filter(source__in=keys), since):
        rows = articles.values_list("source", _UtcDay(moment)).annotate(n=Count("pk"))
        for source, day, number in rows.order_by():
            by_day[source][day] += number
    return {key: health_of(feeds[key], by_day[key], now) for key in keys}


def _arrivals(articles: QuerySet[Article], since: datetime) -> Iterator[tuple[QuerySet[Article], str]]:
    """The articles that came in since, and the field that says when.

    What readers have seen came in when it was first seen; a draft, when it was last fetched. Two
    queries, since each of them finds its rows in the index without reading a text.
    """
    yield articles.filter(first_visible_at__gte=since), "first_visible_at"
    yield articles.filter(first_visible_at=None, fetched_at__gte=since), "fetched_at"


def days_of(source: Source, now: datetime) -> list[tuple[date, int]]:
    """How many articles came on each of the last days, the oldest first, in the source's zone."""
    today = now.astimezone(source.zone).date()
    days = [today - timedelta(days=number) for number in reversed(range(CHART_DAYS))]
    found: Counter[date] = Counter()
    for articles, moment in _arrivals(source.articles.all(), now - timedelta(days=CHART_DAYS + 1)):
        rows = articles.values_list(TruncDate(moment, tzinfo=source.zone)).annotate(n=Count("pk"))
        found.update(dict(rows.order_by()))
    return [(day, found[day]) for day in days]


def latest_of(source: Source) -> list[Article]:
    """The last articles of a source that came in, without their texts."""
    return list(
        source.articles.order_by("-pk").only("title", "status", "source", "first_visible_at", "fetched_at")[
            :MAX_LATEST
        ]
    )


def with_items(feeds: QuerySet[Feed]) -> QuerySet[Feed]:
    """Feeds with how many of their items wait and were given up, those of their parts too; which fail."""

    def number(state: FeedItem.State) -> Coalesce:
        of_feed = Q(feed=OuterRef("pk")) | Q(feed__part_of=OuterRef("pk"))
        return _count(FeedItem.objects.filter(of_feed, state=state).order_by().values("state"))

    failing = Feed.objects.filter(part_of=OuterRef("pk"), is_active=True, failures__gte=FAILING_FROM)
    return feeds.annotate(
        waiting=number(FeedItem.State.WAITING),
        given_up=number(FeedItem.State.GIVEN_UP),
        failing_parts=_count(failing.order_by().values("part_of")),
    )


def _count(grouped: QuerySet) -> Coalesce:
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
