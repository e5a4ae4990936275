"""When a feed fails and a source has fallen silent, and what came in on which day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.admin import health, present_feeds
from articles.admin.health import SourceState
from articles.admin.rhythm import silence
from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.models import Article, Feed

#: A Sunday.
START = date(2026, 1, 4)
NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def days(number: int, *, rests: tuple[int, ...] = (), every: int = 1) -> set[date]:
    """The days of a source that sends something every so many days, but not on the weekdays when it rests."""
    found = {START + timedelta(days=place) for place in range(0, number, every)}
    return {day for day in found if day.weekday() not in rests}


def after(active: set[date], whole_days: int) -> date:
    """The day until which so many whole days have passed since the last active one."""
    return max(active) + timedelta(days=whole_days + 1)


# ------------------------------------------------------------------ the rule of silence

ALL_BUT_SUNDAY = (0, 1, 2, 3, 4, 5)
UNEVEN = {START + timedelta(days=place) for place in (0, 3, 4, 11, 13, 14, 20, 27, 29, 36, 38, 47, 50, 55)}


@pytest.mark.parametrize(
    ("active", "quiet_days", "is_unusual"),
    [
        pytest.param(days(70), 0, False, id="every day: one day has begun"),
        pytest.param(days(70), 1, False, id="every day: a whole day without, a feast perhaps"),
        pytest.param(days(70), 2, True, id="every day: two whole days without"),
        pytest.param(days(75, rests=(FRIDAY,)), 1, False, id="rests on Fridays: a Friday"),
        pytest.param(days(75, rests=(FRIDAY,)), 3, True, id="rests on Fridays: Friday to Sunday"),
        pytest.param(days(75, rests=(FRIDAY, SATURDAY)), 2, False, id="rests on two days: these"),
        pytest.param(days(75, rests=(FRIDAY, SATURDAY)), 4, True, id="rests on two days: and two more"),
        pytest.param(days(70, rests=ALL_BUT_SUNDAY), 6, False, id="weekly: the week"),
        pytest.param(days(70, rests=ALL_BUT_SUNDAY), 8, False, id="weekly: late by a day"),
        pytest.param(days(70, rests=ALL_BUT_SUNDAY), 14, True, id="weekly: two issues missing"),
        pytest.param(days(120, every=30), 35, False, id="monthly: late by a few days"),
        pytest.param(days(120, every=30), 90, True, id="monthly: three months"),
        pytest.param(UNEVEN, 9, False, id="unevenly: as long as its longest pause"),
        pytest.param(UNEVEN, 30, True, id="unevenly: three times that"),
        pytest.param(days(5), 4, False, id="new: its rhythm is not known"),
        pytest.param(days(5), 28, True, id="new: four weeks"),
        pytest.param({START}, 27, False, id="came once: less than four weeks"),
        pytest.param(days(200, every=90), 89, False, id="quarterly: within its quarter"),
        pytest.param(days(200, every=90), 90, True, id="a quarter is silence whatever the rhythm"),
    ],
)
def test_silence_is_what_the_own_rhythm_does_not_explain(active, quiet_days, is_unusual):
    found = silence(active, since=START, until=after(active, quiet_days))
    assert found.days == quiet_days
    assert found.is_unusual == is_unusual


@pytest.mark.parametrize("rests", [(), (FRIDAY,), (FRIDAY, SATURDAY), (SUNDAY,)])
def test_a_steady_rhythm_never_alarms(rests):
    active = days(150, rests=rests)
    for place in range(30, 150):
        until = START + timedelta(days=place)
        # On the day itself nothing has come yet.
        seen = {day for day in active if day < until}
        assert not silence(seen, since=START, until=until).is_unusual, until


def test_what_was_imported_before_the_first_feed_is_no_rhythm():
    imported = days(60)
    since = START + timedelta(days=200)
    found = silence(imported, since=since, until=since + timedelta(days=10))
    assert (found.days, found.chance, found.is_unusual) == (9, None, False)


def test_a_clock_that_was_set_back_is_no_silence():
    assert silence(days(70), since=START, until=START - timedelta(days=3)).days == 0


# ------------------------------------------------------------------ states


def feed(**values) -> Feed:
    stored = {"created_at": NOW - timedelta(days=400), "url": "https://x.example/rss", **values}
    return Feed(**stored)


GOOD = NOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "new"),
        ({"last_good_at": GOOD}, "fine"),
        ({"last_good_at": GOOD, "failures": 2}, "fine"),
        ({"last_good_at": GOOD, "failures": 3}, "failing"),
        ({"failures": 1}, "failing"),
        ({"last_good_at": NOW - timedelta(days=2), "failures": 1}, "failing"),
        ({"last_good_at": NOW - timedelta(days=8), "failures": 1, "interval_min": 7 * 24 * 60}, "fine"),
        ({"last_good_at": NOW - timedelta(days=15), "failures": 1, "interval_min": 7 * 24 * 60}, "failing"),
        ({"last_good_at": NOW - timedelta(days=30)}, "fine"),  # overdue is another question
        ({"failures": 9, "is_active": False}, "off"),
    ],
)
def test_the_state_of_a_feed(values, state):
    assert health.feed_state(feed(**values), NOW) == state


def counted(active: set[date], number: int = 1) -> Counter[date]:
    return Counter(dict.fromkeys(active, number))


STEADY = {NOW.date() - timedelta(days=place) for place in range(100)}
STOPPED = {day for day in STEADY if day < NOW.date() - timedelta(days=5)}


@pytest.mark.parametrize(
    ("feeds", "came", "state"),
    [
        pytest.param([], STOPPED, "no_feeds", id="imported once from files"),
        pytest.param([{"is_active": False}], STOPPED, "no_feeds", id="switched off"),
        pytest.param([{"last_good_at": GOOD}], STEADY, "fine", id="fine"),
        pytest.param([{"last_good_at": GOOD}], STOPPED, "silent", id="silent"),
        pytest.param([{"failures": 5}], set(), "failing", id="never sent anything: an error, not silence"),
        pytest.param([{"last_good_at": GOOD}, {"failures": 5}], STEADY, "failing", id="one of two fails"),
        pytest.param([{}], set(), "new", id="not fetched yet"),
        pytest.param(
            [{"last_good_at": NOW - timedelta(days=5)}], STOPPED, "fine", id="the archive did not look"
        ),
        pytest.param(
            [{"last_good_at": GOOD, "created_at": NOW - timedelta(days=3)}], set(), "fine", id="just added"
        ),
    ],
)
def test_the_state_of_a_source(feeds, came, state):
    found = health.health_of([feed(**values) for values in feeds], counted(came), NOW)
    assert found.state == state


def test_the_articles_of_a_week_are_those_of_seven_days():
    found = health.health_of([feed(last_good_at=GOOD)], counted(STEADY, 3), NOW)
    assert (found.in_week, found.last_day) == (21, NOW.date())


def test_a_silent_source_is_warned_about_with_the_reason():
    feeds = [feed(last_good_at=GOOD, next_try_at=NOW)]
    found = health.health_of(feeds, counted(STOPPED), NOW)
    warnings = present_feeds.warnings(found, feeds, NOW)
    assert len(warnings) == 1


def test_a_feed_that_is_long_due_is_warned_about():
    feeds = [feed(last_good_at=NOW - timedelta(days=1), next_try_at=NOW - timedelta(hours=5))]
    found = health.health_of(feeds, counted(STEADY), NOW)
    assert len(present_feeds.warnings(found, feeds, NOW)) == 1
    assert not present_feeds.warnings(found, [feed(is_active=False)], NOW)


# ------------------------------------------------------------------ what came in


def came_at(article: Article, moment: datetime | None, fetched: datetime = NOW) -> None:
    Article.objects.filter(pk=article.pk).update(
        first_visible_at=moment, fetched_at=fetched, status="published" if moment else "draft"
    )


def test_a_day_is_that_of_the_source_and_drafts_are_counted_too(archive):
    nile = archive.sources["nile"]  # three hours before Greenwich in June
    late = datetime(2026, 6, 2, 22, 30, tzinfo=UTC)
    came_at(archive.articles["port-toll"], late)
    came_at(archive.articles["canal"], datetime(2026, 5, 1, 10, 0, tzinfo=UTC))
    came_at(archive.articles["final"], None, fetched=datetime(2026, 5, 1, 11, 0, tzinfo=UTC))
    found = dict(health.days_of(nile, NOW))
    assert len(found) == 60
    assert {day: number for day, number in found.items() if number} == {
        date(2026, 6, 3): 1,
        date(2026, 5, 1): 2,
    }


def test_health_is_read_in_three_queries_for_any_number_of_sources(archive, django_assert_num_queries):
    now = timezone.now()
    for source in archive.sources.values():
        Feed.objects.create(source=source, url=f"https://{source.slug}.example/", last_good_at=now)
    with django_assert_num_queries(3):
        found = health.healths(archive.sources.values())
    assert {each.in_week for each in found.values()} == {3, 4}
    assert {each.last_day for each in found.values()} == {now.date()}
    assert {each.state for each in found.values()} == {SourceState.FINE}


def test_parts_of_a_sitemap_index_do_not_make_a_source_fail(archive):
    nile = archive.sources["nile"]
    index = Feed.objects.create(source=nile, url="https://nile.example/map", last_good_at=timezone.now())
    Feed.objects.create(source=nile, url="https://nile.example/2009", part_of=index, failures=9)
    assert health.healths([nile])[nile.pk].state == SourceState.FINE


def test_the_last_articles_are_read_without_their_texts(archive):
    store(Document(title="الأحدث", body="نص"), source=archive.sources["nile"])
    latest = health.latest_of(archive.sources["nile"])
    assert latest[0].title == "الأحدث"
    assert "body" in latest[0].get_deferred_fields()


# ------------------------------------------------------------------ the chart


def test_the_highest_bar_fills_the_chart_and_one_article_is_still_seen():
    day = NOW.date()
    drawn = present_feeds.chart([(day, 500), (day, 1), (day, 0)])
    assert [(bar.height, bar.y) for bar in drawn.bars] == [(100, 0), (2, 98), (0, 100)]
    assert (drawn.most, drawn.total, drawn.width) == (500, 501, 30)


def test_a_chart_of_nothing_has_no_bars():
    assert {bar.height for bar in present_feeds.chart([(NOW.date(), 0)]).bars} == {0}
