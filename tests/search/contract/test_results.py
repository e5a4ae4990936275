"""Results as Haystack hands them on: windows, values, objects, pickles."""

import copy
import pickle
from datetime import UTC, datetime

import pytest
from django.test import override_settings
from haystack import connections, reset_search_queries
from haystack.models import SearchResult
from haystack.query import RelatedSearchQuerySet

from tests.search.contract.app.indexes import RemarkIndex, ReportIndex, TicketIndex
from tests.search.contract.app.models import Remark, Report, Ticket
from tests.search.contract.connection import ALIAS, keys


class OwnResult(SearchResult):
    """Another class of results."""


@pytest.fixture
def many(search):
    """More documents than any window: 1,050."""
    when = datetime(2018, 6, 8, tzinfo=UTC)
    made = [Report(pk=key, author=f"a{key % 7}", text="word", pub_date=when) for key in range(1, 1051)]
    search.index(ReportIndex(), made)
    return search.all


def test_windows_follow_each_other_without_gap_or_overlap(many):
    listed = [
        key for start in range(0, 1100, 90) for key in keys(many.filter(content="word")[start : start + 90])
    ]
    assert len(listed) == 1050
    assert set(listed) == set(range(1, 1051))


def test_iterating_gives_every_result_once(many):
    listed = keys(many.order_by("author"))
    assert len(listed) == 1050
    assert set(listed) == set(range(1, 1051))


def test_windows_of_any_start_and_size_agree(many):
    query = many.order_by("-author")
    listed = keys(query)
    for start, stop in ((0, 1), (1, 3), (7, 19), (995, 1003), (1049, 1060)):
        assert keys(query.all()[start:stop]) == listed[start:stop]


def test_one_result_may_be_picked(many):
    query = many.order_by("author")
    assert query[1004].pk == query.all()[1000:1010][4].pk


def test_a_window_behind_the_end_is_empty(indexed):
    assert list(indexed.all[6:16]) == []
    assert list(indexed.all[1000:1010]) == []


def test_a_window_of_no_size_is_empty(indexed):
    assert list(indexed.all[3:3]) == []


def test_a_window_over_the_end_stops_there(indexed):
    assert len(indexed.all[4:400]) == 2


def test_counting_needs_no_results(many):
    assert many.count() == 1050
    assert len(many.filter(author="a3")) == 150


def test_a_result_knows_where_it_comes_from(indexed):
    result = indexed.all.filter(author="daniel")[0]
    assert (result.app_label, result.model_name, result.model) == ("contract", "report", Report)
    assert (result.id, result.pk) == ("contract.report.3", "3")
    assert result.score >= 0
    assert result.verbose_name == "Report"


def test_a_result_loads_its_object(indexed, reports):
    assert indexed.all.filter(author="daniel")[0].object == reports[3]


def test_the_object_of_a_result_may_be_gone(indexed):
    Report.objects.filter(pk=3).delete()
    result = indexed.all.filter(author="daniel")[0]
    assert (result.pk, result.object) == ("3", None)


def test_all_objects_are_loaded_by_one_query_for_each_model(indexed, remarks, django_assert_num_queries):
    with django_assert_num_queries(2):
        objects = {result.object for result in indexed.all.load_all()[:10]}
    assert objects == {*Report.objects.all(), *Remark.objects.all()}


def test_loading_all_leaves_out_what_is_gone(indexed):
    Report.objects.filter(pk__in=[1, 4]).delete()
    assert sorted(keys(indexed.all.load_all())) == [2, 3, 5, 6]


def test_loading_all_leaves_out_what_the_index_does_not_show(search):
    when = datetime(2018, 6, 8, tzinfo=UTC)
    made = [Remark(pk=1, author="dora", text="word", pub_date=when)]
    made += [Remark(pk=2, author="withdrawn", text="word", pub_date=when)]
    search.index(RemarkIndex(), Remark.objects.bulk_create(made))
    assert sorted(keys(search.all)) == [1, 2]
    assert keys(search.all.load_all()) == [1]


def test_a_queryset_for_loading_may_be_given(indexed):
    results = RelatedSearchQuerySet(using=ALIAS).load_all()
    results = results.load_all_queryset(Report, Report.objects.filter(author__startswith="d"))
    assert {result.object.author for result in results} == {"daniel", "danton", "david", "dora"}


