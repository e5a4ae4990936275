"""Feeds, on the files of `tests/data/feeds/` that are named for their defects."""

import io
import json
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.arabic.dates import parse_date
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.feeds import (
    Feed,
    Item,
    item_document,
    looks_like_feed,
    read_feed,
    read_feed_file,
    read_feed_item,
    with_item,
)
from articles.ingest.readers.feeds.texts import title_text, without_ends

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
FILES = sorted(path.name for path in FEEDS.iterdir() if path.is_file() and path.name != "README.md")
HOME = "https://sham-alghad.example"
NOW = datetime(2018, 9, 1, tzinfo=UTC)


def read(data: bytes, **more) -> Feed:
    return read_feed(data, **({"url": f"{HOME}/feeds/all.xml", "now": NOW} | more))


def read_file(name: str, **more) -> Feed:
    return read((FEEDS / name).read_bytes(), **more)


def rss(*items: str, head: str = "") -> bytes:
    return (
        f"<rss version='2.0'><channel><title>شام</title><link>{HOME}/</link>{head}"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()


def dates(feed: Feed) -> list[str]:
    return [str(item.published.first_day()) if item.published else "" for item in feed.items]


#: file: items, items with a date, problems; None for what is no feed
EXPECTED = {
    "ampersands_not_escaped.xml": (2, 2, 0),
    "an_item_twice.xml": (2, 2, 1),
    "appeared_first_on.xml": (2, 2, 0),
    "atom_contents_of_every_type.atom": (5, 5, 0),
    "atom_from_another_source.atom": (1, 1, 0),
    "atom_with_updates_only.atom": (1, 0, 0),
    "attributes_without_quotes.xml": (2, 2, 1),
    "authors_of_many_kinds.xml": (4, 4, 0),
    "cdata_in_titles_with_markup.xml": (2, 2, 0),
    "control_characters.xml": (2, 2, 0),
    "cut_off_in_a_letter.xml": (1, 1, 1),
    "cut_off_in_an_item.xml": (2, 2, 1),
    "cut_off_in_cdata.xml": (1, 1, 1),
    "date_unreadable_but_another_there.xml": (1, 1, 0),
    "dates_at_midnight.xml": (2, 2, 0),
    "dates_in_the_future.xml": (2, 1, 1),
    "dates_of_many_kinds.xml": (9, 9, 0),
    "dates_of_the_moment_of_writing.xml": (3, 0, 1),
    "dates_that_are_none.xml": (7, 0, 1),
    "dates_that_may_be_two.xml": (3, 1, 1),
    "dates_that_the_weekday_settles.xml": (2, 2, 0),
    "dates_with_the_day_first.xml": (2, 2, 0),
    "dates_with_the_month_first.xml": (2, 2, 0),
    "deeply_nested.xml": (2, 2, 1),
    "description_is_the_full_text.xml": (2, 2, 0),
    "empty_file.xml": None,
    "empty_lines_before_the_declaration.xml": (2, 2, 0),
    "entities_of_html.xml": (2, 2, 0),
    "entities_that_grow.xml": None,
    "entities_that_grow_in_utf_16.xml": None,
    "entity_from_a_file.xml": None,
    "entity_from_the_network.xml": None,
    "feedburner_and_google_links.xml": (3, 3, 0),
    "full_text_that_is_cut.xml": (3, 3, 0),
    "full_text_with_scripts_and_pixels.xml": (2, 2, 0),
    "good_atom_03.xml": (1, 1, 0),
    "good_atom_10.atom": (2, 2, 0),
    "good_json_feed_1_0_without_titles.json": (1, 1, 0),
    "good_json_feed_1_1.json": (2, 2, 0),
    "good_rdf_10.rdf": (2, 2, 0),
    "good_rss_091.xml": (2, 2, 0),
    "good_rss_2.xml": (2, 2, 0),
    "gzip_bomb.xml": None,
    "html_escaped_twice.xml": (2, 2, 0),
    "iso_8859_6.xml": (2, 2, 0),
    "items_not_closed.xml": (2, 2, 1),
    "items_outside_the_channel.xml": (2, 2, 0),
    "json_feed_cut_off.json": (1, 1, 1),
    "json_list.json": None,
    "json_that_is_no_feed.json": None,
    "json_too_deep.json": None,
    "language_of_a_template.xml": (2, 2, 0),
    "link_missing_guid_is_the_address.xml": (3, 3, 0),
    "links_relative_to_the_home_page.xml": (3, 3, 0),
    "links_relative_to_xml_base.atom": (2, 1, 0),
    "links_that_are_no_addresses.xml": (3, 3, 1),
    "links_to_the_home_page.xml": (2, 2, 1),
    "media_and_podcast_junk.xml": (2, 2, 0),
    "neither_title_nor_text_nor_link.xml": (2, 1, 1),
    "no_dates_and_no_titles.xml": (2, 0, 0),
    "no_declaration.xml": (2, 2, 0),
    "no_items.xml": (0, 0, 0),
    "often_and_not_at_night.xml": (2, 2, 0),
    "one_long_entity_many_times.xml": None,
    "packed_with_gzip.xml": (2, 2, 0),
    "packed_with_gzip_and_cut_off.xml": (8, 8, 1),
    "page_of_an_error.txt": None,
    "picture.xml": None,
    "prefixes_not_declared.xml": (2, 2, 1),
    "raw_html_in_description.xml": (2, 2, 1),
    "russian_in_koi8.xml": (1, 0, 0),
    "sitemap_given_as_a_feed.xml": None,
    "spaces_only.xml": None,
    "the_same_guid_everywhere.xml": (3, 3, 1),
    "the_same_link_everywhere.xml": (3, 3, 1),
    "utf_16_with_mark.xml": (2, 2, 0),
    "utf_16_without_mark.xml": (2, 2, 0),
    "utf_8_declared_as_utf_16.xml": (2, 2, 0),
    "utf_8_declared_as_windows_1256.xml": (2, 2, 0),
    "utf_8_written_twice.xml": (2, 2, 0),
    "warnings_before_the_declaration.xml": (2, 2, 0),
    "web_page_that_names_feeds.html": None,
    "web_page_without_feeds.html": None,
    "windows_1256_declared_as_utf_8.xml": (2, 2, 0),
    "windows_1256_without_declaration.xml": (2, 2, 0),
    "words_after_the_end.xml": (2, 2, 0),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_its_items_and_says_the_rest(name):
    try:
        feed = read_file(name)
    except UnreadableInput as error:
        assert EXPECTED[name] is None, error.message_en
        assert error.message_ar
        return
    found = (len(feed.items), sum(item.published is not None for item in feed.items), len(feed.problems))
    assert found == EXPECTED[name], feed.problems
    for problem in feed.problems:
        assert problem.message_en
        assert problem.message_ar


@pytest.mark.parametrize("name", FILES)
def test_an_item_that_was_kept_is_read_again(name):
    try:
        feed = read_file(name)
    except UnreadableInput:
        return
    for item in feed.items:
        assert Item.from_json(item.to_json()) == item


#: Files whose defect is in the bytes: behind it stand the same two items.
TWO_ITEMS = [
    "good_rss_091.xml",
    "windows_1256_declared_as_utf_8.xml",
    "utf_8_declared_as_windows_1256.xml",
    "windows_1256_without_declaration.xml",
    "iso_8859_6.xml",
    "no_declaration.xml",
    "utf_16_with_mark.xml",
    "utf_16_without_mark.xml",
    "utf_8_declared_as_utf_16.xml",
    "utf_8_written_twice.xml",
    "packed_with_gzip.xml",
    "warnings_before_the_declaration.xml",
    "empty_lines_before_the_declaration.xml",
    "words_after_the_end.xml",
    "items_not_closed.xml",
    "items_outside_the_channel.xml",
    "language_of_a_template.xml",
]


@pytest.mark.parametrize("name", TWO_ITEMS)
def test_a_defect_of_the_bytes_costs_no_item(name):
    feed = read_file(name)
    assert [item.title for item in feed.items] == ["خبر مخترع رقم 1", "خبر مخترع رقم 2"]
    assert [item.link for item in feed.items] == [f"{HOME}/news/1", f"{HOME}/news/2"]
    assert {item.summary for item in feed.items} == {"افتتحت البلدية الجسر الجديد فوق النهر."}
    assert dates(feed) == ["2018-06-08", "2018-06-08"]
    assert {item.language for item in feed.items} == {"ar"}


def test_a_feed_has_all_its_fields():
    feed = read_file("good_rss_2.xml")
    assert (feed.title, feed.home_page, feed.language) == ("شام الغد المخترعة", f"{HOME}/", "ar")
    assert feed.ttl_minutes == 30
    item = feed.items[0]
    assert (item.guid, item.author, item.section) == ("sham-1", "سليم الوهمي", "محليات")
    assert item.published.at(UTC) == datetime(2018, 6, 8, 8, 26, tzinfo=UTC)
    assert not item.is_full_text


def test_atom_has_all_its_fields():
    first = read_file("good_atom_10.atom").items[0]
    assert first.guid == "tag:nile.example,2018:1"
    assert first.link == "https://nile.example/news/1"
    assert (first.author, first.section, first.language) == ("ليلى الوهمية", "اقتصاد", "ar")
    assert first.updated.time.hour == 12


def test_json_feed_has_all_its_fields():
    first, second = read_file("good_json_feed_1_1.json").items
    assert (first.guid, first.author, first.section) == ("1", "سليم الوهمي", "محليات")
    assert first.is_full_text
    assert first.content.count("\n\n") == 1
    assert (second.guid, second.link) == ("2", f"{HOME}/news/2")
    assert not second.is_full_text


@pytest.mark.parametrize(
    "name",
    [
        "entities_that_grow.xml",
        "entities_that_grow_in_utf_16.xml",
        "one_long_entity_many_times.xml",
        "entity_from_a_file.xml",
        "entity_from_the_network.xml",
    ],
)
def test_a_document_that_declares_entities_is_refused_before_it_is_parsed(name, monkeypatch):
    monkeypatch.setattr("articles.ingest.readers.feeds.tree.parse", None)
    with pytest.raises(UnreadableInput, match="declares entities"):
        read_file(name)


def test_a_feed_opens_no_file_and_no_connection(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("opened")

    data = [(FEEDS / name).read_bytes() for name in FILES]
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    for each in [*data, b"/etc/hostname", b"https://attacker.example/"]:
        try:
            read(each)
        except UnreadableInput:
            continue


def test_titles_are_one_line_of_plain_text():
    assert read_file("cdata_in_titles_with_markup.xml").items[0].title == "عاجل: افتتاح الجسر & الطريق"
    assert read_file("html_escaped_twice.xml").items[0].title == '"الجسر" الجديد'
    assert read_file("ampersands_not_escaped.xml").items[0].title == "تجارة & صناعة"
    assert read_file("entities_of_html.xml").items[0].title == "الجسر الجديد «افتتح» — اليوم"
    assert read_file("control_characters.xml").items[0].title == "الجسر الجديد"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("سعر < 5 و> 3", "سعر < 5 و> 3"),
        ("a&amp;amp;b", "a&b"),
        ("<![CDATA[خبر]]>", "خبر"),
        ("أ<br/>ب", "أ ب"),
        ("\u200fخبر\u200f", "خبر"),
        ("<عاجل> خبر", "<عاجل> خبر"),
    ],
)
def test_title_text(text, title):
    assert title_text(text) == title


def test_html_escaped_twice_is_still_paragraphs():
    assert read_file("html_escaped_twice.xml").items[0].summary.count("\n\n") == 1


def test_an_address_keeps_its_parameters():
    assert read_file("ampersands_not_escaped.xml").items[0].link == f"{HOME}/news?id=1&copy=2&lang=ar"


def test_full_text_has_no_scripts_and_pixels():
    item = read_file("full_text_with_scripts_and_pixels.xml").items[0]
    assert item.is_full_text
    assert item.content.count("\n\n") == 2
    assert "track" not in item.content
    assert "http" not in item.content
    assert item.summary


def test_what_was_cut_is_never_a_full_text():
    items = read_file("full_text_that_is_cut.xml").items
    assert not any(item.is_full_text for item in items)
    assert all("المزيد" not in item.summary for item in items)
    assert all(len(item.summary) > 100 for item in items)


def test_the_post_appeared_first_on_goes():
    first, second = read_file("appeared_first_on.xml").items
    assert first.is_full_text
    assert "appeared" not in first.content
    assert second.summary.endswith("[…]")
    assert not second.is_full_text


@pytest.mark.parametrize(
    ("text", "left", "was_cut"),
    [
        ("نص الخبر.", "نص الخبر.", False),
        ("نص الخبر…", "نص الخبر…", True),
        ("نص الخبر...", "نص الخبر...", True),
        ("نص الخبر [...]", "نص الخبر [...]", True),
        ("نص الخبر [&hellip;]".replace("&hellip;", "…"), "نص الخبر […]", True),
        ("نص الخبر... اقرأ المزيد", "نص الخبر...", True),
        ("نص الخبر.\n\nإقرأ المزيد »", "نص الخبر.", True),
        ("نص الخبر.\n\nلقراءة الخبر كاملا اضغط هنا", "نص الخبر.", True),
        ("نص الخبر.\n\nالتفاصيل", "نص الخبر.", True),
        ("لم تكشف الوزارة عن التفاصيل", "لم تكشف الوزارة عن التفاصيل", False),
        ("نص الخبر.\n\nRead Full Article at Qanat Arabic", "نص الخبر.", True),
        ("نص الخبر… Continue reading خبر", "نص الخبر…", True),
        ("نص.\n\nظَهرت المقالة خبر أولًا على شام الغد.", "نص.", False),
        ("نص.\n\nThe post خبر first appeared on شام.", "نص.", False),
        ("دعا الطلاب إلى قراءة المزيد.", "دعا الطلاب إلى قراءة المزيد.", True),
        ("قالَ ذلكَ. اقرأ المزيد", "قالَ ذلكَ.", True),
        ("ظهرت المقالة في الصحيفة أمس وأثارت جدلا", "ظهرت المقالة في الصحيفة أمس وأثارت جدلا", False),
    ],
)
def test_what_stands_at_the_end_of_a_text(text, left, was_cut):
    assert without_ends(text) == (left, was_cut)


@pytest.mark.parametrize(
    ("content", "is_full"),
    [
        (f"<p>{'كلمة ' * 30}</p>", False),
        (f"<p>{'كلمة ' * 70}</p>", True),
        (f"<p>{'كلمة ' * 15}</p><p>{'كلمة ' * 15}</p>", True),
    ],
    ids=["an announcement", "one long paragraph", "two paragraphs"],
)
def test_one_short_paragraph_of_content_is_an_announcement(content, is_full):
    [item] = read(rss(f"<title>x</title><content:encoded><![CDATA[{content}]]></content:encoded>")).items
    assert item.is_full_text == is_full
    assert "كلمة" in item.text


def test_a_long_description_is_the_full_text():
    first, second = read_file("description_is_the_full_text.xml").items
    assert first.is_full_text
    assert not second.is_full_text


def test_atom_contents_of_every_type_are_read():
    items = read_file("atom_contents_of_every_type.atom").items
    assert [item.content.count("\n\n") for item in items] == [1, 1, 1, 0, 1]
    assert len({item.content for item in items if item.content}) == 1
    assert items[3].summary
    assert not items[3].is_full_text


def test_podcasts_and_galleries_are_no_text():
    first, second = read_file("media_and_podcast_junk.xml").items
    assert first.title == "خبر مخترع رقم 1"
    assert first.summary == "افتتحت البلدية الجسر الجديد فوق النهر."
    assert (first.author, first.section, first.content) == ("", "", "")
    assert second.summary == "وصف من الوسائط"


def test_an_item_names_the_outlet_that_it_was_taken_from():
    assert read_file("atom_from_another_source.atom").items[0].source_name == "وكالة أخرى مخترعة"


def test_relative_links_are_completed():
    links = [item.link for item in read_file("links_relative_to_the_home_page.xml").items]
    tracked = f"{HOME}/news/2?utm_source=rss&utm_medium=feed"
    assert links == [f"{HOME}/news/1", tracked, f"{HOME}/news/3"]
    links = [item.link for item in read_file("links_relative_to_xml_base.atom").items]
    assert links == ["https://nile.example/news/1.html", "https://nile.example/sport/2.html"]


def test_without_a_home_page_the_address_of_the_feed_completes_links():
    feed = read(b"<rss><channel><item><title>x</title><link>../n/1</link></item></channel></rss>")
    assert feed.items[0].link == f"{HOME}/n/1"


def test_links_that_are_no_addresses_are_left_out_and_told():
    feed = read_file("links_that_are_no_addresses.xml")
    assert [item.link for item in feed.items] == ["", "", f"{HOME}/news/3"]
    assert "javascript" in feed.problems[0].message_en


def test_the_real_link_is_found():
    first, second, third = read_file("feedburner_and_google_links.xml").items
    assert first.link == f"{HOME}/news/1?utm_source=fb"
    assert second.link == f"{HOME}/news/2"
    assert (third.title, third.source_name) == ("خبر مخترع رقم 3", "شام الغد المخترعة")


def test_a_permalink_guid_is_the_link():
    first, second, third = read_file("link_missing_guid_is_the_address.xml").items
    assert first.link == first.guid == f"{HOME}/news/1"
    assert (second.guid, second.link) == ("sham-2", "")
    assert (third.guid, third.link) == ("12345", "")


def test_what_all_items_share_names_none():
    assert {item.guid for item in read_file("the_same_guid_everywhere.xml").items} == {""}
    feed = read_file("the_same_link_everywhere.xml")
    assert {item.link for item in feed.items} == {""}
    assert [item.guid for item in feed.items] == ["s1", "s2", "s3"]
    assert read_file("links_to_the_home_page.xml").items[0].link == ""


def test_dates_of_many_kinds_are_one_day():
    feed = read_file("dates_of_many_kinds.xml")
    assert set(dates(feed)) == {"2018-06-08"}
    offsets = [str(item.published.zone) for item in feed.items]
    assert offsets[:5] == ["UTC+03:00", "None", "UTC+03:00", "UTC", "UTC"]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("dates_that_may_be_two.xml", ["", "2018-06-06", ""]),
        ("dates_with_the_day_first.xml", ["2018-08-06", "2018-08-13"]),
        ("dates_with_the_month_first.xml", ["2018-06-08", "2018-06-13"]),
        ("dates_that_the_weekday_settles.xml", ["2018-06-08", "2018-08-06"]),
    ],
)
def test_a_date_that_may_be_two_is_none_unless_something_settles_it(name, days):
    assert dates(read_file(name)) == days


