"""`order_by`, and the order where none is asked for."""

from datetime import date

import pytest

from tests.search.contract.app.indexes import RecordIndex, ReportIndex
from tests.search.contract.app.models import Record
from tests.search.contract.connection import keys

ORDERS = {
    "oldest first": (["pub_date"], [2, 1, 3, 4, 5, 6]),
    "newest first": (["-pub_date"], [6, 5, 4, 3, 1, 2]),
    "by name": (["author"], [3, 4, 6, 5, 1, 2]),
    "by name, backwards": (["-author"], [2, 1, 5, 6, 4, 3]),
    "by two, both up": (["editor", "pub_date"], [6, 5, 2, 4, 1, 3]),
    "by two, both down": (["-editor", "-pub_date"], [3, 1, 4, 2, 5, 6]),
    "by two, up and down": (["editor", "-pub_date"], [6, 5, 4, 2, 3, 1]),
    "by two, down and up": (["-editor", "pub_date"], [1, 3, 2, 4, 5, 6]),
}


@pytest.mark.parametrize(("fields", "expected"), ORDERS.values(), ids=ORDERS.keys())
def test_results_are_ordered(indexed, fields, expected):
    assert keys(indexed.all.order_by(*fields)) == expected


def test_identifiers_are_ordered_as_text(search, reports):
    report = reports[1]
    for key in (10, 2, 1):
        report.pk = key
        search.index(ReportIndex(), [report])
    assert keys(search.all.order_by("id")) == [1, 10, 2]
    assert keys(search.all.order_by("-id")) == [2, 10, 1]


def test_numbers_are_ordered_as_numbers(search):
    made = [Record(pk=key, number=number) for key, number in enumerate([100, -20, 3, 5_000_000_000], 1)]
    search.index(RecordIndex(), made)
    assert keys(search.all.order_by("number")) == [2, 3, 1, 4]
    assert keys(search.all.order_by("-number")) == [4, 1, 3, 2]


def test_days_and_fractions_are_ordered(search):
    made = [
        Record(pk=1, ratio=2.5, day=date(2018, 6, 8)),
        Record(pk=2, ratio=-1.5, day=date(2018, 6, 8)),
        Record(pk=3, ratio=0.0, day=date(1899, 5, 18)),
    ]
    search.index(RecordIndex(), made)
    assert keys(search.all.order_by("ratio")) == [2, 3, 1]
    assert keys(search.all.order_by("-day", "ratio")) == [2, 1, 3]


@pytest.mark.parametrize("order", ["number", "-number"])
def test_ordering_by_a_field_loses_nothing_that_lacks_it(search, order):
    made = [Record(pk=1, number=3), Record(pk=2), Record(pk=3, number=1), Record(pk=4)]
    search.index(RecordIndex(), made)
    listed = keys(search.all.order_by(order))
    assert sorted(listed) == [1, 2, 3, 4]
    assert [key for key in listed if key in {1, 3}] == ([3, 1] if order == "number" else [1, 3])


def test_a_later_order_by_adds_a_field(indexed):
    assert keys(indexed.all.order_by("editor").order_by("-pub_date")) == [6, 5, 4, 2, 3, 1]


def test_what_matches_better_comes_first(indexed):
    results = list(indexed.all.filter(content="مرفأ بيروت"))
    scores = [result.score for result in results]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_ordering_wins_over_the_score(indexed):
    assert keys(indexed.all.filter(content="alpha").order_by("-pub_date")) == [6, 3, 1, 2]


def test_the_same_query_gives_the_same_order(indexed):
    assert keys(indexed.all) == keys(indexed.all)
    assert keys(indexed.all.filter(content="alpha")) == keys(indexed.all.filter(content="alpha"))


def test_the_latest_by_a_date_is_the_newest_match(indexed):
    assert indexed.all.filter(content="alpha").latest("pub_date").pk == "6"
    assert indexed.all.exclude(content="alpha").order_by("author").latest("pub_date").pk == "5"


def test_the_best_match_is_the_first_result(indexed):
    query = indexed.all.filter(content="زلزال")
    assert query.best_match().pk == query[0].pk


def test_a_boosted_word_lifts_the_documents_that_have_it(indexed):
    query = indexed.all.filter(content="alpha")
    boosted = keys(query.boost("مدمر", 10))
    assert boosted[0] == 6
    assert sorted(boosted) == [1, 2, 3, 6]
