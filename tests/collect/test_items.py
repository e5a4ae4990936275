"""The items of a feed: fetched once, again when they change, given up in the end."""

from datetime import timedelta

import pytest

from articles.collect import items, pages
from articles.collect.schedule import MOST_TRIES
from articles.models import Article, Feed, FeedItem
from tests.collect.conftest import Collecting
from tests.quality.feeds.outlets import Asked, full_text

pytestmark = pytest.mark.database


def test_a_page_is_fetched_once(collecting: Collecting):
    collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    for _ in range(3):
        collecting.round()
        collecting.clock.pass_(hours=1)
    assert collecting.visits("/1") == 1
    item = FeedItem.objects.get()
    assert (item.state, item.content, item.article) == ("done", "", Article.objects.get())


def test_a_changed_item_brings_the_page_up_to_date(collecting: Collecting):
    (news,) = collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    collecting.round()
    collecting.outlet.put_page("/1", news.html(extra="<p>وأضاف المصدر أن الأعمال اكتملت في موعدها.</p>"))
    collecting.outlet.put_rss(description=lambda each: "ملخص جديد")
    collecting.clock.pass_(minutes=20)
    collecting.round()
    article = Article.objects.get()
    assert "اكتملت في موعدها" in article.body
    assert article.versions.count() == 1


def test_an_item_that_changes_at_each_poll_is_fetched_ever_more_seldom(collecting: Collecting):
    collecting.outlet.publish(1)
    rss = collecting.outlet.rss
    collecting.outlet.put(
        "/feed", lambda asked: asked.answer(rss(description=lambda each: f"قرأه {asked.visit}"))
    )
    for _ in range(4 * 24 * 3):
        collecting.round()
        collecting.clock.pass_(minutes=15)
    assert collecting.visits("/feed") == 4 * 24 * 3
    assert collecting.visits("/1") <= 10


def test_a_page_that_fails_is_tried_again_later_and_then_given_up(collecting: Collecting):
    collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    collecting.outlet.put_page("/1", b"", 500)
    for _ in range(12):
        collecting.round()
        collecting.clock.pass_(hours=12)
    assert collecting.visits("/1") == MOST_TRIES
    assert collecting.states == ["given_up"]
    assert collecting.told.count(collecting.told[0]) == MOST_TRIES


def test_of_a_page_that_was_given_up_a_draft_of_what_the_feed_said_is_kept(collecting: Collecting):
    (news,) = collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    collecting.outlet.put_page("/1", b"", 404)
    collecting.round()
    article = Article.objects.get()
    assert (article.title, article.status, article.canonical_url) == (news.title, "draft", news.url)
    assert FeedItem.objects.get().article == article
    assert collecting.visits("/1") == 1


def test_an_item_that_was_given_up_is_tried_again_when_it_changes(collecting: Collecting):
    (news,) = collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    collecting.outlet.put_page("/1", b"", 404)
    collecting.round()
    collecting.outlet.put_page("/1", news.html())
    collecting.outlet.put_rss(description=lambda each: "ملخص جديد")
    collecting.clock.pass_(hours=1)
    collecting.round()
    article = Article.objects.get()
    assert article.status == "published" and news.mark in article.body
    assert collecting.states == ["done"]


def test_a_round_has_so_many_pages_and_the_next_goes_on_at_once(collecting: Collecting, monkeypatch):
    collecting.outlet.publish(5)
    collecting.outlet.put_rss()
    manner = collecting.manner
    collecting.manner = type(manner)(manner.fetcher, manner.now, pages_per_round=2, limits=manner.limits)
    waiting = []
    while (done := collecting.round()) is not None:
        waiting.append(done.waiting)
    assert waiting == [3, 1, 0]
    assert collecting.visits("/feed") == 1


def test_the_newest_pages_come_first(collecting: Collecting):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    collecting.round()
    asked = [seen.path for seen in collecting.outlet.host.seen if seen.path.startswith("/o/")]
    assert asked == ["/o/feed", "/o/3", "/o/2", "/o/1"]


def test_a_kill_between_article_and_item_doubles_nothing(collecting: Collecting, monkeypatch):
    collecting.outlet.publish(1)
    collecting.outlet.put_rss()

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(items.WorkOff, "_settle", killed)
        collecting.round()
    assert (Article.objects.count(), collecting.states) == (1, ["waiting"])
    collecting.round()
    assert (Article.objects.count(), collecting.states) == (1, ["done"])


