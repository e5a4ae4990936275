"""Conditions together: all, any, none; narrowing; models."""

import pytest
from haystack.query import SQ, EmptySearchQuerySet

from tests.search.contract.app.indexes import RemarkIndex, ReportIndex
from tests.search.contract.app.models import Record, Remark, Report
from tests.search.contract.connection import found

ALPHA, BETA, GAMMA = SQ(content="alpha"), SQ(content="beta"), SQ(content="gamma")

TREES = {
    "one": (ALPHA, {1, 2, 3, 6}),
    "both": (ALPHA & BETA, {1, 3}),
    "either": (BETA | GAMMA, {1, 2, 3}),
    "not": (~ALPHA, {4, 5}),
    "one and not the other": (ALPHA & ~BETA, {2, 6}),
    "one or not the other": (BETA | ~ALPHA, {1, 3, 4, 5}),
    "neither": (~(BETA | GAMMA), {4, 5, 6}),
    "not both": (~(BETA & GAMMA), {1, 2, 4, 5, 6}),
    "not not": (~~BETA, {1, 3}),
    "a group in a group": (ALPHA & (BETA | (GAMMA & ~SQ(author="daniel"))), {1, 2, 3}),
    "two fields": (SQ(author="daniel") | SQ(editor="daniel"), {3, 6}),
    "two conditions in one": (SQ(content="alpha", author="david"), {6}),
}


@pytest.mark.parametrize(("tree", "expected"), TREES.values(), ids=TREES.keys())
def test_a_tree_of_conditions_finds(indexed, tree, expected):
    assert found(indexed.all.filter(tree)) == expected


def test_no_condition_finds_everything(indexed):
    assert found(indexed.all) == {1, 2, 3, 4, 5, 6}


def test_no_condition_on_an_empty_index_finds_nothing(search):
    assert list(search.all) == []
    assert search.all.count() == 0
    assert search.all.filter(content="alpha").count() == 0


def test_filters_add_up(indexed):
    assert found(indexed.all.filter(content="alpha").filter(content="gamma").filter(author="daniel")) == {3}


def test_filter_or_widens(indexed):
    assert found(indexed.all.filter(author="dora").filter_or(author="david")) == {5, 6}


def test_excluding_takes_out(indexed):
    assert found(indexed.all.filter(content="alpha").exclude(content="gamma")) == {1, 6}


def test_excluding_alone_leaves_the_rest(indexed):
    assert found(indexed.all.exclude(author="dora")) == {1, 2, 3, 4, 6}


def test_excluding_two_conditions_takes_out_what_meets_both(indexed):
    assert found(indexed.all.exclude(content="alpha", author="david")) == {1, 2, 3, 4, 5}


def test_excluding_what_is_nowhere_takes_out_nothing(indexed):
    assert indexed.all.exclude(content="nowhere").count() == 6


def test_two_querysets_are_joined_by_and(indexed):
    assert found(indexed.all.filter(content="alpha") & indexed.all.filter(content="beta")) == {1, 3}


def test_two_querysets_are_joined_by_or(indexed):
    assert found(indexed.all.filter(content="beta") | indexed.all.filter(author="dora")) == {1, 3, 5}


def test_none_stays_empty(indexed):
    nothing = indexed.all.none()
    assert isinstance(nothing, EmptySearchQuerySet)
    assert list(nothing) == []


def test_refining_leaves_the_queryset_before_as_it_was(indexed):
    wide = indexed.all.filter(content="alpha")
    narrow = wide.filter(content="beta")
    assert (wide.count(), narrow.count(), wide.count()) == (4, 2, 4)


def test_narrowing_by_a_condition_keeps_what_meets_it(indexed):
    assert found(indexed.all.filter(content="alpha").narrow(SQ(author="daniel"))) == {3}


def test_narrowing_by_a_string_keeps_what_meets_it(indexed):
    assert found(indexed.all.filter(content="alpha").narrow("author:daniel")) == {3}


def test_narrowing_twice_keeps_what_meets_both(indexed):
    results = indexed.all.narrow(SQ(content="alpha")).narrow(SQ(content="gamma"))
    assert found(results) == {2, 3}


def test_narrowing_to_nothing_leaves_nothing(indexed):
    assert indexed.all.narrow(SQ(author="nobody")).count() == 0


def test_narrowing_does_not_change_scores(indexed):
    query = indexed.all.filter(content="alpha")
    scores = {result.pk: result.score for result in query}
    for result in query.narrow(SQ(content="gamma")):
        assert result.score == pytest.approx(scores[result.pk])


def test_models_share_an_index(indexed, remarks):
    assert indexed.all.count() == 8
    assert indexed.all.filter(content="alpha").count() == 5


def test_one_model_may_be_asked_for(indexed, remarks):
    results = list(indexed.all.models(Remark))
    assert {(result.model, result.pk) for result in results} == {(Remark, "1"), (Remark, "2")}
    assert indexed.all.models(Report).count() == 6


def test_several_models_may_be_asked_for(indexed, remarks):
    assert indexed.all.models(Report, Remark).count() == 8
    assert indexed.all.models(Record).count() == 0


def test_a_model_limits_a_query(indexed, remarks):
    assert found(indexed.all.models(Remark).filter(content="alpha")) == {1}


def test_asking_for_a_model_without_index_warns(indexed):
    indexed.use(ReportIndex())
    with pytest.warns(UserWarning, match="not registered"):
        results = indexed.all.models(Remark)
    assert list(results) == []


def test_documents_of_a_model_no_longer_registered_are_not_found(indexed, remarks):
    indexed.use(ReportIndex())
    assert indexed.all.count() == 6
    assert {result.model for result in indexed.all} == {Report}
    indexed.use(RemarkIndex())
    assert {result.model for result in indexed.all} == {Remark}


def test_without_that_limit_such_documents_do_no_harm(indexed, remarks, settings):
    settings.HAYSTACK_LIMIT_TO_REGISTERED_MODELS = False
    indexed.use(ReportIndex())
    assert {result.model for result in indexed.all} == {Report}


def test_conditions_may_be_nested_deeply(indexed):
    tree = SQ(content="beta")
    for turn in range(100):
        tree = (tree | SQ(author="dora")) if turn % 2 else (tree & ~SQ(content="nowhere"))
    assert found(indexed.all.filter(tree)) == {1, 3, 5}


def test_many_conditions_may_be_alternatives(indexed):
    tree = SQ(content="beta")
    for number in range(1500):
        tree |= SQ(content=f"nowhere{number}")
    assert found(indexed.all.filter(tree | SQ(author="dora"))) == {1, 3, 5}


def test_many_conditions_may_be_required(indexed):
    query = indexed.all.filter(content="alpha")
    for number in range(300):
        query = query.exclude(author=f"nobody{number}")
    assert found(query.exclude(author="david")) == {1, 2, 3}
