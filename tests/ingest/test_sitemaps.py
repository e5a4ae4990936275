"""Sitemaps, on the files of `tests/data/feeds/sitemaps/` that are named for their defects."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.feeds import Sitemap, looks_like_sitemap, read_sitemap, sitemap

SITEMAPS = Path(__file__).parent.parent / "data" / "feeds" / "sitemaps"
FILES = sorted(path.name for path in SITEMAPS.iterdir())
HOME = "https://sham-alghad.example"
NOW = datetime(2018, 9, 1, tzinfo=UTC)


def read(data: bytes) -> Sitemap:
    return read_sitemap(data, url=f"{HOME}/sitemap.xml", now=NOW)


def read_file(name: str) -> Sitemap:
    return read((SITEMAPS / name).read_bytes())


#: file: pages and sitemaps, pages with a date of publication, problems; None for what is no sitemap
EXPECTED = {
    "a_page_twice.xml": (2, 0, 0),
    "ampersands_not_escaped.xml": (1, 0, 0),
    "cut_off.xml": (2, 0, 1),
    "dates_of_changes.xml": (6, 0, 0),
    "empty.xml": (0, 0, 0),
    "entities_that_grow.xml": None,
    "feed_given_as_a_sitemap.xml": None,
    "good.xml": (2, 0, 0),
    "good_index.xml": (2, 0, 0),
    "good_news.xml": (2, 2, 0),
    "no_namespace.xml": (2, 1, 0),
    "packed.xml.gz": (2, 0, 0),
    "prefixed.xml": (2, 0, 0),
    "relative_addresses.xml": (2, 0, 1),
    "spaces_around_addresses.xml": (2, 0, 0),
    "web_page.html": None,
    "windows_1256.xml": (1, 1, 0),
    "wrong_namespace.xml": (2, 0, 0),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_its_pages_and_says_the_rest(name):
    try:
        found = read_file(name)
    except UnreadableInput as error:
        assert EXPECTED[name] is None, error.message_en
        assert error.message_ar
        return
    dated = sum(page.published is not None for page in found.pages)
    assert (len(found.pages) + len(found.sitemaps), dated, len(found.problems)) == EXPECTED[name]


@pytest.mark.parametrize("name", FILES)
def test_what_looks_like_a_sitemap_is_one(name):
    assert looks_like_sitemap((SITEMAPS / name).read_bytes()) == (EXPECTED[name] is not None)


def test_a_news_sitemap_says_title_date_and_language():
    first, second = read_file("good_news.xml").pages
    assert (first.link, first.title, first.language) == (f"{HOME}/news/1", "خبر مخترع رقم 1", "ar")
    assert first.published.at(UTC) == datetime(2018, 6, 8, 8, 26, tzinfo=UTC)
    assert (str(second.published.first_day()), str(second.updated.first_day())) == (
        "2018-06-09",
        "2018-06-10",
    )


def test_a_change_is_no_publication():
    pages = read_file("dates_of_changes.xml").pages
    assert [page.published for page in pages] == [None] * 6
    days = [str(page.updated.first_day()) if page.updated else "" for page in pages]
    assert days == ["2018-06-08", "2018-06-08", "", "2018-06-08", "", ""]


def test_an_index_lists_sitemaps():
    assert read_file("good_index.xml").sitemaps == (f"{HOME}/s1.xml", f"{HOME}/s2.xml.gz")


def test_the_newest_sitemaps_of_an_index_come_first():
    changed = ("", "2018-06-01", "2018-06-08T10:00:00Z", "not at all", "2018-06-08T12:30:00+03:00")
    entries = "".join(
        f"<sitemap><loc>/{n}.xml</loc><lastmod>{text}</lastmod></sitemap>" for n, text in enumerate(changed)
    )
    found = read(f"<sitemapindex>{entries}</sitemapindex>".encode())
    assert found.sitemaps == tuple(f"{HOME}/{n}.xml" for n in (2, 4, 1, 0, 3))


def test_addresses_are_completed_and_kept_whole():
    both = [f"{HOME}/news/1", f"{HOME}/news/2"]
    assert [page.link for page in read_file("relative_addresses.xml").pages] == both
    assert read_file("ampersands_not_escaped.xml").pages[0].link == f"{HOME}/n?a=1&b=2&copy=3"
    assert [page.link for page in read_file("spaces_around_addresses.xml").pages] == both


def test_too_many_entries_are_bounded_and_told(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_ENTRIES", 20)
    entries = "".join(f"<url><loc>/n/{n}</loc></url>" for n in range(30))
    found = read(f"<urlset>{entries}</urlset>".encode())
    assert len(found.pages) == 20
    assert "20" in found.problems[0].message_en


_PIECES = st.sampled_from(
    [
        "<urlset>",
        "</urlset>",
        "<sitemapindex>",
        "<url>",
        "</url>",
        "<loc>",
        "</loc>",
        "<news:news>",
        "<news:title>",
        "<lastmod>",
        "/a",
        "&",
        "<",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<!DOCTYPE",
        "<!ENTITY",
        "x=y",
        "خبر",
        "\x00",
        "2018-06-08",
        "<s:url>",
    ]
)
_JOINED = st.lists(_PIECES, max_size=40).map(lambda each: " ".join(each).encode())


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), _JOINED))
def test_any_bytes_give_a_sitemap_or_are_unreadable(data):
    for each in (data, b"<urlset>" + data):
        try:
            assert isinstance(read(each), Sitemap)
        except UnreadableInput as error:
            assert error.message_ar
