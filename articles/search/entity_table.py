"""Roots and kinds of all entities as arrays over their keys, for counting.

Mentions and the index keep an entity's own key. Whom it was merged into, and of what kind that is,
is looked up here at every count: merging and undoing show at once, without touching the index.

Of an archive of 100,000 articles there are some 300,000 entities, and new ones every second: a table is
never changed, the next one is made of it and of the entities that have changed since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from articles.models import Entity, EntityRevision
from articles.models.entity import EntityQuerySet

KINDS = tuple(Entity.Kind.values)
_CODES = {kind: code for code, kind in enumerate(KINDS)}
_NONE = -1
#: A search waits so long for another that is catching up, then takes the table as it was.
MAX_WAIT_S = 0.2
_ROW = np.dtype([("key", np.int64), ("root", np.int64), ("kind", np.int8)])


@dataclass(frozen=True, eq=False)
class EntityTable:
    """Indexed by key. `kinds` has those of the roots, -1 where there is no entity or a rejected one.

    `roots` has 0 there; keys beyond its end count for themselves. It stays the same array as long as nothing
    but new entities is added, as the engine keeps what it works out with it.
    """

    revision: int
    roots: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    kinds: NDArray[np.int8] = field(default_factory=lambda: np.full(1, _NONE, np.int8))
    #: As in the rows: of each entity for itself.
    _canonical: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    _own_kinds: NDArray[np.int8] = field(default_factory=lambda: np.full(1, _NONE, np.int8))

    @classmethod
    def load(cls, revision: int) -> "EntityTable":
        return cls(revision).caught_up(Entity.objects.all(), revision)

    def caught_up(self, changed: EntityQuerySet, revision: int) -> "EntityTable":
        found = changed.order_by().values_list("pk", "canonical_id", "kind", "is_rejected").iterator(5000)
        rows = np.fromiter(
            (
                (pk, root or pk, _NONE if is_rejected else _CODES[kind])
                for pk, root, kind, is_rejected in found
            ),
            _ROW,
        )
        size = max(len(self.kinds), 1 + max(int(rows[name].max(initial=0)) for name in ("key", "root")))
        canonical, own = _longer(self._canonical, size, 0), _longer(self._own_kinds, size, _NONE)
        told = rows[(canonical[rows["key"]] != rows["root"]) | (own[rows["key"]] != rows["kind"])]
        canonical[told["key"]] = told["root"]
        own[told["key"]] = told["kind"]
        if np.all((told["key"] >= len(self.kinds)) & (told["key"] == told["root"])):
            # Nothing but new entities, each for itself.
            kinds = _longer(self.kinds, size, _NONE)
            kinds[told["key"]] = told["kind"]
            return EntityTable(revision, self.roots, kinds, canonical, own)
        kinds = np.where(own == _NONE, np.int8(_NONE), own[canonical])
        roots = np.where(kinds == _NONE, np.int32(0), canonical)
        if np.array_equal(roots[: len(self.roots)], self.roots) and _stand_alone(roots, len(self.roots)):
            roots = self.roots
        return EntityTable(revision, roots, kinds, canonical, own)

    @property
    def nbytes(self) -> int:
        return sum(each.nbytes for each in (self.roots, self.kinds, self._canonical, self._own_kinds))

    @cached_property
    def of_kind(self) -> dict[str, NDArray[np.bool_]]:
        """Of each key, whether it is of this kind."""
        return {kind: self.kinds == code for code, kind in enumerate(KINDS)}

    def kind(self, key: int) -> str:
        """The kind of an entity; empty when there is none."""
        code = self.kinds[key] if 0 <= key < len(self.kinds) else _NONE
        return KINDS[code] if code >= 0 else ""

    def root(self, key: int) -> int:
        """The root's key; the key itself when there is no such entity."""
        return int(self.roots[key]) or key if 0 <= key < len(self.roots) else key

    def members(self, root: int) -> list[int]:
        """Every key that stands for this root, its own included."""
        return self.members_of([root])

    def members_of(self, roots: Iterable[int]) -> list[int]:
        """Every key that stands for one of these roots."""
        wanted = np.zeros(len(self.kinds), np.bool_)
        keys = np.fromiter(roots, np.int64)
        wanted[keys[(keys > 0) & (keys < len(wanted))]] = True
        wanted &= self.kinds != _NONE
        beyond = np.flatnonzero(wanted[len(self.roots) :]) + len(self.roots)
        return [*np.flatnonzero(wanted[self.roots]).tolist(), *beyond.tolist()]

    def marked(self, entities: Sequence[int] | NDArray) -> NDArray[np.bool_]:
        """Of each key, whether it is the root of one of these entities."""
        keys = np.asarray(entities, np.int64)
        keys = keys[keys < len(self.kinds)]
        keys = keys[self.kinds[keys] != _NONE]
        is_old = keys < len(self.roots)
        marks = np.zeros(len(self.kinds), np.bool_)
        marks[self.roots[keys[is_old]]] = True
        marks[keys[~is_old]] = True
        return marks


def _longer(kept: NDArray, size: int, fill: int) -> NDArray:
    """A copy with room for more keys."""
    copy = np.full(size, fill, kept.dtype)
    copy[: len(kept)] = kept
    return copy


def _stand_alone(roots: NDArray[np.int32], first: int) -> bool:
    """Whether all from here on stand for themselves, or for nothing."""
    beyond = roots[first:]
    return bool(np.all((beyond == np.arange(first, len(roots))) | (beyond == 0)))


_kept: EntityTable | None = None
_catching_up = Lock()


def entity_table() -> EntityTable:
    """One cheap query; after a change the entities changed since are read, after a deletion all."""
    global _kept  # noqa: PLW0603  (one reference, swapped whole)
    # Before the rows: what changes between the two is read again next time.
    revision, deletion = current_revision()
    kept = before = _kept
    if kept is not None and kept.revision == revision:
        return kept
    has_turn = _catching_up.acquire(timeout=-1 if kept is None else MAX_WAIT_S)
    try:
        if kept is not None and not has_turn:
            return kept
        kept = _kept
        if kept is not before:
            # Another search has caught up meanwhile, maybe further.
            revision, deletion = current_revision()
        if kept is None or not deletion <= kept.revision <= revision:
            kept = EntityTable.load(revision)
        elif kept.revision < revision:
            kept = kept.caught_up(Entity.objects.changed_since(kept.revision), revision)
        _kept = kept
        return kept
    finally:
        if has_turn:
            _catching_up.release()


def current_revision() -> tuple[int, int]:
    """The numbers of the last change and of the last deletion."""
    rows = EntityRevision.objects.filter(pk=EntityRevision.ONLY).values_list("number", "deletion")
    return rows.first() or (0, 0)
