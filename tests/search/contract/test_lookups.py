"""What one condition of `filter` finds, on each type of field."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from haystack.inputs import Exact

from tests.search.contract.app.indexes import RecordIndex, ReportIndex
from tests.search.contract.app.models import Record, Report
from tests.search.contract.connection import found

NOON = datetime(2018, 6, 8, 12, 0, tzinfo=UTC)


@pytest.fixture
def records(search):
    """Numbers, dates and lists to be compared; the fourth has nothing."""
    made = [
        Record(pk=1, label="apple", number=-5, ratio=0.5, active=True, day=date(2018, 6, 8), moment=NOON),
        Record(pk=2, label="banana", number=0, ratio=2.25, active=False, day=date(2018, 6, 30), moment=NOON),
        Record(pk=3, label="cherry", number=5_000_000_000, ratio=-1.0, active=True, day=date(1899, 5, 18)),
        Record(pk=4),
    ]
    made[0].codes, made[1].codes = [3, 5, 1], [5]
    made[0].names, made[1].names = ["red", "light blue"], ["blue", "red, green"]
    made[0].price, made[1].price = Decimal("24.99"), Decimal("9.50")
    made[2].moment = datetime(1899, 5, 18, 1, 16, 30, 250, tzinfo=UTC)
    search.index(RecordIndex(), made)
    return search.all


WORDS = {
    "a word": ({"content": "beta"}, {1, 3}),
    "a word in capitals": ({"content": "BETA"}, {1, 3}),
    "an Arabic word": ({"content": "زلزال"}, {2, 6}),
    "an Arabic word with the article": ({"content": "الزلزال"}, {2, 6}),
    "an Arabic word with vowel marks": ({"content": "زِلْزَال"}, {2, 6}),
    "a word of one letter": ({"content": "x"}, {5}),
    "all of several words": ({"content": "gamma alpha"}, {2, 3}),
    "words of which one is nowhere": ({"content": "alpha nowhere"}, set()),
    "a word of the document field by its name": ({"text": "beta"}, {1, 3}),
    "a word of another field": ({"author": "daniel"}, {3}),
    "all of several words of a field": ({"author": "سمير حسن"}, {1, 2}),
    "a word that stands in another field only": ({"content": "danton"}, set()),
    "the beginning of a word": ({"author__startswith": "dan"}, {3, 4}),
    "the beginning of a word in the document": ({"content__startswith": "gam"}, {2, 3}),
    "the end of a word": ({"author__endswith": "ton"}, {4}),
    "the middle of a word": ({"author__contains": "avi"}, {6}),
    "the middle of an Arabic word": ({"author__contains": "ادل"}, {2}),
    "a word with one wrong letter": ({"author__fuzzy": "dantan"}, {4}),
    "a phrase by exact": ({"author__exact": "سمير حسن"}, {1}),
    "a phrase of the document by exact": ({"content__exact": "alpha gamma"}, {2, 3}),
    "a phrase in the wrong order": ({"content__exact": "gamma alpha"}, set()),
    "a phrase by Exact": ({"content": Exact("beta alpha")}, {3}),
    "one of several words": ({"author__in": ["daniel", "david"]}, {3, 6}),
    "one of several phrases": ({"author__in": ["سمير حسن", "dora"]}, {1, 5}),
    "one of several words or phrases of the document": (
        {"content__in": ["alpha gamma", "epsilon"]},
        {2, 3, 5},
    ),
    "the middle of a word of the document": ({"content__contains": "psil"}, {5}),
    "one of a set": ({"author__in": {"daniel", "david"}}, {3, 6}),
    "one of nothing": ({"author__in": []}, set()),
    "words from a letter on": ({"author__gte": "dan", "author__lt": "david"}, {3, 4}),
    "words after a word": ({"author__gt": "daniel", "author__lte": "david"}, {4, 6}),
    "a number among words": ({"content": 3}, set()),
    "words between two": ({"author__range": ["danton", "dora"]}, {4, 5, 6}),
}


@pytest.mark.parametrize(("condition", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_are_found_by(indexed, condition, expected):
    assert found(indexed.all.filter(**condition)) == expected


VALUES = {
    "a number": ({"number": 0}, {2}),
    "a number below zero": ({"number": -5}, {1}),
    "a number beyond 32 bits": ({"number": 5_000_000_000}, {3}),
    "a number as a form sends it": ({"number": "-5"}, {1}),
    "numbers from, as a form sends it": ({"number__gte": "0"}, {2, 3}),
    "a number by exact": ({"number__exact": -5}, {1}),
    "numbers above": ({"number__gt": 0}, {3}),
    "numbers from": ({"number__gte": 0}, {2, 3}),
    "numbers below": ({"number__lt": 0}, {1}),
    "numbers up to": ({"number__lte": 0}, {1, 2}),
    "numbers between": ({"number__range": [-5, 0]}, {1, 2}),
    "one of several numbers": ({"number__in": [-5, 5_000_000_000, 77]}, {1, 3}),
    "a fraction": ({"ratio": 2.25}, {2}),
    "fractions from": ({"ratio__gte": 0.5}, {1, 2}),
    "fractions between": ({"ratio__range": [-2, 0.75]}, {1, 3}),
    "true": ({"active": True}, {1, 3}),
    "true as a form sends it": ({"active": "true"}, {1, 3}),
    "false": ({"active": False}, {2}),
    "a day": ({"day": date(2018, 6, 30)}, {2}),
    "a day as a form sends it": ({"day": "2018-06-30"}, {2}),
    "days up to a moment of the day": ({"day__lte": NOON}, {1, 3}),
    "days from": ({"day__gte": date(2018, 6, 8)}, {1, 2}),
    "days after": ({"day__gt": date(2018, 6, 8)}, {2}),
    "days between": ({"day__range": [date(1899, 1, 1), date(2018, 6, 8)]}, {1, 3}),
    "one of several days": ({"day__in": [date(2018, 6, 8), date(2001, 1, 1)]}, {1}),
    "a moment": ({"moment": NOON}, {1, 2}),
    "a moment without a zone is in UTC": ({"moment": NOON.replace(tzinfo=None)}, {1, 2}),
    "moments before": ({"moment__lt": NOON}, {3}),
    "moments up to": ({"moment__lte": NOON}, {1, 2, 3}),
    "moments up to a day's first": ({"moment__lte": date(2018, 6, 8)}, {3}),
    "one of several moments": ({"moment__in": [NOON]}, {1, 2}),
    "a word": ({"label": "banana"}, {2}),
    "an amount of money": ({"price": "24.99"}, {1}),
    "a member of a list": ({"codes": 5}, {1, 2}),
    "a member of a list of words": ({"names": "red"}, {1}),
    "one of several members": ({"codes__in": [1, 3, 9]}, {1}),
    "one of several members of a list of words": ({"names__in": ["light blue", "blue"]}, {1, 2}),
    "a member with a comma": ({"names__exact": "red, green"}, {2}),
}


@pytest.mark.parametrize(("condition", "expected"), VALUES.values(), ids=VALUES.keys())
def test_values_are_found_by(records, condition, expected):
    assert found(records.filter(**condition)) == expected


def test_a_moment_in_another_zone_is_the_same_moment(records):
    assert found(records.filter(moment=datetime.fromisoformat("2018-06-08T15:00+03:00"))) == {1, 2}


def test_what_is_missing_is_in_no_range(records):
    everything = records.filter(number__gte=-(10**12))
    assert found(everything) == {1, 2, 3}


def test_the_identifier_finds_one_document(indexed):
    assert found(indexed.all.filter(id="contract.report.3")) == {3}


def test_keys_find_their_documents(indexed):
    assert found(indexed.all.filter(django_id__in=[1, 2, 99])) == {1, 2}


def test_the_model_s_name_is_a_field(indexed, remarks):
    assert found(indexed.all.filter(django_ct="contract.remark")) == {1, 2}


def test_a_queryset_of_values_gives_the_choices(indexed):
    authors = Report.objects.filter(pk__in=[3, 5]).values_list("author", flat=True)
    assert found(indexed.all.filter(author__in=authors)) == {3, 5}


def test_a_single_value_may_be_given_as_content_lookup(indexed):
    assert found(indexed.all.filter(author__content="daniel")) == {3}


def test_thousands_of_keys_may_be_asked_for(indexed):
    assert found(indexed.all.filter(django_id__in=range(2, 9000))) == {2, 3, 4, 5, 6}
    authors = [f"nobody{key}" for key in range(3000)]
    assert found(indexed.all.filter(author__in=[*authors, "dora"])) == {5}


def test_a_word_with_a_hyphen_is_found(search, reports):
    reports[1].text = "A re-inker, 0.7 wire and daler-rowney"
    search.index(ReportIndex(), list(reports.values()))
    assert found(search.all.auto_query("re-inker")) == {1}
    assert found(search.all.auto_query("0.7 wire")) == {1}
    assert found(search.all.filter(content="daler-rowney")) == {1}


def test_the_end_of_a_very_long_text_is_found(search, reports):
    reports[1].text = "word " * 70_000 + "alpha omega"
    search.index(ReportIndex(), [reports[1], reports[2]])
    assert found(search.all.filter(content__exact="alpha omega")) == {1}
    assert found(search.all.filter(content__exact="omega alpha")) == set()