def test_of_two_readings_the_one_in_the_future_is_none():
    feed = read_file("dates_that_may_be_two.xml", now=datetime(2018, 7, 1, tzinfo=UTC))
    assert dates(feed) == ["2018-06-08", "2018-06-06", ""]


def test_local_time_with_a_wrong_zone_loses_the_zone():
    item = "<title>x</title><pubDate>Fri, 08 Jun 2018 14:26:00 GMT</pubDate>"
    feed = read(rss(item), now=datetime(2018, 6, 8, 11, 30, tzinfo=UTC))
    assert feed.items[0].published.zone is None
    assert feed.items[0].published.time.hour == 14


def test_midnight_everywhere_is_no_clock():
    feed = read_file("dates_at_midnight.xml")
    assert [item.published.precision.value for item in feed.items] == ["day", "day"]


def test_an_update_is_no_publication():
    item = read_file("atom_with_updates_only.atom").items[0]
    assert item.published is None
    assert item.updated is not None


ATOM_OF_ONE = """<feed xmlns="http://www.w3.org/2005/Atom"><title>شام</title><entry><id>1</id>
<title>خبر</title><link href="https://sham-alghad.example/{path}"/><updated>{updated}</updated></entry></feed>"""


@pytest.mark.parametrize(
    ("path", "updated", "day"),
    [
        ("2018/06/08/bridge", "2018-06-08T12:00:00+03:00", "2018-06-08"),
        ("news/2018-6-8/bridge", "2018-06-08T12:00:00Z", "2018-06-08"),
        ("2018/06/07/bridge", "2018-06-08T12:00:00+03:00", ""),
        ("2018/06/081/bridge", "2018-06-08T12:00:00+03:00", ""),
        ("2018/06/bridge", "2018-06-08T12:00:00+03:00", ""),
        ("2018/06/08/bridge", "June 2018", ""),
    ],
)
def test_an_update_on_the_day_that_the_address_names_is_the_publications_day(path, updated, day):
    [item] = read(ATOM_OF_ONE.format(path=path, updated=updated).encode()).items
    assert (str(item.published.first_day()) if item.published else "") == day
    assert item.published is None or item.published.precision.value == "day"
    assert item.updated is not None


