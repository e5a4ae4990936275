"""An outlet on this machine, its feed, and rounds by a clock of ours."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.collect.rounds import Manner, Round, collect
from articles.collect.schedule import feeds_to_poll, feeds_with_pages
from articles.ingest.fetch import Limits, PoliteFetcher, Turns
from articles.ingest.sources import source_named
from articles.models import Feed, FeedItem, ImportProblem
from tests.quality.feeds.outlets import Outlet, hosts


@dataclass
class Days:
    """The clock of the collector; `pass_` moves it on."""

    now: datetime = field(default_factory=timezone.now)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class Collecting:
    """The feed of an outlet and who collects it."""

    outlet: Outlet
    clock: Days
    manner: Manner
    pk: int

    @property
    def feed(self) -> Feed:
        return Feed.objects.select_related("source", "part_of").get(pk=self.pk)

    def round(self) -> Round | None:
        """What is due now, if anything is."""
        is_to_poll = feeds_to_poll(self.clock()).filter(pk=self.pk).exists()
        if not is_to_poll and not feeds_with_pages(self.clock()).filter(pk=self.pk).exists():
            return None
        return collect(self.feed, self.manner, is_to_poll=is_to_poll)

    def visits(self, path: str) -> int:
        return self.outlet.host.visits[f"/{self.outlet.name}{path}"]

    @property
    def states(self) -> list[str]:
        return [str(state) for state in FeedItem.objects.order_by("pk").values_list("state", flat=True)]

    @property
    def told(self) -> list[str]:
        return list(ImportProblem.objects.order_by("pk").values_list("message_en", flat=True))


@pytest.fixture
def outlet(settings) -> Iterator[Outlet]:
    with hosts(1) as (host,):
        settings.FETCH_ALLOWED_HOSTS = [host.name]
        yield Outlet("o", host, random.Random(1))


@pytest.fixture
def collecting(db, outlet: Outlet) -> Collecting:
    clock = Days()
    fetcher = PoliteFetcher(turns=Turns(pause_s=0))
    manner = Manner(fetcher, clock, limits=Limits(idle_s=0.5, total_s=1))
    feed = Feed.objects.create(source=source_named("صحيفة التجربة"), url=outlet.url("/feed"))
    return Collecting(outlet, clock, manner, feed.pk)
