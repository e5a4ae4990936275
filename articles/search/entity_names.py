"""Names of entities and sources by their first letters, in any spelling.

The names of entities lie in several tables: the large first one is left as it is, those of what has changed
since are small, and put together as they grow. An entity's names are those of the newest table that has it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from django.db.models import F
from numpy.typing import NDArray

from articles.arabic.latin import is_latin
from articles.arabic.normalize import normalize
from articles.models import Entity, EntityAlias, Source, SourceAlias
from articles.models.entity import EntityAliasQuerySet, EntityQuerySet
from articles.search.entity_table import MAX_WAIT_S, EntityTable, current_revision, entity_table
from articles.search.name_table import Keys, NameTable

#: A table is put together with the next when it has not so many times its names.
_GROWTH = 4
#: Larger tables are left as they are: nobody has to wait for them.
_MAX_MERGED = 25_000
#: With more tables all names are read again.
_MAX_TABLES = 40


@dataclass(frozen=True, eq=False)
class EntityNames:
    """The names of all entities up to a revision. What was deleted since is in no `EntityTable`."""

    revision: int
    tables: tuple[NameTable, ...]
    #: Of each key, the number of the table that has its names; -1 for none.
    _newest: NDArray[np.int32]
    #: The numbers of `tables`.
    _numbers: tuple[int, ...]

    @classmethod
    def load(cls, revision: int) -> "EntityNames":
        table = NameTable.of(_names(Entity.objects.all(), EntityAlias.objects.all()))
        return cls(revision, (), np.full(1, -1, np.int32), ())._with(
            table, 0, np.unique(table.keys), revision
        )

    def caught_up(self, revision: int) -> "EntityNames":
        changed = Entity.objects.changed_since(self.revision)
        of_them = EntityAlias.objects.filter(entity__changed__gt=self.revision)
        rows = list(_names(changed, of_them))
        keys = np.unique(np.array([key for _name, key in rows], np.int32))
        return self._with(NameTable.of(rows), max(self._numbers, default=-1) + 1, keys, revision)

    def _with(self, table: NameTable, number: int, keys: Keys, revision: int) -> "EntityNames":
        newest = np.full(max(len(self._newest), int(keys.max(initial=0)) + 1), -1, np.int32)
        newest[: len(self._newest)] = self._newest
        newest[keys] = number
        tables, numbers = [*self.tables, table], [*self._numbers, number]
        while _should_merge(tables):
            parts = [
                each.lines_of(newest[each.keys] == its_number)
                for each, its_number in zip(tables[-2:], numbers[-2:], strict=True)
            ]
            text, keys = (
                b"".join(text for text, _keys in parts),
                np.concatenate([keys for _text, keys in parts]),
            )
            newest[newest == numbers[-2]] = number
            tables[-2:], numbers[-2:] = [NameTable.of_lines(text, keys)], [number]
        return EntityNames(revision, tuple(tables), newest, tuple(numbers))

    @property
    def nbytes(self) -> int:
        return self._newest.nbytes + sum(table.nbytes for table in self.tables)

    def keys(self, find: Callable[[NameTable], Keys]) -> Keys:
        """What `find` finds in each table, without names that an entity has no more."""
        found = [_NO_KEYS]
        for table, number in zip(self.tables, self._numbers, strict=True):
            keys = find(table)
            found.append(keys[self._newest[keys] == number])
        return np.concatenate(found)


def _should_merge(tables: Sequence[NameTable]) -> bool:
    if len(tables) < 2:
        return False
    before, last = len(tables[-2]), len(tables[-1])
    return before < _GROWTH * last and before + last <= _MAX_MERGED


#: Commas and brackets, Arabic ones too.
_ADDITION = re.compile("[,\u060c(\\[]")
_NO_KEYS: Keys = np.empty(0, np.int32)
_kept: EntityNames | None = None
_catching_up = Lock()


@dataclass(frozen=True, eq=False)
class RootNames:
    """The roots by all their names. Keys are in their order: the oldest first."""

    names: EntityNames
    roots: EntityTable

    def called(self, name: str) -> list[int]:
        """The keys of what has exactly this name, in normal spelling."""
        return self._roots(lambda table: table.called(name))

    def beginning_with(self, text: str) -> list[int]:
        """The keys of what a name of which begins with the text, at any of its words."""
        prefix = normalize(text)
        return self._roots(lambda table: table.beginning_with(prefix))

    def holding(self, words: str) -> list[int]:
        """The keys of what has a name with these whole words, in normal spelling, in it."""
        return self._roots(lambda table: table.holding(words))

    def has(self, words: str) -> bool:
        """Whether a name has these words in it; quicker, without regard to what was deleted or rejected."""
        return any(table.has(words) for table in self.names.tables)

    def sounding(self, sounds: Collection[str]) -> Iterator[tuple[str, str]]:
        """Words of the names with one of these sounds, and their sound; a word may come twice."""
        for table in self.names.tables:
            yield from table.sounds.sounding(sounds)

    def beginning_to_sound(self, sound: str, most: int) -> Iterator[tuple[str, str]]:
        for table in self.names.tables:
            yield from table.sounds.beginning_with(sound, most)

    def _roots(self, find: Callable[[NameTable], Keys]) -> list[int]:
        return np.flatnonzero(self.roots.marked(self.names.keys(find))).tolist()


@dataclass(frozen=True, eq=False)
class SourceNames:
    table: NameTable
    #: The same, Latin names without what they only add.
    _beginnings: NameTable

    @classmethod
    def of(cls, names: Collection[tuple[str, int]]) -> "SourceNames":
        return cls(NameTable.of(names), NameTable.of((_bare(name), key) for name, key in names))

    def called(self, name: str) -> list[int]:
        return np.unique(self.table.called(name)).tolist()

    def beginning_with(self, text: str) -> list[int]:
        return np.unique(self._beginnings.beginning_with(normalize(text))).tolist()

    def holding(self, words: str) -> list[int]:
        return np.unique(self.table.holding(words)).tolist()


def entity_names() -> RootNames:
    """After a change only the names of the entities changed since are read."""
    global _kept  # noqa: PLW0603  (one reference, swapped whole)
    # First: its revision is older than the names that are read after it.
    roots = entity_table()
    kept = _kept
    if kept is not None and kept.revision == roots.revision:
        return RootNames(kept, roots)
    has_turn = _catching_up.acquire(timeout=-1 if kept is None else MAX_WAIT_S)
    try:
        if kept is not None and not has_turn:
            return RootNames(kept, roots)
        kept = _kept
        if kept is None or len(kept.tables) > _MAX_TABLES or _was_set_back(kept, roots):
            kept = EntityNames.load(roots.revision)
        elif kept.revision < roots.revision:
            kept = kept.caught_up(roots.revision)
        _kept = kept
        return RootNames(kept, roots)
    finally:
        if has_turn:
            _catching_up.release()


def _was_set_back(kept: EntityNames, roots: EntityTable) -> bool:
    """Whether the database is an older one than before, not just the table of roots than the names."""
    return kept.revision > roots.revision and kept.revision > current_revision()[0]


def _names(entities: EntityQuerySet, aliases: EntityAliasQuerySet) -> Iterator[tuple[str, int]]:
    for key, name, latin in entities.order_by().values_list("pk", "name", "latin").iterator(5000):
        yield name, key
        if latin:
            yield _bare(latin), key
    others = aliases.exclude(name=F("entity__name")).order_by()
    for key, name in others.values_list("entity_id", "name").iterator(5000):
        yield _bare(name), key


def _bare(name: str) -> str:
    """A Latin name without what tells it from others: a town behind a comma, words in brackets."""
    return (_ADDITION.split(name, maxsplit=1)[0].strip() or name) if is_latin(name) else name


def source_names() -> SourceNames:
    """Sources are few: read each time."""
    names = [
        *Source.objects.values_list("name", "pk"),
        *SourceAlias.objects.values_list("name", "source_id"),
    ]
    return SourceNames.of(names)
