"""Roots, kinds and names of all entities, kept until one changes."""

import pytest

from articles.models import Entity, EntityAlias, EntityRevision
from articles.search.entity_names import NameTable, entity_names, names_of
from articles.search.entity_table import entity_table

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "change",
    [
        lambda entity: entity.save(),
        lambda entity: Entity.objects.filter(pk=entity.pk).update(name="اسم"),
        lambda entity: EntityAlias.objects.create(entity=entity, name="اسم"),
        lambda entity: entity.aliases.all().delete(),
        lambda entity: EntityAlias.objects.filter(entity=entity).first().delete(),
        lambda entity: Entity.objects.bulk_create([Entity(kind="place", name="اسم")]),
    ],
    ids=["saved", "updated", "alias added", "aliases deleted", "one alias deleted", "many made"],
)
def test_every_change_of_an_entity_counts_the_revision_up(archive, change):
    before = EntityRevision.current()
    change(archive.entities["gerasimov"])
    assert EntityRevision.current() > before


def test_an_entity_that_was_merged_stands_for_its_root_at_once(archive):
    one, other = archive.entities["gerasimov"].pk, archive.entities["dunford"].pk
    assert entity_table().root(one) == one
    Entity.objects.filter(pk=one).update(canonical=other)
    assert entity_table().root(one) == other
    assert entity_table().members(other) == sorted([one, other])
    Entity.objects.filter(pk=one).update(canonical=one)
    assert entity_table().members(other) == [other]


def test_the_kind_of_a_merged_entity_is_that_of_its_root(archive):
    place, person = archive.entities["syria"].pk, archive.entities["dunford"].pk
    Entity.objects.filter(pk=place).update(canonical=person)
    table = entity_table()
    assert table.kind(place) == "person"
    assert not table.of_kind["place"][place]


def test_keys_that_name_no_entity_are_harmless(archive):
    table = entity_table()
    for key in (-1, 0, 10**12):
        assert (table.kind(key), table.root(key), table.members(key)) == ("", key, [])


def test_a_table_without_entities_is_empty(db):
    assert entity_table().members(1) == []


def test_names_are_found_by_the_beginning_of_any_word_in_any_spelling(archive):
    gerasimov = archive.entities["gerasimov"].pk
    for text in ("فال", "غيرا", "غيراسيموف", "فاليري غ", "valer", "Geras", "غِيـرا"):
        assert gerasimov in entity_names().beginning_with(text), text
    assert entity_names().beginning_with("سيموف") == []
    assert entity_names().beginning_with("؟") == []


def test_the_article_does_not_hide_the_beginning_of_a_name(archive):
    assert archive.entities["defence"].pk in entity_names().beginning_with("دفاع")


def test_a_new_spelling_is_found_at_once(archive):
    assert entity_names().beginning_with("جراسيموف") == []
    EntityAlias.objects.create(entity=archive.entities["gerasimov"], name="جراسيموف")
    assert entity_names().beginning_with("جراس") == [archive.entities["gerasimov"].pk]


def test_a_name_means_those_called_so_or_else_those_with_its_words(archive):
    dunford = archive.entities["dunford"].pk
    assert names_of("person", "جوزيف دانفورد") == [dunford]
    assert names_of("person", "Dunford") == [dunford]
    assert names_of("person", "Dun") == []
    assert names_of("place", "دانفورد") == []
    assert names_of("source", "نيل الاختبار") == [archive.sources["nile"].pk]


def test_a_name_that_is_whole_comes_before_longer_ones():
    table = NameTable([("حلب", 1), ("ريف حلب", 2)])
    assert table.called("حلب") == [1]
    assert table.holding("حلب") == [1, 2]
