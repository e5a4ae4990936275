"""Countries and regions of the world of Unicode's CLDR, from the package Babel."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from articles.entities.gazetteer_sources.names import PLACE, SourceName
from articles.entities.gazetteer_sources.packages import PackageMissing

_COUNTRY_LETTERS = 2
#: Countries are known, however small.
RENOWN = 10_000_000


def territory_names(countries: Mapping[str, tuple[int, int]]) -> Iterator[SourceName]:
    """`countries`: two letters -> GeoNames id and population."""
    arabic, english = _territories("ar"), _territories("en")
    for code in sorted(arabic):
        is_country = len(code) == _COUNTRY_LETTERS
        place, population = countries.get(code, (0, 0)) if is_country else (0, 0)
        yield SourceName(PLACE, arabic[code], english.get(code, ""), place, population, RENOWN)


def _territories(language: str) -> dict[str, str]:
    try:
        locale: Any = import_module("babel").Locale(language)
    except ModuleNotFoundError as error:
        raise PackageMissing("build_gazetteer needs the package Babel: pip install Babel") from error
    return dict(locale.territories)
