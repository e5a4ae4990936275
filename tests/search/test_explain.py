"""How a query was read, word by word."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from articles.models import Article
from articles.search.criteria import SearchCriteria
from articles.search.explain import explain
from articles.search.find import find
from articles.search.search import Search
from articles.worker import drain

pytestmark = pytest.mark.database


def read(query: str, user=None):
    criteria = SearchCriteria.from_query(QueryDict(query))
    return explain(Search.of(criteria, user or AnonymousUser()))


def total(criteria: SearchCriteria) -> int:
    return find(criteria, AnonymousUser(), widen=False).total


def test_each_way_of_finding_a_word_adds_its_articles(archive):
    (word,) = read("q=سوريا")
    counts = {part.part: part.count for part in word.parts}
    assert counts == {"exact": 2, "forms": 0, "variants": 1}
    assert sum(counts.values()) == total(SearchCriteria(query="سوريا"))
    assert word.parts[2].terms == ("سورية",)


def test_a_part_that_is_switched_off_takes_its_articles_along(archive):
    (word,) = read("q=سوريا")
    without = word.parts[2].criteria
    assert total(without) == 2
    (again,) = read(without.to_query().urlencode())
    assert [part.is_on for part in again.parts] == [True, True, False]
    assert again.parts[2].criteria.off == ()


def test_filters_count_and_the_other_words_do_not(archive):
    (first, second) = read("q=انفجار حلب&source=nile")
    assert (first.text, first.parts[0].count + first.parts[1].count) == ("انفجار", 1)
    assert sum(part.count for part in second.parts) == 0


def test_a_word_of_a_field_is_counted_there(archive):
    text, title = (word for query in ("q=سوريا", "q=عنوان:سوريا") for word in read(query))
    assert [part.count for part in text.parts] == [2, 0, 1]
    assert [part.count for part in title.parts] == [0, 1, 0]
    assert total(SearchCriteria(query="عنوان:سوريا")) == 1


def test_a_word_stands_once_and_a_long_query_is_not_explained_whole(archive):
    assert len(read("q=انفجار انفجار")) == 1
    assert len(read("q=" + " ".join(f"كلمة{chr(0x628 + n)}" for n in range(20)))) <= 12
    assert read("q=") == ()


def test_what_may_not_be_seen_does_not_count(archive, curator):
    Article.objects.filter(pk=archive.articles["port"].pk).update(status=Article.Status.REJECTED)
    drain()
    (word,) = read("q=مرفأ")
    assert sum(part.count for part in word.parts) == 0
