"""Template tags: numbers, dates, links between searches."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from articles.models import Article, Source
from articles.search.criteria import Period, SearchCriteria
from articles.search.find import SearchResults
from articles.search.syntax import parse
from articles.web.dates_text import Writing, iso, utc_text
from articles.web.templatetags import archive as tags


@pytest.fixture(autouse=True)
def arabic():
    with translation.override("ar"):
        yield


def article(moment: datetime | None = None, precision: str = "minute") -> Article:
    made = Article(source=Source(name="شام", slug="sham", time_zone="Asia/Damascus"), title="خبر")
    if moment:
        made.set_published(moment, precision=precision, origin="page")
    return made


MOMENT = datetime(2018, 6, 8, 8, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("month_names", "digits", "language", "written"),
    [
        ("dual", "western", "ar", "8 حزيران (يونيو) 2018"),
        ("levantine", "western", "ar", "8 حزيران 2018"),
        ("gulf", "arabic", "ar", "٨ يونيو ٢٠١٨"),
        ("maghrebi", "western", "ar", "8 جوان 2018"),
        ("dual", "arabic", "en", "8 June 2018"),
    ],
)
def test_day_is_written_as_the_settings_say(month_names, digits, language, written):
    assert Writing(language, digits, month_names).day(date(2018, 6, 8)) == written


@pytest.mark.parametrize(
    ("precision", "written", "machine"),
    [
        ("minute", "8 حزيران (يونيو) 2018، 11:26", "2018-06-08T11:26+03:00"),
        ("hour", "8 حزيران (يونيو) 2018، 11:26", "2018-06-08T11:26+03:00"),
        ("day", "8 حزيران (يونيو) 2018", "2018-06-08"),
        ("month", "حزيران (يونيو) 2018", "2018-06"),
        ("year", "2018", "2018"),
    ],
)
def test_moment_is_no_more_precise_than_it_is_known(precision, written, machine):
    zone = article().source.zone
    assert Writing("ar").moment(MOMENT, precision, zone) == written
    assert iso(MOMENT, precision, zone) == machine


def test_date_is_that_of_the_source_and_not_of_greenwich():
    late = datetime(2018, 6, 8, 22, 30, tzinfo=UTC)
    html = tags.article_date(article(late))
    assert "<bdi>9 حزيران (يونيو) 2018، 01:30</bdi>" in html
    assert 'title="2018-06-08 22:30 UTC"' in html


def test_a_day_has_no_moment_at_greenwich():
    assert utc_text(MOMENT, "day") == ""


def test_undated_article_has_no_date():
    assert tags.article_date(article()) == ""


def test_citation_gives_the_day_without_the_clock():
    assert tags.cited_date(article(MOMENT)) == "8 حزيران (يونيو) 2018"


def test_zone_is_named_by_its_city():
    assert tags.zone_label("Asia/Damascus") == "دمشق"
    assert tags.zone_label("Asia/Tashkent") == "Asia/Tashkent"
    with translation.override("en"):
        assert tags.zone_label("America/New_York") == "New York"


@pytest.mark.parametrize(("digits", "written"), [("western", "12,345"), ("arabic", "١٢٬٣٤٥")])
def test_numbers_stand_apart_from_the_text_around(settings, digits, written):
    settings.DIGITS = digits
    assert tags.number(12345) == f"<bdi>{written}</bdi>"


@pytest.mark.parametrize(
    ("period", "whole", "within"),
    [
        (Period(2018), "2018", "2018"),
        (Period(2018, 6), "حزيران (يونيو) 2018", "حزيران (يونيو)"),
        (Period(2018, 6, 8), "8 حزيران (يونيو) 2018", "8 حزيران (يونيو)"),
    ],
)
def test_period_is_named_alone_and_inside_the_one_around_it(period, whole, within):
    assert tags.period_label(period) == whole
    assert tags.period_within(period) == within


def results(total: int, page: int = 1) -> SearchResults:
    criteria = SearchCriteria(page=page)
    return SearchResults(criteria, criteria, parse(""), total, ())


@pytest.mark.parametrize(
    ("total", "page", "window"),
    [
        (0, 1, []),
        (20, 1, [1]),
        (100, 1, [1, 2, 3, 4, 5]),
        (120, 1, [1, 2, 3, None, 6]),
        (80, 1, [1, 2, 3, 4]),
        (400, 10, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (400, 20, [1, None, 18, 19, 20]),
        (40, 9, [1, 2]),
    ],
)
def test_page_window_shows_the_ends_and_what_is_around(total, page, window):
    assert tags.page_window(results(total, page)) == window


def test_links_keep_the_criteria_and_go_to_the_first_page():
    criteria = SearchCriteria(query="خبر", sources=("sham",), page=3)
    assert tags.search_url(criteria, sort="oldest").endswith("source=sham&sort=oldest")
    assert tags.search_url(tags.without_filters(criteria)) == "/?q=%D8%AE%D8%A8%D8%B1"
    assert "page" not in tags.feed_url(criteria)


def test_hidden_inputs_are_escaped_and_leave_out_what_the_form_asks():
    criteria = SearchCriteria(query="q", sources=('"><b>',), undated=True)
    html = tags.hidden_inputs(criteria, "q")
    assert "<b>" not in html
    assert 'name="q"' not in html
    assert 'name="undated" value="1"' in html
    assert tags.hidden_inputs("") == ""


@pytest.mark.parametrize(
    ("stored", "linked"),
    [
        ("https://a.example/", "https://a.example/"),
        ("HTTP://a.example/", "HTTP://a.example/"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_become_links(stored, linked):
    assert tags.web_address(stored) == linked


def test_today_is_the_day_where_the_archive_is_read(settings, monkeypatch):
    settings.DEFAULT_SOURCE_TIME_ZONE = "Asia/Damascus"
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2018, 6, 8, 22, 30, tzinfo=UTC))
    assert tags.today() == "9 حزيران (يونيو) 2018"
