"""Asking a feed: only for what is new, in time, and what is told of it."""

from datetime import timedelta

import pytest

from articles.collect.poll import poll
from articles.models import Article, Feed, FeedItem, ImportProblem, ImportRun
from tests.collect.conftest import Collecting
from tests.quality.feeds.outlets import Asked

pytestmark = pytest.mark.database


def test_the_articles_of_a_feed_arrive(collecting: Collecting):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    done = collecting.round()
    assert (done.new, done.waiting, done.has_failed) == (3, 0, False)
    assert Article.objects.published().count() == 3
    run = ImportRun.objects.get()
    assert (run.command, run.feed_id, run.created) == ("fetch_feeds", collecting.pk, 3)


def test_a_feed_is_asked_only_for_what_is_new_and_leaves_no_run_when_nothing_is(collecting: Collecting):
    collecting.outlet.publish(1)
    asked_with = []

    def page(asked: Asked) -> None:
        asked_with.append((asked.headers["If-None-Match"], asked.headers["If-Modified-Since"]))
        if asked.headers["If-None-Match"]:
            asked.answer(status=304)
        else:
            asked.answer(collecting.outlet.rss(), ETag='"7"', Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT")

    collecting.outlet.put("/feed", page)
    collecting.round()
    collecting.clock.pass_(minutes=16)
    collecting.round()
    assert asked_with == [(None, None), ('"7"', "Sun, 01 Mar 2026 10:00:00 GMT")]
    assert ImportRun.objects.count() == 1
    assert collecting.feed.last_good_at == collecting.clock()


def test_once_a_day_a_feed_is_asked_for_everything(collecting: Collecting):
    conditional = []

    def page(asked: Asked) -> None:
        conditional.append("If-None-Match" in asked.headers)
        asked.answer(status=304) if conditional[-1] else asked.answer(collecting.outlet.rss(), ETag='"7"')

    collecting.outlet.put("/feed", page)
    for hours in (0, 12, 13, 12):
        collecting.clock.pass_(hours=hours)
        collecting.round()
    assert conditional == [False, True, False, True]


def test_the_same_bytes_are_not_read_again(collecting: Collecting, monkeypatch):
    collecting.outlet.put_rss()
    collecting.round()
    collecting.clock.pass_(hours=1)
    monkeypatch.setattr("articles.collect.poll.read_answer", None)
    assert collecting.round().is_good
    assert collecting.feed.last_good_at == collecting.feed.full_at == collecting.clock()


def test_a_feed_is_asked_when_its_interval_is_over(collecting: Collecting):
    collecting.outlet.put_rss()
    collecting.round()
    collecting.clock.pass_(minutes=14)
    assert collecting.round() is None
    collecting.clock.pass_(minutes=1)
    assert collecting.round() is not None


@pytest.mark.parametrize(("ttl", "minutes"), [("60", 60), ("5", 15), ("999999", 24 * 60), ("often", 15)])
def test_a_feed_may_ask_for_more_rest_but_not_for_less(collecting: Collecting, ttl, minutes):
    body = collecting.outlet.rss().replace(b"<channel>", f"<channel><ttl>{ttl}</ttl>".encode())
    collecting.outlet.put_page("/feed", body)
    collecting.round()
    assert collecting.feed.next_try_at == collecting.clock() + timedelta(minutes=minutes)


def test_failures_are_tried_again_ever_later_and_told_once(collecting: Collecting):
    collecting.outlet.put_page("/feed", b"", 500)
    waits = []
    for _ in range(4):
        collecting.round()
        waits.append((collecting.feed.next_try_at - collecting.clock()) / timedelta(minutes=1))
        collecting.clock.now = collecting.feed.next_try_at
    assert waits == [30, 60, 120, 240]
    assert collecting.feed.failures == 4
    assert len(collecting.told) == 1
    assert "الخادم" in collecting.feed.error_ar and "status 500" in collecting.feed.error_en


def test_another_error_is_told_again_and_a_good_answer_clears_it(collecting: Collecting):
    for status in (500, 404, 404):
        collecting.outlet.put_page("/feed", b"", status)
        collecting.round()
        collecting.clock.pass_(hours=25)
    assert len(collecting.told) == 2
    collecting.outlet.put_rss()
    collecting.round()
    feed = collecting.feed
    assert (feed.failures, feed.error_ar, feed.error_en) == (0, "", "")


def test_retry_after_is_heeded(collecting: Collecting):
    collecting.outlet.put_page("/feed", b"", 503, Retry_After="7200")
    collecting.round()
    assert collecting.feed.next_try_at == collecting.clock() + timedelta(hours=2)


def test_a_clock_that_was_set_back_makes_no_feed_wait(collecting: Collecting):
    collecting.outlet.put_rss()
    collecting.clock.pass_(days=300)
    collecting.round()
    collecting.clock.pass_(days=-300)
    assert collecting.round() is not None


def test_oddities_are_told_once_whatever_their_number(collecting: Collecting):
    outlet = collecting.outlet
    for count in (2, 1):
        outlet.publish(count)
        outlet.put_rss(guid=lambda each: "1")
        collecting.round()
        collecting.clock.pass_(hours=1)
    assert len(collecting.told) == 1


def test_what_a_cut_answer_lacked_is_asked_for_at_the_next_poll(collecting: Collecting):
    collecting.outlet.publish(3)
    body = collecting.outlet.rss()

    def page(asked: Asked) -> None:
        if "If-None-Match" in asked.headers:
            asked.answer(status=304)
        else:
            asked.answer(body[: body.rindex(b"<item>") + 30] if asked.visit == 1 else body, ETag='"7"')

    collecting.outlet.put("/feed", page)
    arrived = []
    for _ in range(3):
        collecting.round()
        arrived.append(Article.objects.published().count())
        collecting.clock.pass_(hours=1)
    assert arrived == [2, 3, 3]
    assert collecting.feed.etag == '"7"'


def test_a_feed_that_moved_for_good_is_asked_there(collecting: Collecting):
    there = collecting.outlet.put_rss("/new")
    collecting.outlet.put_page("/feed", b"", 308, Location=there)
    collecting.round()
    assert collecting.feed.url == there
    assert "moved for good" in collecting.told[0]


def test_a_move_to_the_address_of_another_feed_is_told_once_and_not_made(collecting: Collecting):
    there = collecting.outlet.put_rss("/new")
    Feed.objects.create(source=collecting.feed.source, url=there)
    collecting.outlet.put_page("/feed", b"", 301, Location=there)
    for _ in range(2):
        collecting.round()
        collecting.clock.pass_(hours=1)
    assert collecting.feed.url == collecting.outlet.url("/feed")
    assert len(collecting.told) == 1


def test_an_answer_of_an_address_that_was_edited_meanwhile_says_nothing(collecting: Collecting):
    collecting.outlet.publish(1)

    def page(asked: Asked) -> None:
        asked.answer(collecting.outlet.rss(), ETag='"old"')

    collecting.outlet.put("/feed", page)
    feed = collecting.feed
    Feed.objects.filter(pk=feed.pk).update(url="https://new.example/feed")
    assert poll(feed, collecting.manner.fetcher, lambda records: None, now=collecting.clock).is_good
    assert (collecting.feed.etag, collecting.feed.last_try_at) == ("", None)
    assert not FeedItem.objects.exists()


def test_the_sitemaps_of_an_index_are_feeds_of_their_own(collecting: Collecting):
    outlet = collecting.outlet
    news = outlet.publish(2)
    for each in news:
        outlet.put_page(f"/part{each.number}", f"<urlset><url><loc>{each.url}</loc></url></urlset>".encode())
    named = "".join(f"<sitemap><loc>{outlet.url(f'/part{n}')}</loc></sitemap>" for n in (1, 2))
    outlet.put_page("/feed", f"<sitemapindex>{named}</sitemapindex>".encode())
    collecting.round()
    parts = list(Feed.objects.filter(part_of=collecting.pk))
    assert [part.source_id for part in parts] == [collecting.feed.source_id] * 2
    outlet.put_page(
        "/feed", named.split("</sitemap>")[0].join(["<sitemapindex>", "</sitemap></sitemapindex>"]).encode()
    )
    collecting.clock.pass_(hours=1)
    collecting.round()
    assert Feed.objects.filter(part_of=collecting.pk, is_active=True).count() == 1


def test_problems_name_the_feed_they_are_about(collecting: Collecting):
    collecting.outlet.put_page("/feed", b"", 404)
    collecting.round()
    problem = ImportProblem.objects.get()
    assert problem.run.feed_id == collecting.pk
    assert problem.path == collecting.feed.url
