"""What a source says of one name, and which spellings are taken at all."""

import re
from dataclasses import dataclass

from articles.arabic.known_names import fold
from articles.arabic.letters import HARAKAT

#: Codes of kinds: of whole names, then of single words (docs/entities/gazetteer.md).
PLACE, SMALL_PLACE, PERSON, ORGANISATION = "L", "l", "P", "O"
GIVEN, SURNAME, NISBA = "g", "s", "n"
WORD_CODES = frozenset({GIVEN, SURNAME, NISBA})

MIN_LETTERS = 3
MAX_LETTERS = 60
#: From hamza to yeh: other letters of the script are Persian, Urdu, Kurdish, Uyghur or Pashto.
_ARABIC = re.compile(f"[\u0621-\u063a\u0641-\u064a{HARAKAT} .,\u060c'\u2019()\u2010-\u2015-]+")
_PARENTHESIS = re.compile(r"\s*\([^)]*\)?")


@dataclass(frozen=True)
class SourceName:
    """One spelling. `weight` is a population or a count: the heaviest bearer gives the Latin name.

    `renown` of a place is the size of a far town that is heard of as often.
    """

    code: str
    arabic: str
    latin: str = ""
    place: int = 0
    weight: int = 0
    renown: int = 0


def is_arabic(name: str) -> bool:
    """Whether a name is written with nothing but the letters of Arabic itself."""
    return bool(_ARABIC.fullmatch(name))


def table_name(name: str) -> str:
    """Folded, without what stands in parentheses; empty where it is no name for the tables."""
    if not is_arabic(name):
        return ""
    folded = fold(_PARENTHESIS.sub("", name))
    return folded if MIN_LETTERS <= len(folded.replace(" ", "")) <= MAX_LETTERS else ""
