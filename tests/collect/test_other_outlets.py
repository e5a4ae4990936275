"""What a feed says of pages that are another outlet's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from articles.ingest.sources import source_named
from articles.models import Article, Feed, FeedItem
from tests.collect.conftest import Collecting
from tests.quality.feeds.outlets import News, full_text, hosts

pytestmark = pytest.mark.database


@pytest.fixture
def another(collecting: Collecting, settings) -> Iterator[Collecting]:
    """A second source; its feed is on a host of its own and says what it likes of the first one's pages."""
    with hosts(2) as (_first, second):
        settings.FETCH_ALLOWED_HOSTS = [collecting.outlet.host.name, second.name]
        theirs = replace(collecting.outlet, name="p", host=second, news=[])
        feed = Feed.objects.create(source=source_named("صحيفة أخرى"), url=theirs.url("/feed"))
        yield replace(collecting, outlet=theirs, pk=feed.pk)


def collected(collecting: Collecting) -> Article:
    """The first outlet's article, read from its page."""
    collecting.outlet.publish(1)
    collecting.outlet.put_rss()
    collecting.round()
    return Article.objects.get()


def forged(news: News) -> str:
    return full_text(news).replace("الحكومة", "المزورة") + "نص مزور " * 60


def test_a_feed_with_full_texts_does_not_overwrite_another_sources_article(
    collecting: Collecting, another: Collecting
):
    article = collected(collecting)
    another.outlet.put_rss(
        news=collecting.outlet.news,
        title=lambda each: "عنوان مزور",
        **{"content:encoded": forged},
    )
    another.round()
    now = Article.objects.get()
    assert (now.title, now.body, now.revision) == (article.title, article.body, article.revision)
    assert now.source == article.source and now.feed_guid == article.feed_guid
    assert FeedItem.objects.get(feed=another.feed).article == article


def test_another_source_may_announce_a_page_but_adds_nothing_to_it(
    collecting: Collecting, another: Collecting
):
    (news,) = collecting.outlet.publish(1)
    collecting.outlet.put_rss(pubDate=lambda each: "", guid=lambda each: "")
    collecting.round()
    article = Article.objects.get()
    assert article.published_at is None
    another.outlet.put_rss(
        news=collecting.outlet.news, title=lambda each: "عنوان مزور", guid=lambda each: "مزور"
    )
    another.round()
    now = Article.objects.get()
    assert (now.title, now.published_at, now.feed_guid) == (news.title, None, "")
    assert now.source == article.source


def test_a_page_that_is_gone_does_not_let_another_source_overwrite_what_was_read_from_it(
    collecting: Collecting, another: Collecting
):
    article = collected(collecting)
    collecting.outlet.put_page("/1", b"", 404)
    another.outlet.put_rss(
        news=collecting.outlet.news, title=lambda each: "عنوان مزور", description=lambda each: "نص مزور " * 90
    )
    another.round()
    assert Article.objects.get().body == article.body
    assert Article.objects.get().title == article.title


def test_who_comes_first_with_a_forged_text_does_not_keep_the_article(
    collecting: Collecting, another: Collecting
):
    (news,) = collecting.outlet.publish(1)
    another.outlet.put_rss(news=[news], **{"content:encoded": forged})
    another.round()
    assert "مزور" in Article.objects.get().body
    collecting.outlet.put_rss(**{"content:encoded": full_text})
    collecting.round()
    article = Article.objects.get()
    assert "مزور" not in article.body and news.mark in article.body
    assert article.source == collecting.feed.source
    assert article.versions.count() == 1


def test_what_a_curator_said_about_the_source_stands(collecting: Collecting, another: Collecting):
    (news,) = collecting.outlet.publish(1)
    another.outlet.put_rss(news=[news])
    another.round()
    Article.objects.update(curated_fields=["source"])
    collecting.outlet.put_rss()
    collecting.round()
    assert Article.objects.get().source == another.feed.source


def test_a_page_does_not_overwrite_another_outlets_article_by_naming_its_address(
    collecting: Collecting, another: Collecting
):
    article = collected(collecting)
    (theirs,) = another.outlet.publish(1)
    head = f'<link rel="canonical" href="{article.canonical_url}">'
    another.outlet.put_page(f"/{theirs.number}", theirs.html(head=head))
    another.outlet.put_rss(guid=lambda each: article.canonical_url or "")
    another.round()
    stored, new = Article.objects.order_by("pk")
    assert (stored.body, stored.revision) == (article.body, article.revision)
    assert (new.canonical_url, new.source) == (theirs.url, another.feed.source)