def test_accounts_are_no_authors():
    names = ("salim.w", "user3", "Super User", "Unknown", "Salim", "سليم")
    items = read(rss(*(f"<title>{n}</title><dc:creator>{n}</dc:creator>" for n in names))).items
    assert [item.author for item in items] == ["", "", "", "", "Salim", "سليم"]


def test_authors_are_names_of_people():
    items = read_file("authors_of_many_kinds.xml").items
    assert [item.author for item in items] == ["سليم الوهمي", "", "", "سليم الوهمي، ليلى الوهمية"]
    assert items[2].section == "رياضة"


def test_how_often_a_feed_asks_to_be_read():
    assert read_file("often_and_not_at_night.xml").ttl_minutes == 120
    assert read_file("good_rdf_10.rdf").ttl_minutes == 30
    assert read(rss("<title>x</title>", head="<ttl>-5</ttl>")).ttl_minutes is None
    assert read(rss("<title>x</title>", head="<ttl>99999999</ttl>")).ttl_minutes == 7 * 24 * 60


def test_a_web_page_names_its_feeds():
    with pytest.raises(UnreadableInput) as caught:
        read_file("web_page_that_names_feeds.html")
    assert f"{HOME}/feed.xml {HOME}/atom" in caught.value.message_en
    assert f"{HOME}/feed.xml {HOME}/atom" in caught.value.message_ar


