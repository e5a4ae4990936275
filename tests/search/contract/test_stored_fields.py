"""What goes in comes back, as the Python type that it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.search.contract.app.indexes import HiddenFieldReportIndex, RecordIndex, ReportIndex
from tests.search.contract.app.models import Record, Report
from tests.search.contract.connection import day, moment

FULL = Record(
    pk=1,
    label="Mister Pants",
    number=25,
    ratio=3.6,
    price=Decimal("24.99"),
    active=True,
    day=date(2009, 11, 21),
    moment=datetime(2009, 11, 21, 21, 31, tzinfo=UTC),
    codes=[3, 5, 1],
    names=["staff", "outdoor", "activist", "scientist"],
)


def stored(search, **values):
    """The one result of a record with these values, read by a process that did not write it."""
    search.index(RecordIndex(), [Record(pk=1, **values)])
    search.fresh()
    return search.all[0]


@pytest.fixture
def result(search):
    search.index(RecordIndex(), [FULL])
    search.fresh()
    return search.all.filter(id="contract.record.1")[0]


def test_text_comes_back(result):
    assert result.label == "Mister Pants"


def test_numbers_come_back_as_numbers(result):
    assert (result.number, type(result.number)) == (25, int)
    assert (result.ratio, type(result.ratio)) == (3.6, float)


def test_money_comes_back_as_it_was_written(result):
    assert str(result.price) == "24.99"


def test_truth_comes_back_as_truth(result):
    assert result.active is True


def test_a_day_comes_back(result):
    assert day(result.day) == date(2009, 11, 21)


def test_a_moment_comes_back(result):
    assert moment(result.moment) == datetime(2009, 11, 21, 21, 31, tzinfo=UTC)


def test_lists_come_back_in_their_order(result):
    assert list(result.names) == ["staff", "outdoor", "activist", "scientist"]
    assert [int(code) for code in result.codes] == [3, 5, 1]


@pytest.mark.parametrize("number", [0, -1, -(2**40), 2**31, 2**53])
def test_whole_numbers_come_back(search, number):
    assert stored(search, number=number).number == number


@pytest.mark.parametrize("ratio", [0.0, -0.1, 1e-12, 1.7e200])
def test_fractions_come_back(search, ratio):
    assert stored(search, ratio=ratio).ratio == ratio


def test_untruth_comes_back(search):
    assert stored(search, active=False).active is False


@pytest.mark.parametrize(
    "value",
    [
        datetime(1899, 5, 18, tzinfo=UTC),
        datetime(2009, 5, 18, 1, 16, 30, 250, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime.fromisoformat("2018-06-08T11:26:05+03:00"),
    ],
    ids=["before 1970", "microseconds", "far", "another zone"],
)
def test_moments_come_back(search, value):
    assert moment(stored(search, moment=value).moment) == value


def test_days_before_1970_come_back(search):
    assert day(stored(search, day=date(1899, 5, 18)).day) == date(1899, 5, 18)


def test_what_is_missing_comes_back_as_none(search):
    result = stored(search)
    assert [result.label, result.number, result.ratio, result.active, result.day, result.moment] == [None] * 6


def test_an_empty_list_comes_back_empty(search):
    result = stored(search, names=["only"])
    assert list(result.codes) == []


def test_a_member_with_a_comma_stays_one_member(search):
    assert list(stored(search, names=["red, green", "blue"]).names) == ["red, green", "blue"]


def test_text_that_looks_like_a_number_stays_text(search):
    assert stored(search, label="06").label == "06"


def test_text_that_looks_like_something_else_stays_text(search):
    for key, label in enumerate(["true", "None", "[1, 2]", "2009-05-09T16:14:00", '{"a": 1}', "1.50"], 1):
        search.index(RecordIndex(), [Record(pk=key, label=label)])
        assert search.all.filter(id=f"contract.record.{key}")[0].label == label


@pytest.mark.parametrize(
    "text",
    [
        "أحمد، سُوريا ٢٠١٨",
        "ﺳﻮﺭﻳﺎ",
        "\u0627\u0653\u0633\u0641\u064a",
        "\u200fنص\u200f \u202bمع\u202c اتجاه",
        "🔴 עברית 中文",
        "a\u0000b",
        "line\nbreak\ttab",
        "x" * 40_000,
    ],
    ids=[
        "Arabic",
        "presentation forms",
        "decomposed",
        "bidi marks",
        "other scripts",
        "null",
        "lines",
        "long",
    ],
)
def test_text_of_any_kind_comes_back_unchanged(search, text):
    assert stored(search, label=text).label == text


def test_a_field_that_is_only_stored_comes_back(search, reports):
    search.use(HiddenFieldReportIndex())
    search.index(HiddenFieldReportIndex(), [reports[1]])
    assert search.all[0].month == "06"


def test_a_field_that_is_not_stored_can_still_be_searched(search, reports):
    search.use(HiddenFieldReportIndex())
    search.index(HiddenFieldReportIndex(), list(reports.values()))
    assert [result.pk for result in search.all.filter(secret="david")] == ["5"]


def test_results_hold_the_fields_of_their_model(indexed):
    result = indexed.all.filter(author="daniel")[0]
    assert (result.author, result.editor) == ("daniel", "ليلى")
    assert list(result.tags) == ["outdoor", "red, green"]
    assert moment(result.pub_date) == datetime(2018, 6, 9, tzinfo=UTC)


def test_additional_fields_are_the_stored_fields(indexed):
    fields = indexed.all.filter(author="daniel")[0].get_additional_fields()
    assert {"id", "author", "editor", "pub_date", "tags"} <= fields.keys()
    assert not {"django_ct", "django_id"} & fields.keys()


def test_a_changed_object_brings_its_new_values(indexed, reports):
    reports[3].author = "dana"
    indexed.index(ReportIndex(), [reports[3]])
    assert indexed.all.filter(id="contract.report.3")[0].author == "dana"
    assert Report.objects.get(pk=3).author == "daniel"
