"""Haystack's own forms, as the sites of others use them."""

from haystack.forms import FacetedSearchForm, ModelSearchForm, SearchForm

from tests.search.contract.app.indexes import ReportIndex
from tests.search.contract.connection import found


def test_a_form_searches(indexed):
    form = SearchForm({"q": "alpha -gamma"}, searchqueryset=indexed.all)
    assert found(form.search()) == {1, 6}


def test_a_form_may_load_objects(indexed, reports):
    form = SearchForm({"q": "epsilon"}, searchqueryset=indexed.all, load_all=True)
    assert [result.object for result in form.search()] == [reports[5]]


def test_an_empty_form_finds_nothing(indexed):
    assert list(SearchForm({"q": ""}, searchqueryset=indexed.all).search()) == []


def test_a_form_suggests_a_spelling(indexed):
    form = SearchForm({"q": "epsylon"}, searchqueryset=indexed.all)
    assert form.get_suggestion().lower() == "epsilon"


def test_a_form_limits_models(indexed, remarks):
    form = ModelSearchForm({"q": "alpha", "models": ["contract.remark"]}, searchqueryset=indexed.all)
    assert [result.id for result in form.search()] == ["contract.remark.1"]


def selected(search, *facets: str) -> set[int]:
    form = FacetedSearchForm({"q": "alpha"}, searchqueryset=search.all, selected_facets=facets)
    return found(form.search())


def test_a_form_narrows_by_facets(indexed):
    assert selected(indexed, "editor_exact:ليلى") == {1, 3}
    assert selected(indexed, "editor_exact:ليلى", "tags:staff") == {1}


def test_a_facet_s_value_is_taken_whole(indexed, reports):
    reports[2].editor, reports[3].editor = "ليلى حسن", "حسن ليلى"
    indexed.index(ReportIndex(), [reports[2], reports[3]])
    assert selected(indexed, "editor_exact:ليلى حسن") == {2}
    assert selected(indexed, "editor_exact:ليلى") == {1}


def test_a_facet_s_value_may_hold_a_comma(indexed):
    assert selected(indexed, "tags:red, green") == {3}


def test_every_value_that_is_counted_can_be_narrowed_by(indexed, reports):
    strange = ["أ. ب", "a:b", "x AND y", "C++", "(in brackets)", "50%", "it's", "*", "-minus"]
    for key, value in enumerate(strange, 101):
        reports[1].pk, reports[1].tags = key, [value]
        indexed.index(ReportIndex(), [reports[1]])
    counted = dict(indexed.all.filter(content="alpha").facet("tags").facet_counts()["fields"]["tags"])
    for key, value in enumerate(strange, 101):
        assert counted[value] == 1
        assert selected(indexed, f"tags:{value}") == {key}, value
