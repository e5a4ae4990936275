"""All sources in one: what `build_gazetteer` writes, and the places that it leaves out."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from articles.arabic.known_names import fold
from articles.arabic.names import merge_keys
from articles.entities.curated import curated
from articles.entities.gazetteer_sources.arwikicats import wikipedia_names
from articles.entities.gazetteer_sources.cldr import territory_names
from articles.entities.gazetteer_sources.geonames import (
    Place,
    country_ids,
    held_out,
    place_keys,
    place_names,
    read_places,
)
from articles.entities.gazetteer_sources.names import SourceName
from articles.entities.gazetteer_sources.nisbas import written_nisbas
from articles.entities.gazetteer_sources.tables import PlainWords, Tables, make_tables
from articles.entities.gazetteer_sources.wikidata import people_names

_PLAIN_WORDS = Path(__file__).parent.parent / "data" / "plain_words.txt"


def build_tables() -> Tables:
    """Raises PackageMissing where a package of the sources is not installed."""
    places = read_places()
    kept_back = _held_out(places)
    return make_tables(
        chain(
            _without(places, kept_back),
            territory_names(country_ids()),
            wikipedia_names(),
            people_names(),
            written_nisbas(),
        ),
        plain_words=read_plain_words(_PLAIN_WORDS.read_text(encoding="utf-8")),
        held_out_keys=place_keys(name for place in kept_back for name in place.arabic),
    )


def held_out_places() -> list[Place]:
    """Places of GeoNames that no table holds, by id: they judge the Latin search."""
    return _held_out(read_places())


def read_plain_words(text: str) -> PlainWords:
    """Of a file with two sections: function words, other words."""
    sections: dict[str, set[str]] = {"[function words]": set(), "[other words]": set()}
    section: set[str] = set()
    for line in text.splitlines():
        if line.startswith("["):
            section = sections[line]
        elif not line.startswith("#"):
            section.update(map(fold, line.split()))
    function, other = map(frozenset, sections.values())
    return PlainWords(function, other - function)


def _held_out(places: Iterable[Place]) -> list[Place]:
    return held_out(places, known=_curated_keys())


def _curated_keys() -> frozenset[str]:
    return frozenset(
        key
        for row in curated().rows
        if row.kind == "place"
        for name in (row.name, *row.aliases)
        for key in merge_keys(name, "place")
    )


def _without(places: Iterable[Place], kept_back: Iterable[Place]) -> Iterator[SourceName]:
    ids = {place.id for place in kept_back}
    return place_names(place for place in places if place.id not in ids)
