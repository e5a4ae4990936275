"""Nisbas with all their forms, and those that the other sources do not have: data/nisbas.txt."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.entities.gazetteer_sources.names import NISBA, SourceName

_FILE = Path(__file__).parent.parent / "data" / "nisbas.txt"
_ARTICLE = "\u0627\u0644"
_COMMA = "\u060c"
_FEMININE, _FEMININES = "\u0629", "\u0627\u062a"
_PLURAL, _OBLIQUE = "\u0648\u0646", "\u064a\u0646"


def written_nisbas() -> Iterator[SourceName]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            masculine, _, others = line.partition("=")
            regular = masculine.strip()
            endings = ("", _FEMININE, _FEMININES, _PLURAL)
            yield from nisbas([*(regular + ending for ending in endings), *others.split(_COMMA)])


def nisbas(forms: Iterable[str]) -> Iterator[SourceName]:
    """Each form of one word with the article and without; plurals in both cases."""
    words = {form.strip() for form in forms}
    words |= {form.removesuffix(_PLURAL) + _OBLIQUE for form in words if form.endswith(_PLURAL)}
    words |= {_ARTICLE + form for form in words if form and not form.startswith(_ARTICLE)}
    return (SourceName(NISBA, form) for form in sorted(words) if form and " " not in form)
