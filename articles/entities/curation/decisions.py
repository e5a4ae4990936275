"""What curators decide about entities beside merging and splitting; and undoing any decision.

Each is one transaction, is logged with who and when, and with what undoing it needs. What a curator has
decided about an entity (its name, its kind, that it is none) settles it: later articles change nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.arabic.normalize import name_key
from articles.entities.curation.identity import (
    LaterDecisions,
    Refused,
    SameEntity,
    UndoneAlready,
    chunks,
    lock,
    members_of,
)
from articles.entities.curation.merge import merge, undo_merge
from articles.entities.curation.names import checked_name, ensure_spelling
from articles.entities.curation.pairs import pairs_between, part, settle_of, take_back
from articles.entities.curation.split import NameStays, split, undo_split
from articles.models import Entity, EntityAlias, EntityDecision, EntityRevision

__all__ = [
    "accept",
    "add_alias",
    "change_kind",
    "keep_apart",
    "merge",
    "reject",
    "remove_alias",
    "rename",
    "split",
    "undo",
]

Verb = EntityDecision.Verb
_SETTLING = (Verb.RENAME, Verb.KIND, Verb.REJECT)


class NothingChanges(Refused):
    message = _("It is so already.")


@transaction.atomic
def rename(entity: int, *, name: str, latin: str | None = None, user: Any) -> EntityDecision:
    """Give it that name, the old one staying a spelling; and that Latin name, if any is given.

    Raises NoName, NothingChanges.
    """
    name = checked_name(name)
    found = _locked(entity)
    latin = found.latin if latin is None else " ".join(latin.split())
    if (name, latin) == (found.name, found.latin):
        raise NothingChanges
    details: dict[str, Any] = {"name": found.name, "latin": found.latin, "to": [name, latin]}
    ensure_spelling(found, found.name)
    added = ensure_spelling(found, name)
    found.name, found.latin = name, latin
    found.save(update_fields=["name", "latin"])
    details |= {"added": added and added.pk, "settled": _settle([found.pk])}
    return _log(Verb.RENAME, found, user, details)


def _undo_rename(decision: EntityDecision, user: Any) -> None:
    details = decision.details
    found = _locked(decision.entity_id)
    if [found.name, found.latin] != details["to"]:
        raise LaterDecisions
    found.name, found.latin = details["name"], details["latin"]
    found.save(update_fields=["name", "latin"])
    EntityAlias.objects.filter(pk=details["added"], entity=found, origin=EntityAlias.Origin.CURATOR).delete()
    _unsettle(decision)


@transaction.atomic
def change_kind(entity: int, kind: str, *, user: Any) -> EntityDecision:
    """Make it of that kind, with all that was merged into it. Raises NothingChanges."""
    found = _locked(entity)
    if found.kind == kind:
        raise NothingChanges
    details: dict[str, Any] = {"kind": found.kind, "to": kind}
    found.kind = kind
    found.save(update_fields=["kind"])
    # The spellings of a merged member mean this one too, whatever kind they are read as.
    members = members_of(found.pk) if found.is_root else [found.pk]
    return _log(Verb.KIND, found, user, details | {"settled": _settle(members)})


def _undo_kind(decision: EntityDecision, user: Any) -> None:
    found = _locked(decision.entity_id)
    if found.kind != decision.details["to"]:
        raise LaterDecisions
    found.kind = decision.details["kind"]
    found.save(update_fields=["kind"])
    _unsettle(decision)


@transaction.atomic
def add_alias(entity: int, name: str, *, user: Any) -> EntityDecision:
    """Write down a spelling, which is then looked for in every text. Raises NoName, NothingChanges."""
    name = checked_name(name)
    found = _locked(entity)
    alias = EntityAlias.objects.filter(entity=found, key=name_key(name)).first()
    if alias is None:
        alias = EntityAlias.objects.create(entity=found, name=name, origin=EntityAlias.Origin.CURATOR)
        details = {"alias": alias.pk, "name": name}
    elif alias.origin == EntityAlias.Origin.RECOGNISED:
        details = {"alias": alias.pk, "name": alias.name, "was": alias.origin}
        alias.origin = EntityAlias.Origin.CURATOR
        alias.save(update_fields=["origin"])
    else:
        raise NothingChanges
    return _log(Verb.ADD_ALIAS, found, user, details)


def _undo_add_alias(decision: EntityDecision, user: Any) -> None:
    """Raises LaterDecisions where it was moved or removed, or has become the name."""
    found = _locked(decision.entity_id)
    aliases = EntityAlias.objects.filter(entity__canonical=found.canonical_id)
    alias = aliases.filter(pk=decision.details["alias"]).first()
    if alias is None or (alias.entity_id == found.pk and alias.key == name_key(found.name)):
        raise LaterDecisions
    if "was" not in decision.details:
        alias.delete()
        return
    alias.origin = decision.details["was"]
    alias.save(update_fields=["origin"])


@transaction.atomic
def remove_alias(alias: int, *, user: Any) -> EntityDecision:
    """Take a spelling from its entity. Raises NameStays, EntityAlias.DoesNotExist."""
    EntityRevision.count_up()
    row = EntityAlias.objects.select_related("entity").get(pk=alias)
    if row.key == name_key(row.entity.name):
        raise NameStays
    row.delete()
    return _log(Verb.REMOVE_ALIAS, row.entity, user, {"name": row.name, "origin": row.origin})


def _undo_remove_alias(decision: EntityDecision, user: Any) -> None:
    name, found = decision.details["name"], _locked(decision.entity_id)
    if EntityAlias.objects.filter(entity=found, key=name_key(name)).exists():
        raise LaterDecisions
    EntityAlias.objects.create(entity=found, name=name, origin=decision.details["origin"])


@transaction.atomic
def keep_apart(one: int, other: int, *, user: Any) -> EntityDecision:
    """Nothing automatic may join the groups of these two, and nobody is asked again. Raises SameEntity."""
    roots = lock([one, other])
    if roots[one].pk == roots[other].pk:
        raise SameEntity
    details = part(one, other, pairs_between(roots[one].pk, roots[other].pk), user)
    if not details["pairs"] and "new_pair" not in details:
        raise NothingChanges
    return _log(Verb.KEEP_APART, roots[one], user, details, other=roots[other])


def _undo_keep_apart(decision: EntityDecision, user: Any) -> None:
    assert decision.other_id is not None
    roots = lock([decision.entity_id, decision.other_id])
    if len({root.pk for root in roots.values()}) == 1:
        raise LaterDecisions
    take_back(decision.details)


@transaction.atomic
def reject(entity: int, *, user: Any) -> EntityDecision:
    """Say that it is no entity, with all that was merged into it. Raises NothingChanges."""
    root = lock([entity])[entity]
    members = members_of(root.pk)
    rejected = _flagged("is_rejected", members)
    if not rejected:
        raise NothingChanges
    details = {"rejected": rejected, "settled": _settle(members), "pairs": settle_of(members, user)}
    return _log(Verb.REJECT, root, user, details)


def _undo_reject(decision: EntityDecision, user: Any) -> None:
    _locked(decision.entity_id)
    _clear("is_rejected", decision.details["rejected"])
    take_back(decision.details)
    _unsettle(decision)


@transaction.atomic
def accept(entity: int, *, user: Any) -> None:
    """Say that it is an entity after all. Raises NothingChanges."""
    root = lock([entity])[entity]
    if not root.is_rejected:
        raise NothingChanges
    rejections = EntityDecision.objects.filter(verb=Verb.REJECT, undone_at=None, entity__canonical=root.pk)
    for decision in rejections.order_by("-pk"):
        undo(decision, user)
    # Whatever was marked by another way than a decision.
    _clear("is_rejected", members_of(root.pk))


_UNDO: dict[str, Callable[[EntityDecision, Any], None]] = {
    Verb.MERGE: undo_merge,
    Verb.SPLIT: undo_split,
    Verb.RENAME: _undo_rename,
    Verb.KIND: _undo_kind,
    Verb.ADD_ALIAS: _undo_add_alias,
    Verb.REMOVE_ALIAS: _undo_remove_alias,
    Verb.KEEP_APART: _undo_keep_apart,
    Verb.REJECT: _undo_reject,
}


@transaction.atomic
def undo(decision: EntityDecision | int, user: Any) -> EntityDecision:
    """As if it had not been made, the others standing. Raises UndoneAlready, LaterDecisions."""
    EntityRevision.count_up()
    key = decision.pk if isinstance(decision, EntityDecision) else decision
    found = EntityDecision.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    if found.undone_at is not None:
        raise UndoneAlready
    try:
        _UNDO[found.verb](found, user)
    except Entity.DoesNotExist as deleted:
        raise LaterDecisions from deleted
    found.undone_at, found.undone_by = timezone.now(), user
    found.save(update_fields=["undone_at", "undone_by", "details"])
    return found


def _locked(entity: int) -> Entity:
    """The entity itself, not its root. Raises Entity.DoesNotExist."""
    EntityRevision.count_up()
    return Entity.objects.select_for_update(no_key=True).get(pk=entity)


def _log(
    verb: str, entity: Entity, user: Any, details: dict[str, Any], other: Entity | None = None
) -> EntityDecision:
    return EntityDecision.objects.create(
        verb=verb,
        entity=entity,
        other=other,
        details=details,
        made_by=user,
        is_automatic=user is None,
    )


def _settle(entities: Iterable[int]) -> list[int]:
    return _flagged("is_settled", list(entities))


def _flagged(flag: str, entities: list[int]) -> list[int]:
    """Those of the entities that did not have the flag, and have it now."""
    changed: list[int] = []
    for chunk in chunks(entities):
        without = Entity.objects.filter(pk__in=chunk, **{flag: False}).order_by("pk")
        changed += without.values_list("pk", flat=True)
    for chunk in chunks(changed):
        Entity.objects.filter(pk__in=chunk).update(**{flag: True})
    return changed


def _clear(flag: str, entities: list[int]) -> None:
    for chunk in chunks(entities):
        Entity.objects.filter(pk__in=chunk).update(**{flag: False})


def _unsettle(decision: EntityDecision) -> None:
    """What it settled is settled no more, unless another decision stands: then by that one."""
    others = EntityDecision.objects.filter(
        entity=decision.entity_id, verb__in=_SETTLING, undone_at=None
    ).exclude(pk=decision.pk)
    if (other := others.order_by("-pk").first()) is None:
        _clear("is_settled", decision.details["settled"])
        return
    other.details["settled"] += decision.details["settled"]
    other.save(update_fields=["details"])