def test_a_kill_between_the_chunks_of_an_answer_loses_nothing(collecting: Collecting, monkeypatch):
    collecting.outlet.publish(5, with_pages=False)
    collecting.outlet.put_rss(**{"content:encoded": full_text})
    monkeypatch.setattr("articles.collect.remember.CHUNK_ROWS", 2)
    create = FeedItem.objects.bulk_create

    def killed_at_the_third(rows: list[FeedItem]) -> None:
        if FeedItem.objects.count() == 4:
            raise KeyboardInterrupt
        create(rows)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(type(FeedItem.objects), "bulk_create", lambda self, rows: killed_at_the_third(rows))
        collecting.round()
    assert (FeedItem.objects.count(), collecting.feed.full_at) == (4, None)
    collecting.round()
    assert Article.objects.published().count() == 5


def test_a_host_that_is_busy_is_left_alone_for_as_long_as_it_wants(collecting: Collecting):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    for number in (1, 2, 3):
        collecting.outlet.put_page(f"/{number}", b"", 503, Retry_After="7200")
    collecting.round()
    assert sum(collecting.visits(f"/{number}") for number in (1, 2, 3)) == 1
    assert collecting.feed.pages_after == collecting.clock() + timedelta(hours=2)
    collecting.clock.pass_(hours=1)
    collecting.round()
    assert sum(collecting.visits(f"/{number}") for number in (1, 2, 3)) == 1


def test_a_feed_whose_host_is_busy_has_no_pages_fetched_either(collecting: Collecting):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    manner = collecting.manner
    collecting.manner = type(manner)(manner.fetcher, manner.now, pages_per_round=1)
    collecting.round()
    collecting.outlet.put_page("/feed", b"", 429, Retry_After="3600")
    collecting.clock.pass_(minutes=20)
    collecting.round()
    assert sum(collecting.visits(f"/{number}") for number in (1, 2, 3)) == 1
    assert collecting.round() is None


def test_what_another_feed_of_the_source_brought_is_not_fetched_again(collecting: Collecting):
    collecting.outlet.publish(2)
    collecting.outlet.put_rss()
    collecting.round()
    other = Feed.objects.create(source=collecting.feed.source, url=collecting.outlet.put_rss("/other"))
    collecting.pk = other.pk
    collecting.round()
    assert [collecting.visits(f"/{number}") for number in (1, 2)] == [1, 1]
    assert other.items.filter(state="done", article__isnull=False).count() == 2


def test_a_wall_before_all_pages_makes_no_single_article_of_them(collecting: Collecting):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    wall = "<html><title>موافقة</title><p>نستخدم ملفات تعريف الارتباط. أوافق على الكل.</p></html>".encode()
    for number in (1, 2, 3):
        collecting.outlet.put_page(f"/{number}", wall)
    for _ in range(12):
        collecting.round()
        collecting.clock.pass_(hours=12)
    assert list(Article.objects.values_list("status", flat=True)) == ["draft"] * 3


def test_a_page_that_showed_no_article_is_looked_at_again(collecting: Collecting):
    (news,) = collecting.outlet.publish(1)
    collecting.outlet.put_rss()

    def page(asked: Asked) -> None:
        asked.answer(
            "<html><title>خطأ</title><p>حاول لاحقا</p></html>".encode() if asked.visit == 1 else news.html()
        )

    collecting.outlet.put("/1", page)
    collecting.round()
    assert Article.objects.get().status == "draft"
    collecting.clock.pass_(hours=1)
    collecting.round()
    assert Article.objects.get().status == "published"


def test_a_defect_of_ours_costs_one_page(collecting: Collecting, monkeypatch):
    collecting.outlet.publish(3)
    collecting.outlet.put_rss()
    read = pages.read_html

    def reads_all_but_one(data: bytes, *, url: str, **more: str):
        if url.endswith("/2"):
            raise ZeroDivisionError
        return read(data, url=url, **more)

    monkeypatch.setattr(pages, "read_html", reads_all_but_one)
    collecting.round()
    assert Article.objects.count() == 2
    assert collecting.states == ["done", "waiting", "done"]


def test_rows_of_items_that_vanish_stay(collecting: Collecting):
    collecting.outlet.publish(2)
    collecting.outlet.put_rss()
    collecting.round()
    collecting.outlet.put_rss(news=[])
    collecting.clock.pass_(hours=1)
    collecting.round()
    assert collecting.states == ["done", "done"]
