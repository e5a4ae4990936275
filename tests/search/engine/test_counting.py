"""Facets count what plain Python counts, each without its own selection."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.tree import All, And, Not, OneOf, Or, Selection, Term
from articles.search.whoosh import counting, date_buckets, facet_codes
from articles.search.whoosh.columns import Lists, Numbers, Strings
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.date_buckets import DateBuckets
from articles.search.whoosh.executor import search
from articles.search.whoosh.found import FacetCounts
from tests.search.engine.corpora import COLUMNS, archives, document, trees
from tests.search.engine.memory import Document, MemorySegment, snapshot
from tests.search.engine.oracle import Oracle, values_of

EXAMPLES = settings(max_examples=150, deadline=None)
owns = st.sampled_from(["", "one", "two"])


def ranked(counts, least=1):
    rows = [row for row in counts.items() if row[1] >= least]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def counted(segments, tree, request):
    return search(snapshot(*segments), tree, last=0, facets=[request]).facets[request.name]


def archive(columns, *rows):
    return [MemorySegment([Document({}, row) for row in rows], columns)]


@EXAMPLES
@given(archives(), trees, owns, st.sampled_from(["day", "source", "tags", "keys", "rank"]))
def test_values_are_counted_as_by_the_oracle(segments, tree, own, column):
    expected = ranked(Oracle(segments).counts(tree, own, lambda document: set(values_of(document, column))))
    found = counted(segments, tree, FacetRequest("facet", column, own))
    assert found == FacetCounts(expected, len(expected))


@EXAMPLES
@given(archives(), trees, owns, st.lists(st.integers(0, 5), max_size=6), st.sampled_from(["keys", "day"]))
def test_a_document_counts_once_for_a_root(segments, tree, own, roots, column):
    def rooted(document):
        values = values_of(document, column)
        return {roots[value] if 0 <= value < len(roots) else value for value in values}

    expected = ranked(Oracle(segments).counts(tree, own, rooted))
    found = counted(segments, tree, FacetRequest("facet", column, own, roots=np.array(roots, np.int64)))
    assert found.counts == expected


@EXAMPLES
@given(archives(), trees, owns, st.integers(1, 4))
def test_numbers_are_counted_in_buckets(segments, tree, own, bucket):
    expected = ranked(
        Oracle(segments).counts(tree, own, lambda d: {day // bucket for day in values_of(d, "day")})
    )
    assert counted(segments, tree, FacetRequest("facet", "day", own, bucket=bucket)).counts == expected


@EXAMPLES
@given(archives(), trees, st.integers(0, 3), st.sets(st.integers(0, 5)), st.integers(1, 3))
def test_limit_include_and_least_choose_among_the_counts(segments, tree, limit, include, least):
    counts = Oracle(segments).counts(tree, "", lambda d: set(values_of(d, "keys")))
    expected = ranked({key: count for key, count in counts.items() if key in include}, least)
    as_bools = np.isin(np.arange(6), list(include))
    for asked in (include, as_bools):
        request = FacetRequest("facet", "keys", include=asked, limit=limit, least=least)
        assert counted(segments, tree, request) == FacetCounts(expected[:limit], len(expected))


@EXAMPLES
@given(archives(), trees, st.text("pq", max_size=2), st.one_of(st.none(), st.sets(st.text("pq", max_size=2))))
def test_a_prefix_chooses_among_strings(segments, tree, prefix, include):
    counts = Oracle(segments).counts(tree, "", lambda d: set(values_of(d, "tags")))
    expected = ranked(
        {
            value: count
            for value, count in counts.items()
            if value.startswith(prefix) and (include is None or value in include)
        }
    )
    request = FacetRequest("facet", "tags", prefix=prefix, include=include)
    assert counted(segments, tree, request).counts == expected


@EXAMPLES
@given(archives(), trees, trees, owns)
def test_a_query_counts_the_matches_that_it_matches(segments, tree, query, own):
    found = counted(segments, tree, FacetRequest("facet", query=query, own=own))
    expected = Oracle(segments).counts(tree, own, lambda _document: {"all"})["all"]
    both = Oracle(segments).counts(And((tree, query)), "", lambda _document: {"all"})["all"]
    assert found.counts[0][1] <= expected
    if not own:
        assert found.counts == (("", both),)


# ------------------------------------------------------------ selections


def test_a_selection_counts_for_all_facets_but_its_own():
    rows = [document(["a"], source=source, day=day) for source in "xy" for day in (1, 2)]
    segments = [MemorySegment(rows, COLUMNS)]
    tree = And((Selection("source", OneOf("source", ("x",))), Selection("day", OneOf("day", (1,)))))
    found = search(
        snapshot(*segments),
        tree,
        facets=[FacetRequest("source", "source", "source"), FacetRequest("day", "day", "day")],
    )
    assert found.total == 1
    assert found.facets["source"].counts == (("x", 1), ("y", 1))
    assert found.facets["day"].counts == ((1, 1), (2, 1))


@pytest.mark.parametrize("wrap", [lambda node: Or((node, Term("text", "stem", ("b",)))), Not])
def test_a_selection_below_others_is_left_out_too(wrap):
    rows = [document(["a"], source=source) for source in "xyz"]
    tree = wrap(Selection("source", OneOf("source", ("x",))))
    expected = search(snapshot(MemorySegment(rows, COLUMNS)), wrap(All())).total
    found = counted([MemorySegment(rows, COLUMNS)], tree, FacetRequest("source", "source", "source"))
    assert sum(count for _value, count in found.counts) == expected


# ------------------------------------------------------------ lists


def test_both_ways_to_count_lists_agree(monkeypatch):
    luck = Random(1)
    rows = [document([], keys=[luck.randrange(50) for _ in range(luck.randrange(9))]) for _ in range(300)]
    tree = OneOf("keys", (7, 11))
    found = []
    for few in (0, 10**9):
        monkeypatch.setattr(facet_codes, "_FEW", few)
        found.append(counted([MemorySegment(rows, COLUMNS)], tree, FacetRequest("facet", "keys")))
    assert found[0] == found[1]
    assert found[0].values > 10


def test_other_roots_are_not_taken_for_the_ones_before():
    segments = archive({"keys": Lists(Numbers())}, {"keys": [0, 1]}, {"keys": [1]})
    index = snapshot(*segments)
    for roots, expected in (([0, 0], ((0, 2),)), ([1, 1], ((1, 2),)), ([0, 1], ((1, 2), (0, 1)))):
        request = FacetRequest("facet", "keys", roots=np.array(roots))
        assert search(index, All(), facets=[request]).facets["facet"].counts == expected


def test_facets_of_one_column_with_other_roots_are_counted_apart():
    segments = archive({"keys": Lists(Numbers())}, {"keys": [0, 1]}, {"keys": [1]})
    requests = [
        FacetRequest("as they are", "keys"),
        FacetRequest("as roots", "keys", roots=np.array([0, 0])),
        FacetRequest("tens", "keys", roots=np.array([10, 10])),
    ]
    found = search(snapshot(*segments), All(), facets=requests).facets
    assert found["as they are"].counts == ((1, 2), (0, 1))
    assert found["as roots"].counts == ((0, 2),)
    assert found["tens"].counts == ((10, 2),)


# ------------------------------------------------------------ strings of several segments


def test_strings_of_several_segments_are_brought_together():
    columns = {"source": Strings()}
    segments = archive(columns, {"source": "b"}, {"source": "c"}) + archive(
        columns, {"source": "a"}, {"source": "b"}
    )
    found = counted(segments, All(), FacetRequest("facet", "source", limit=2))
    assert found == FacetCounts((("b", 2), ("a", 1)), 3)


def test_a_column_that_is_not_there_has_no_values():
    assert counted(archive({}, {}), All(), FacetRequest("facet", "nowhere")) == FacetCounts((), 0)


# ------------------------------------------------------------ dates

GAPS = ["year", "month", "day", "hour", "minute", "second"]
moments = st.datetimes(datetime(2016, 1, 1), datetime(2020, 12, 31))


def edge(start, gap_by, steps):
    if gap_by in ("year", "month"):
        months = start.year * 12 + start.month - 1 + steps * (12 if gap_by == "year" else 1)
        year, month = divmod(months, 12)
        return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
    return start + steps * timedelta(**{f"{gap_by}s": 1})


def microseconds(moment):
    return (moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@EXAMPLES
@given(
    st.lists(st.one_of(st.none(), moments), max_size=12),
    moments,
    st.sampled_from(GAPS),
    st.integers(1, 3),
    st.floats(0.1, 9),
)
def test_dates_are_counted_in_buckets(values, start, gap_by, amount, gaps):
    end = start + (edge(start, gap_by, amount) - start) * gaps
    buckets = DateBuckets(start, end, gap_by, amount)
    segments = archive({"when": Numbers("datetime")}, *({"when": value} for value in [*values, start, end]))
    edges = [start]
    while (following := edge(start, gap_by, amount * len(edges))) < end:
        edges.append(following)
    expected = tuple(
        (
            microseconds(first),
            sum(value is not None and first <= value < last for value in [*values, start, end]),
        )
        for first, last in zip(edges, [*edges[1:], end], strict=True)
    )
    found = counted(segments, All(), FacetRequest("facet", "when", dates=buckets, least=0))
    assert found.counts == expected
    some = counted(segments, All(), FacetRequest("facet", "when", dates=buckets))
    assert some.counts == tuple(row for row in expected if row[1])


def test_months_begin_on_the_day_of_the_first_or_the_last_there_is():
    buckets = DateBuckets(datetime(2020, 1, 31), datetime(2020, 4, 1), "month")
    assert [datetime.fromtimestamp(each / 1e6, UTC).day for each in buckets.edges] == [31, 29, 31, 1]


def test_too_many_buckets_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(date_buckets, "MAX_BUCKETS", 10)
    buckets = DateBuckets(datetime(2020, 1, 1), datetime(2021, 1, 1), "day")
    segments = archive({"when": Numbers("datetime")}, {"when": datetime(2020, 1, 3)})
    found = search(snapshot(*segments), All(), facets=[FacetRequest("facet", "when", dates=buckets)])
    assert [note.kind for note in found.notes] == ["buckets"]
    assert sum(count for _value, count in found.facets["facet"].counts) == 1


def test_buckets_end_with_the_calendar():
    assert len(DateBuckets(datetime(9998, 1, 1), datetime(9999, 12, 31), "year").edges) == 3


@pytest.mark.parametrize(("gap_by", "amount"), [("week", 1), ("day", 0)])
def test_a_gap_that_is_none_is_refused(gap_by, amount):
    with pytest.raises(ValueError, match="gap"):
        DateBuckets(datetime(2020, 1, 1), datetime(2020, 1, 2), gap_by, amount)


def test_what_was_worked_out_is_used_for_all_roots_that_say_the_same(monkeypatch):
    made = []
    list_codes = counting.list_codes
    monkeypatch.setattr(counting, "list_codes", lambda *given: made.append(1) or list_codes(*given))
    index = snapshot(*archive(COLUMNS, {"keys": [1, 2]}, {"keys": [3]}))

    def counts(roots):
        request = FacetRequest("facet", "keys", roots=np.array(roots))
        return search(index, All(), last=0, facets=[request]).facets["facet"].counts

    assert counts([0, 1, 2, 3, 4]) == counts([0, 1, 2, 3, 3]) == ((1, 1), (2, 1), (3, 1))
    assert len(made) == 1
    assert counts([0, 1, 1, 3, 3]) == ((1, 1), (3, 1))
    assert counts([0, 1, 2]) == ((1, 1), (2, 1), (3, 1))
    assert len(made) == 2
