"""Every engine of the benchmark against a plain count over the articles."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from haystack import connections

from articles.arabic.analyze import analyze
from articles.search.measure.corpus import Article, plain_stems, prepare, read_prepared
from articles.search.measure.engines import ENGINES, TOP, TOP_ENTITIES, EngineMissing, bytes_on_disk, load
from articles.search.measure.query_classes import EACH, Query, draw_queries
from articles.search.measure.synthetic import synthetic


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> list[Article]:
    path = tmp_path_factory.mktemp("corpus") / "prepared"
    first = date(2018, 1, 1).toordinal()
    prepare((replace(each, day=first + each.day % 200) for each in synthetic(90)), path)
    return list(read_prepared(path, 90))


@pytest.fixture(scope="module")
def queries(articles) -> list[Query]:
    words = tuple(analyze("لاتوجدأبدا"))
    # One of each class, and all of the last.
    drawn = draw_queries(articles)
    drawn = [query for place, query in enumerate(drawn) if place % EACH == 0 or not query.words]
    everywhere = [
        replace(query, kind="span alone", sources=()) for query in drawn if query.kind == "filtered"
    ]
    return [*drawn, *everywhere, Query("no match", words)]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, articles, tmp_path_factory):
    directory = tmp_path_factory.mktemp("engines") / request.param
    builder = load(request.param)(directory)
    builder.add(articles[:60])
    builder.add(articles[60:])
    builder.finish()
    assert bytes_on_disk(directory) > 1000
    found = load(request.param)(directory)
    found.open()
    yield found
    for name in ("stock", "contract"):
        connections.connections_info.pop(name, None)


def matching(
    articles: list[Article], query: Query, *, sources: bool = True, span: bool = True
) -> list[Article]:
    low, high = query.first_day or 0, query.last_day or 10**9
    return [
        article
        for article in articles
        if _has_words(article, query)
        and (not sources or not query.sources or article.source in query.sources)
        and (not span or low <= article.day <= high)
    ]


def _has_words(article: Article, query: Query) -> bool:
    stems = article.stems.split()
    if query.operator == "phrase":
        return f" {' '.join(query.stems)} " in f" {' '.join(stems)} "
    found = [stem in stems for stem in query.stems]
    return any(found) if query.operator == "any" and query.words else all(found)


def test_hits_are_those_of_a_plain_count(engine, articles, queries):
    for query in queries:
        right = matching(articles, query)
        answer = engine.search(query, with_facets=False)
        assert answer.total == len(right), query
        assert answer.facets is None
        assert len(answer.keys) == min(TOP, len(right))
        assert set(answer.keys) <= {article.key for article in right}


def test_match_all_comes_in_the_order_of_days(engine, articles, queries):
    days = {article.key: article.day for article in articles}
    for query in queries:
        if query.order != "score":
            found = [days[key] for key in engine.search(query, with_facets=False).keys]
            right = sorted(
                (article.day for article in matching(articles, query)), reverse=query.order == "newest"
            )
            assert found == right[:TOP]


def test_each_facet_ignores_its_own_filter(engine, articles, queries):
    for query in queries:
        facets = engine.search(query, with_facets=True).facets
        assert facets.sources == Counter(a.source for a in matching(articles, query, sources=False)), query
        assert facets.months == Counter(a.month for a in matching(articles, query, span=False)), query
        entities = Counter(entity for a in matching(articles, query) for entity in a.entities)
        assert facets.entities == tuple(count for _entity, count in entities.most_common(TOP_ENTITIES)), query


def test_no_phrase_reaches_from_the_headline_into_the_text(engine, articles):
    words = [analyze(articles[0].title)[-1], analyze(articles[0].text)[0]]
    right = [a for a in articles if " ".join(plain_stems(w.text) for w in words) in a.stems]
    assert engine.search(Query("phrase", tuple(words), "phrase"), with_facets=False).total == len(right)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(ENGINES, "other", "no_such_module.Other")
    with pytest.raises(EngineMissing, match="install-dev"):
        load("other")
