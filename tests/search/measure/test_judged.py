"""Judged sets, and the measures of a ranking."""

import json
from math import log2

import pytest

from articles.search.measure.judged import (
    BadSet,
    Judged,
    documents_of,
    find_sets,
    ndcg,
    read_documents,
    read_judged,
    recall,
    reciprocal_rank,
    score,
)


@pytest.fixture
def judged_set(tmp_path):
    path = tmp_path / "sets" / "one"
    path.mkdir(parents=True)
    (path.parent / "docs.jsonl").write_text(
        '{"id": "a", "title": "عنوان", "text": "نص"}\n{"id": 7, "text": "آخر"}\n'
    )
    queries = [
        {"id": "q1", "text": "نص", "exclude": ["a"]},
        {"id": "q2", "text": "آخر"},
        {"id": "q3", "text": "بلا جواب"},
    ]
    (path / "queries.jsonl").write_text("\n".join(json.dumps(query) for query in queries))
    (path / "qrels.tsv").write_text("q1\ta\t1\nq1\t7\t2\nq2\ta\t0\nq2\t7\n")
    return path


def test_sets_and_their_documents_are_found(judged_set):
    assert find_sets(judged_set) == find_sets(judged_set.parents[1]) == [judged_set]
    assert documents_of(judged_set) == judged_set.parent / "docs.jsonl"
    assert [document.id for document in read_documents(documents_of(judged_set))] == ["a", "7"]


def test_excluded_documents_and_grades_of_nothing_are_no_answers(judged_set):
    assert read_judged(judged_set) == [
        Judged("q1", "نص", {"7": 2}, frozenset({"a"})),
        Judged("q2", "آخر", {"7": 1}, frozenset()),
    ]


def test_qrels_of_trec_are_read_too(judged_set):
    (judged_set / "qrels.tsv").write_text("q2 0 7 3\n")
    assert read_judged(judged_set) == [Judged("q2", "آخر", {"7": 3}, frozenset())]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("qrels.tsv", "q1", r"qrels\.tsv, line 1"),
        ("qrels.tsv", "q1\ta\tكثير", r"qrels\.tsv, line 1"),
        ("qrels.tsv", "", "no query has a right answer"),
        ("queries.jsonl", '{"id": "q1"}', "query 1"),
    ],
)
def test_what_cannot_be_read_is_named(judged_set, file, content, message):
    (judged_set / file).write_text(content)
    with pytest.raises(BadSet, match=message):
        read_judged(judged_set)


def test_what_is_missing_is_named(judged_set, tmp_path):
    (judged_set.parent / "docs.jsonl").unlink()
    with pytest.raises(BadSet, match="--docs"):
        documents_of(judged_set)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadSet, match=r"queries\.jsonl"):
        find_sets(tmp_path / "empty")


def test_ndcg_counts_grades_and_places():
    assert ndcg(["a", "b"], {"a": 2, "b": 1}) == 1
    assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(1 / log2(3))
    assert ndcg(["b", "a"], {"a": 2, "b": 1}) == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))
    assert ndcg(["x"] * 10 + ["a"], {"a": 1}) == 0


def test_the_reciprocal_rank_is_that_of_the_first_right_one():
    assert reciprocal_rank(["x", "a", "b"], {"a": 1, "b": 1}) == 0.5
    assert reciprocal_rank([*"x" * 100, "a"], {"a": 1}) == 0


def test_recall_is_the_share_among_a_hundred():
    assert recall(["a", *"x" * 99, "b"], {"a": 1, "b": 1}) == 0.5


def test_scores_are_means_over_queries():
    queries = [Judged(key, "", {"a": 1}, frozenset()) for key in "12"]
    found = score([["a"], ["x"]], queries)
    assert (found.queries, found.ndcg, found.reciprocal_rank, found.recall) == (2, 0.5, 0.5, 0.5)
