"""What the page of an entity shows below its form: spellings, members, questions, decisions."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.admin.entity_decisions import undone_or_button, who_and_when
from articles.admin.entity_list import mention_counts
from articles.admin.entity_words import decision_in_words, likelihood, reason_in_words
from articles.arabic.normalize import name_key
from articles.models import Entity, EntityAlias, EntityDecision, EntityPair, Mention, Source

#: Of each; the lists of the admin have the rest.
MAX_SPELLINGS, MAX_MEMBERS, MAX_PAIRS, MAX_DECISIONS = 200, 200, 20, 30
#: Mentions that are counted for spellings.
MAX_MENTIONS = 10_000
MAX_SOURCES = 3


@dataclass(frozen=True)
class SpellingRow:
    """`sources`: those that write so most."""

    alias: EntityAlias
    mentions: int
    sources: tuple[str, ...]
    is_name: bool


@dataclass(frozen=True)
class Member:
    entity: Entity
    mentions: int


@dataclass(frozen=True)
class DecisionRow:
    words: SafeString
    made: SafeString
    undone: SafeString


@dataclass(frozen=True)
class PairRow:
    pair: EntityPair
    other: Entity
    reason: str
    likelihood: str


@dataclass(frozen=True)
class Spellings:
    """`is_cut`: there are more mentions than were counted."""

    rows: list[SpellingRow]
    is_cut: bool


def panels(entity: Entity) -> dict[str, Any]:
    root = entity.root
    return {
        "root": root,
        "public_address": reverse("entity", args=[root.pk]),
        "spellings": spellings(entity),
        "members": members(entity) if entity.is_root else [],
        "pairs": pairs(root, EntityPair.State.OPEN),
        "apart": pairs(root, EntityPair.State.APART),
        "decisions": decisions(root),
    }


def members(root: Entity) -> list[Member]:
    """What was merged into a root, most mentioned first."""
    below = list(Entity.objects.filter(canonical=root).exclude(pk=root.pk).order_by("pk")[:MAX_MEMBERS])
    counts = mention_counts(below)
    return sorted(
        (Member(entity, counts.get(entity.pk, 0)) for entity in below), key=lambda member: -member.mentions
    )


def spellings(entity: Entity) -> Spellings:
    """Of the entity and all that was merged into it, most used first."""
    aliases = (
        EntityAlias.objects.filter(entity__canonical=entity.pk)
        if entity.is_root
        else EntityAlias.objects.filter(entity=entity)
    )
    shown = list(aliases.select_related("entity").order_by("entity_id", "pk")[:MAX_SPELLINGS])
    written = (
        Mention.objects.filter(entity__in={alias.entity_id for alias in shown} | {entity.pk})
        .order_by()
        .values_list("entity_id", "name", "article__source_id")[: MAX_MENTIONS + 1]
    )
    counts: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    number = 0
    for (owner, name, source), times in Counter(written).items():
        counts[owner, name_key(name)][source] += times
        number += times
    names = dict(Source.objects.values_list("pk", "name"))
    rows = [_row(alias, counts[alias.entity_id, alias.key], names) for alias in shown]
    return Spellings(sorted(rows, key=lambda row: -row.mentions), number > MAX_MENTIONS)


def _row(alias: EntityAlias, by_source: Counter[int], names: dict[int, str]) -> SpellingRow:
    sources = tuple(names[key] for key, _number in by_source.most_common(MAX_SOURCES) if key in names)
    return SpellingRow(alias, by_source.total(), sources, alias.key == name_key(alias.entity.name))


def pairs(root: Entity, state: EntityPair.State) -> list[PairRow]:
    """The likeliest in this state, with the group's other end."""
    # The state is looked at here: an index on it would lead through every pair that waits.
    group = Entity.objects.filter(canonical=root).order_by("pk").values_list("pk", flat=True)[:MAX_MEMBERS]
    found = EntityPair.objects.touching(*group).select_related("one__canonical", "other__canonical")
    mine = [pair for pair in found.order_by() if pair.state == state]
    ends = [
        (pair, pair.other.root if pair.one.root == root else pair.one.root)
        for pair in sorted(mine, key=lambda pair: (-pair.score, pair.pk))
    ]
    shown = [(pair, other) for pair, other in ends if other != root][:MAX_PAIRS]
    counts = mention_counts([root, *(other for _pair, other in shown)]) if shown else {}
    own = counts.get(root.pk, 0)
    return [
        PairRow(
            pair,
            other,
            reason_in_words(pair.reason),
            likelihood(pair.reason, max(own, counts.get(other.pk, 0))),
        )
        for pair, other in shown
    ]


def decisions(root: Entity) -> list[DecisionRow]:
    """The latest about the group, those before the last included that have been undone."""
    found = EntityDecision.objects.select_related("entity", "other", "made_by", "undone_by")
    about = {
        decision.pk: decision
        for side in (Q(entity__canonical=root), Q(other__canonical=root))
        for decision in found.filter(side).order_by("-pk")[:MAX_DECISIONS]
    }
    return [
        DecisionRow(decision_in_words(decision), who_and_when(decision), undone_or_button(decision))
        for _pk, decision in sorted(about.items(), reverse=True)[:MAX_DECISIONS]
    ]
