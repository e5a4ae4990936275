"""Names of entities and sources by their first letters, in any spelling."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.arabic.normalize import normalize
from articles.models import Entity, EntityAlias, EntityRevision, Source, SourceAlias
from articles.search.entity_table import entity_table

ARTICLE = "ال"
#: Names that are looked at for one beginning; a beginning of one letter has more.
MAX_FOUND = 2000


class NameTable:
    """Normal spellings, from each of their words on, with the keys that they name."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._called: dict[str, dict[int, None]] = {}
        rows: set[tuple[str, int]] = set()
        for name, number in names:
            self._called.setdefault(normalize(name), {})[number] = None
            rows.update((key, number) for key in _beginnings(name))
        ordered = sorted(rows)
        self._keys = [key for key, _number in ordered]
        self._numbers = [number for _key, number in ordered]

    def called(self, key: str) -> list[int]:
        """The keys of what has exactly this name, in normal spelling."""
        return list(self._called.get(key, ()))

    def beginning_with(self, text: str) -> list[int]:
        """The keys of what a name of which begins with the text, at any of its words."""
        prefix = normalize(text)
        return list(dict.fromkeys(number for _key, number in self._from(prefix))) if prefix else []

    def holding(self, words: str) -> list[int]:
        """The keys of what has a name with these whole words, in normal spelling, in it."""
        found = (number for key, number in self._from(words) if f"{key} ".startswith(f"{words} "))
        return list(dict.fromkeys(found)) if words else []

    def _from(self, prefix: str) -> Iterator[tuple[str, int]]:
        first = bisect_left(self._keys, prefix)
        for place in range(first, min(first + MAX_FOUND, len(self._keys))):
            if not self._keys[place].startswith(prefix):
                return
            yield self._keys[place], self._numbers[place]


def _beginnings(name: str) -> Iterator[str]:
    words = normalize(name).split()
    for place, word in enumerate(words):
        rest = " ".join(words[place:])
        yield rest
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1:
            yield rest[len(ARTICLE) :]


@dataclass(frozen=True)
class _Kept:
    revision: int
    table: NameTable


_kept: _Kept | None = None


def entity_names() -> NameTable:
    """The roots by all their names; made again only after a change."""
    global _kept  # noqa: PLW0603  (one reference, swapped whole)
    revision = EntityRevision.current()
    kept = _kept
    if kept is None or kept.revision != revision:
        _kept = kept = _Kept(revision, NameTable(_names_of_entities()))
    return kept.table


def _names_of_entities() -> Iterator[tuple[str, int]]:
    roots = entity_table()
    for key, name, latin in Entity.objects.order_by().values_list("pk", "name", "latin").iterator():
        yield name, roots.root(key)
        if latin:
            yield latin, roots.root(key)
    for key, name in EntityAlias.objects.order_by().values_list("entity_id", "name").iterator():
        yield name, roots.root(key)


def source_names() -> NameTable:
    """Sources are few: read each time."""
    names = list(Source.objects.values_list("name", "pk"))
    return NameTable([*names, *SourceAlias.objects.values_list("name", "source_id")])


def names_of(kind: str, name: str) -> list[int]:
    """The sources (`kind` source) or roots of this kind that are called so, in any spelling.

    Where nothing is, those with the words in a longer name: Dunford, غيراسيموف.
    """
    key = normalize(name)
    table = entity_table()
    names = source_names() if kind == "source" else entity_names()
    for found in (names.called(key), names.holding(key)):
        if wanted := [each for each in found if kind == "source" or table.kind(each) == kind]:
            return wanted
    return []
