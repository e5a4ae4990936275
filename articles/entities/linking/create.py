"""Entities and spellings that articles have brought; `create` runs in the transaction of their mentions."""

from collections.abc import Iterable, Sequence

from articles.arabic.names import name_words
from articles.entities.curated import curated
from articles.entities.linking.link import Link, NewEntity
from articles.entities.linking.lookup import are_equal, chunks
from articles.models import Entity, EntityAlias
from articles.models.keys import spelling_keys

Origin = EntityAlias.Origin


def create(links: Sequence[Link]) -> dict[Link, int]:
    """The entity of each link, made where there is none. Names equal under T0 make one, spelt in two ways."""
    groups = _Groups()
    for link in links:
        if link.new:
            groups.add(link.new)
    entities = Entity.objects.bulk_create(
        (Entity(kind=new.kind, name=new.name, latin=new.latin) for new in groups.firsts), batch_size=500
    )
    made = {new: entities[groups.number(new)].pk for link in links if (new := link.new)}
    keys = {link: made[link.new] if link.new else link.key for link in links}
    _add_spellings([*_first_spellings(made), *_later_spellings(keys)])
    return keys


class _Groups:
    """New entities, each with those that have the same name under T0; of a row, those of the row."""

    def __init__(self) -> None:
        self.firsts: list[NewEntity] = []
        self._numbers: dict[NewEntity, int] = {}
        self._by_letters: dict[tuple[str, str], list[int]] = {}

    def add(self, new: NewEntity) -> None:
        if new in self._numbers:
            return
        number = self._equal(new)
        if number is None:
            number = len(self.firsts)
            self.firsts.append(new)
        self._numbers[new] = number
        if new.row is None:
            for key in _keys(new):
                self._by_letters.setdefault(key, []).append(number)

    def number(self, new: NewEntity) -> int:
        return self._numbers[new]

    def _equal(self, new: NewEntity) -> int | None:
        if new.row is not None:
            return None
        numbers = (number for key in _keys(new) for number in self._by_letters.get(key, ()))
        return next(
            (number for number in numbers if are_equal(self.firsts[number].name, new.name, new.kind)), None
        )


def _keys(new: NewEntity) -> list[tuple[str, str]]:
    keys = spelling_keys(new.name)
    found = [(f"{new.kind} letters", keys.letters)]
    if new.kind != "person":
        found.append((f"{new.kind} bare", keys.bare_letters))
    return found


Row = tuple[int, str, EntityAlias.Origin]


def _first_spellings(made: dict[NewEntity, int]) -> Iterable[Row]:
    safe = {spelling for spelling, _row in curated().spellings()}
    for new, key in made.items():
        if new.row is None:
            yield key, new.name, Origin.RECOGNISED
            continue
        for spelling in new.row.spellings:
            # Only a spelling that means nothing else is looked for in every text.
            yield key, spelling, Origin.TABLE if spelling in safe else Origin.RECOGNISED


def _later_spellings(keys: dict[Link, int]) -> Iterable[Row]:
    for link, key in keys.items():
        if link.spelling:
            yield key, link.spelling, Origin.RECOGNISED


def _add_spellings(rows: Iterable[Row]) -> None:
    """Each once; a spelling that the entity has already is left as it is."""
    aliases: dict[tuple[int, str], EntityAlias] = {}
    for entity, name, origin in rows:
        if name_words(name) and (key := spelling_keys(name).key):
            aliases.setdefault((entity, key), EntityAlias(entity_id=entity, name=name, origin=origin))
    present: set[tuple[int, str]] = set()
    for chunk in chunks(sorted({entity for entity, _key in aliases})):
        present |= set(EntityAlias.objects.filter(entity__in=chunk).values_list("entity", "key"))
    EntityAlias.objects.bulk_create(
        (alias for at, alias in aliases.items() if at not in present), batch_size=500
    )
