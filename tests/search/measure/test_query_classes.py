"""Queries for a benchmark."""

import json
from collections import Counter
from datetime import date

import pytest

from articles.arabic.analyze import analyze, is_stop_word
from articles.search.measure.corpus import Article
from articles.search.measure.query_classes import EACH, BadQueries, draw_queries, read_queries
from articles.search.measure.synthetic import synthetic

KINDS = [
    "common word",
    "rare word",
    "AND of 2",
    "AND of 3",
    "OR of 2",
    "phrase",
    "filtered",
    "match all by date",
]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(synthetic(600))


@pytest.fixture(scope="module")
def queries(articles):
    return draw_queries(articles)


def test_there_are_twelve_of_each_class(queries):
    assert Counter(query.kind for query in queries) == {**dict.fromkeys(KINDS, EACH), KINDS[-1]: 4}


def test_the_same_articles_give_the_same_queries(articles, queries):
    assert draw_queries(articles) == queries


def test_words_are_worth_asking_for(queries):
    words = [word for query in queries for word in query.words]
    assert not [word for word in words if is_stop_word(word.text) or len(word.stem) < 3]


def test_common_words_are_in_more_articles_than_rare_ones(articles, queries):
    stems = [{word.stem for word in analyze(article.text)} for article in articles]

    def least_and_most(kind: str) -> tuple[int, int]:
        counts = [sum(q.words[0].stem in each for each in stems) for q in queries if q.kind == kind]
        return min(counts), max(counts)

    assert least_and_most("rare word")[1] < least_and_most("common word")[0]


def test_a_phrase_stands_in_an_article(articles, queries):
    texts = [" ".join(word.stem for word in analyze(article.text)) for article in articles]
    for query in queries:
        if query.kind == "phrase":
            assert any(" ".join(word.stem for word in query.words) in text for text in texts)


def test_an_empty_corpus_has_queries_without_words():
    assert {query.kind for query in draw_queries([Article(1, "", "", 0, 5)])} == {"match all by date"}


def test_queries_are_read_from_a_file(tmp_path):
    path = tmp_path / "queries.jsonl"
    rows = [
        {"class": "mine", "words": ["وزارة", "الصحة"], "operator": "phrase"},
        {"class": "all", "sources": [1], "from": "2018-06-08", "to": "2018-06-09"},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    first, second = read_queries(path)
    assert [word.text for word in first.words] == ["وزارة", "الصحة"]
    assert (first.operator, first.order) == ("phrase", "score")
    assert (second.sources, second.order) == ((1,), "newest")
    assert second.last_day - second.first_day == 1
    assert second.first_day == date(2018, 6, 8).toordinal()


@pytest.mark.parametrize("row", [{}, {"class": "a", "operator": "near"}, {"class": "a", "from": "أمس"}])
def test_what_cannot_be_read_is_named(tmp_path, row):
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps(row))
    with pytest.raises(BadQueries, match=r"queries\.jsonl, query 1"):
        read_queries(path)
