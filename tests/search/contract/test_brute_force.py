"""Whatever is asked, the engine answers what a loop over all objects answers."""

from datetime import UTC, datetime, timedelta

import pytest
from haystack.query import SQ
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.contract.app.indexes import ReportIndex
from tests.search.contract.app.models import Report
from tests.search.contract.connection import keys

WORDS = ["alpha", "beta", "gamma", "زلزال", "بيروت"]
AUTHORS = ["dana", "omar", "zaki"]
TAGS = ["red", "green", "blue"]
START = datetime(2018, 1, 1, tzinfo=UTC)

#: 90 objects that lack and have the words in every mixture, the same on each run.
ALL = [
    Report(
        pk=key,
        author=AUTHORS[key % 3],
        editor=AUTHORS[key // 7 % 3],
        text=" ".join([word for place, word in enumerate(WORDS) if key >> place & 1] or ["empty"]),
        pub_date=START + timedelta(days=key * 37 % 100),
        tags=[tag for place, tag in enumerate(TAGS) if key // 5 >> place & 1],
    )
    for key in range(1, 91)
]
GONE = {7, 20, 33, 64}
LEFT = [report for report in ALL if report.pk not in GONE]

#: a condition and how the loop decides it
CONDITIONS = (
    st.sampled_from(WORDS).map(lambda word: (SQ(content=word), lambda report: word in report.text.split()))
    | st.sampled_from(AUTHORS).map(lambda name: (SQ(author=name), lambda report: report.author == name))
    | st.sampled_from(TAGS).map(lambda tag: (SQ(tags=tag), lambda report: tag in report.tags))
    | st.integers(0, 100)
    .map(lambda days: START + timedelta(days=days))
    .map(lambda when: (SQ(pub_date__gte=when), lambda report: report.pub_date >= when))
    | st.lists(st.integers(1, 95), max_size=30).map(
        lambda chosen: (SQ(django_id__in=chosen), lambda report: report.pk in chosen)
    )
)


def combined(smaller):
    return (
        smaller.map(lambda one: (~one[0], lambda report: not one[1](report)))
        | st.tuples(smaller, smaller).map(
            lambda two: (two[0][0] & two[1][0], lambda report: two[0][1](report) and two[1][1](report))
        )
        | st.tuples(smaller, smaller).map(
            lambda two: (two[0][0] | two[1][0], lambda report: two[0][1](report) or two[1][1](report))
        )
    )


QUESTIONS = st.recursive(CONDITIONS, combined, max_leaves=8)
ORDERS = st.lists(
    st.sampled_from(["author", "-author", "editor", "-editor", "pub_date", "-pub_date"]), max_size=3
)
MODERATE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def archive(search):
    """Written in several parts, some of it rewritten and some removed."""
    for start in range(0, 90, 30):
        search.index(ReportIndex(), ALL[start : start + 30])
    search.index(ReportIndex(), ALL[10:15])
    for key in GONE:
        search.backend.remove(f"contract.report.{key}")
    return search.all


@MODERATE
@given(question=QUESTIONS)
def test_any_tree_finds_what_a_loop_finds(archive, question):
    tree, decides = question
    expected = {report.pk for report in LEFT if decides(report)}
    results = archive.filter(tree)
    assert results.count() == len(expected)
    assert sorted(keys(results)) == sorted(expected)


@MODERATE
@given(question=QUESTIONS, other=CONDITIONS)
def test_narrowing_is_filtering(archive, question, other):
    expected = {report.pk for report in LEFT if question[1](report) and other[1](report)}
    assert sorted(keys(archive.filter(question[0]).narrow(other[0])[:100])) == sorted(expected)


@MODERATE
@given(question=QUESTIONS)
def test_any_counts_are_what_a_loop_counts(archive, question):
    tree, decides = question
    matching = [report for report in LEFT if decides(report)]
    fields = archive.filter(tree).facet("author").facet("tags").facet_counts()["fields"]
    for field, values in (("author", AUTHORS), ("tags", TAGS)):
        counts = {value: count for value, count in fields[field] if value is not None and count}
        expected = {
            value: count
            for value in values
            if (
                count := sum(
                    value in (report.tags if field == "tags" else [report.author]) for report in matching
                )
            )
        }
        assert counts == expected


@MODERATE
@given(order=ORDERS, start=st.integers(0, 90), size=st.integers(1, 40))
def test_any_order_is_the_order_of_a_sort(archive, order, start, size):
    def place(report, field):
        return getattr(report, field.lstrip("-"))

    expected = list(LEFT)
    for field in reversed(order):
        expected.sort(key=lambda report, field=field: place(report, field), reverse=field.startswith("-"))
    listed = {report.pk: report for report in LEFT}
    results = [listed[key] for key in keys(archive.order_by(*order)[start : start + size])]
    ranks = [[place(report, field) for field in order] for report in expected[start : start + size]]
    assert [[place(report, field) for field in order] for report in results] == ranks
    assert len({report.pk for report in results}) == len(results)
