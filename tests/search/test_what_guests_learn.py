"""What only drafts have is told to nobody who may not see them: no name, no word."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from articles.models import Article
from articles.search.criteria import SearchCriteria
from articles.search.find import find
from articles.search.suggestions import suggestions_for
from articles.worker import drain

pytestmark = pytest.mark.database
GUEST = AnonymousUser()


@pytest.fixture
def hidden(archive) -> Article:
    """The only articles of Helsinki, Gerasimov and one outlet are drafts now, with words of their own."""
    for key in ("meeting-agency", "meeting-daily", "quake", "bread", "hostile"):
        article = archive.articles[key]
        body = f"{article.body} شنكلوبير"
        Article.objects.filter(pk=article.pk).update(status=Article.Status.DRAFT, body=body)
    drain()
    return archive.articles["meeting-daily"]


def search(query: str, user=GUEST):
    return find(SearchCriteria.from_query(QueryDict(query)), user)


@pytest.mark.parametrize("parameter", ["entity", "not_entity"])
def test_an_entity_that_only_drafts_name_has_no_name_for_guests(archive, hidden, curator, parameter):
    query = f"{parameter}={archive.entities['helsinki'].pk}"
    found = search(query)
    labels = [chip.label for chip in found.chips] + [v.label for f in found.facets for v in f.values]
    assert "هلسنكي" not in labels
    assert "هلسنكي" in [chip.label for chip in search(query, curator).chips]


def test_a_source_that_has_only_drafts_has_no_name_for_guests(archive, hidden, curator):
    assert [chip.label for chip in search("source=sham").chips] == ["sham"]
    assert [chip.label for chip in search("source=sham", curator).chips] == ["شام الاختبار"]


def test_words_of_drafts_are_not_offered_to_guests(hidden, curator):
    for query in ("q=شنكلوبيز", "q=بيروث شنكلوبيز&match=any", "q=بيروث OR شنكلوبيز"):
        offered = [suggestion.query for suggestion in suggestions_for(search(query), GUEST)]
        assert not any("شنكلوبير" in text for text in offered), query
    results = search("q=شنكلوبيز&status=draft", curator)
    assert "شنكلوبير" in [suggestion.query for suggestion in suggestions_for(results, curator)]


def test_a_name_that_only_drafts_have_is_unknown_to_guests(archive, hidden, curator):
    told = [bool(search(f"q=place:{name}").notes) for name in ("هلسنكي", "نرفندي")]
    assert told == [True, True]
    assert not search("q=place:هلسنكي", curator).notes
