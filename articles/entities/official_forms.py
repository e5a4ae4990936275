"""The ways that news writes the name of an official body: data/bodies.txt, data/countries.tsv.

A ministry: without that word, with the country's name for its nisba, with the country after «in».
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
COMMA, MARK = "\u060c", "*"
_MASCULINE, _FEMININE, _COUNTRY = "(m)", "(f)", "(c)"


@dataclass(frozen=True)
class Country:
    """Spellings, the usual one first."""

    names: tuple[str, ...]
    masculine: tuple[str, ...]
    feminine: tuple[str, ...]


def official_forms(spelling: str) -> tuple[str, ...]:
    """The other ways to write it, marked as in the table; none where body or country is not known."""
    head, country = _parted(spelling)
    if country is None:
        return ()
    forms = dict.fromkeys(form for way in _bodies().get(head, ()) for form in _of_country(way, country))
    return tuple(form for form in forms if form.removesuffix(MARK) != spelling)


def _parted(spelling: str) -> tuple[str, Country | None]:
    """The body with the place of its nisba, and the country; a nisba has one word or two."""
    words = spelling.split()
    for length in (1, 2):
        nisba = " ".join(words[-length:])
        if len(words) > length and nisba in _nisbas():
            gender, country = _nisbas()[nisba]
            return " ".join([*words[:-length], gender]), country
    return spelling, None


def _of_country(way: str, country: Country) -> Iterator[str]:
    slots = {_MASCULINE: country.masculine, _FEMININE: country.feminine, _COUNTRY: country.names}
    for slot, words in slots.items():
        if slot in way:
            yield from (way.replace(slot, word) for word in words)


@cache
def _nisbas() -> dict[str, tuple[str, Country]]:
    """Nisba -> its gender, its country."""
    found: dict[str, tuple[str, Country]] = {}
    for line in _lines("countries.tsv"):
        country = Country(*(split_names(column) for column in line.split("\t")))
        found |= dict.fromkeys(country.masculine, (_MASCULINE, country))
        found |= dict.fromkeys(country.feminine, (_FEMININE, country))
    return found


@cache
def _bodies() -> dict[str, tuple[str, ...]]:
    """The first way of each line -> all of them."""
    lines = [split_names(line) for line in _lines("bodies.txt")]
    return {ways[0]: ways for ways in lines}


def _lines(file: str) -> list[str]:
    text = (_DATA / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def split_names(column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in column.split(COMMA) if part.strip())
