"""The revision of entities: what a process has kept is caught up, or read again as a whole."""

import pytest

from articles.models import Entity, EntityAlias, EntityRevision
from articles.models.entity import MAX_NAME_LENGTH
from articles.search.entity_table import entity_table

pytestmark = pytest.mark.database


@pytest.fixture
def city(db) -> Entity:
    return Entity.objects.create(kind="place", name="مدينة")


def test_a_spelling_marks_its_entity_as_changed(city):
    before = EntityRevision.current()
    EntityAlias.objects.create(entity=city, name="المدينة")
    assert list(Entity.objects.changed_since(before)) == [city]


def test_after_a_restore_all_is_read_again_though_the_numbers_have_met(city):
    entity_table()
    Entity.objects.create(kind="person", name="أحد")
    kept = entity_table()
    # The database of the backup has another entity under the key, and comes to the same number.
    EntityRevision.go_beyond()
    Entity.objects.filter(pk=city.pk)._raw_delete(using="default")
    assert kept.kind(city.pk) == "place"
    assert entity_table().kind(city.pk) == ""


def test_a_sign_that_stands_for_many_letters_does_not_burst_a_key(city):
    alias = EntityAlias.objects.create(entity=city, name="أحمد علي" + "\ufdfa" * 13)
    assert len(alias.key) <= MAX_NAME_LENGTH
