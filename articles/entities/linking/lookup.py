"""Entities of the database by their spellings: read for a batch, by indexed keys, never all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, F, Q

from articles.arabic.names import Kind, compare_names
from articles.models import Entity, EntityAlias, EntityDecision, Mention
from articles.models.keys import SpellingKeys, spelling_keys

#: Values that one statement names.
AT_ONCE = 500


@dataclass(frozen=True)
class Atom:
    """An entity as mentions name it. What it is and what it is called, its root says."""

    key: int
    root: int
    kind: str
    name: str
    latin: str
    is_settled: bool
    is_rejected: bool


@dataclass(frozen=True)
class Spelling:
    name: str
    key: str
    letters: str
    bare_letters: str
    atom: Atom


class KnownSpellings:
    """Those of a batch: `read` asks the database, the rest looks into what was read."""

    def __init__(self, spellings: Iterable[Spelling], atoms: Iterable[Atom]) -> None:
        self.atoms = {atom.key: atom for atom in atoms}
        self._by: dict[str, dict[str, list[Spelling]]] = {
            field: defaultdict(list) for field in ("letters", "bare_letters")
        }
        for spelling in spellings:
            self.atoms[spelling.atom.key] = spelling.atom
            for field, found in self._by.items():
                found[getattr(spelling, field)].append(spelling)

    @classmethod
    def read(cls, names: Iterable[str], atoms: Iterable[int] = ()) -> "KnownSpellings":
        """The spellings that are one of these names under T0, and these entities where they exist."""
        keys = [spelling_keys(name) for name in sorted(set(names))]
        found: dict[Spelling, None] = {}
        for field in ("letters", "bare_letters"):
            for chunk in chunks(sorted({getattr(key, field) for key in keys} - {""})):
                found |= dict.fromkeys(
                    spelling for _value, spelling in spellings_with(field, Q(**{f"{field}__in": chunk}))
                )
        return cls(sorted(found, key=lambda spelling: spelling.atom.key), read_atoms(set(atoms)))

    def equal(self, name: str, kind: Kind | None = None) -> list[Spelling]:
        """Those that are this name under T0, of any kind where none is given; of the same normal spelling
        alone, where there are such."""
        keys = spelling_keys(name)
        found = [spelling for spelling in self._near(keys) if _is_equal(name, keys, spelling, kind)]
        return [spelling for spelling in found if spelling.key == keys.key] or found

    def _near(self, keys: SpellingKeys) -> list[Spelling]:
        found = [*self._by["letters"].get(keys.letters, ())]
        found += self._by["bare_letters"].get(keys.bare_letters, ())
        return list(dict.fromkeys(found))


def are_equal(one: str, other: str, kind: Kind) -> bool:
    """Whether two names are one under T0."""
    verdict = compare_names(one, other, kind)
    return verdict.answer == "automatic" and verdict.reason in T0


#: Reasons of `compare_names` that are T0's.
T0 = frozenset({"same letters"})


def _is_equal(name: str, keys: SpellingKeys, spelling: Spelling, kind: Kind | None) -> bool:
    if kind and spelling.atom.kind != kind:
        return False
    return spelling.key == keys.key or are_equal(name, spelling.name, cast(Kind, spelling.atom.kind))


def mention_counts(atoms: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for chunk in chunks(sorted(set(atoms))):
        rows = Mention.objects.filter(entity__in=chunk).order_by()
        counts |= dict(rows.values_list("entity").annotate(Count("pk")))
    return counts


def merged_by_hand(roots: Iterable[int]) -> set[int]:
    """Those of the roots below which a curator has put another."""
    standing = EntityDecision.objects.filter(
        verb=EntityDecision.Verb.MERGE, is_automatic=False, undone_at=None
    )
    found: set[int] = set()
    for chunk in chunks(sorted(set(roots))):
        merges = standing.filter(other__canonical__in=chunk).order_by()
        found.update(key for key in merges.values_list("other__canonical", flat=True) if key)
    return found


_OF_ATOM = (
    "pk",
    "canonical_id",
    "canonical__kind",
    "canonical__name",
    "latin",
    "canonical__is_settled",
    "canonical__is_rejected",
)
_OF_SPELLING = ("name", "key", "letters", "bare_letters", *(f"entity__{name}" for name in _OF_ATOM))


def read_atoms(keys: set[int]) -> Iterator[Atom]:
    for chunk in chunks(sorted(keys)):
        for row in Entity.objects.filter(pk__in=chunk).order_by("pk").values_list(*_OF_ATOM):
            yield Atom(*row)


def spellings_with(field: str, where: Q, *, at_most: int | None = None) -> list[tuple[str, Spelling]]:
    """The value of a column of EntityAlias and the spelling, for the rows where this holds."""
    rows = EntityAlias.objects.filter(where).order_by("pk").values_list(field, *_OF_SPELLING)[:at_most]
    return [(row[0], _spelling(row[1:])) for row in rows]


def spellings_of(entities: Iterable[int]) -> list[Spelling]:
    found: list[Spelling] = []
    for chunk in chunks(sorted(set(entities))):
        found += [spelling for _name, spelling in spellings_with("name", Q(entity__in=chunk))]
    return found


def with_latin(names: Iterable[str]) -> list[tuple[str, Spelling]]:
    """The Latin name and one spelling of each entity that has one of them."""
    found: list[tuple[str, Spelling]] = []
    for chunk in chunks(sorted(set(names))):
        where = Q(entity__latin__in=chunk, name=F("entity__name"))
        found += spellings_with("entity__latin", where)
    return found


def _spelling(row: tuple[Any, ...]) -> Spelling:
    name, key, letters, bare_letters, *atom = row
    return Spelling(name, key, letters, bare_letters, Atom(*atom))


def chunks(values: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(values), AT_ONCE):
        yield values[first : first + AT_ONCE]
