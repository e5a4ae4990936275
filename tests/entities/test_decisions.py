"""What curators decide about an entity: each is logged, and undone exactly."""

import pytest

from articles.entities.curation.decisions import (
    NothingChanges,
    add_alias,
    change_kind,
    keep_apart,
    merge,
    reject,
    remove_alias,
    rename,
    split,
    undo,
)
from articles.entities.curation.identity import KeptApart, LaterDecisions, NotAnEntity, SameEntity
from articles.entities.curation.names import NoName
from articles.entities.curation.split import NameStays
from articles.models import Entity, EntityAlias, EntityDecision, EntityPair, EntityRevision


def make(name: str, *spellings: str, kind: str = "person") -> Entity:
    entity = Entity.objects.create(kind=kind, name=name)
    for spelling in (name, *spellings):
        EntityAlias.objects.create(entity=entity, name=spelling, origin="recognised")
    return entity


@pytest.fixture
def entity(db) -> Entity:
    return make("فلاديمر بوتن", "بوتن")


@pytest.fixture
def other(db) -> Entity:
    return make("فلاديمير بوتين", "بوتين")


def spellings(entity: Entity) -> set[tuple[str, str]]:
    return set(entity.aliases.values_list("name", "origin"))


def picture() -> object:
    """All that decisions can change."""
    fields = ("name", "latin", "kind", "canonical", "is_settled", "is_rejected")
    return (
        list(Entity.objects.order_by("pk").values_list("pk", *fields)),
        set(EntityAlias.objects.values_list("entity", "name", "origin")),
        set(EntityPair.objects.values_list("one", "other", "state", "decided_by")),
    )


DECISIONS = {
    "rename": lambda one, _two, user: rename(one.pk, name="فلاديمير  بوتين", latin="Putin", user=user),
    "change kind": lambda one, _two, user: change_kind(one.pk, "place", user=user),
    "add a spelling": lambda one, _two, user: add_alias(one.pk, "بوتِينْ", user=user),
    "write down a spelling that was recognised": lambda one, _two, user: add_alias(one.pk, "بوتن", user=user),
    "remove a spelling": lambda one, _two, user: remove_alias(one.aliases.get(name="بوتن").pk, user=user),
    "keep apart": lambda one, two, user: keep_apart(one.pk, two.pk, user=user),
    "reject": lambda one, _two, user: reject(one.pk, user=user),
    "merge": lambda one, two, user: merge(two, [one], user=user)[0],
    "split": lambda one, _two, user: (
        split(
            one, aliases=[one.aliases.get(name="بوتن").pk], members=[], name="بوتن", kind="person", user=user
        ).decision
    ),
}


@pytest.mark.parametrize("verb", [verb for verb in DECISIONS if verb != "split"])
def test_every_decision_is_logged_with_who_and_when_and_undone_exactly(
    verb, entity, other, curator, admin_user
):
    EntityPair.objects.create(one=entity, other=other, score=0.7)
    before = picture()
    decision = DECISIONS[verb](entity, other, curator)
    assert picture() != before
    assert (decision.made_by, decision.is_automatic) == (curator, False)
    undo(decision, admin_user)
    assert picture() == before
    decision.refresh_from_db()
    assert decision.undone_by == admin_user


@pytest.mark.parametrize("verb", DECISIONS)
def test_every_decision_and_its_undoing_is_seen_by_whoever_catches_up(verb, entity, other, curator):
    revision = EntityRevision.current()
    decision = DECISIONS[verb](entity, other, curator)
    if verb != "keep apart":
        assert Entity.objects.changed_since(revision).exists()
    revision = EntityRevision.current()
    undo(decision, curator)
    if verb != "keep apart":
        assert Entity.objects.changed_since(revision).exists()


@pytest.mark.parametrize("verb", DECISIONS)
def test_nothing_is_logged_for_what_is_not_there(verb, entity, other, curator):
    unsaved = Entity(pk=999_999, name="لا أحد")
    with pytest.raises((Entity.DoesNotExist, EntityAlias.DoesNotExist)):
        DECISIONS[verb](unsaved, other, curator)
    assert not EntityDecision.objects.exists()


# ---------------------------------------------------------------------- names


def test_after_a_renaming_the_old_name_stays_a_spelling(entity, curator):
    rename(entity.pk, name="فلاديمير بوتين", user=curator)
    entity.refresh_from_db()
    assert (entity.name, entity.is_settled) == ("فلاديمير بوتين", True)
    assert spellings(entity) == {
        ("فلاديمر بوتن", "recognised"),
        ("بوتن", "recognised"),
        ("فلاديمير بوتين", "curator"),
    }


def test_a_name_is_cleaned_of_controls_and_spaces(entity, curator):
    rename(entity.pk, name=" فلاديمير\u202e \n بوتين ", user=curator)
    entity.refresh_from_db()
    assert entity.name == "فلاديمير بوتين"


@pytest.mark.parametrize("name", ["", "  ", "!!!", "ـ", "ﷲ" * 199, "ا" * 201])
def test_a_name_needs_letters_and_not_too_many(name, entity, curator):
    for decide in (rename, add_alias):
        with pytest.raises(NoName):
            decide(entity.pk, name=name, user=curator)


