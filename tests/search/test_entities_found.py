"""Entities that are called as the query says, above the articles with its words."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from articles.models import Article, Entity
from articles.search.criteria import SearchCriteria
from articles.search.entities_found import MAX_LENGTH, entities_called
from articles.search.find import find
from articles.search.syntax import parse
from articles.worker import drain

pytestmark = pytest.mark.database


def called(query: str, user=None) -> list[tuple[str, int]]:
    found = entities_called(parse(query), user or AnonymousUser())
    return [(each.entity.name, each.count) for each in found]


@pytest.mark.parametrize(
    "query", ["Valery Gerasimov", "Gerasimov", "GERASSIMOW", "غيراسيموف", "فاليري غِيراسيموف"]
)
def test_a_name_in_either_script_has_its_entity(archive, query):
    assert called(query) == [("فاليري غيراسيموف", 2)]


def test_without_a_latin_name_the_sound_is_enough(archive):
    Entity.objects.update(latin="")
    assert called("Joseph Dunford") == [("جوزيف دانفورد", 2)]
    assert called("Beyrouth") == [("بيروت", 2)]


@pytest.mark.parametrize(
    "query", ["", "person:Gerasimov", "Gerasimov -Dunford", "قوات", "Lavrov", "ا" * (MAX_LENGTH + 1)]
)
def test_other_queries_have_none(archive, query):
    assert called(query) == []


def test_what_may_not_be_seen_is_not_told(archive, curator):
    for key in ("meeting-agency", "meeting-daily"):
        Article.objects.filter(pk=archive.articles[key].pk).update(status=Article.Status.DRAFT)
    drain()
    assert called("Gerasimov") == []


def test_what_was_called_no_entity_is_not_found(archive):
    Entity.objects.filter(pk=archive.entities["gerasimov"].pk).update(is_rejected=True)
    assert called("Gerasimov") == []


def test_it_leads_to_its_articles_and_its_page(archive, client):
    page = client.get("/?q=Gerasimov").content.decode()
    assert reverse("entity", args=[archive.entities["gerasimov"].pk]) in page
    [found] = entities_called(parse("Gerasimov"), AnonymousUser())
    assert find(found.criteria, AnonymousUser()).total == found.count


# ---------------------------------------------------------------------- where no article has the words


def test_a_latin_name_finds_the_articles_that_name_its_entity(archive):
    results = find(SearchCriteria(query="Gerasimov"), AnonymousUser())
    assert results.names_called
    assert {hit.article for hit in results.hits} == {
        archive.articles["meeting-agency"],
        archive.articles["meeting-daily"],
    }


def test_what_is_chosen_from_there_on_is_a_filter(archive):
    results = find(SearchCriteria(query="Gerasimov"), AnonymousUser())
    gerasimov = archive.entities["gerasimov"].pk
    [source, *_others] = next(facet for facet in results.facets if facet.name == "source").values
    assert (source.criteria.query, source.criteria.entities) == ("", (gerasimov,))
    assert results.followed == SearchCriteria(entities=(gerasimov,))


def test_filters_hold_for_the_articles_that_name_it(archive):
    found = find(SearchCriteria(query="Gerasimov", sources=("sham",)), AnonymousUser())
    assert [hit.article for hit in found.hits] == [archive.articles["meeting-daily"]]
    nowhere = find(SearchCriteria(query="Gerasimov", sources=("nile",)), AnonymousUser())
    assert not nowhere.total
    assert not nowhere.names_called


def test_feeds_and_counts_stay_with_the_words(archive):
    assert not find(SearchCriteria(query="Gerasimov"), AnonymousUser(), widen=False).total
