"""What is due, and when it is due again. No clock but the one given."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from articles.ingest.fetch import Tries, next_try
from articles.models import Feed, FeedItem

#: A feed that asks for more rest than this is asked daily all the same.
LONGEST_INTERVAL = timedelta(days=1)
#: No wait is longer (Retry-After: a week); what waits longer waits by a clock that was set back.
LONGEST_WAIT = timedelta(days=8)
CLOCK_TOLERANCE = timedelta(minutes=5)
#: However often a feed says that an item was changed.
SHORTEST_REFETCH = timedelta(minutes=15)
#: An address is asked for everything so often, though it says that nothing is new: some always do.
FULL_EVERY = timedelta(days=1)
#: A page that failed so often is given up.
MOST_TRIES = 5


def is_due(name: str, now: datetime) -> Q:
    """The moment in this column has come, or is none, or cannot be meant."""
    return Q(**{name: None}) | Q(**{f"{name}__lte": now}) | Q(**{f"{name}__gt": now + LONGEST_WAIT})


def has_come(moment: datetime | None, now: datetime) -> bool:
    """The same of one moment."""
    return moment is None or moment <= now or moment > now + LONGEST_WAIT


def collected_feeds() -> QuerySet[Feed]:
    active = Q(part_of=None) | Q(part_of__is_active=True)
    return Feed.objects.filter(active, is_active=True).select_related("source", "part_of")


def feeds_to_poll(now: datetime) -> QuerySet[Feed]:
    """The feeds whose time has come; after a clock was set back also those tried in the future."""
    set_back = Q(last_try_at__gt=now + CLOCK_TOLERANCE)
    return collected_feeds().filter(is_due("next_try_at", now) | set_back)


def waiting_items() -> QuerySet[FeedItem]:
    return FeedItem.objects.filter(state=FeedItem.State.WAITING)


def due_items(now: datetime) -> QuerySet[FeedItem]:
    return waiting_items().filter(is_due("next_try_at", now))


def feeds_with_pages(now: datetime) -> QuerySet[Feed]:
    """The feeds that have items to be worked off."""
    waiting = due_items(now).filter(feed=OuterRef("pk"))
    return collected_feeds().filter(is_due("pages_after", now)).filter(Exists(waiting))


def is_conditional(feed: Feed, now: datetime) -> bool:
    """Whether to ask only for what is new."""
    return feed.full_at is not None and timedelta(0) <= now - feed.full_at < FULL_EVERY


def interval_of(feed: Feed, now: datetime) -> timedelta:
    """How often a feed is asked: as set, or seldomer if it wants that itself.

    A part of a sitemap index is asked again after as long as it has brought nothing new: most are archives.
    """
    wanted = timedelta(minutes=feed.ttl_min)
    if feed.part_of_id is not None:
        last_new = feed.items.aggregate(at=Max("first_seen_at"))["at"] or feed.created_at
        wanted = max(wanted, now - last_new)
    return max(feed.interval, min(wanted, LONGEST_INTERVAL))


def after_success(feed: Feed, now: datetime) -> datetime:
    return next_try(Tries(interval_of(feed, now), now), now)


def after_failure(
    feed: Feed, now: datetime, *, failures: int, retry_after_s: float | None = None, permanent: bool = False
) -> datetime:
    """When to try again after so many failures in a row."""
    return next_try(Tries(feed.interval, now, failures, retry_after_s, permanent), now)


def next_fetch(item: FeedItem, now: datetime) -> datetime:
    """When a page may be fetched again should its item change: once the item is twice as old.

    Early corrections come soon, a day apart later on: a feed that changes all its items at each poll costs
    little.
    """
    age = max(now - item.first_seen_at, timedelta(0))
    return now + min(max(age, SHORTEST_REFETCH), LONGEST_INTERVAL)
