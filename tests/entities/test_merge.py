"""Merging and splitting entities, and undoing it."""

import os
import threading
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.entities.curation.decisions import merge, split, undo
from articles.entities.curation.identity import (
    KeptApart,
    LaterDecisions,
    NotAnEntity,
    Refused,
    SameEntity,
    UndoneAlready,
)
from articles.entities.curation.split import NameStays, NothingChosen, NotInGroup
from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.models import (
    Change,
    Entity,
    EntityAlias,
    EntityDecision,
    EntityPair,
    EntityRevision,
    Mention,
    Source,
)

NAMES = ["أمل", "باسم", "تامر", "ثائر", "جميل", "حاتم"]


def make(name: str, *spellings: str, kind: str = "person") -> Entity:
    entity = Entity.objects.create(kind=kind, name=name)
    for spelling in (name, *spellings):
        EntityAlias.objects.create(entity=entity, name=spelling, origin="recognised")
    return entity


@pytest.fixture
def people(db) -> list[Entity]:
    return [make(name) for name in NAMES]


def roots() -> dict[str, str]:
    return dict(Entity.objects.values_list("name", "canonical__name"))


def together(*names: str) -> bool:
    return len({roots()[name] for name in names}) == 1


def mention(entity: Entity, name: str, number: int = 1) -> None:
    """In so many articles."""
    source, _ = Source.objects.get_or_create(slug="wakala", name="وكالة الاختبار")
    for _ in range(number):
        count = Mention.objects.count()
        document = Document(
            title=f"خبر {count}", body=f"قال {name}.", canonical_url=f"https://x.example/{count}"
        )
        article = store(document, source=source).article
        Mention.objects.create(article=article, entity=entity, field="body", start=4, end=5, name=name)
    Change.objects.all().delete()


# ---------------------------------------------------------------------- merging


def test_a_merge_joins_whole_groups_below_the_root_and_says_who(people, curator):
    a, b, c, *_ = people
    merge(b, [a], user=curator)
    [decision] = merge(c, [a], user=curator)
    assert [roots()[name] for name in NAMES[:3]] == [c.name] * 3
    assert (decision.verb, decision.entity, decision.other) == ("merge", c, b)
    assert (decision.made_by, decision.is_automatic) == (curator, False)


def test_many_are_merged_at_once_each_group_by_a_decision_of_its_own(people, curator):
    a, b, c, d, *_ = people
    merge(b, [a], user=curator)
    decisions = merge(d.pk, [a.pk, b.pk, c.pk], user=curator)
    assert [decision.other for decision in decisions] == [b, c]
    undo(decisions[0], curator)
    assert together(d.name, c.name)
    assert together(a.name, b.name)
    assert not together(a.name, d.name)


def test_into_a_merged_entity_means_into_its_root(people, curator):
    a, b, c, *_ = people
    merge(b, [a], user=curator)
    merge(a, [c], user=curator)
    assert roots()[c.name] == b.name


def test_an_entity_is_not_merged_with_itself_or_into_its_own_group(people, curator):
    a, b, *_ = people
    with pytest.raises(SameEntity):
        merge(a, [a], user=curator)
    merge(b, [a], user=curator)
    for into, other in ((a, b), (b, a)):
        with pytest.raises(SameEntity):
            merge(into, [other], user=curator)
    assert EntityDecision.objects.count() == 1


def test_one_that_is_refused_refuses_all(people, curator):
    a, b, c, *_ = people
    with pytest.raises(SameEntity):
        merge(a, [b, c, a], user=curator)
    assert roots()[b.name] == b.name


def test_what_is_no_entity_is_merged_with_nothing(people, curator):
    a, b, *_ = people
    Entity.objects.filter(pk=a.pk).update(is_rejected=True)
    for into, other in ((a, b), (b, a)):
        with pytest.raises(NotAnEntity):
            merge(into, [other], user=curator)


def test_a_merge_is_seen_by_whoever_catches_up_with_the_changes(people, curator):
    before = EntityRevision.current()
    merge(people[1], [people[0]], user=curator)
    assert set(Entity.objects.changed_since(before)) == {people[0]}
    assert EntityRevision.objects.get().deletion <= before


# ---------------------------------------------------------------------- the questions between them


