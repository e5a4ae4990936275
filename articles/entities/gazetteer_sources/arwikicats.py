"""Names from the tables of ArWikiCats (MIT), which translate the categories of Wikipedia."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from articles.arabic.latin import likeness
from articles.entities.gazetteer_sources.names import ORGANISATION, PERSON, PLACE, SourceName
from articles.entities.gazetteer_sources.nisbas import nisbas
from articles.entities.gazetteer_sources.packages import read_json

#: Tables of names, and the renown of their places; other tables mix names with everyday words.
_PLACES = {
    "cities/cities_full": 2_000,
    "geography/India_dd": 2_000,
    "geography/New_Keys": 100_000,
    "geography/P17_PP": 100_000,
    "geography/popopo": 100_000,
    "geography/regions": 100_000,
    "geography/regions2": 100_000,
}
MIN_LIKENESS = 0.5
_PEOPLE = "people/peoples"
_CLUBS = "sports/Clubs_key"
_NATIONALITIES = ("continents", "nationalities_data", "sub_nats")
_FORMS = ("male", "males", "female", "females", "the_male", "the_female")
_HEADS = Path(__file__).parent.parent / "data" / "place_heads.txt"
_PARENTHESIS = re.compile(r"\([^)]*\)?")
_QUALIFIER = re.compile(r"[,(].*")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset(["al", "bin", "da", "de", "del", "di", "el", "ibn", "la", "of", "the", "van", "von"])
_ROMAN = re.compile("x{0,2}(ix|iv|v?i{1,3}|v)")


def wikipedia_names() -> Iterator[SourceName]:
    for table, renown in _PLACES.items():
        for english, arabic in _pairs(_read(table)):
            if name := _place(english, arabic):
                yield SourceName(PLACE, name, renown=renown)
    for english, arabic in _pairs(_read(_PEOPLE)):
        yield SourceName(PERSON, arabic, _titled(english))
    for _english, arabic in _pairs(_read(_CLUBS)):
        yield SourceName(ORGANISATION, arabic)
    for table in _NATIONALITIES:
        for row in _read(f"nationalities/{table}").values():
            yield from nisbas(row.get(form, "") for form in _FORMS)


def _read(table: str) -> Any:
    return read_json("ArWikiCats", f"jsons/{table}.json", distribution="ArWikiCats")


def _pairs(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for english, arabic in table.items():
        if isinstance(arabic, dict):
            yield from _pairs(arabic)
        elif isinstance(arabic, str):
            yield english, arabic


def _place(english: str, arabic: str) -> str:
    """The Arabic name without heads; empty where it does not sound like the English one.

    The tables have common nouns too (oil lamps, mass graves): those are translated, names are not.
    """
    heads = _heads()
    latin = " ".join(word for word in _QUALIFIER.sub("", english).split() if word not in heads)
    words = _PARENTHESIS.sub("", arabic).split()
    while len(words) > 1 and words[0] in heads:
        words = words[1:]
    name = " ".join(words)
    return name if likeness(latin, name) >= MIN_LIKENESS else ""


@cache
def _heads() -> frozenset[str]:
    lines = _HEADS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _titled(english: str) -> str:
    """The tables are in lower case."""
    return _LATIN_WORD.sub(lambda word: _titled_word(word[0]), english)


def _titled_word(word: str) -> str:
    if word in _PARTICLES:
        return word
    return word.upper() if _ROMAN.fullmatch(word) else word.capitalize()
