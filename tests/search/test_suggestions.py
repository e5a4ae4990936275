"""«Did you mean»: what is offered for a query without matches, and that it has some."""

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.models import Article, Entity
from articles.search import suggestions
from articles.search.criteria import SearchCriteria
from articles.search.find import find
from articles.search.suggestions import names_for, suggest, suggestions_for
from articles.worker import drain

pytestmark = pytest.mark.database


def offered(query: str, user=None, **chosen) -> list[tuple[str, str, int]]:
    found = suggest(SearchCriteria(query=query, **chosen), user or AnonymousUser())
    return [(each.query, each.reason, each.total) for each in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("fdv,j", ("بيروت", "layout", 2), id="Arabic on a Latin layout"),
        pytest.param(
            "Gerasimov", ("غيراسيموف", "latin", 2), id="a name that has no Latin spelling of its own"
        ),
        pytest.param("Valery Gerasimov", ("فاليري غيراسيموف", "latin", 1), id="a Latin spelling as given"),
        pytest.param("BEYROUTH", ("بيروت", "latin", 2), id="another Latin habit"),
        pytest.param("لاثهقعف", ("بيروت", "layout", 2), id="Latin on an Arabic layout"),
        pytest.param("طوابيرالخبز", ('"طوابير الخبز"', "compound", 1), id="joined unknown words"),
        pytest.param("قناةالسويس", ("قناة السويس", "compound", 1), id="joined known words"),
    ],
)
def test_the_first_suggestion(archive, typed, first):
    assert offered(typed)[0] == first


def test_what_has_no_matches_is_not_offered(archive):
    assert offered("]lar rv'fm") == []
    assert offered("Lavrov") == []


def test_a_suggestion_keeps_the_filters(archive):
    assert offered("Beirut", sources=("nile",)) == [("بيروت", "latin", 1)]
    assert offered("Beirut", sources=("sham",)) == []


def test_articles_that_may_not_be_seen_do_not_count(archive, curator):
    for key in ("port", "port-toll"):
        archive.articles[key].status = Article.Status.REJECTED
        archive.articles[key].save()
    drain()
    assert offered("Beirut") == []
    assert offered("Beirut", user=curator, statuses=("rejected",)) == [("بيروت", "latin", 2)]


def test_a_search_with_matches_needs_no_suggestion(archive):
    results = find(SearchCriteria(query="بيروت"), AnonymousUser())
    assert suggestions_for(results, AnonymousUser()) == []


def test_a_widened_search_gets_suggestions(archive):
    results = find(SearchCriteria(query="بيروت داد"), AnonymousUser())
    assert results.was_widened
    assert suggestions_for(results, AnonymousUser()) == []
    results = find(SearchCriteria(query="قناة السو يس"), AnonymousUser())
    assert [each.query for each in suggestions_for(results, AnonymousUser())] == ["قناة السويس"]


def test_part_of_a_long_name_may_be_meant(archive):
    Entity.objects.create(kind="person", name="أنطونيو غوتيريش")
    assert names_for("Guterres") == ["غوتيريش"]


def test_a_part_of_a_name_is_written_as_in_the_name(archive):
    Entity.objects.create(kind="person", name="رجب طيب أردوغان")
    assert names_for("Erdogan") == ["أردوغان"]
    assert names_for("Tayyip Erdoğan") == ["طيب أردوغان"]


def test_a_spelling_of_what_is_no_entity_is_not_offered(archive):
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(is_rejected=True)
    assert names_for("Beirut") == []


def test_each_name_is_offered_once(archive):
    Entity.objects.create(kind="place", name="بيروت")
    assert names_for("Beirut") == ["بيروت"]


def test_searches_are_bounded(archive, monkeypatch):
    tried = []
    monkeypatch.setattr(suggestions, "count", lambda criteria, user: tried.append(criteria) or 0)
    offered("لا لا لا لا لا لا لا لا لا لا لا")
    assert len(tried) <= suggestions.MAX_TRIED


def test_the_page_shows_them(archive, client):
    html = client.get("/?q=fdv,j&source=wakala").content.decode()
    assert "<bdi>بيروت</bdi>" in html
    assert "/?q=%D8%A8%D9%8A%D8%B1%D9%88%D8%AA&amp;source=wakala" in html
