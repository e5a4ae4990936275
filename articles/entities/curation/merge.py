"""Merging entities, and undoing it: updates of `canonical`; mentions and the index stay as they are."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles.entities.curation.identity import (
    KeptApart,
    LaterDecisions,
    NotAnEntity,
    SameEntity,
    below,
    links_in,
    lock,
    put_below,
)
from articles.entities.curation.pairs import answer, pairs_between, part, reopen_joined
from articles.models import Entity, EntityDecision, EntityPair


@transaction.atomic
def merge(
    into: Entity | int, others: Iterable[Entity | int], *, user: Any = None, reason: str = ""
) -> list[EntityDecision]:
    """Join the groups of the others to that of `into`, whose root gives name and kind; one decision each.

    Without a user it is by rule. All or nothing: raises SameEntity, NotAnEntity and, for a rule, KeptApart;
    a curator takes back with it that they were kept apart.
    """
    target, *keys = (entity.pk if isinstance(entity, Entity) else entity for entity in (into, *others))
    locked = lock([target, *keys])
    root = locked[target]
    joined = dict.fromkeys(locked[key].pk for key in keys)
    if root.pk in joined:
        raise SameEntity
    if any(each.is_rejected for each in locked.values()):
        raise NotAnEntity
    return [_join(root.pk, other, user, reason) for other in joined]


def _join(root: int, other: int, user: Any, reason: str) -> EntityDecision:
    pairs = pairs_between(root, other)
    if user is None and any(pair.state == EntityPair.State.APART for pair in pairs):
        raise KeptApart
    earlier = answer(pairs, EntityPair.State.JOINED, user)
    Entity.objects.filter(canonical=other).update(canonical=root)
    return EntityDecision.objects.create(
        verb=EntityDecision.Verb.MERGE,
        entity_id=root,
        other_id=other,
        details={"reason": reason, "pairs": earlier},
        made_by=user,
        is_automatic=user is None,
    )


def undo_merge(decision: EntityDecision, user: Any) -> None:
    """Give the group back that was merged, as it is now: with it go those that were merged into it before.

    A rule would do it again, so what a rule had merged is kept apart.
    """
    other = decision.other_id
    assert other is not None
    locked = lock([other])[other]
    root = locked.pk
    # What is no entity was not merged: that is a later decision, about the whole group.
    if locked.is_rejected or links_in([root]).get(other, (0, 0))[1] != decision.pk:
        raise LaterDecisions
    put_below(other, below(other, root))
    pairs = pairs_between(root, other)
    if decision.is_automatic:
        part(decision.entity_id, other, pairs, user)
    else:
        reopen_joined(pairs)
