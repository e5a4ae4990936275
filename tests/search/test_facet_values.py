"""Facets that leave out, list all their values, and know of open reviews."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse

from articles.models import Change, Review
from articles.search.criteria import SearchCriteria
from articles.search.facet_values import facet_values
from articles.search.find import find
from articles.worker import drain

pytestmark = pytest.mark.database


def results(query: str, user=None):
    return find(SearchCriteria.from_query(QueryDict(query)), user or AnonymousUser())


def values(results, name: str):
    return {v.label: v for facet in results.facets if facet.name == name for v in facet.values}


def test_a_source_may_be_left_out(archive):
    everything = results("")
    without = values(everything, "source")["نيل الاختبار"].without
    assert without.to_query().urlencode() == "not_source=nile"
    left = find(without, AnonymousUser())
    assert left.total == everything.total - 3
    row = values(left, "source")["نيل الاختبار"]
    assert (row.is_excluded, row.count, row.without) == (True, 3, None)
    assert find(row.criteria, AnonymousUser()).total == everything.total
    assert [(chip.label, chip.is_excluded) for chip in left.chips] == [("نيل الاختبار", True)]


def test_an_entity_may_be_left_out_with_all_that_was_merged_into_it(archive):
    syria, beirut = archive.entities["syria"], archive.entities["beirut"]
    type(beirut).objects.filter(pk=beirut.pk).update(canonical=syria)
    left = results(f"not_entity={syria.pk}")
    named = {
        archive.articles[key].pk for key in ("meeting-agency", "meeting-daily", "quake", "port", "port-toll")
    }
    assert not named & {hit.article.pk for hit in left.hits}


def test_to_choose_what_was_left_out_is_to_take_it_in_again(archive):
    row = values(results("source=nile"), "source")["نيل الاختبار"]
    assert row.is_selected
    assert row.without.to_query().urlencode() == "not_source=nile"


def test_all_values_of_a_facet_or_those_that_begin_so(archive):
    everything = facet_values(SearchCriteria(), AnonymousUser(), "place")
    assert (everything.values[0].label, everything.values[0].count) == ("سوريا", 3)
    begin = facet_values(SearchCriteria(), AnonymousUser(), "place", beginning="هل")
    assert [v.label for v in begin.values] == ["هلسنكي"]
    sources = facet_values(SearchCriteria(query="زلزال"), AnonymousUser(), "source")
    assert {v.label: v.count for v in sources.values} == {"شام الاختبار": 1, "وكالة الاختبار": 1}
    assert facet_values(SearchCriteria(), AnonymousUser(), "person", beginning="هل").values == ()


def test_the_page_of_a_facet_keeps_the_search(archive, client):
    page = client.get(reverse("facet", args=["place"]), {"q": "زلزال", "beginning": "سو"}).content.decode()
    assert "سوريا" in page
    assert "هلسنكي" not in page
    assert 'name="q" value="زلزال"' in page


def test_open_reviews_are_a_facet_for_curators_alone(archive, curator):
    assert not values(results("status=published"), "review")
    rows = values(results("", curator), "review")
    assert {label: row.count for label, row in rows.items()} == {str(Review.Reason.NO_DATE.label): 1}
    chosen = results("review=no_date", curator)
    assert [hit.article.pk for hit in chosen.hits] == [archive.articles["meeting-daily"].pk]
    assert results("review=no_date").total == len(archive.articles)


def test_a_review_that_is_settled_leaves_the_facet(archive, curator):
    Review.objects.get().delete()
    assert Change.objects.exists()
    drain()
    assert not values(results("", curator), "review")


@pytest.mark.parametrize("change", ["save", "update", "bulk_create"])
def test_every_change_of_a_review_reaches_the_index(archive, change):
    article = archive.articles["port"]
    review = Review(article=article, reason="too_short")
    if change == "bulk_create":
        Review.objects.bulk_create([review])
    else:
        review.save()
        if change == "update":
            Change.objects.all().delete()
            Review.objects.filter(pk=review.pk).update(reason="furniture")
    assert list(Change.objects.values_list("article_id", flat=True)) == [article.pk]
