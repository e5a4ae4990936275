"""Names that are known beforehand: places, people, organisations; given names, surnames, nisbas.

The tables are made by `manage.py build_gazetteer`; the curated table is added as it is read. Codes of whole
names: L place, l small place of the region, P person, O organisation. Of single words: g given name,
s surname, n nisba. Latin names and ids of places lie in a second file that only linking reads.
"""

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from articles.arabic.known_names import fold
from articles.arabic.names import Kind, merge_keys
from articles.entities.curated import CuratedName, curated

FOLDER = Path(__file__).parent / "model"
NAMES_FILE, LATIN_FILE = "gazetteer_names.gz", "gazetteer_latin.gz"
_WORD_CODES = frozenset("gsn")
CODES: dict[Kind, str] = {"place": "L", "person": "P", "organisation": "O"}
_SMALL_PLACE = "l"


@dataclass(frozen=True)
class Gazetteer:
    """`names` are folded, words parted by one space; `lengths` are in words, longest first."""

    names: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    words: Mapping[str, str]
    folder: Path = FOLDER

    def place_ids(self, name: str) -> frozenset[int]:
        """Of GeoNames, for a place in any spelling of T0 or of its curated row; empty if unknown."""
        rows = curated().called(name, "place")
        spellings = (name, *rows[0].spellings) if len(rows) == 1 else (name,)
        columns = (ids for spelling in spellings for _latin, ids in self._found(spelling, "place"))
        return frozenset(int(number) for ids in columns for number in ids.split(",") if number)

    def latin(self, name: str, kind: Kind) -> str:
        """The Latin name: of the curated table, else of the largest place or the commonest for a person."""
        rows = curated().called(name, kind)
        if rows:
            return rows[0].latin if len(rows) == 1 else ""
        return next((latin for latin, _ids in self._found(name, kind) if latin), "")

    def _found(self, name: str, kind: Kind) -> list[tuple[str, str]]:
        """(Latin name, ids) by each key of the name, the key as it is written first."""
        lines = _latin_lines(self.folder)
        keys = sorted(merge_keys(name, kind), key=len, reverse=True)
        rows = (lines.find(CODES[kind] + key) for key in keys)
        return [(row[0], row[1]) for row in rows if row]


class SortedLines:
    """Lines of a first column and others, found by bisection: no objects but the bytes themselves."""

    def __init__(self, content: bytes) -> None:
        """`content`: lines in the order of their bytes, columns parted by tabs."""
        self._content = content

    def __len__(self) -> int:
        return len(self._content)

    def __getitem__(self, position: int) -> bytes:
        """The first column of the line that this byte is in."""
        start = self._content.rfind(b"\n", 0, position) + 1
        return self._content[start : self._content.find(b"\t", start)]

    def find(self, key: str) -> list[str]:
        """The other columns of the line that begins with this key; empty for none."""
        wanted = key.encode()
        start = self._content.rfind(b"\n", 0, bisect_left(self, wanted)) + 1
        end = self._content.find(b"\n", start)
        first, *columns = self._content[start:end].decode().split("\t")
        return columns if first == key else []


@cache
def gazetteer() -> Gazetteer:
    return read_gazetteer(FOLDER, curated().rows)


def read_gazetteer(folder: Path, rows: Iterable[CuratedName] = ()) -> Gazetteer:
    """Tables of a folder, and names of curated rows; a marked one counts no more than a small place."""
    names, words = _read_names(folder / NAMES_FILE)
    for row in rows:
        for spelling in row.spellings:
            name = fold(spelling)
            known = names.get(name, "")
            if spelling not in row.everyday:
                names[name] = "".join(sorted(set(known.replace(_SMALL_PLACE, "")) | {CODES[row.kind]}))
            elif known == CODES["place"] and " " not in name:
                names[name] = _SMALL_PLACE
    return Gazetteer(names, _lengths(names), words, folder)


def _read_names(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    text = gzip.decompress(path.read_bytes()).decode()
    for section in text.split("#")[1:]:
        codes, *found = section.split("\n")[:-1]
        (words if codes[0] in _WORD_CODES else names).update(dict.fromkeys(found, codes))
    return names, words


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Of the names by their first word; the few different tuples are shared."""
    found: dict[str, int] = defaultdict(int)
    for name in names:
        found[name.partition(" ")[0]] |= 1 << (name.count(" ") + 1)
    return {first: _set_bits(bits) for first, bits in found.items()}


@cache
def _set_bits(bits: int) -> tuple[int, ...]:
    return tuple(place for place in range(bits.bit_length() - 1, -1, -1) if bits >> place & 1)


@cache
def _latin_lines(folder: Path) -> SortedLines:
    return SortedLines(gzip.decompress((folder / LATIN_FILE).read_bytes()))
