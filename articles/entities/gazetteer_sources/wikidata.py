"""Names of people of Wikidata (CC0), from the package arabic-name-romanizer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from articles.entities.gazetteer_sources.names import GIVEN, PERSON, SURNAME, SourceName
from articles.entities.gazetteer_sources.packages import package_file

#: Their given names and surnames are those of other languages; whole names in Arabic letters are taken.
_OTHER_LANGUAGES = ("AF", "IR", "PK")
#: A surname that one person bears is as often half of another name.
_MIN_BEARERS = {"given": 1, "surname": 2}
_CODES = {"given": GIVEN, "surname": SURNAME}

_PERSONS = """
    SELECT arabic_key, latin, SUM(count) AS bearers FROM full_names
    WHERE source = 'wikidata' AND instr(arabic_key, ' ') > 0
    GROUP BY arabic_key, latin ORDER BY arabic_key, bearers DESC, MAX(latin_lang = 'en') DESC, latin
"""
_UNITS = """
    SELECT arabic_key, role, SUM(count) FROM units
    WHERE source = 'wikidata' AND country NOT IN (?, ?, ?) AND instr(arabic_key, ' ') = 0
    GROUP BY arabic_key, role ORDER BY arabic_key, role
"""


def people_names() -> Iterator[SourceName]:
    path = package_file(
        "arabic_name_romanizer", "resources/names.sqlite3", distribution="arabic-name-romanizer"
    )
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        yield from _persons(database)
        yield from _words(database)


def _persons(database: sqlite3.Connection) -> Iterator[SourceName]:
    """One Latin name each: the commonest, of equals the English label."""
    previous = ""
    for arabic, latin, bearers in database.execute(_PERSONS):
        if arabic != previous:
            yield SourceName(PERSON, arabic, latin, weight=bearers)
        previous = arabic


def _words(database: sqlite3.Connection) -> Iterator[SourceName]:
    for arabic, role, bearers in database.execute(_UNITS, _OTHER_LANGUAGES):
        if role in _CODES and bearers >= _MIN_BEARERS[role]:
            yield SourceName(_CODES[role], arabic, weight=bearers)