def test_too_many_items_are_bounded_and_told():
    feed = read(rss(*(f"<title>x</title><link>/n/{n}</link>" for n in range(10_050))))
    assert len(feed.items) == 10_000
    assert "10,000" in feed.problems[0].message_en


@pytest.mark.parametrize(
    "middle",
    [
        "<!DOCTYPE ",
        "<!--",
        "<?",
        "<![CDATA[",
        "<item>",
        "</item>",
        "<title>",
        "<description><",
        "<b xmlns='u'>",
        "<category>x</category>",
        "&",
        "<",
        "<a b=c ",
        "\n",
        "<media:group>",
        "The post ",
        "المقالة ظهرت أولا ",
    ],
)
def test_a_feed_of_one_thing_many_times_takes_no_longer_than_its_length(middle):
    def took(times: int) -> float:
        start = time.process_time()
        with suppress(UnreadableInput):
            read(b"<rss><channel><item><description>" + middle.encode() * times + b"</description></item>")
        return time.process_time() - start

    took(100)
    # Quadratic would be 64 times; small times are noise.
    assert took(32_000) < 30 * max(took(4_000), 0.02)


@pytest.mark.parametrize("name", FILES)
def test_what_looks_like_a_feed_is_one(name):
    bombs = {"packed_with_gzip_and_cut_off.xml", "json_too_deep.json", "gzip_bomb.xml"}
    if name not in bombs:
        assert looks_like_feed((FEEDS / name).read_bytes()) == (EXPECTED[name] is not None)


