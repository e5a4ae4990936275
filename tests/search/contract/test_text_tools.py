"""Highlighting, similar documents, spelling, completion."""

from datetime import UTC, datetime

import pytest
from haystack import connections

from tests.search.contract.app.indexes import CompletingReportIndex, ReportIndex
from tests.search.contract.app.models import Remark, Report
from tests.search.contract.connection import ALIAS, found, keys, options
from tests.search.contract.test_results import OwnResult

NOON = datetime(2018, 6, 8, 12, tzinfo=UTC)


def marked(result) -> str:
    """The highlighted document field, its passages joined."""
    passages = result.highlighted["text"]
    return passages if isinstance(passages, str) else " … ".join(passages)


def test_matching_words_are_marked(indexed):
    for result in indexed.all.filter(content="alpha").highlight():
        assert "<em>alpha</em>" in marked(result).lower()


def test_an_arabic_word_is_marked_whole(indexed):
    result = indexed.all.filter(content="المرفأ", author="danton").highlight()[0]
    assert "<em>مرفأ</em>" in marked(result)


def test_the_words_of_a_phrase_are_marked(indexed):
    result = indexed.all.auto_query('"قناة السويس"').highlight()[0]
    assert marked(result).replace("</em> <em>", " ").count("<em>قناة السويس</em>") == 1


def test_words_that_do_not_match_are_not_marked(indexed):
    result = indexed.all.filter(content="beta", author="daniel").highlight()[0]
    assert "<em>Beta</em>" in marked(result)
    assert "gamma</em>" not in marked(result)


def test_without_asking_nothing_is_marked(indexed):
    assert indexed.all.filter(content="alpha")[0].highlighted is None


def test_marking_is_safe_html(search):
    report = Report.objects.create(pk=1, text="alpha <script>alert(1)</script> & beta", pub_date=NOON)
    search.index(ReportIndex(), [report])
    text = marked(search.all.filter(content="alpha").highlight()[0])
    assert "<script>" not in text
    assert "<em>alpha</em>" in text


def test_marking_everything_marks_nothing(indexed):
    for result in indexed.all.highlight():
        assert not result.highlighted or "<em>" not in marked(result)


def test_marking_what_is_gone_does_no_harm(indexed):
    Report.objects.all().delete()
    results = list(indexed.all.filter(content="alpha").highlight())
    assert sorted(keys(results)) == [1, 2, 3, 6]


@pytest.fixture
def similar(search):
    texts = {
        1: "earthquake hits city rescue teams search rubble",
        2: "rescue teams search rubble after earthquake",
        3: "earthquake rescue continues in the rubble",
        4: "football final won by city team",
        5: "parliament votes on budget law",
    }
    made = [Report(pk=key, author="dora", text=text, pub_date=NOON) for key, text in texts.items()]
    made[2].author = "daniel"
    search.index(ReportIndex(), Report.objects.bulk_create(made))
    remark = Remark.objects.create(pk=9, author="dora", text="earthquake rescue rubble teams", pub_date=NOON)
    search.use(*connections[ALIAS].get_unified_index().get_indexes().values())
    search.index(connections[ALIAS].get_unified_index().get_index(Remark), [remark])
    return search


def test_similar_documents_are_found_best_first(similar):
    results = similar.all.models(Report).more_like_this(Report.objects.get(pk=1))
    listed = keys(results)
    assert set(listed[:2]) == {2, 3}
    assert 5 not in listed
    assert results.count() == len(listed)


def test_a_document_is_not_similar_to_itself(similar):
    assert 1 not in keys(similar.all.models(Report).more_like_this(Report.objects.get(pk=1)))


def test_similar_documents_may_be_of_another_model(similar):
    results = similar.all.more_like_this(Report.objects.get(pk=1))
    assert "contract.remark.9" in [result.id for result in results]


def test_similar_documents_may_be_filtered(similar):
    results = similar.all.models(Report).filter(author="daniel").more_like_this(Report.objects.get(pk=1))
    assert keys(results) == [3]


def test_similar_documents_come_in_windows(similar):
    results = similar.all.models(Report).more_like_this(Report.objects.get(pk=1))
    assert keys(results[0:1]) + keys(results.all()[1:2]) == keys(results.all()[0:2])


def test_a_deferred_object_has_similar_documents(similar):
    deferred = Report.objects.defer("text").get(pk=1)
    assert set(keys(similar.all.models(Report).more_like_this(deferred))[:2]) == {2, 3}


def test_similar_documents_may_have_a_class_of_their_own(similar):
    results = similar.all.result_class(OwnResult).more_like_this(Report.objects.get(pk=1))
    assert isinstance(results[0], OwnResult)


def test_what_is_not_indexed_is_similar_to_nothing(similar):
    stranger = Report.objects.create(pk=77, text="earthquake", pub_date=NOON)
    assert keys(similar.all.models(Report).more_like_this(stranger)) == []


def test_a_misspelt_word_gets_a_suggestion(indexed):
    assert indexed.all.filter(content="epsylon").spelling_suggestion().lower() == "epsilon"


def test_a_suggestion_for_another_text_may_be_asked_for(indexed):
    assert indexed.all.spelling_suggestion("epsylon").lower() == "epsilon"
    query = indexed.all.filter(content="nothing").set_spelling_query("gama")
    assert query.spelling_suggestion().lower() == "gamma"


def test_a_suggestion_comes_with_the_results(indexed):
    query = indexed.all.filter(content="epsylon")
    assert list(query) == []
    assert query.spelling_suggestion().lower() == "epsilon"


def test_an_arabic_word_gets_a_suggestion(indexed):
    assert indexed.all.filter(content="السوبس").spelling_suggestion() == "السويس"


def test_a_word_like_no_other_gets_no_suggestion(indexed):
    assert not indexed.all.filter(content="qqqqwwww").spelling_suggestion()


def test_an_empty_index_has_no_suggestion(search):
    assert not search.all.filter(content="alpha").spelling_suggestion()


def test_no_suggestion_is_made_unless_the_connection_asks(indexed, tmp_path, monkeypatch):
    quiet = options(tmp_path / "contract-index", INCLUDE_SPELLING=False)
    monkeypatch.setitem(connections.connections_info, ALIAS, quiet)
    indexed.fresh()
    assert indexed.all.filter(content="epsylon").spelling_suggestion() is None


@pytest.fixture
def completing(search, reports):
    search.use(CompletingReportIndex())
    search.index(CompletingReportIndex(), list(reports.values()))
    return search.all


def test_the_beginning_of_a_word_is_completed(completing):
    assert found(completing.autocomplete(author_auto="dan")) == {3, 4}
    assert found(completing.autocomplete(author_auto="سم")) == {1, 2}


def test_several_beginnings_are_completed(completing):
    assert found(completing.autocomplete(author_auto="سمي عاد")) == {2}


def test_a_space_after_a_beginning_changes_nothing(completing):
    assert found(completing.autocomplete(author_auto="dan ")) == {3, 4}


def test_the_middle_of_a_word_is_not_completed(completing):
    assert completing.autocomplete(author_auto="niel").count() == 0


def test_grams_are_found_anywhere_in_a_word(completing):
    assert found(completing.autocomplete(text_grams="psil")) == {5}
