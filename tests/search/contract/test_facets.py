"""Counts beside results: by value, by date, by query."""

from datetime import UTC, date, datetime

import pytest
from haystack.exceptions import FacetingError
from haystack.query import SQ

from tests.search.contract.app.indexes import RecordIndex, ReportIndex
from tests.search.contract.app.models import Record, Remark, Report


def by_value(results, field):
    """Counts of a field as a dictionary; a value that is missing is no value."""
    listed = results.facet_counts()["fields"][field]
    counts = {str(value): count for value, count in listed if value is not None and count}
    assert len(counts) == len([value for value, count in listed if value is not None and count])
    return counts


def by_date(results, field):
    """Counts of a field by the first day of each span that has any."""
    counts = {}
    for span, count in results.facet_counts()["dates"][field]:
        start = span[0] if isinstance(span, tuple) else span
        if start is not None and count:
            counts[f"{start:%Y-%m-%d}"] = count
    return counts


def test_values_are_counted(indexed):
    counts = by_value(indexed.all.facet("editor"), "editor")
    assert counts == {"عمر": 2, "ليلى": 2, "david": 1, "daniel": 1}


def test_a_value_of_several_words_is_one_value(indexed):
    assert by_value(indexed.all.facet("author"), "author")["سمير عادل حسن"] == 1


def test_frequent_values_come_first(indexed):
    listed = indexed.all.facet("tags").facet_counts()["fields"]["tags"]
    counts = [count for value, count in listed if value is not None]
    assert counts == sorted(counts, reverse=True)
    assert listed[0] in [("staff", 3), ["staff", 3]]


def test_each_member_of_a_list_is_counted_once_for_each_document(indexed, reports):
    assert by_value(indexed.all.facet("tags"), "tags") == {
        "staff": 3,
        "outdoor": 2,
        "scientist": 2,
        "red, green": 1,
    }
    reports[4].tags = ["staff", "staff"]
    indexed.index(ReportIndex(), [reports[4]])
    assert by_value(indexed.all.facet("tags"), "tags")["staff"] == 4


def test_several_fields_are_counted_at_once(indexed):
    results = indexed.all.facet("editor").facet("tags")
    assert by_value(results, "editor")["عمر"] == 2
    assert by_value(results, "tags")["outdoor"] == 2


def test_numbers_and_truth_are_counted(search):
    made = [Record(pk=key, number=key % 2, active=key < 3) for key in range(1, 6)]
    search.index(RecordIndex(), made)
    results = search.all.facet("number").facet("active")
    assert by_value(results, "number") == {"1": 3, "0": 2}
    assert {value.lower(): count for value, count in by_value(results, "active").items()} == {
        "true": 2,
        "false": 3,
    }


def test_only_matches_are_counted(indexed):
    results = indexed.all.filter(content="alpha").facet("editor")
    assert by_value(results, "editor") == {"ليلى": 2, "عمر": 1, "daniel": 1}


def test_excluding_and_narrowing_change_counts(indexed):
    results = indexed.all.exclude(content="alpha").facet("editor")
    assert by_value(results, "editor") == {"عمر": 1, "david": 1}
    narrowed = indexed.all.narrow(SQ(tags="staff")).facet("editor")
    assert by_value(narrowed, "editor") == {"ليلى": 1, "عمر": 1, "daniel": 1}


def test_all_matches_are_counted_whatever_the_window(indexed):
    results = indexed.all.facet("editor").order_by("pub_date")
    assert len(results[0:1]) == 1
    assert by_value(results, "editor")["ليلى"] == 2


def test_models_change_counts(indexed, remarks):
    assert by_value(indexed.all.facet("author"), "author")["daniel"] == 2
    assert by_value(indexed.all.models(Remark).facet("author"), "author") == {"daniel": 1, "dora": 1}


def test_what_is_deleted_is_not_counted(indexed, reports):
    indexed.backend.remove(reports[6])
    assert "daniel" not in by_value(indexed.all.facet("editor"), "editor")


def test_counts_of_no_match_are_empty(indexed):
    results = indexed.all.filter(content="nowhere").facet("editor")
    assert by_value(results, "editor") == {}


def test_counts_are_there_only_when_asked_for(indexed):
    counts = indexed.all.filter(content="alpha").facet_counts()
    assert not any(counts.values())


