"""Names and words that are known: data/known_names.txt. Two different ones are never one name."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from articles.arabic.normalize import normalize

_FILE = Path(__file__).parent / "data" / "known_names.txt"
ARTICLE = "\u0627\u0644"
_SEAT_YEH, _SEAT_WAW, HAMZA = "\u0626", "\u0624", "\u0621"
_SEATS = str.maketrans({_SEAT_YEH: "\u064a", _SEAT_WAW: "\u0648"})
_NO_HAMZA = str.maketrans("", "", HAMZA)


def fold(name: str) -> str:
    """Normalised, hamza seats as plain letters; a hamza that stands alone is kept."""
    return with_plain_seats(normalize(name))


def with_plain_seats(normal: str) -> str:
    return normal.translate(_SEATS)


def drop_hamza(folded: str) -> str:
    return folded.translate(_NO_HAMZA)


def without_article(word: str) -> str:
    """الدوحة as دوحة; a word of which less than three letters would be left stays whole."""
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > 4 else word


def are_known_apart(one: str, other: str) -> bool:
    """Whether two folded words or whole names are known, and as different things.

    Given names keep their article (حسن and الحسن are two); others are found with or without.
    """
    known, others = _known(one), _known(other)
    return bool(known) and bool(others) and known.isdisjoint(others)


def is_known(folded: str) -> bool:
    return bool(_known(folded))


def is_given_name(folded: str) -> bool:
    return folded in _given_names()


def _known(folded: str) -> frozenset[int]:
    with_article = _index().get(folded)
    if with_article is not None:
        return with_article
    bare = " ".join(map(without_article, folded.split()))
    return _index().get(bare) or _index().get(ARTICLE + bare) or frozenset()


@cache
def _index() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, (_section, spellings) in enumerate(_rows()):
        for spelling in spellings:
            found[fold(spelling)].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _given_names() -> frozenset[str]:
    return frozenset(
        fold(spelling) for section, spellings in _rows() if section == "given" for spelling in spellings
    )


def _rows() -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            for name in line.split("\u060c"):
                if spellings := [spelling.strip() for spelling in name.split("=") if spelling.strip()]:
                    yield section, spellings