def test_a_renaming_is_not_undone_after_another(entity, curator):
    first = rename(entity.pk, name="أ ب", user=curator)
    second = rename(entity.pk, name="ت ث", user=curator)
    with pytest.raises(LaterDecisions):
        undo(first, curator)
    undo(second, curator)
    undo(first, curator)
    entity.refresh_from_db()
    assert (entity.name, entity.is_settled) == ("فلاديمر بوتن", False)


def test_what_two_decisions_settled_is_settled_until_both_are_undone(entity, curator):
    first = rename(entity.pk, name="أ ب", user=curator)
    second = change_kind(entity.pk, "place", user=curator)
    for decision, is_settled in ((first, True), (second, False)):
        undo(decision, curator)
        entity.refresh_from_db()
        assert entity.is_settled == is_settled


# ---------------------------------------------------------------------- kinds


def test_a_kind_is_settled_for_all_that_was_merged_into_the_entity(entity, other, curator):
    merge(entity, [other], user=curator)
    change_kind(entity.pk, "organisation", user=curator)
    assert set(Entity.objects.values_list("kind", "is_settled")) == {("organisation", True), ("person", True)}


def test_the_same_again_is_no_decision(entity, other, curator):
    for decide in (
        lambda: change_kind(entity.pk, entity.kind, user=curator),
        lambda: rename(entity.pk, name=entity.name, user=curator),
        lambda: (reject(entity.pk, user=curator), reject(entity.pk, user=curator)),
        lambda: (
            keep_apart(entity.pk, other.pk, user=curator),
            keep_apart(other.pk, entity.pk, user=curator),
        ),
        lambda: (add_alias(entity.pk, "س", user=curator), add_alias(entity.pk, "سـ", user=curator)),
    ):
        with pytest.raises(NothingChanges):
            decide()


# ---------------------------------------------------------------------- spellings


def test_the_spelling_that_is_the_name_is_not_removed(entity, curator):
    with pytest.raises(NameStays):
        remove_alias(entity.aliases.get(name=entity.name).pk, user=curator)


def test_an_added_spelling_that_has_become_the_name_is_not_taken_back(entity, curator):
    added = add_alias(entity.pk, "فلاديمير بوتين", user=curator)
    renamed = rename(entity.pk, name="فلاديمير بوتين", user=curator)
    with pytest.raises(LaterDecisions):
        undo(added, curator)
    undo(renamed, curator)
    undo(added, curator)
    assert ("فلاديمير بوتين", "curator") not in spellings(entity)


# ---------------------------------------------------------------------- apart


def test_keeping_apart_forbids_rules_to_join_and_answers_the_questions(entity, other, curator):
    third = make("بوتين الآخر")
    merge(entity, [third], user=curator)
    pair = EntityPair.objects.create(one=other, other=third)
    keep_apart(entity.pk, other.pk, user=curator)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("apart", curator)
    with pytest.raises(KeptApart):
        merge(other, [third], user=None)


def test_members_of_one_entity_are_not_kept_apart(entity, other, curator):
    merge(entity, [other], user=curator)
    for pair in ((entity, other), (other, entity), (entity, entity)):
        with pytest.raises(SameEntity):
            keep_apart(pair[0].pk, pair[1].pk, user=curator)


def test_keeping_apart_is_not_undone_after_a_curator_merged_the_two(entity, other, curator):
    apart = keep_apart(entity.pk, other.pk, user=curator)
    [merged] = merge(entity, [other], user=curator)
    with pytest.raises(LaterDecisions):
        undo(apart, curator)
    undo(merged, curator)
    undo(apart, curator)
    assert not EntityPair.objects.exists()


# ---------------------------------------------------------------------- no entity


def test_no_entity_means_the_whole_group_and_asks_nothing_more_about_it(entity, other, curator):
    third = make("ثالث")
    merge(entity, [third], user=curator)
    pair = EntityPair.objects.create(one=other, other=third)
    decision = reject(third.pk, user=curator)
    assert decision.entity == entity
    pair.refresh_from_db()
    assert pair.state == "apart"
    assert set(Entity.objects.filter(is_rejected=True)) == {entity, third}
    assert set(Entity.objects.filter(is_settled=True)) == {entity, third}
    with pytest.raises(NotAnEntity):
        merge(other, [third], user=curator)


def test_a_merge_is_not_undone_while_the_group_is_no_entity(entity, other, curator):
    [merged] = merge(entity, [other], user=curator)
    rejected = reject(entity.pk, user=curator)
    with pytest.raises(LaterDecisions):
        undo(merged, curator)
    undo(rejected, curator)
    undo(merged, curator)


def test_a_split_is_not_undone_into_what_is_no_entity(entity, curator):
    taken = split(
        entity,
        aliases=[entity.aliases.get(name="بوتن").pk],
        members=[],
        name="بوتن",
        kind="person",
        user=curator,
    )
    rejected = reject(entity.pk, user=curator)
    with pytest.raises(LaterDecisions):
        undo(taken.decision, curator)
    undo(rejected, curator)
    undo(taken.decision, curator)
    taken.entity.refresh_from_db()
    assert taken.entity.canonical == entity