def test_a_saved_feed_gives_its_items_with_text():
    data = rss(
        "<title>أول</title><description>نص الخبر الأول</description><guid>a</guid>",
        "<title>رابط فقط</title><link>/n/2</link>",
    )
    records = list(read_feed_file(io.BytesIO(data), "saved.xml", RowFormat()))
    [record] = [record for record in records if record.document]
    assert record.kind == "feed_item"
    assert (record.document.title, record.document.body) == ("أول", "نص الخبر الأول")
    assert record.document.source_name == "شام"
    assert read_feed_item(record.raw, json.loads(json.dumps(record.context))) == record.document
    assert "links only" in records[-1].notes[0].message_en


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"1", b"{", b'{"published": {"year": 1}}', b'{"published": 5}', b"\xff"]
)
def test_what_is_no_kept_item_is_refused(raw):
    with pytest.raises(UnreadableInput):
        read_feed_item(raw, {})


ITEM = Item(
    guid="g",
    link=f"{HOME}/n/1?utm_source=x",
    title="عنوان الخلاصة",
    summary="ملخص",
    published=parse_date("Fri, 08 Jun 2018 11:26:00 +0300"),
    author="سليم",
    section="محليات",
)


def test_an_item_alone_is_a_document():
    document = item_document(ITEM, "شام الغد")
    assert (document.body, document.source_name, document.guid) == ("ملخص", "شام الغد", "g")
    assert document.published_origin == "feed"
    assert [doubt.reason for doubt in document.doubts] == ["too_short"]