def test_facets_do_not_change_results(indexed):
    plain = [result.pk for result in indexed.all.filter(content="alpha")]
    counted = [result.pk for result in indexed.all.filter(content="alpha").facet("editor").facet("tags")]
    assert counted == plain


SPANS = {
    "years": ("year", date(2018, 1, 1), {"2018-01-01": 4, "2019-01-01": 1, "2020-01-01": 1}),
    "months": (
        "month",
        date(2018, 6, 1),
        {"2018-06-01": 3, "2018-07-01": 1, "2019-01-01": 1, "2020-02-01": 1},
    ),
    "days": (
        "day",
        date(2018, 6, 8),
        {"2018-06-08": 2, "2018-06-09": 1, "2018-07-01": 1, "2019-01-31": 1, "2020-02-29": 1},
    ),
}


@pytest.mark.parametrize(("gap", "start", "expected"), SPANS.values(), ids=SPANS.keys())
def test_dates_are_counted_by(indexed, gap, start, expected):
    results = indexed.all.date_facet("pub_date", start, date(2020, 12, 31), gap)
    assert by_date(results, "pub_date") == expected


def test_spans_may_be_several_gaps_long(indexed):
    results = indexed.all.date_facet("pub_date", date(2018, 1, 1), date(2020, 12, 31), "month", gap_amount=6)
    assert by_date(results, "pub_date") == {
        "2018-01-01": 3,
        "2018-07-01": 1,
        "2019-01-01": 1,
        "2020-01-01": 1,
    }


def test_dates_outside_are_not_counted(indexed):
    results = indexed.all.date_facet("pub_date", date(2018, 7, 1), date(2019, 1, 1), "month")
    assert by_date(results, "pub_date") == {"2018-07-01": 1}


def test_date_facets_take_moments(indexed):
    start, end = datetime(2018, 6, 8, tzinfo=UTC), datetime(2018, 6, 10, tzinfo=UTC)
    results = indexed.all.filter(content="alpha").date_facet("pub_date", start, end, "day")
    assert by_date(results, "pub_date") == {"2018-06-08": 2, "2018-06-09": 1}


def test_days_without_a_time_are_counted(search):
    made = [Record(pk=1, day=date(2018, 6, 8)), Record(pk=2, day=date(2018, 6, 30)), Record(pk=3)]
    search.index(RecordIndex(), made)
    results = search.all.date_facet("day", date(2018, 1, 1), date(2018, 12, 31), "month")
    assert by_date(results, "day") == {"2018-06-01": 2}


def test_a_gap_that_is_no_gap_is_refused(indexed):
    with pytest.raises(FacetingError):
        indexed.all.date_facet("pub_date", date(2018, 1, 1), date(2019, 1, 1), "fortnight")


def test_matches_of_a_query_are_counted(indexed):
    counts = indexed.all.filter(content="alpha").query_facet("author", "daniel").facet_counts()
    assert list(counts["queries"].values()) == [1]


def test_several_queries_on_a_field_are_counted_apart(indexed):
    results = indexed.all.query_facet("author", "daniel").query_facet("author", "سمير")
    assert sorted(results.facet_counts()["queries"].values()) == [1, 2]


def test_all_kinds_of_counts_come_together(indexed):
    results = indexed.all.facet("editor").query_facet("author", "daniel")
    results = results.date_facet("pub_date", date(2018, 1, 1), date(2020, 12, 31), "year")
    assert by_value(results, "editor")["عمر"] == 2
    assert by_date(results, "pub_date")["2018-01-01"] == 4
    assert list(results.facet_counts()["queries"].values()) == [1]
    assert {result.model for result in results} == {Report}


def test_hours_are_counted(indexed):
    start, end = datetime(2018, 6, 8, 8, tzinfo=UTC), datetime(2018, 6, 8, 13, tzinfo=UTC)
    listed = indexed.all.date_facet("pub_date", start, end, "hour").facet_counts()["dates"]["pub_date"]
    hours = {(span[0] if isinstance(span, tuple) else span).hour: count for span, count in listed if count}
    assert hours == {9: 1, 11: 1}


def test_no_value_is_left_out_however_many_there_are(search, reports):
    made = [
        Report(pk=key, author=f"name {key}", editor="x", text="word", pub_date=reports[1].pub_date)
        for key in range(1, 301)
    ]
    search.index(ReportIndex(), made)
    assert len(by_value(search.all.facet("author"), "author")) == 300
