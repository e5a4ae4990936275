"""Merging by rule: what two groups have to be, so that nobody needs to be asked."""

import logging
from collections import defaultdict
from collections.abc import Sequence

from articles.arabic.names import Kind
from articles.entities.curation.identity import Refused
from articles.entities.curation.merge import merge
from articles.entities.linking.lookup import mention_counts, spellings_of
from articles.entities.linking.verdict import PROCLITIC, SETTLED_BY_KNOWLEDGE, verdict
from articles.models import Entity

logger = logging.getLogger("newsarchive.entities")

#: Spellings of a group that are looked at before another is joined to it.
_FEW = 30


def join(one: int, other: int, kind: Kind, reason: str) -> bool:
    """Merge the groups of two entities, by rule: into what is settled, else into what is mentioned more.

    Never into a name with a letter too many. Not two that are settled, nor where their members are known as
    different things, nor what is kept apart.
    """
    rows = Entity.objects.filter(pk__in=(one, other)).values_list("canonical_id", flat=True)
    roots = sorted({root for root in rows if root})
    if len(roots) < 2 or not _may_be_one(roots, kind):
        return False
    counts = group_counts(roots)
    settled = set(Entity.objects.filter(pk__in=roots, is_settled=True).values_list("pk", flat=True))
    if len(settled) == len(roots):
        return False
    too_long = _with_proclitic(roots) if reason == PROCLITIC else None
    into, joined = sorted(
        roots, key=lambda root: (root not in settled, root == too_long, -counts[root], root)
    )
    try:
        merge(into, [joined], user=None, reason=reason)
    except (Refused, Entity.DoesNotExist):
        return False
    logger.info("joined %d to %d: %s", joined, into, reason)
    return True


def _with_proclitic(roots: Sequence[int]) -> int | None:
    """The one whose name has a letter too many."""
    names = dict(Entity.objects.filter(pk__in=roots).values_list("pk", "name"))
    return max(names, key=lambda root: len(names[root]), default=None)


def group_counts(roots: Sequence[int]) -> dict[int, int]:
    """Mentions of each group."""
    members = dict(Entity.objects.filter(canonical__in=roots).order_by().values_list("pk", "canonical_id"))
    counts = dict.fromkeys(roots, 0)
    for key, count in mention_counts(members).items():
        if (root := members[key]) is not None:
            counts[root] += count
    return counts


def _may_be_one(roots: Sequence[int], kind: Kind) -> bool:
    """Whether no spelling of the one group is known as something else than one of the other."""
    members = dict(
        Entity.objects.filter(canonical__in=roots).order_by("pk").values_list("pk", "canonical_id")
    )
    names: dict[int, list[str]] = defaultdict(list)
    for spelling in spellings_of(members):
        if spelling.atom.kind != kind:
            return False
        names[spelling.atom.root].append(spelling.name)
    one, other = (names[root][:_FEW] for root in roots)
    return not any(verdict(a, b, kind).reason in SETTLED_BY_KNOWLEDGE for a in one for b in other)
