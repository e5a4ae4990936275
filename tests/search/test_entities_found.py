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


# ---------------------------------------------------------------------- among other words


@pytest.mark.parametrize(
    "query",
    [
        "Gerasimov Dunford",
        "Valery Gerasimov Joseph Dunford",
        "Helsinki Gerassimow",
        "Gerasimov سورية",
        "التوتر Gerasimov",
    ],
)
def test_latin_names_are_found_among_other_words(archive, query):
    results = find(SearchCriteria(query=query), AnonymousUser())
    assert archive.articles["meeting-daily"] in [hit.article for hit in results.hits]
    assert not results.was_widened


def test_each_name_is_required(archive):
    results = find(SearchCriteria(query="Syria Helsinki"), AnonymousUser())
    assert archive.articles["quake"] not in [hit.article for hit in results.hits]
    assert results.total == 2


def test_the_page_says_which_entities_were_read(archive, client):
    page = client.get("/", {"q": "Gerasimov Dunford"}).content.decode()
    for key in ("gerasimov", "dunford"):
        assert reverse("entity", args=[archive.entities[key].pk]) in page
    assert "missing" not in page


def test_what_names_an_entity_is_never_called_missing(archive, client):
    page = client.get("/", {"q": "Gerasimov زلزال"})
    assert page.context["results"].was_widened
    assert page.context["missing_words"] == []
    assert client.get("/", {"q": "Gerasimov زلزال Qwrtpz"}).context["missing_words"] == ["Qwrtpz"]
    assert client.get("/", {"q": "Gerasimov", "source": "nile"}).context["missing_words"] == []


def test_a_search_for_names_can_be_followed_and_filtered(archive):
    results = find(SearchCriteria(query="Gerasimov Dunford"), AnonymousUser())
    followed = find(results.followed, AnonymousUser(), widen=False)
    assert followed.total == results.total == 2
    [source, *_others] = next(facet for facet in results.facets if facet.name == "source").values
    assert find(source.criteria, AnonymousUser(), widen=False).total == source.count


def test_entities_of_one_name_are_alternatives(archive):
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(latin="Dunford")
    results = find(SearchCriteria(query="Dunford انفجار"), AnonymousUser())
    assert results.total == 2


def test_a_query_of_many_latin_words_is_left_alone(archive):
    assert not find(SearchCriteria(query="Gerasimov " * 9), AnonymousUser()).names_read
    assert not find(SearchCriteria(query="Gerasimov -Dunford"), AnonymousUser()).names_read


def test_a_short_word_is_a_name_only_as_it_is_stored(archive):
    assert not find(SearchCriteria(query="brt هلسنكي"), AnonymousUser()).names_read
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(latin="Brt")
    [name] = find(SearchCriteria(query="brt هلسنكي"), AnonymousUser()).names_read
    assert name.entities == (archive.entities["beirut"],)


def test_what_only_sounds_so_is_not_meant_beside_what_is_written_so(archive):
    Entity.objects.filter(pk=archive.entities["dunford"].pk).update(latin="", name="سالم غيراسيموف")
    [name] = find(SearchCriteria(query="Gerasimov زلزال"), AnonymousUser()).names_read
    assert name.entities == (archive.entities["gerasimov"],)


def test_a_name_with_quotation_marks_can_be_asked_for(archive):
    Entity.objects.filter(pk=archive.entities["defence"].pk).update(name='وزارة "الدفاع" الروسية')
    results = find(SearchCriteria(query="Russian Ministry of Defence سوريا"), AnonymousUser())
    assert results.is_named
    assert results.total == 1


def test_without_other_words_the_newest_come_first(archive):
    assert find(SearchCriteria(query="Gerasimov Dunford"), AnonymousUser()).criteria.sort == "newest"
    assert find(SearchCriteria(query="Gerasimov سورية"), AnonymousUser()).criteria.sort == ""
