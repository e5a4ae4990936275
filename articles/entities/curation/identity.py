"""Which entities are one: groups with one root, and the decisions that brought their members together.

A decision to merge puts the root of one group below that of another; a split takes entities out. The
groups follow from the decisions that stand, read in their order: so undoing one of them gives what the
others alone would have made. An entity in a group that no decision has put there stands below its root.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from articles.models import Entity, EntityDecision, EntityRevision

#: Entities that one statement names: a database takes only so many parameters.
NAMED_AT_ONCE = 500


class Refused(Exception):
    """A decision that cannot be made; `message` says why, to curators."""

    message = _("This cannot be done.")


class SameEntity(Refused):
    message = _("They are one entity already.")


class KeptApart(Refused):
    message = _("A curator has said that they are not to be merged.")


class NotAnEntity(Refused):
    message = _("One of them is marked as “not an entity”. Take that back first.")


class UndoneAlready(Refused):
    message = _("This decision is undone already.")


class LaterDecisions(Refused):
    message = _("Later decisions build on this one. Undo those first.")


def lock(keys: Iterable[int]) -> dict[int, Entity]:
    """The roots of these entities by the key of each, locked; the first thing in a decision's transaction.

    Every change of an entity begins with the row of the revision, so that nobody waits for somebody who
    waits for him, and what is read after it stays true until the commit. Raises Entity.DoesNotExist.
    """
    EntityRevision.count_up()
    wanted = set(keys)
    roots = roots_of(wanted)
    if missing := wanted - set(roots):
        raise Entity.DoesNotExist(f"no entity has the key {min(missing)}")
    rows = Entity.objects.select_for_update(no_key=True).filter(pk__in=set(roots.values())).order_by("pk")
    locked = {row.pk: row for row in rows}
    return {key: locked[root] for key, root in roots.items()}


def roots_of(keys: Collection[int]) -> dict[int, int]:
    """By key, the root of each that there is."""
    rows = Entity.objects.filter(pk__in=keys).order_by().values_list("pk", "canonical_id")
    return {pk: root or pk for pk, root in rows}


def members_of(root: int) -> list[int]:
    """Every entity of the group, its root included."""
    return list(Entity.objects.filter(canonical=root).order_by("pk").values_list("pk", flat=True))


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), NAMED_AT_ONCE):
        yield keys[first : first + NAMED_AT_ONCE]


def put_below(root: int, members: Collection[int]) -> None:
    """Make these one group with that root."""
    for chunk in chunks(sorted(members)):
        Entity.objects.filter(pk__in=chunk).update(canonical=root)


def links_in(roots: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of the entities in these groups that a standing decision put below another: it, and the decision."""
    links: dict[int, tuple[int, int]] = {}
    for pk, parents in sorted(_placements(roots), key=lambda placed: placed[0]):
        for entity, parent in parents.items():
            if parent == entity:
                links.pop(entity, None)
            else:
                links[entity] = (parent, pk)
    return links


def _placements(roots: Collection[int]) -> Iterator[tuple[int, Mapping[int, int]]]:
    """(decision, whom it put below whom); who stands for itself is below itself."""
    merges = EntityDecision.objects.filter(
        verb=EntityDecision.Verb.MERGE, undone_at=None, other__canonical__in=roots
    )
    for pk, entity, other in merges.order_by().values_list("pk", "entity_id", "other_id"):
        yield pk, {other: entity}
    splits = EntityDecision.objects.filter(verb=EntityDecision.Verb.SPLIT).order_by()
    # Two queries: no index serves «this or that» over two tables.
    taken = list(splits.filter(other__canonical__in=roots))
    left = list(splits.filter(entity__canonical__in=roots))
    for split in {split.pk: split for split in (*taken, *left)}.values():
        yield split.pk, placed_by_split(split)


def placed_by_split(split: EntityDecision) -> dict[int, int]:
    """What a split put below what. Undone, its new entity stays below the one whose spellings it has."""
    if split.undone_at is None:
        return {int(key): parent for key, parent in split.details["placed"].items()}
    home = split.details["home"]
    return {split.other_id: home} if home and split.other_id else {}


def regroup(roots: Collection[int]) -> None:
    """Bring these groups to what the standing decisions make of them."""
    rows = Entity.objects.filter(canonical__in=roots).order_by().values_list("pk", "canonical_id")
    above = {pk: root or pk for pk, root in rows}
    links = links_in(roots)
    stored = dict(above)
    above |= {pk: link[0] for pk, link in links.items() if pk in above}
    outside = set(above.values()) - set(above)
    tops = {
        pk: root or pk for pk, root in Entity.objects.filter(pk__in=outside).values_list("pk", "canonical_id")
    }
    gone = outside - set(tops)
    # Below what was deleted meanwhile: it stands for itself.
    above = {pk: pk if parent in gone else parent for pk, parent in above.items()}
    moved: dict[int, list[int]] = defaultdict(list)
    for pk in above:
        if (top := _top(pk, above, tops)) != stored[pk]:
            moved[top].append(pk)
    for root, members in moved.items():
        put_below(root, members)


def _top(entity: int, above: Mapping[int, int], tops: dict[int, int]) -> int:
    """The root that the ways up from an entity end at; `tops` keeps what is known."""
    path = []
    while entity not in tops:
        path.append(entity)
        if above[entity] == entity:
            tops[entity] = entity
        entity = above[entity]
    tops.update(dict.fromkeys(path, tops[entity]))
    return tops[entity]


def below(entity: int, root: int) -> set[int]:
    """The entity, and all that decisions have put below it in the group of that root."""
    children: dict[int, list[int]] = defaultdict(list)
    for pk, (parent, _decision) in links_in([root]).items():
        children[parent].append(pk)
    found, waiting = {entity}, [entity]
    while waiting:
        new = [pk for pk in children[waiting.pop()] if pk not in found]
        found.update(new)
        waiting.extend(new)
    return found
