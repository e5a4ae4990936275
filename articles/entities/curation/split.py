"""Taking spellings and merged entities out of an entity, to stand for themselves; and undoing it.

Merged entities go by `canonical`. Spellings go to a new entity, and so do the mentions that are written
in them: their articles are indexed again. Undone, the new entity stays, as a member of the one it came from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.arabic.normalize import name_key
from articles.entities.curation.identity import (
    LaterDecisions,
    Refused,
    links_in,
    lock,
    members_of,
    placed_by_split,
    put_below,
    regroup,
    roots_of,
)
from articles.entities.curation.merge import merge
from articles.entities.curation.names import checked_name, drop_spelling, ensure_spelling
from articles.entities.curation.pairs import pairs_between, part, take_back
from articles.models import Article, Change, Entity, EntityAlias, EntityDecision, Mention

#: Articles of one transaction, and of one split; the worker finds the rest when it reads them again.
ARTICLES_AT_ONCE, MAX_ARTICLES = 500, 10_000


#: Of a new entity: they stand whatever it belongs to.
_HARMLESS = (
    EntityDecision.Verb.ADD_ALIAS,
    EntityDecision.Verb.REMOVE_ALIAS,
    EntityDecision.Verb.KEEP_APART,
)


class NothingChosen(Refused):
    message = _("Choose what is to stand for itself.")


class NotInGroup(Refused):
    message = _("What was chosen does not belong to this entity any more.")


class NameStays(Refused):
    message = _(
        "An entity keeps the spelling that is its name: choose the merged entity, or rename it first."
    )


@dataclass(frozen=True)
class Split:
    """`articles` have mentions that moved; `was_cut`: there are more, to be read again."""

    decision: EntityDecision
    entity: Entity
    articles: int
    was_cut: bool


@dataclass(frozen=True)
class _Chosen:
    """`spellings`: by the entity that has them, which keeps others."""

    members: frozenset[int]
    spellings: Mapping[int, tuple[EntityAlias, ...]]


def split(
    entity: Entity | int, *, aliases: Iterable[int], members: Iterable[int], name: str, kind: str, user: Any
) -> Split:
    """Make the chosen spellings and merged entities an entity of its own, kept apart from the rest.

    Raises NothingChosen, NotInGroup, NameStays, NoName.
    """
    key = entity.pk if isinstance(entity, Entity) else entity
    name = checked_name(name)
    with transaction.atomic():
        root = lock([key])[key]
        chosen = _chosen(root, frozenset(aliases), frozenset(members))
        owner, *others = chosen.spellings or [0]
        decision = _decide(root, chosen.members, chosen.spellings.get(owner, ()), name, kind, user)
        new = _made_by(decision)
        made = {owner: new.pk}
        for each in others:
            # An entity of their own first: undone, they go back where they came from.
            spellings = chosen.spellings[each]
            further = _decide(root, frozenset(), spellings, spellings[0].name, kind, user)
            made[each] = _made_by(further).pk
            merge(new, [made[each]], user=user)
    number, was_cut = _move_mentions(chosen.spellings, made)
    return Split(decision, new, number, was_cut)


def _made_by(decision: EntityDecision) -> Entity:
    assert decision.other is not None
    return decision.other


def _chosen(root: Entity, aliases: frozenset[int], members: frozenset[int]) -> _Chosen:
    """Of the group; a member all of whose spellings were chosen goes whole."""
    group = frozenset(members_of(root.pk))
    rows = EntityAlias.objects.filter(pk__in=aliases).select_related("entity").order_by("entity_id", "pk")
    found = [alias for alias in rows if alias.entity_id in group]
    if len(found) < len(aliases) or not members <= group - {root.pk}:
        raise NotInGroup
    owners = {alias.entity_id for alias in found} - members - {root.pk}
    members |= {owner for owner in owners if _all_spellings(owner) <= aliases}
    spellings: dict[int, tuple[EntityAlias, ...]] = {}
    for alias in found:
        if alias.entity_id not in members:
            spellings[alias.entity_id] = (*spellings.get(alias.entity_id, ()), alias)
            if alias.key == name_key(alias.entity.name):
                raise NameStays
    if not spellings and not members:
        raise NothingChosen
    return _Chosen(members, spellings)


def _all_spellings(entity: int) -> set[int]:
    return set(EntityAlias.objects.filter(entity=entity).values_list("pk", flat=True))


def _decide(
    root: Entity, members: frozenset[int], spellings: Sequence[EntityAlias], name: str, kind: str, user: Any
) -> EntityDecision:
    before: dict[str, Any] = {}
    if spellings:
        new = Entity.objects.create(kind=kind, name=name, is_settled=True)
        EntityAlias.objects.filter(pk__in=[alias.pk for alias in spellings]).update(entity=new)
    else:
        new = _member_named(members, name)
        before = {"name": new.name, "kind": new.kind, "is_settled": new.is_settled}
        new.name, new.kind, new.is_settled = name, kind, True
        new.save(update_fields=["name", "kind", "is_settled"])
    added = ensure_spelling(new, name)
    placed = _placed(root.pk, members | {new.pk}, new.pk)
    put_below(new.pk, members | {new.pk})
    details = {
        "placed": {str(entity): parent for entity, parent in placed.items()},
        "home": spellings[0].entity_id if spellings else None,
        "before": before,
        "added": added and added.pk,
        **part(new.pk, root.pk, pairs_between(root.pk, new.pk), user),
    }
    new.refresh_from_db()
    return EntityDecision.objects.create(
        verb=EntityDecision.Verb.SPLIT, entity=root, other=new, details=details, made_by=user
    )


def _member_named(members: Collection[int], name: str) -> Entity:
    """The member that has this name already, else that with the smallest key."""
    found = list(Entity.objects.filter(pk__in=members).order_by("pk"))
    return next((member for member in found if member.name == name), found[0])


def _placed(root: int, taken: frozenset[int], new: int) -> dict[int, int]:
    """Whom the split puts below whom: what was below others than the taken, and what these leave behind."""
    links = links_in([root])
    placed = {key: new for key in taken if links.get(key, (root, 0))[0] not in taken}
    placed |= {key: root for key, (parent, _at) in links.items() if key not in taken and parent in taken}
    return placed | {new: new}


def _move_mentions(
    spellings: Mapping[int, Sequence[EntityAlias]], made: Mapping[int, int]
) -> tuple[int, bool]:
    """Let the mentions in these spellings follow; (articles that have them, whether there are more)."""
    number = 0
    for owner, aliases in spellings.items():
        its_keys = {alias.key for alias in aliases}
        names = Mention.objects.filter(entity=owner).order_by().values_list("name", flat=True).distinct()
        written = [name for name in names if name_key(name) in its_keys]
        mentions = Mention.objects.filter(entity=owner, name__in=written).order_by("article_id")
        while written and (articles := list(_articles_of(mentions)[:ARTICLES_AT_ONCE])):
            if number >= MAX_ARTICLES:
                return number, True
            number += len(articles)
            with transaction.atomic():
                # As the worker locks them, so that neither waits for the other.
                list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk").values("pk"))
                mentions.order_by().filter(article__in=articles).update(entity=made[owner])
                Change.note(articles)
    return number, False


def _articles_of(mentions: Any) -> Any:
    return mentions.values_list("article_id", flat=True).distinct()


def undo_split(decision: EntityDecision, user: Any) -> None:
    """Put everything back to where the other decisions put it. Raises LaterDecisions."""
    new = decision.other_id
    assert new is not None
    home = decision.details["home"] or decision.entity_id
    locked = lock([home, new])
    placed = placed_by_split(decision)
    groups = {*roots_of(set(placed)).values(), locked[home].pk}
    if locked[new].pk != new or _is_built_on(decision, placed, links_in(groups)):
        raise LaterDecisions
    if locked[new].is_rejected != locked[home].is_rejected:
        raise LaterDecisions
    _give_back_name(locked[new], decision)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    # What no decision had put below another stood below the root.
    put_below(locked[home].pk, set(placed) - set(links_in(groups)))
    regroup(groups)
    take_back(decision.details)


def _is_built_on(
    decision: EntityDecision, placed: Mapping[int, int], links: Mapping[int, tuple[int, int]]
) -> bool:
    """Whether a standing decision has since moved what this one moved, or changed what it made."""
    new = decision.other_id
    later = EntityDecision.objects.filter(undone_at=None, pk__gt=decision.pk)
    changed = later.filter(entity=new).exclude(verb__in=_HARMLESS)
    if changed.exists() or later.filter(verb=EntityDecision.Verb.SPLIT, other=new).exists():
        return True
    return any(key != new and links.get(key, (0, 0))[1] != decision.pk for key in placed)


def _give_back_name(new: Entity, decision: EntityDecision) -> None:
    details = decision.details
    if details["before"]:
        for name, value in details["before"].items():
            setattr(new, name, value)
        new.save(update_fields=list(details["before"]))
    drop_spelling(details["added"], new)
