"""The curated table of the region's news: data/curated.tsv. Names that no rule of spelling brings together.

Columns, parted by tabs: kind; the commonest name in Arabic news; Latin name; other names and spellings;
hints. Commas part what is in one column. Hints are words near it that choose among rows with one spelling.
MARK after a spelling: not to be taken where it stands alone, as it is an everyday word, or somebody
else's name too, or opens with a word that is no part of the name (the governorate of, the paper).
To the rows of ministries and like bodies `official_forms` adds the other ways to write them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import cast

from articles.arabic.names import Kind, merge_keys
from articles.entities.official_forms import MARK, official_forms, split_names

_FILE = Path(__file__).parent / "data" / "curated.tsv"
KINDS: tuple[Kind, ...] = ("person", "place", "organisation")


@dataclass(frozen=True)
class CuratedName:
    """`everyday` are the marked spellings."""

    kind: Kind
    name: str
    latin: str
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    everyday: frozenset[str] = frozenset()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Curated:
    """Unchanging once made."""

    def __init__(self, rows: Iterable[CuratedName]) -> None:
        self.rows = tuple(rows)
        self._called: dict[tuple[Kind, str], dict[CuratedName, None]] = defaultdict(dict)
        self._bearers: dict[str, set[CuratedName]] = defaultdict(set)
        for row in self.rows:
            for spelling in row.spellings:
                for key in _keys(spelling, row.kind):
                    self._called[row.kind, key][row] = None
                    self._bearers[key].add(row)

    def called(self, name: str, kind: Kind) -> tuple[CuratedName, ...]:
        """The rows with this name, in the table's order; several only where hints tell them apart."""
        found: dict[CuratedName, None] = {}
        for key in sorted(merge_keys(name, kind)):
            found |= dict.fromkeys(self._called.get((kind, key), ()))
        return tuple(row for row in self.rows if row in found) if len(found) > 1 else tuple(found)

    def spellings(self) -> tuple[tuple[str, CuratedName], ...]:
        """Those that mean their row wherever they stand: not marked, of no second row of any kind."""
        return self._spellings

    @cached_property
    def _spellings(self) -> tuple[tuple[str, CuratedName], ...]:
        return tuple(
            (spelling, row)
            for row in self.rows
            for spelling in row.spellings
            if spelling not in row.everyday and not self._is_shared(spelling)
        )

    def _is_shared(self, spelling: str) -> bool:
        """Keys of places are those of every kind: with the article and without."""
        return len(set().union(*(self._bearers.get(key, ()) for key in merge_keys(spelling, "place")))) > 1


@cache
def curated() -> Curated:
    return Curated(with_official_forms(read_curated(_FILE.read_text(encoding="utf-8"))))


def read_curated(text: str) -> list[CuratedName]:
    """Rows of a table; `#` opens a comment. Raises ValueError for a line without its five columns."""
    return [_row(line) for line in text.splitlines() if line and not line.startswith("#")]


def with_official_forms(rows: Iterable[CuratedName]) -> list[CuratedName]:
    """With those spellings of bodies that no row has: what is written in the table goes first."""
    rows = list(rows)
    bodies = [row for row in rows if row.kind == "organisation"]
    taken = set().union(*(_keys(spelling, row.kind) for row in bodies for spelling in row.spellings))
    return [_with_forms(row, taken) if row.kind == "organisation" else row for row in rows]


def _with_forms(row: CuratedName, taken: set[str]) -> CuratedName:
    """Puts the keys of what it adds into `taken`."""
    aliases, everyday = list(row.aliases), set(row.everyday)
    for form in dict.fromkeys(form for spelling in row.spellings for form in official_forms(spelling)):
        spelling = form.removesuffix(MARK)
        keys = _keys(spelling, row.kind)
        if keys & taken:
            continue
        taken |= keys
        aliases.append(spelling)
        if form.endswith(MARK):
            everyday.add(spelling)
    return replace(row, aliases=tuple(aliases), everyday=frozenset(everyday))


def _keys(spelling: str, kind: Kind) -> frozenset[str]:
    return merge_keys(spelling, kind) if kind == "person" else _common_keys(spelling)


@lru_cache(maxsize=1 << 13)
def _common_keys(spelling: str) -> frozenset[str]:
    """Of places and of organisations alike. Asked three times of each spelling while the table is read."""
    return merge_keys(spelling, "place")


def _row(line: str) -> CuratedName:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) != 5 or columns[0] not in KINDS:
        raise ValueError(f"not a row of the curated table: {line}")
    kind, name, latin, others, hints = columns
    marked = [name, *split_names(others)]
    spellings = [spelling.removesuffix(MARK) for spelling in marked]
    return CuratedName(
        kind=cast(Kind, kind),
        name=spellings[0],
        latin=latin,
        aliases=tuple(spellings[1:]),
        hints=split_names(hints),
        everyday=frozenset(spelling.removesuffix(MARK) for spelling in marked if spelling.endswith(MARK)),
    )