def test_a_page_keeps_what_it_has_and_gets_what_it_lacks():
    page = Document(title="عنوان الصفحة", body="نص " * 30, published=parse_date("2018-06-07 10:00"))
    both = with_item(page, ITEM)
    assert (both.title, both.body, both.published) == (page.title, page.body, page.published)
    assert both.published_origin == "page"
    assert (both.byline, both.section, both.guid) == ("سليم", "محليات", "g")
    assert both.canonical_url == ITEM.link


def test_a_page_without_a_date_gets_the_items():
    both = with_item(Document(title="ع", body="ن"), ITEM)
    assert both.published == ITEM.published
    assert both.published_origin == "feed"


def test_a_page_that_knows_the_day_gets_the_clock_of_the_item():
    both = with_item(Document(published=parse_date("8 يونيو 2018")), ITEM)
    assert both.published.time.hour == 11
    other = with_item(Document(published=parse_date("7 يونيو 2018")), ITEM)
    assert other.published.time is None


def test_a_clock_of_greenwich_near_midnight_says_nothing_of_the_day():
    late = Item(published=parse_date("Fri, 08 Jun 2018 22:26:00 GMT"))
    assert with_item(Document(published=parse_date("8 يونيو 2018")), late).published.time is None


def test_a_title_from_the_item_settles_the_doubt():
    page = Document(body="نص " * 30, doubts=(Doubt("no_title"), Doubt("furniture")))
    assert [doubt.reason for doubt in with_item(page, ITEM).doubts] == ["furniture"]