def test_keys_may_be_no_numbers(search):
    ticket = Ticket.objects.create(title="Broken window")
    search.index(TicketIndex(), [ticket])
    result = search.all.filter(content="window")[0]
    assert (result.pk, result.object) == (str(ticket.pk), ticket)
    assert [loaded.object for loaded in search.all.load_all()] == [ticket]
    search.backend.remove(ticket)
    assert search.all.count() == 0


def test_values_are_dictionaries(indexed):
    values = indexed.all.filter(author="daniel").values("pk", "author")
    assert list(values) == [{"pk": "3", "author": "daniel"}]


def test_values_lists_are_rows(indexed):
    rows = indexed.all.order_by("pub_date").values_list("pk", "author")
    assert [list(row) for row in rows[2:4]] == [["3", "daniel"], ["4", "danton"]]


def test_flat_values_lists_are_values(indexed):
    query = indexed.all.order_by("pub_date").values_list("author", flat=True)
    assert list(query[2:5]) == ["daniel", "danton", "dora"]
    assert list(indexed.all.order_by("pub_date").values_list("pk", flat=True)) == [
        "2",
        "1",
        "3",
        "4",
        "5",
        "6",
    ]


def test_values_that_a_model_lacks_are_none(indexed, remarks):
    rows = indexed.all.models(Remark).values_list("pk", "editor")
    assert sorted(list(row) for row in rows) == [["1", None], ["2", None]]


def test_values_come_in_windows(many):
    assert len(many.values_list("pk", flat=True)[1000:1040]) == 40


def test_results_may_have_a_class_of_their_own(indexed):
    assert isinstance(indexed.all.result_class(OwnResult)[0], OwnResult)
    again = indexed.all.result_class(OwnResult).result_class(None)
    assert type(again[0]) is SearchResult


def test_results_survive_pickling(indexed):
    results = list(indexed.all.order_by("pub_date"))
    again = pickle.loads(pickle.dumps(results))  # noqa: S301 — our own bytes
    assert [(result.pk, result.author, result.score) for result in again] == [
        (result.pk, result.author, result.score) for result in results
    ]
    assert again[0].object == results[0].object


def test_querysets_survive_pickling(indexed):
    query = indexed.all.filter(content="alpha").exclude(author="david").order_by("-pub_date")
    again = pickle.loads(pickle.dumps(query))  # noqa: S301 — our own bytes
    assert keys(again) == keys(query) == [3, 1, 2]
    assert keys(again.filter(content="gamma")) == [3, 2]


def test_querysets_with_everything_survive_pickling(indexed):
    query = indexed.all.auto_query('alpha -david "beta alpha"').models(Report).facet("editor").highlight()
    assert keys(pickle.loads(pickle.dumps(query))) == [3]  # noqa: S301 — our own bytes


def test_querysets_may_be_copied(indexed):
    query = indexed.all.filter(content="alpha")
    assert keys(copy.deepcopy(query)) == keys(query)


def test_querysets_and_results_can_be_shown(indexed):
    assert "contract.report" in repr(next(iter(indexed.all)))
    assert repr(indexed.all.filter(content="alpha"))


def test_iterating_a_short_list_asks_once(indexed):
    with override_settings(DEBUG=True):
        reset_search_queries()
        assert len(keys(indexed.all.filter(content="alpha"))) == 4
        assert len(connections[ALIAS].queries) == 1


def test_the_log_of_queries_is_kept_only_while_debugging(indexed):
    reset_search_queries()
    list(indexed.all.filter(content="alpha"))
    assert connections[ALIAS].queries == []
    with override_settings(DEBUG=True):
        keys(indexed.all.filter(content="alpha"))
        keys(indexed.all.filter(content="beta"))
    assert len(connections[ALIAS].queries) == 2
    assert all("query_string" in entry and "time" in entry for entry in connections[ALIAS].queries)


def test_a_window_may_be_larger_than_anything(indexed):
    assert len(indexed.all[0 : 10**9]) == 6


def test_loading_all_goes_on_behind_a_window_of_which_all_is_gone(search, reports):
    made = [Report(pk=key, author="dora", text="word", pub_date=reports[1].pub_date) for key in range(11, 56)]
    search.index(ReportIndex(), Report.objects.bulk_create(made))
    Report.objects.filter(pk__in=range(11, 36)).delete()
    assert sorted(keys(search.all.order_by("id").load_all())) == list(range(36, 56))


def test_scores_are_values_too(indexed):
    rows = indexed.all.filter(content="alpha").values_list("pk", "score")
    assert all(score > 0 for _, score in rows)