def ask(one: Entity, other: Entity, state: str = "open") -> EntityPair:
    low, high = sorted((one, other), key=lambda entity: entity.pk)
    return EntityPair.objects.create(one=low, other=high, state=state, score=0.5)


def state(pair: EntityPair) -> str:
    pair.refresh_from_db()
    return pair.state


def test_a_merge_answers_every_question_between_the_two_groups(people, curator):
    a, b, c, d, *_ = people
    merge(b, [a], user=curator)
    between, outside = ask(a, c), ask(a, d)
    [decision] = merge(c, [b], user=curator)
    assert (state(between), between.decided_by, state(outside)) == ("joined", curator, "open")
    undo(decision, curator)
    assert (state(between), between.decided_by, between.decided_at) == ("open", None, None)


def test_a_rule_never_joins_what_a_curator_keeps_apart_not_even_through_others(people, curator):
    a, b, c, *_ = people
    ask(a, c, "apart")
    merge(b, [a], user=None, reason="same")
    with pytest.raises(KeptApart):
        merge(c, [b], user=None, reason="same")
    assert not together(a.name, c.name)


def test_a_curator_who_merges_takes_back_that_they_are_apart(people, curator):
    pair = ask(people[0], people[1], "apart")
    [decision] = merge(people[0], [people[1]], user=curator)
    assert state(pair) == "joined"
    undo(decision, curator)
    assert state(pair) == "apart"


def test_a_merge_by_rule_that_was_undone_is_not_made_again_by_rule(people, curator):
    a, b, *_ = people
    [decision] = merge(a, [b], user=None, reason="same")
    assert decision.is_automatic
    undo(decision, curator)
    assert state(EntityPair.objects.get(one=a, other=b)) == "apart"
    with pytest.raises(KeptApart):
        merge(a, [b], user=None, reason="same")


def test_a_question_answered_by_a_later_merge_is_asked_again_when_an_earlier_one_is_undone(people, curator):
    a, b, c, *_ = people
    pair = ask(a, c)
    EntityPair.objects.update(put_off_at="2026-01-01T00:00Z")
    [first] = merge(b, [a], user=curator)
    merge(c, [b], user=curator)
    undo(first, curator)
    assert state(pair) == "open"
    assert pair.put_off_at is not None


# ---------------------------------------------------------------------- undoing a merge


def test_undoing_gives_the_group_back_though_its_root_was_merged_further(people, curator):
    a, b, c, *_ = people
    [first] = merge(b, [a], user=curator)
    merge(c, [b], user=curator)
    undo(first, curator)
    assert [roots()[name] for name in NAMES[:3]] == [a.name, c.name, c.name]


def test_undoing_leaves_what_was_merged_into_the_root_since(people, curator):
    a, b, c, *_ = people
    [first] = merge(b, [a], user=curator)
    merge(b, [c], user=curator)
    undo(first, curator)
    assert [roots()[name] for name in NAMES[:3]] == [a.name, b.name, b.name]


def test_what_was_taken_out_and_merged_elsewhere_does_not_come_back(people, curator):
    a, b, c, *_ = people
    [first] = merge(b, [a], user=curator)
    [second] = merge(c, [b], user=curator)
    undo(first, curator)
    merge(c, [a], user=curator)
    undo(second, curator)
    assert [roots()[name] for name in NAMES[:3]] == [c.name, b.name, c.name]


def test_a_decision_is_undone_once(people, curator):
    [decision] = merge(people[0], [people[1]], user=curator)
    done = undo(decision, curator)
    assert done.undone_by == curator
    with pytest.raises(UndoneAlready):
        undo(decision.pk, curator)


def test_a_merge_whose_entity_was_split_off_since_is_not_undone(people, curator):
    a, b, *_ = people
    [first] = merge(b, [a], user=curator)
    taken = split(b, aliases=[], members=[a.pk], name=a.name, kind="person", user=curator)
    with pytest.raises(LaterDecisions):
        undo(first, curator)
    undo(taken.decision, curator)
    undo(first, curator)
    assert not together(a.name, b.name)


def test_members_without_a_decision_stay_with_the_root(people, curator):
    """Such as those that were merged before there were decisions."""
    a, b, c, *_ = people
    Entity.objects.filter(pk=a.pk).update(canonical=b)
    [decision] = merge(c, [b], user=curator)
    undo(decision, curator)
    assert roots()[a.name] in (b.name, c.name)
    assert roots()[b.name] == b.name


