"""Roots, kinds and names of all entities, kept until one changes."""

from random import Random

import numpy as np
import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.normalize import normalize
from articles.models import Entity, EntityAlias, EntityRevision
from articles.search import sorted_text
from articles.search.called_so import names_of
from articles.search.entity_names import EntityNames, RootNames, SourceNames, entity_names
from articles.search.entity_table import EntityTable, entity_table
from articles.search.name_table import NameTable
from articles.search.sorted_text import SortedText

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
    table = SourceNames.of([("حلب", 1), ("ريف حلب", 2)])
    assert table.called("حلب") == [1]
    assert table.holding("حلب") == [1, 2]


def test_new_entities_leave_the_array_of_the_roots_as_it_is(archive):
    """The engine keeps what it works out with that array."""
    before = entity_table()
    new = Entity.objects.create(kind="place", name="حلب").pk
    after = entity_table()
    assert after.roots is before.roots
    assert (after.kind(new), after.root(new), after.members(new)) == ("place", new, [new])
    assert after.of_kind["place"][new]
    assert before.kind(new) == ""
    other = archive.entities["beirut"].pk
    Entity.objects.filter(pk=new).update(canonical=other)
    assert entity_table().members(other) == sorted([new, other])


def test_only_what_has_changed_is_read_again(archive, monkeypatch):
    entity_table()
    read = []
    monkeypatch.setattr(
        EntityTable, "caught_up", lambda self, changed, revision: read.append(changed.count()) or self
    )
    Entity.objects.create(kind="place", name="حلب")
    entity_table()
    assert read == [1]


def test_what_was_called_no_entity_counts_nowhere_nor_what_was_merged_into_it(archive):
    one, other = archive.entities["gerasimov"].pk, archive.entities["dunford"].pk
    Entity.objects.filter(pk=one).update(canonical=other)
    entity_table()
    Entity.objects.filter(pk=other).update(is_rejected=True)
    table = entity_table()
    assert [table.kind(one), table.kind(other), table.members(other)] == ["", "", []]
    assert [table.roots[one], table.roots[other]] == [0, 0]
    assert entity_names().beginning_with("غيراسيموف") == []
    Entity.objects.filter(pk=other).update(is_rejected=False)
    assert entity_table().members(other) == sorted([one, other])


def test_what_was_deleted_is_found_no_more(archive):
    entity = Entity.objects.create(kind="place", name="حلب")
    key = entity.pk
    assert entity_names().beginning_with("حلب") == [key]
    assert entity_table().kind(key) == "place"
    entity.delete()
    assert entity_table().kind(key) == ""
    assert entity_names().beginning_with("حلب") == []


def test_a_database_that_was_set_back_is_read_again(archive):
    entity_table(), entity_names()
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(name="حلب")
    assert entity_names().called("حلب")
    models.QuerySet.update(Entity._base_manager.filter(name="حلب"), name="بيروت", changed=0)
    EntityRevision.objects.update(number=1)
    assert entity_names().called("حلب") == []


def test_a_renamed_entity_loses_its_old_name(archive):
    beirut = archive.entities["beirut"]
    assert entity_names().called("بيروت") == [beirut.pk]
    beirut.aliases.all().delete()
    Entity.objects.filter(pk=beirut.pk).update(name="حلب")
    assert entity_names().called("بيروت") == []
    assert entity_names().called("حلب") == [beirut.pk]


def test_names_that_were_caught_up_many_times_are_those_of_the_database(archive, monkeypatch):
    monkeypatch.setattr("articles.search.entity_names._MAX_MERGED", 20)
    luck = Random(2018)
    keys = list(Entity.objects.values_list("pk", flat=True))
    for _round in range(40):
        made = Entity.objects.bulk_create(
            [Entity(kind="place", name=" ".join(luck.choices(WORDS, k=2))) for _ in range(3)]
        )
        keys += [entity.pk for entity in made]
        EntityAlias.objects.get_or_create(entity_id=luck.choice(keys), name=luck.choice(WORDS))
        Entity.objects.filter(pk=luck.choice(keys)).update(name=luck.choice(WORDS))
        entity_names()
    kept, table = entity_names(), entity_table()
    fresh = RootNames(EntityNames.load(table.revision), table)
    assert 1 < len(kept.names.tables) < 20
    for word in WORDS:
        assert kept.called(word) == fresh.called(word)
        assert kept.holding(word) == fresh.holding(word)
        assert kept.beginning_with(word[:3]) == fresh.beginning_with(word[:3])
        assert kept.has(word) == fresh.has(word) or not fresh.has(word)


WORDS = ["حلب", "ريف", "الشمالية", "الشمال", "دير", "الزور", "نهر", "عين", "عيون", "قصر"]
letters = st.text("اللبمن ", max_size=12)


@given(st.lists(letters), letters)
def test_a_table_of_names_finds_what_a_list_of_them_finds(names, text):
    table = NameTable.of((name, number) for number, name in enumerate(names))
    assert set(table.beginning_with(text.strip()).tolist()) == {
        number
        for number, name in enumerate(names)
        for rest in beginnings(name)
        if text.strip() and rest.startswith(text.strip())
    }
    words = " ".join(text.split())
    assert set(table.holding(words).tolist()) == {
        number
        for number, name in enumerate(names)
        for rest in beginnings(name)
        if words and f"{rest} ".startswith(f"{words} ")
    }
    assert set(table.called(words).tolist()) == {
        number for number, name in enumerate(names) if words and " ".join(name.split()) == words
    }


def beginnings(name: str) -> list[str]:
    words = name.split()
    found = [" ".join(words[place:]) for place in range(len(words))]
    return found + [
        rest[2:] for rest, word in zip(found, words, strict=True) if word.startswith("ال") and len(word) > 3
    ]


def test_names_with_a_long_beginning_in_common_are_in_their_order():
    names = [f"وزارة الخارجية والمغتربين في {word} الجديدة" for word in WORDS]
    table = NameTable.of((name, number) for number, name in enumerate(names))
    for number, word in enumerate(WORDS):
        assert (
            table.beginning_with(normalize(f"وزارة الخارجية والمغتربين في {word}")).tolist().count(number)
            == 1
        )


@pytest.mark.parametrize("at_once", [2, 1000], ids=["letter by letter", "at once"])
def test_places_are_in_the_order_of_what_follows_them(monkeypatch, at_once):
    monkeypatch.setattr(sorted_text, "_MANY", at_once)
    luck = Random(2018)
    lines = ["".join(luck.choices("ابت", k=luck.randint(1, 40))) for _ in range(300)]
    text = "".join(f"{line}\n" for line in lines).encode()
    starts = np.array([place for place in range(0, len(text), 2) if text[place] != 10], np.int32)
    starts = starts[[text[place] in (0xD8, 0xD9) for place in starts]]
    made = SortedText.of(text, starts)
    found = [made.line(place) for place in made.places.tolist()]
    assert found == sorted(made.line(place) for place in starts.tolist())


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\n", "a\nb", "🙂", "ا" * 1000, "\U0010ffff"])
def test_any_text_may_be_looked_for(archive, text):
    names = entity_names()
    assert names.called(text) == names.holding(text) == []
    assert names.beginning_with(text) in ([], *[[entity.pk] for entity in archive.entities.values()])


def test_a_field_of_the_query_knows_a_latin_name_by_its_sound(archive):
    Entity.objects.update(latin="")
    dunford = archive.entities["dunford"].pk
    assert names_of("person", "Dunford") == [dunford]
    assert names_of("person", "Josef Danford") == [dunford]
    assert names_of("place", "Dunford") == []
