"""Whom a name means, for a batch of articles. The rules, in this order:

1. What the dictionary has found means the entities or rows it stands for.
2. Another name means the entities with this spelling (T0) that a curator has settled or merged by hand, else
   those of its kind.
3. A name that was rejected, and means nothing else of its kind, means nothing: no mention.
4. Otherwise the rows of the curated table that are called so; their entities are made when first mentioned.
5. Of several rows: that of which the text has most hints; without a hint none of them, but an entity called
   as is written. A settled entity stands for its own row only. Of several entities: the most mentioned.
6. Otherwise a new entity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from articles.arabic.names import Kind
from articles.entities.curated import CuratedName, curated
from articles.entities.gazetteer import gazetteer
from articles.entities.linking.found import PERSON, Decided, Found
from articles.entities.linking.lookup import Atom, KnownSpellings, mention_counts, merged_by_hand
from articles.entities.linking.namesakes import HintedText, is_of_row
from articles.models import EntityRevision
from articles.models.keys import spelling_keys


@dataclass(frozen=True)
class NewEntity:
    """To be created with its first mention; with all that its row of the curated table says, if any."""

    kind: Kind
    name: str
    latin: str = ""
    row: CuratedName | None = None


@dataclass(frozen=True)
class Link:
    """An entity there is, or one to be created; `spelling`: what it has not been spelt as before."""

    key: int = 0
    new: NewEntity | None = None
    spelling: str = ""


@dataclass(frozen=True)
class ReadArticle:
    """What was found in an article. `text` is read again only where hints have to choose."""

    key: int
    text: str = field(repr=False, default="")
    found: tuple[Found, ...] = ()

    @cached_property
    def hinted(self) -> HintedText:
        return HintedText(self.text, [one.span for one in self.found if one.kind == PERSON])


@dataclass(frozen=True)
class _Candidates:
    """What one name may mean; neither atoms nor rows: nothing, or something new."""

    name: str = ""
    atoms: tuple[Atom, ...] = ()
    rows: tuple[CuratedName, ...] = ()
    is_rejected: bool = False


class Links:
    """Of a batch. Everything is read when it is made; `revision` is that of the entities then or before."""

    def __init__(self, articles: Sequence[ReadArticle]) -> None:
        self.revision = EntityRevision.current()
        found = [one for article in articles for one in article.found]
        decided = {entry.key for one in found for entry in one.entries if isinstance(entry, Decided)}
        self._known = KnownSpellings.read(_names_to_read(found), decided)
        self._merged = merged_by_hand(self._roots_of_another_kind(found))
        self._candidates = {
            asked: self._find(one) for asked, one in {_asked(one): one for one in found}.items()
        }
        #: Of names that mean the same in every text.
        self._links: dict[tuple[object, ...], Link | None] = {}
        unsure = (c.atoms for c in self._candidates.values() if _is_unsure(c))
        rows = (self._of_row(row) for c in self._candidates.values() if len(c.rows) > 1 for row in c.rows)
        self._counts = mention_counts(
            {atom.key for atoms in unsure for atom in atoms} | {atom.key for atom in rows if atom}
        )

    def link(self, article: ReadArticle, found: Found) -> Link | None:
        """None where no entity is meant, or none that is shown."""
        asked = _asked(found)
        if len(self._candidates[asked].rows) > 1:
            return self._link(self._candidates[asked], article, found)
        if asked not in self._links:
            self._links[asked] = self._link(self._candidates[asked], article, found)
        return self._links[asked]

    def _link(self, candidates: _Candidates, article: ReadArticle, found: Found) -> Link | None:
        if candidates.is_rejected:
            return None
        if len(candidates.rows) > 1 or (candidates.rows and not candidates.atoms):
            row = self._choose_row(candidates.rows, article, found)
            if row is None:
                return self._link_to_none(candidates, found)
            return self._link_to_row(row, candidates.name)
        if candidates.atoms:
            return self._link_to(self._most_mentioned(candidates.atoms), candidates.name)
        if not found.kind:
            return None
        kind, name = cast(Kind, found.kind), found.names[0]
        return Link(new=NewEntity(kind, name, gazetteer().latin(name, kind)))

    def _find(self, found: Found) -> _Candidates:
        if found.entries and (known := self._of_entries(found)):
            return known
        kind = cast(Kind, found.kind) if found.kind else None
        if kind is None:
            return _Candidates()
        rejected = False
        for name in found.names:
            settled = [s.atom for s in self._known.equal(name) if self._is_settled(s.atom)]
            same = [spelling.atom for spelling in self._known.equal(name, kind)]
            rows = curated().called(name, kind)
            if len(rows) > 1:
                same = settled + same
            elif settled:
                same, rows = settled, ()
            named = tuple(atom for atom in same if not atom.is_rejected)
            if named or (rows and not same):
                return _Candidates(name, tuple(dict.fromkeys(named)), rows)
            rejected = rejected or any(spelling.atom.is_rejected for spelling in self._known.equal(name))
        return _Candidates(is_rejected=rejected)

    def _of_entries(self, found: Found) -> _Candidates | None:
        """What the dictionary's entries stand for now; none where they are gone."""
        keys = [entry.key for entry in found.entries if isinstance(entry, Decided)]
        atoms = [self._known.atoms[key] for key in keys if key in self._known.atoms]
        rows = [entry for entry in found.entries if isinstance(entry, CuratedName)]
        if settled := [atom for atom in atoms if atom.is_settled]:
            atoms, rows = settled, self._namesakes(found, settled)
        if found.kind in {*(atom.kind for atom in atoms), *(row.kind for row in rows)}:
            atoms = [atom for atom in atoms if atom.kind == found.kind]
            rows = [row for row in rows if row.kind == found.kind]
        named = [atom for atom in atoms if not atom.is_rejected]
        if not named and atoms:
            return _Candidates(is_rejected=True)
        return _Candidates("", tuple(named), tuple(rows)) if named or rows else None

    def _choose_row(
        self, rows: Sequence[CuratedName], article: ReadArticle, found: Found
    ) -> CuratedName | None:
        """None where nothing tells which of several."""
        hinted = list(rows) if len(rows) == 1 else article.hinted.choose(rows, found.span[0])
        if len(hinted) < 2:
            return hinted[0] if hinted else None
        atoms = [self._of_row(row) for row in hinted]
        counts = [self._counts_of(atom) if atom else 0 for atom in atoms]
        return hinted[counts.index(max(counts))] if counts.count(max(counts)) == 1 else None

    def _link_to_none(self, candidates: _Candidates, found: Found) -> Link | None:
        """Of several rows none: what the settled spelling means, else what is called so and is no row's."""
        of_rows = {atom.key for row in candidates.rows if (atom := self._of_row(row))}
        name, kind = candidates.name or found.names[0], candidates.rows[0].kind
        equal = [spelling.atom for spelling in self._known.equal(name, kind)]
        neutral = [atom for atom in equal if atom.key not in of_rows and not atom.latin]
        settled = [atom for atom in candidates.atoms if self._is_settled(atom)]
        if candidates.name:
            settled = [atom for atom in settled if atom.key not in of_rows]
        if meant := settled or [atom for atom in neutral if not atom.is_rejected]:
            return self._link_to(self._most_mentioned(meant), candidates.name)
        return None if neutral else Link(new=NewEntity(kind, name))

    def _namesakes(self, found: Found, settled: Sequence[Atom]) -> list[CuratedName]:
        """The rows with the spelling that the settled ones have, where there are several."""
        for name in found.names:
            for kind in dict.fromkeys(atom.kind for atom in settled):
                if len(rows := curated().called(name, cast(Kind, kind))) > 1:
                    return list(rows)
        return []

    def _is_settled(self, atom: Atom) -> bool:
        return atom.is_settled or atom.root in self._merged

    def _roots_of_another_kind(self, found: Iterable[Found]) -> set[int]:
        names = {(name, one.kind) for one in found if one.kind for name in one.names}
        return {
            spelling.atom.root
            for name, kind in names
            for spelling in self._known.equal(name)
            if spelling.atom.kind != kind and not spelling.atom.is_settled
        }

    def _link_to_row(self, row: CuratedName, name: str) -> Link | None:
        atom = self._of_row(row)
        if atom is None:
            return Link(new=NewEntity(row.kind, row.name, row.latin, row), spelling=name)
        return None if atom.is_rejected else self._link_to(atom, name)

    def _of_row(self, row: CuratedName) -> Atom | None:
        """The entity of a row: called by its name, or by another that is its alone."""
        for spelling in row.spellings:
            atoms = [found.atom for found in self._known.equal(spelling, row.kind)]
            if len(rows := curated().called(spelling, row.kind)) > 1:
                atoms = [atom for atom in atoms if is_of_row(atom.latin, row, rows)]
            elif spelling in row.everyday and spelling != row.name:
                continue
            if atoms:
                return min(atoms, key=lambda atom: atom.key)
        return None

    def _most_mentioned(self, atoms: Sequence[Atom]) -> Atom:
        counts: dict[int, int] = {}
        for atom in atoms:
            counts[atom.root] = counts.get(atom.root, 0) + self._counts_of(atom)
        return min(atoms, key=lambda atom: (-counts[atom.root], atom.root, atom.key))

    def _counts_of(self, atom: Atom) -> int:
        return self._counts.get(atom.key, 0)

    def _link_to(self, atom: Atom, name: str) -> Link:
        key = spelling_keys(name).key if name else ""
        is_known = not key or any(
            spelling.atom.key == atom.key and spelling.key == key for spelling in self._known.equal(name)
        )
        return Link(key=atom.key, spelling="" if is_known else name)


def _asked(found: Found) -> tuple[object, ...]:
    """Names of which this is equal mean the same, but for hints."""
    return found.names, found.kind, found.entries


def _is_unsure(candidates: _Candidates) -> bool:
    return len({atom.root for atom in candidates.atoms}) > 1


def _names_to_read(found: Iterable[Found]) -> set[str]:
    names: set[str] = set()
    rows: set[CuratedName] = set()
    for one in found:
        names.update(one.names)
        rows.update(entry for entry in one.entries if isinstance(entry, CuratedName))
        for name in one.names:
            if one.kind:
                rows.update(curated().called(name, cast(Kind, one.kind)))
    return names | {spelling for row in rows for spelling in row.spellings}
