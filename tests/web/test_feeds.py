"""RSS of a search, read back by feedparser."""

import calendar

import feedparser
import pytest

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.models import Article
from articles.worker import drain


@pytest.fixture
def feed(client):
    def read(query: str = ""):
        response = client.get(f"/feeds/search.rss?{query}")
        assert response.status_code == 200
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo
        return parsed

    return read


@pytest.mark.parametrize("query", ["", "q=انفجار", "q=انفجار&source=wakala", "date=2023&sort=oldest"])
def test_a_feed_has_what_its_page_has(archive, feed, client, query):
    page = client.get(f"/?{query}" if "sort" in query else f"/?{query}&sort=newest")
    shown = [hit.article.title for hit in page.context["results"].hits]
    assert shown
    assert [entry.title for entry in feed(query).entries] == shown


def test_a_feed_is_never_widened_to_other_articles(archive, feed):
    assert feed("q=زلزال لاتوجد").entries == []


def test_a_feed_without_an_index_says_when_to_ask_again(client, db):
    response = client.get("/feeds/search.rss?q=سوريا")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"


def test_a_feed_names_itself_its_page_and_its_language(archive, feed):
    parsed = feed("q=انفجار")
    links = {link.rel: link.href for link in parsed.feed.links}
    assert links["self"].startswith("http://testserver/feeds/search.rss?q=")
    assert parsed.feed.link.startswith("http://testserver/?q=")
    assert parsed.feed.language == "ar"
    assert "انفجار" in parsed.feed.title


def test_an_item_has_a_stable_identity_a_date_and_categories(archive, feed):
    [entry] = feed("q=مرفأ").entries
    article = archive.articles["port"]
    assert entry.id == entry.link == f"http://testserver/article/{article.pk}/"
    assert calendar.timegm(entry.published_parsed) == article.published_at.timestamp()
    assert {tag.term for tag in entry.tags} >= {"وكالة الاختبار", "لبنان", "بيروت"}


def test_the_time_of_an_item_is_that_of_its_source(archive, client):
    body = client.get("/feeds/search.rss?q=قناة السويس").content.decode()
    assert "<pubDate>Tue, 23 Mar 2021 09:00:00 +0200</pubDate>" in body


@pytest.mark.parametrize("published", ["شباط 2021", "عام 2016"])
def test_an_item_known_to_the_month_or_year_has_no_date(archive, feed, published):
    document = Document(title="حصادنا", body="نص.", published=parse_date(published))
    store(document, source=archive.sources["sham"])
    drain()
    [entry] = feed("q=حصادنا").entries
    assert "published" not in entry


def test_an_undated_item_has_no_date(archive, feed):
    [entry] = feed("undated=1").entries
    assert "published" not in entry


def test_a_feed_is_newest_first_even_with_a_query(archive, feed):
    days = [entry.published_parsed for entry in feed("q=زلزال").entries]
    assert days == sorted(days, reverse=True)


def test_a_feed_shows_no_drafts(archive, feed):
    Article.objects.all().update(status=Article.Status.DRAFT)
    drain()
    assert feed("status=draft").entries == []


def test_hostile_text_is_escaped(archive, client):
    body = client.get("/feeds/search.rss?q=عنوان script&title=<x>").content.decode()
    assert "<script" not in body
    assert "<img" not in body


def test_control_characters_in_a_query_do_not_break_the_feed(archive, feed):
    feed("q=%08%1F%EF%BF%BEسوريا")
