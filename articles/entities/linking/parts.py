"""A part of a name and the whole: a surname, a short name, a name without its generic word.

Never joined by a rule: a surname has many bearers. Of a person
1. the end of the name (its last word may be spelt otherwise), or its first word alone;
2. the first and last word, with some of those between.
Of places and organisations
3. the name without the generic word that opens it;
4. its beginning: two words or more, one with the article, or all but a nationality at the end; of an
   organisation also rule 2.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from articles.arabic.known_names import ARTICLE, HAMZA, drop_hamza, fold, without_article
from articles.arabic.names import Answer, Kind, Verdict, compare_names, name_words
from articles.arabic.skeletons import similarity
from articles.entities.gazetteer import gazetteer

PART, BEGINNING, GENERIC = "part of name", "beginning", "generic word"
REASONS = frozenset({PART, BEGINNING, GENERIC})
_FILE = Path(__file__).parent.parent / "data" / "generic_words.txt"
_MIN_WORDS = 2
#: Measured: docs/entities/linking.md.
MIN_ALIKE = 0.7
_NISBA = "n"
_BIG_PLACE = "L"

Words = tuple[str, ...]


def compare_parts(one: str, other: str, kind: Kind) -> Verdict | None:
    """For a curator, or none where neither is a part of the other."""
    short, long = sorted((_bare(one, kind), _bare(other, kind)), key=len)
    if not short or len(short) == len(long):
        return None
    if kind == "person":
        return Verdict("suggest", PART) if _is_of_person(short, long) else None
    if short == long[1:] and _is_generic(long, kind):
        return Verdict("suggest", GENERIC)
    if _is_beginning(short, long) or (short == long[:1] and _is_shorthand(one, other, kind)):
        return Verdict("suggest", BEGINNING)
    if kind == "organisation" and len(short) >= _MIN_WORDS and _is_inside(short, long):
        return Verdict("suggest", PART)
    return None


def _is_of_person(short: Words, long: Words) -> bool:
    if len(short) == 1 and short == long[:1]:
        return True
    if short[-1] != long[-1] and _compare_last(short[-1], long[-1]) == "different":
        return False
    return _are_in_order(short[:-1], long[:-1])


def _is_beginning(short: Words, long: Words) -> bool:
    """One word of it may be spelt otherwise, where there are more."""
    if len(short) == 1:
        return short == long[:1] and _is_nationality(long[1:])
    differing = [(a, b) for a, b in zip(short, long, strict=False) if a != b]
    return not differing or (len(differing) == 1 and similarity(*differing[0]) >= MIN_ALIKE)


def _is_shorthand(one: str, other: str, kind: Kind) -> bool:
    """The commission, for the commission of elections: one word with the article, no great place itself."""
    short = min(one, other, key=lambda name: len(name.split()))
    return fold(short).startswith(ARTICLE) and not (kind == "place" and _BIG_PLACE in _codes(fold(short)))


def _is_inside(short: Words, long: Words) -> bool:
    return short[0] == long[0] and short[-1] == long[-1] and _are_in_order(short, long)


def _are_in_order(words: Words, longer: Iterable[str]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in words)


def _is_generic(long: Words, kind: Kind) -> bool:
    words = generic_words()
    if long[0] in words[kind]:
        return True
    # A street is called after a city: the city is not meant.
    return kind == "place" and long[0] in words["street"] and _BIG_PLACE not in _codes(" ".join(long[1:]))


def _is_nationality(words: Words) -> bool:
    known = gazetteer().words
    return all(_NISBA in known.get(word, "") + known.get("\u0627\u0644" + word, "") for word in words)


def _codes(name: str) -> str:
    return gazetteer().names.get(name, "")


def _compare_last(one: str, other: str) -> Answer:
    return compare_names(one, other, "person").answer


def _bare(name: str, kind: Kind) -> Words:
    words = (word.removeprefix(HAMZA) for word in name_words(name))
    if kind == "person":
        return tuple(words)
    return tuple(drop_hamza(without_article(word)) for word in words)


@cache
def generic_words() -> dict[str, frozenset[str]]:
    """By section of data/generic_words.txt, folded."""
    found: dict[str, frozenset[str]] = {}
    section = ""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found[section] = frozenset(fold(word) for word in line.split())
    return found
