"""Roots and kinds of all entities as arrays over their keys, for counting.

Mentions and the index keep an entity's own key. Whom it was merged into, and of what kind that is,
is looked up here at every count: merging and undoing show at once, without touching the index.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from articles.models import Entity, EntityRevision

KINDS = tuple(Entity.Kind.values)


@dataclass(frozen=True)
class EntityTable:
    """Indexed by key: `roots` has 0 and `kinds`, those of the roots, -1 where there is no entity."""

    revision: int
    roots: NDArray[np.int64]
    kinds: NDArray[np.int8]

    @classmethod
    def load(cls, revision: int) -> "EntityTable":
        rows = np.array(
            [
                (pk, root, KINDS.index(kind))
                for pk, root, kind in Entity.objects.order_by()
                .values_list("pk", "canonical_id", "kind")
                .iterator(chunk_size=5000)
            ],
            dtype=np.int64,
        ).reshape(-1, 3)
        size = int(rows[:, 0].max(initial=0)) + 1
        roots = np.zeros(size, dtype=np.int64)
        kinds = np.full(size, -1, dtype=np.int8)
        roots[rows[:, 0]] = rows[:, 1]
        kinds[rows[:, 0]] = rows[:, 2]
        return cls(revision, roots, np.where(roots > 0, kinds[roots], -1).astype(np.int8))

    @cached_property
    def of_kind(self) -> dict[str, NDArray[np.bool_]]:
        """Of each key, whether it is of this kind."""
        return {kind: self.kinds == code for code, kind in enumerate(KINDS)}

    def kind(self, key: int) -> str:
        """The kind of an entity; empty when there is none."""
        code = self.kinds[key] if 0 <= key < len(self.kinds) else -1
        return KINDS[code] if code >= 0 else ""

    def root(self, key: int) -> int:
        """The root's key; the key itself when there is no such entity."""
        return int(self.roots[key]) or key if 0 <= key < len(self.roots) else key

    def members(self, root: int) -> list[int]:
        """Every key that stands for this root, its own included."""
        return np.flatnonzero(self.roots == root).tolist() if root > 0 else []


_kept: EntityTable | None = None


def entity_table() -> EntityTable:
    """One cheap query; the table is read again only after a change."""
    global _kept  # noqa: PLW0603  (one reference, swapped whole)
    revision = EntityRevision.current()
    kept = _kept
    if kept is None or kept.revision != revision:
        _kept = kept = EntityTable.load(revision)
    return kept
