"""What the archive says of an entity: every number is that of the search it leads to."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from articles.models import Article, Entity, Mention
from articles.search.criteria import SearchCriteria
from articles.search.entity_facts import facts_of, is_visible
from articles.search.find import count
from articles.worker import drain

pytestmark = pytest.mark.database
GUEST = AnonymousUser()


def found(criteria: SearchCriteria) -> int:
    """What the link finds: its criteria go through an address."""
    return count(SearchCriteria.from_query(QueryDict(criteria.url_query()[1:])), GUEST)


def test_every_number_is_that_of_the_search_it_leads_to(archive):
    for entity in archive.entities.values():
        facts = facts_of(entity, GUEST)
        assert facts.total == found(facts.criteria)
        assert facts.total == sum(number for _day, number in facts.days)
        assert facts.total == sum(row.count for row in facts.sources)
        rows = [row for company in facts.company for row in company.companions]
        for row in rows:
            assert row.count == found(row.both), (entity.name, row.entity.name)


def test_who_is_named_with_it_is_counted_in_its_articles_only(archive):
    """A facet of people would count all articles, as if none were chosen."""
    facts = facts_of(archive.entities["gerasimov"], GUEST)
    named = {
        company.kind: [(row.entity.name, row.count) for row in company.companions]
        for company in facts.company
    }
    assert named["person"] == [("جوزيف دانفورد", 2)]
    assert set(named["place"]) == {("سوريا", 2), ("هلسنكي", 2)}


def test_a_name_with_quotation_marks_is_found_as_the_second_of_a_kind(archive):
    other = archive.entities["dunford"]
    other.name = "جوزيف «جو» دانفورد"
    other.save()
    other.aliases.create(name=other.name)
    [row] = facts_of(archive.entities["gerasimov"], GUEST).company[0].companions
    assert found(row.both) == row.count == 2


def test_a_group_is_counted_as_one(archive):
    gerasimov, dunford = archive.entities["gerasimov"], archive.entities["dunford"]
    Entity.objects.filter(pk=dunford.pk).update(canonical=gerasimov)
    facts = facts_of(gerasimov, GUEST)
    assert facts.total == 2
    assert "person" not in [company.kind for company in facts.company]


def test_what_is_no_entity_is_in_nobodys_company(archive):
    Entity.objects.filter(pk=archive.entities["dunford"].pk).update(is_rejected=True)
    kinds = [company.kind for company in facts_of(archive.entities["gerasimov"], GUEST).company]
    assert kinds == ["place", "organisation"]


def test_newest_articles_come_first_and_undated_ones_last(archive):
    facts = facts_of(archive.entities["syria"], GUEST)
    assert [article.pk for article in facts.newest] == [
        archive.articles[key].pk for key in ("quake", "meeting-agency", "meeting-daily")
    ]


def test_guests_know_of_what_they_can_read_of(archive, curator):
    beirut = archive.entities["beirut"]
    silent = Entity.objects.create(kind="place", name="مكان")
    assert is_visible(beirut, GUEST)
    assert not is_visible(silent, GUEST)
    Article.objects.filter(mentions__entity=beirut).update(status=Article.Status.DRAFT)
    assert not is_visible(beirut, GUEST)
    assert is_visible(beirut, curator)
    assert is_visible(silent, curator)


def test_curators_are_told_how_many_articles_readers_do_not_see(archive, curator):
    syria = archive.entities["syria"]
    Article.objects.filter(pk=archive.articles["quake"].pk).update(status=Article.Status.DRAFT)
    drain()
    facts = facts_of(syria, curator)
    assert (facts.total, facts.unpublished) == (2, 1)
    assert count(facts.unpublished_criteria, curator) == 1
    assert facts_of(syria, GUEST).unpublished == 0


def test_drafts_are_in_no_number(archive):
    syria = archive.entities["syria"]
    Article.objects.filter(pk=archive.articles["meeting-daily"].pk).update(status=Article.Status.DRAFT)
    drain()
    facts = facts_of(syria, GUEST)
    assert facts.total == 2
    assert sorted(row.source.slug for row in facts.sources) == ["sham", "wakala"]
    assert [(row.entity.name, row.count) for row in facts.company[0].companions] == [
        ("فاليري غيراسيموف", 1),
        ("جوزيف دانفورد", 1),
    ]
    assert dict(facts.days).get(0) is None
    written = Mention.objects.filter(entity=syria, article__status="published").count()
    assert sum(spelling.count for spelling in facts.spellings.listed) == written
    assert "سورية" not in [spelling.name for spelling in facts.spellings.listed]