# ---------------------------------------------------------------------- splitting


def test_merged_members_are_split_off_by_their_root_alone(people, curator):
    a, b, c, d, *_ = people
    merge(d, [a, b, c], user=curator)
    taken = split(d, aliases=[], members=[a.pk, b.pk], name="باسم", kind="person", user=curator)
    assert taken.entity == b
    assert [roots()[name] for name in NAMES[:4]] == [b.name, b.name, d.name, d.name]
    assert not Change.objects.exists()
    with pytest.raises(KeptApart):
        merge(d, [b], user=None)


def test_spellings_become_an_entity_and_their_mentions_follow(db, curator):
    entity = make("حسين", "حسين علي")
    mention(entity, "حسين")
    mention(entity, "حُسين علي")
    alias = entity.aliases.get(name="حسين علي")
    taken = split(entity, aliases=[alias.pk], members=[], name="حسين علي", kind="person", user=curator)
    moved = Mention.objects.get(name="حُسين علي")
    assert (moved.entity, taken.articles, taken.was_cut) == (taken.entity, 1, False)
    assert list(Change.objects.values_list("article_id", flat=True)) == [moved.article_id]
    assert set(taken.entity.aliases.values_list("name", "origin")) == {("حسين علي", "recognised")}
    assert taken.entity.is_settled
    assert Mention.objects.get(name="حسين").entity == entity


def test_a_member_all_of_whose_spellings_are_chosen_goes_whole(people, curator):
    a, b, *_ = people
    merge(b, [a], user=curator)
    mention(a, "مكتوب بغير ذلك")
    alias = a.aliases.get()
    taken = split(b, aliases=[alias.pk], members=[], name="أمل", kind="place", user=curator)
    assert taken.entity == a
    assert (taken.entity.kind, taken.articles) == ("place", 0)
    undo(taken.decision, curator)
    a.refresh_from_db()
    assert (a.kind, a.is_settled, a.canonical) == ("person", False, b)


def test_a_split_handles_a_bounded_number_of_articles_at_a_time(db, curator, monkeypatch):
    monkeypatch.setattr("articles.entities.curation.split.ARTICLES_AT_ONCE", 2)
    monkeypatch.setattr("articles.entities.curation.split.MAX_ARTICLES", 4)
    entity = make("حسين", "حسين علي")
    mention(entity, "حسين علي", 5)
    alias = entity.aliases.get(name="حسين علي")
    taken = split(entity, aliases=[alias.pk], members=[], name="حسين علي", kind="person", user=curator)
    assert (taken.articles, taken.was_cut) == (4, True)
    assert Change.objects.count() == Mention.objects.filter(entity=taken.entity).count() == 4


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ("nothing", NothingChosen),
        ("its name", NameStays),
        ("another's", NotInGroup),
        ("its root", NotInGroup),
    ],
)
def test_a_split_of_what_cannot_be_split_changes_nothing(choice, error, people, curator):
    a, b, *_ = people
    aliases = {"its name": a.aliases.get().pk, "another's": b.aliases.get().pk}
    members = [a.pk] if choice == "its root" else []
    chosen = [aliases[choice]] if choice in aliases else []
    with pytest.raises(error):
        split(a, aliases=chosen, members=members, name="جديد", kind="person", user=curator)
    assert Entity.objects.count() == len(NAMES)


def test_a_split_leaves_what_was_merged_into_the_taken_with_the_rest(people, curator):
    a, b, c, *_ = people
    merge(b, [a], user=curator)
    merge(c, [b], user=curator)
    taken = split(c, aliases=[], members=[b.pk], name=b.name, kind="person", user=curator)
    assert [roots()[name] for name in NAMES[:3]] == [c.name, b.name, c.name]
    undo(taken.decision, curator)
    assert together(a.name, b.name, c.name)


def test_a_split_is_undone_into_where_its_entity_is_by_now(people, curator):
    a, b, c, *_ = people
    merge(b, [a], user=curator)
    taken = split(b, aliases=[], members=[a.pk], name=a.name, kind="person", user=curator)
    [further] = merge(c, [b], user=curator)
    undo(taken.decision, curator)
    assert together(a.name, b.name, c.name)
    undo(further, curator)
    assert [roots()[name] for name in NAMES[:3]] == [b.name, b.name, c.name]