_PIECES = st.sampled_from(
    [
        "<rss>",
        "</rss>",
        "<channel>",
        "</channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<description>",
        "<link>",
        "<guid>",
        "<entry>",
        "<feed>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "&",
        "&amp;",
        "&nbsp;",
        "&#0;",
        "&x;",
        "<",
        ">",
        "<!DOCTYPE",
        "<!ENTITY",
        "<content:encoded>",
        "<pubDate>",
        "[",
        "]",
        "{",
        "}",
        '"items":',
        '"version":',
        "jsonfeed.org/version/1",
        "<html>",
        "خبر",
        "a=b",
        "\x00",
        "\x1f\x8b",
        "<a:b>",
        'xmlns="http://www.w3.org/2005/Atom"',
        "<dc:date>",
        "06/08/2018",
        "<author>",
        "a@b.example",
        "<category>",
        "<source>",
        "<image>",
        "<textinput>",
        "<language>",
    ]
)


_JOINED = st.lists(_PIECES, max_size=40).map(lambda each: " ".join(each).encode())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), _JOINED))
def test_any_bytes_give_a_feed_or_are_unreadable(data):
    for each in (data, b"<rss><channel>" + data, b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + data):
        try:
            assert isinstance(read(each), Feed)
        except UnreadableInput as error:
            assert error.message_ar


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["id", "url", "title", "tags", "authors", "author", "name", "content_html"]),
            inner,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_JSON, max_size=5))
def test_any_json_items_give_a_feed(items):
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    assert isinstance(read(data), Feed)
