"""The query language on a small archive: what each kind of query finds."""

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.models import Article
from articles.search.criteria import SearchCriteria
from articles.search.find import SearchResults, find
from articles.worker import drain

pytestmark = pytest.mark.database

#: A query and what it finds; queries that find the same stand together.
QUERIES = [
    (["انفجار OR زلزال", "زلزال أو انفجار"], {"port", "port-toll", "quake", "quake-2"}),
    (["بيروت -مرفأ", "بيروت NOT مرفأ", "بيروت ليس مرفأ"], {"port-toll"}),
    (["زلزال (سوريا OR هاتاي)"], {"quake", "quake-2"}),
    (["«ضخم انفجار»~0", "«مرفأ ضخم»"], set()),
    (["«مرفأ انفجار»~2"], {"port"}),
    (["غيراس*", "غيراسيمو?", "غيراسموف~1"], {"meeting-agency", "meeting-daily"}),
    (["=سورية"], {"meeting-daily"}),
    (["=سوريا"], {"meeting-agency", "quake"}),
    (["=«كأس العالم»"], set()),
    (["=«بكأس العالم»"], {"final"}),
    (["عنوان:بيروت", "title:بيروت"], {"port", "port-toll"}),
    (["عنوان:(زلزال جديد)"], {"quake-2"}),
    (["title:حاوي*"], {"canal"}),
    (["مصدر:«نيل الاختبار» بيروت", "بيروت source:(نيل الاختبار)"], {"port-toll"}),
    (["بيروت -مصدر:«نيل الاختبار»"], {"port"}),
    (["شخص:دانفورد", 'person:"Joseph Dunford"', "مكان:هلسنكي"], {"meeting-agency", "meeting-daily"}),
    (["person:دانفورد -place:سوريا"], set()),
    (["تاريخ:2023-02", "زلزال تاريخ:2023-02..", "تاريخ:«شباط 2023»"], {"quake", "quake-2"}),
    (["تاريخ:2023-02-06"], {"quake"}),
    (["تاريخ:2021", "date:2021-02..2021-03"], {"bread", "canal"}),
]


def search(query: str, **more) -> SearchResults:
    return find(SearchCriteria(query=query, **more), AnonymousUser(), widen=False)


@pytest.mark.parametrize(("queries", "keys"), QUERIES, ids=[queries[0] for queries, _keys in QUERIES])
def test_a_query_finds(archive, queries, keys):
    names = {article.pk: key for key, article in archive.articles.items()}
    for query in queries:
        assert {names[hit.article.pk] for hit in search(query).hits} == keys, query


def test_an_author_is_one_of_the_byline(archive):
    Article.objects.filter(pk=archive.articles["port"].pk).update(byline="كتب: أحمد سالم")
    Article.objects.filter(pk=archive.articles["canal"].pk).update(body="قال أحمد سالم إن القناة أغلقت.")
    drain()
    port = archive.articles["port"].pk
    for query in ("كاتب:«أحمد سالم»", "author:سالم", "author:=أحمد", "كاتب:احمد~1", "كاتب:سال*"):
        assert [hit.article.pk for hit in search(query).hits] == [port], query
    assert search("سالم").total == 2


def test_spellings_of_a_fuzzy_word_are_found_in_a_field_too(archive):
    assert search("عنوان:الارجنتين").total == search("عنوان:الارجنتيين~1").total == 1


def test_two_spellings_of_a_word_are_two_words(archive):
    """سوريا and سورية stand for one another; a text with one of them once has no two of them."""
    assert search("سوريا").total == search("سورية").total == 3
    assert search('"سوريا سورية"~5').total == 0


def test_plain_words_are_words(archive):
    assert search("بيروت -مرفأ", plain=True).total == 1
    assert search("بيروت OR زلزال", plain=True).total == 0


def test_a_pattern_marks_what_it_found(archive):
    marked = [hit.snippet_html for hit in search("غيراس*").hits]
    assert all("<mark>غيراسيموف</mark>" in html for html in marked)


def test_what_was_read_differently_is_said(archive):
    assert len(search("بيروت OR").notes) == 1
    assert len(search("person:مجهول").notes) == 1
    assert len(search("مصدر: لبنان").notes) == 1
