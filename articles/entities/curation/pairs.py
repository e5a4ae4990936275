"""Questions whether two entities are one, between the groups that a decision joins or parts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from articles.entities.curation.identity import chunks, members_of
from articles.models import EntityDecision, EntityPair

#: What a pair was before a decision, as its details keep it: key, state, put off at, decided at, by whom.
Earlier = list[Any]
_KEPT = ("state", "put_off_at", "decided_at", "decided_by_id")


def pairs_between(one_root: int, other_root: int) -> list[EntityPair]:
    """The pairs with an end in each of the two groups, whatever their state."""
    found: dict[int, EntityPair] = {}
    for chunk in chunks(members_of(other_root)):
        rows = EntityPair.objects.touching(*chunk).select_related("one", "other").order_by("pk")
        for pair in rows:
            if {pair.one.canonical_id, pair.other.canonical_id} == {one_root, other_root}:
                found[pair.pk] = pair
    return list(found.values())


def are_apart(one_root: int, other_root: int) -> bool:
    return any(pair.state == EntityPair.State.APART for pair in pairs_between(one_root, other_root))


def answer(pairs: Iterable[EntityPair], state: EntityPair.State, user: Any) -> list[Earlier]:
    """Give those in another state this one; returns what they were."""
    changed = [pair for pair in pairs if pair.state != state]
    earlier = [_earlier(pair) for pair in changed]
    for pair in changed:
        pair.state, pair.decided_at, pair.decided_by = state, timezone.now(), user
    EntityPair.objects.bulk_update(changed, ["state", "decided_at", "decided_by"], batch_size=500)
    return earlier


def part(one: int, other: int, pairs: Iterable[EntityPair], user: Any) -> dict[str, Any]:
    """Keep the two apart, with the questions between their groups; returns the details for `join_again`."""
    pairs = list(pairs)
    details: dict[str, Any] = {"pairs": answer(pairs, EntityPair.State.APART, user)}
    low, high = sorted((one, other))
    if not any((pair.one_id, pair.other_id) == (low, high) for pair in pairs):
        pair, is_new = EntityPair.objects.get_or_create(one_id=low, other_id=high)
        details["pairs"] += answer([pair], EntityPair.State.APART, user)
        if is_new:
            details["pairs"], details["new_pair"] = details["pairs"][:-1], pair.pk
    return details


def take_back(details: Mapping[str, Any]) -> None:
    """Give the pairs that a decision answered what they were before it."""
    keys = [row[0] for row in details.get("pairs", [])]
    restore(EntityPair.objects.in_bulk(keys).values(), details)
    if "new_pair" in details:
        EntityPair.objects.filter(pk=details["new_pair"], state=EntityPair.State.APART).delete()
    # One end may have left the group meanwhile in which they had been one.
    ends = EntityPair.objects.select_related("one", "other").in_bulk(keys).values()
    parted = [pair for pair in ends if pair.one.canonical_id != pair.other.canonical_id]
    reopen_joined(parted)


def reopen_joined(pairs: Iterable[EntityPair]) -> None:
    """Give the pairs that are one no longer what they were before the last merge that joined them."""
    joined = [pair for pair in pairs if pair.state == EntityPair.State.JOINED]
    if joined:
        roots = {root for pair in joined for root in (pair.one.canonical_id, pair.other.canonical_id)}
        merges = EntityDecision.objects.filter(verb=EntityDecision.Verb.MERGE, other__canonical__in=roots)
        restore(joined, *merges.order_by("-pk").values_list("details", flat=True))


def restore(pairs: Iterable[EntityPair], *details: Mapping[str, Any]) -> None:
    """Give each what it was according to the first of the details that name it, else open it."""
    known: dict[int, Earlier] = {}
    for each in reversed(details):
        known |= {row[0]: row[1:] for row in each.get("pairs", [])}
    changed = list(pairs)
    for pair in changed:
        before = known.get(pair.pk, [EntityPair.State.OPEN, None, None, None])
        for name, value in zip(_KEPT, before, strict=True):
            setattr(pair, name, value)
    EntityPair.objects.bulk_update(
        changed, ["state", "put_off_at", "decided_at", "decided_by"], batch_size=500
    )


def settle_of(members: Collection[int], user: Any) -> list[Earlier]:
    """Ask no more about these: what was open with anybody is answered with no."""
    earlier = []
    for chunk in chunks(sorted(members)):
        pairs = EntityPair.objects.touching(*chunk).filter(state=EntityPair.State.OPEN).order_by("pk")
        earlier += answer(pairs, EntityPair.State.APART, user)
    return earlier


def _earlier(pair: EntityPair) -> Earlier:
    times = [when and when.isoformat() for when in (pair.put_off_at, pair.decided_at)]
    return [pair.pk, pair.state, *times, pair.decided_by_id]