def test_a_split_is_not_undone_after_more_was_merged_into_what_it_made(people, curator):
    a, b, c, *_ = people
    merge(b, [a], user=curator)
    taken = split(b, aliases=[], members=[a.pk], name=a.name, kind="person", user=curator)
    [further] = merge(a, [c], user=curator)
    with pytest.raises(LaterDecisions):
        undo(taken.decision, curator)
    undo(further, curator)
    undo(taken.decision, curator)
    assert together(a.name, b.name)
    assert not together(a.name, c.name)


# ---------------------------------------------------------------------- two curators


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="threads share no SQLite of a test")
def test_what_two_curators_merge_at_the_same_time_is_merged_once():
    """Each into the other, and many pairs at once: one of the two is told that it is done."""
    people = [make(f"{name} {number}") for number in range(20) for name in ("أ", "ب")]
    pairs = list(zip(people[::2], people[1::2], strict=True))
    refused: list[Exception] = []

    def merge_all(order: int) -> None:
        try:
            for pair in pairs:
                into, other = pair[::order]
                try:
                    merge(into, [other], user=None)
                except SameEntity as error:
                    refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge_all, args=[order]) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(pairs)
    assert are_flat()
    assert EntityDecision.objects.count() == len(pairs)
    assert Entity.objects.roots().count() == len(pairs)


# ---------------------------------------------------------------------- how much it costs


def test_a_merge_takes_as_many_statements_for_any_number_of_mentions(people, curator):
    a, b, c, d, *_ = people
    mention(b, "باسم", 3)
    with CaptureQueriesContext(connection) as without:
        merge(c, [a], user=curator)
    with CaptureQueriesContext(connection) as queries:
        merge(d, [b], user=curator)
    assert len(queries) == len(without) <= 16
    assert not [query for query in queries if "articles_mention" in query["sql"]]
    assert not Change.objects.exists()


# ---------------------------------------------------------------------- any order

STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "merge", "split", "spelling", "undo"]), *[st.integers(0, 99)] * 2),
    max_size=12,
)


def picture(originals: set[int]) -> object:
    """The groups as one sees them: members, spellings, mentions, names; and the questions."""
    groups: dict[int, list] = {}
    for entity in Entity.objects.filter(pk__in=originals).order_by("pk"):
        groups.setdefault(entity.canonical_id, []).append(
            (entity.pk, entity.name, entity.kind, entity.is_settled)
        )
    spelled = set(EntityAlias.objects.values_list("entity__canonical", "key", "origin"))
    written = Counter(Mention.objects.values_list("entity__canonical", "name"))
    return groups, spelled, written, set(EntityPair.objects.values_list("one", "other", "state"))


def take_step(step: tuple[str, int, int], user) -> None:
    verb, one, other = step
    entities = list(Entity.objects.order_by("pk"))
    first, second = entities[one % len(entities)], entities[other % len(entities)]
    standing = list(EntityDecision.objects.filter(undone_at=None).order_by("pk"))
    try:
        match verb:
            case "merge":
                merge(first, [second], user=user)
            case "split":
                split(first, aliases=[], members=[second.pk], name=second.name, kind="person", user=user)
            case "spelling":
                alias = first.aliases.order_by("-pk").first()
                split(
                    first,
                    aliases=[alias.pk] if alias else [],
                    members=[],
                    name="فرع",
                    kind="place",
                    user=user,
                )
            case "undo" if standing:
                undo(standing[one % len(standing)], user)
    except Refused:
        pass


@pytest.fixture
def written(db) -> list[Entity]:
    people = [make(name, f"{name} {name}") for name in NAMES[:5]]
    for entity in people:
        mention(entity, f"{entity.name} {entity.name}")
    ask(people[0], people[1])
    ask(people[1], people[2], "apart")
    return people


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_decided_groups_are_flat_and_undoing_all_gives_the_first_state(steps, written, curator):
    originals = {entity.pk for entity in written}
    before = picture(originals)
    with transaction.atomic():
        for step in steps:
            take_step(step, curator)
            assert are_flat()
        for decision in EntityDecision.objects.filter(undone_at=None).order_by("-pk"):
            undo(decision, curator)
            assert are_flat()
        assert picture(originals) == before
        transaction.set_rollback(True)


def are_flat() -> bool:
    return not Entity.objects.exclude(canonical__canonical=F("canonical")).exists()
