"""Which standing decisions build on an earlier one: those that have to be undone before it."""

from django.db.models import Q

from articles.entities.curation.identity import placed_by_split
from articles.models import EntityDecision

Verb = EntityDecision.Verb

#: Named at most.
MAX_NAMED = 3
_GROUPING = (Verb.MERGE, Verb.SPLIT, Verb.REJECT)
#: By verb, what can come to stand on it.
_BUILDING = {
    Verb.MERGE: _GROUPING,
    Verb.SPLIT: (*_GROUPING, Verb.RENAME, Verb.KIND),
    Verb.RENAME: (Verb.RENAME, Verb.SPLIT),
    Verb.KIND: (Verb.KIND, Verb.SPLIT),
    Verb.ADD_ALIAS: (Verb.REMOVE_ALIAS, Verb.RENAME, Verb.SPLIT),
    Verb.REMOVE_ALIAS: (Verb.ADD_ALIAS, Verb.RENAME, Verb.SPLIT),
    Verb.KEEP_APART: (Verb.MERGE,),
    Verb.REJECT: (),
}
#: By verb, what stands on it though it names other members of the group.
_ABOUT_GROUPS = {
    Verb.MERGE: (Verb.REJECT,),
    Verb.SPLIT: (Verb.REJECT,),
    Verb.KEEP_APART: (Verb.MERGE,),
}


def later_decisions(decision: EntityDecision) -> list[EntityDecision]:
    """The latest first: about its entities, else about the groups that they are in."""
    # One about a single entity is stood on by others about that one only.
    ends = {end for end in (decision.entity_id, decision.other_id) if end is not None}
    if decision.verb in (Verb.MERGE, Verb.SPLIT):
        ends |= set(placed_by_split(decision)) if decision.verb == Verb.SPLIT else set()
        ends -= {decision.entity_id}
    standing = EntityDecision.objects.filter(
        verb__in=_BUILDING[Verb(decision.verb)], undone_at=None, pk__gt=decision.pk
    ).select_related("entity", "other")
    about = standing.filter(Q(entity__in=ends) | Q(other__in=ends)).order_by("-pk")
    if decision.verb == Verb.KEEP_APART:
        about = about.filter(entity__in=ends, other__in=ends)
    if found := list(about[:MAX_NAMED]):
        return found
    group = Q(entity__canonical__members__in=ends) | Q(other__canonical__members__in=ends)
    in_group = standing.filter(group, verb__in=_ABOUT_GROUPS.get(Verb(decision.verb), ()))
    return list(in_group.distinct().order_by("-pk")[:MAX_NAMED])
