"""What Latin letters stand for in Arabic names, and at what cost: data/latin_letters.tsv."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "latin_letters.tsv"
_ANYWHERE = "-"
#: Behind a unit that is read otherwise at the end of a name.
LAST = "$"


@dataclass(frozen=True)
class LatinLetters:
    """`readings`: unit → Arabic letters → cost; `skipped`: unit → cost of leaving it out."""

    readings: dict[str, dict[str, float]]
    skipped: dict[str, float]
    grapheme: re.Pattern[str]

    def insert(self, letter: str, *, is_last: bool) -> float:
        anywhere = self.readings[_ANYWHERE].get(letter, 1.0)
        return self.readings[LAST].get(letter, anywhere) if is_last else anywhere


@cache
def latin_letters() -> LatinLetters:
    readings, skipped = {}, {}
    for unit, cost, letters in _rows():
        pairs = letters.split()
        readings[unit] = {letter: float(price) for letter, price in zip(pairs[::2], pairs[1::2], strict=True)}
        if cost:
            skipped[unit] = float(cost)
    longest_first = sorted((unit for unit in skipped if LAST not in unit), key=len, reverse=True)
    return LatinLetters(readings, skipped, re.compile("|".join(longest_first)))


def _rows() -> Iterator[list[str]]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
