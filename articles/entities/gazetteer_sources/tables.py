"""The tables of the gazetteer: made of the names that the sources give, written and put together again."""

import gzip
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from articles.arabic.known_names import without_article
from articles.arabic.names import Kind, merge_keys
from articles.entities.gazetteer import CODES, LATIN_FILE, NAMES_FILE
from articles.entities.gazetteer_sources.names import (
    GIVEN,
    NISBA,
    ORGANISATION,
    PERSON,
    PLACE,
    SMALL_PLACE,
    WORD_CODES,
    SourceName,
    table_name,
)

#: Letters of a place of one word, without its article -> the renown from which a text means it. With less,
#: but a tenth of it, a longer name counts as a small place; others are likelier words, or parts of names.
RENOWN = {3: 1_000_000, 4: 300_000, 5: 100_000, 6: 20_000}
MIN_SMALL_LETTERS = 5
#: A place of one word that so many people are named like is, in a text, a person; but for great cities.
NAMESAKES = 5
GREAT_CITY = 3_000_000
#: An everyday word that so many people are called is a given name or surname all the same.
NAME_OF_MANY = 50
#: Of a person known by one word.
MIN_PERSON_LETTERS = 5
_KINDS: dict[str, Kind] = {
    PLACE: "place",
    SMALL_PLACE: "place",
    PERSON: "person",
    ORGANISATION: "organisation",
}
#: What a line of the tables is made of, and what stands in parentheses, is no part of a Latin name.
_SEPARATORS = re.compile(r"[\t\n\r,]+|\([^)]*\)?")


@dataclass(frozen=True)
class PlainWords:
    """Everyday words, folded. `function` words are no given name either, whoever is called so."""

    function: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True)
class Tables:
    """`latin`: code of the kind and key of the name -> Latin name, ids of places."""

    names: Mapping[str, str]
    words: Mapping[str, str]
    latin: Mapping[str, tuple[str, tuple[int, ...]]]


def make_tables(
    names: Iterable[SourceName], *, plain_words: PlainWords, held_out_keys: Collection[str]
) -> Tables:
    """Plain words alone are no names; places with a key of `held_out_keys` are left out."""
    kept = [
        (name, folded)
        for name in names
        if (folded := table_name(name.arabic)) and not _is_held_out(name, folded, held_out_keys)
    ]
    given = _bearers(kept, {GIVEN})
    many = {word for word, count in _bearers(kept, WORD_CODES).items() if count >= NAME_OF_MANY}
    weak = plain_words.function | (plain_words.other - many)
    plain = plain_words.function | plain_words.other
    codes: dict[str, set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for name, folded in kept:
        parts = folded.split()
        if name.code in WORD_CODES:
            if len(parts) == 1 and folded not in (weak if name.code != NISBA else plain_words.function):
                words[folded].add(name.code)
        elif len(parts) > 1:
            if not (plain.issuperset(parts) and weak.intersection(parts)):
                codes[folded].add(name.code)
        elif folded not in plain and (code := _code_alone(name, folded, given.get(folded, 0))):
            codes[folded].add(code)
    return Tables(names=_joined(codes), words=_joined(words), latin=_latin(name for name, _ in kept))


def write_tables(tables: Tables, folder: Path) -> None:
    """The same tables make the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / NAMES_FILE, [*_sections(tables.names), *_sections(tables.words)])
    _write(
        folder / LATIN_FILE,
        sorted(f"{key}\t{latin}\t{','.join(map(str, ids))}" for key, (latin, ids) in tables.latin.items()),
    )


def _is_held_out(name: SourceName, folded: str, keys: Collection[str]) -> bool:
    """By either spelling: only the raw one tells أل from the article, only the folded has no parentheses."""
    if _KINDS.get(name.code) != "place":
        return False
    return any(not merge_keys(spelling, "place").isdisjoint(keys) for spelling in (name.arabic, folded))


def _bearers(names: Iterable[tuple[SourceName, str]], codes: Collection[str]) -> dict[str, int]:
    bearers: dict[str, int] = defaultdict(int)
    for name, folded in names:
        if name.code in codes:
            bearers[folded] += name.weight
    return bearers


def _code_alone(name: SourceName, folded: str, namesakes: int) -> str:
    """The code of a name of one word; empty where the word is likelier something else."""
    if name.code == ORGANISATION:
        return ORGANISATION
    if name.code == PERSON:
        return PERSON if len(folded) >= MIN_PERSON_LETTERS and not namesakes else ""
    letters = len(without_article(folded))
    wanted = RENOWN[max(min(RENOWN), min(max(RENOWN), letters))]
    if namesakes >= NAMESAKES and name.renown < GREAT_CITY:
        return ""
    if name.renown >= wanted:
        return PLACE
    return SMALL_PLACE if letters >= MIN_SMALL_LETTERS and name.renown * 10 >= wanted else ""


def _joined(codes: Mapping[str, set[str]]) -> dict[str, str]:
    """Codes as one string; a place that is well known is not also a small one."""
    return {
        name: "".join(sorted(found - {SMALL_PLACE} if PLACE in found else found))
        for name, found in sorted(codes.items())
    }


def _latin(names: Iterable[SourceName]) -> dict[str, tuple[str, tuple[int, ...]]]:
    heaviest: dict[str, tuple[int, str]] = {}
    ids: dict[str, set[int]] = defaultdict(set)
    for name in names:
        if name.code not in _KINDS or not (name.latin or name.place):
            continue
        kind = _KINDS[name.code]
        latin = " ".join(_SEPARATORS.sub(" ", name.latin).split())
        for key in merge_keys(name.arabic, kind):
            at = CODES[kind] + key
            heaviest[at] = min(heaviest.get(at, (0, "\uffff")), (-name.weight, latin or "\uffff"))
            ids[at] |= {name.place} - {0}
    return {
        at: ("" if latin == "\uffff" else latin, tuple(sorted(ids[at])))
        for at, (_weight, latin) in heaviest.items()
    }


def _sections(codes: Mapping[str, str]) -> list[str]:
    """`#` and codes, then the names that have them, in order."""
    by_codes: dict[str, list[str]] = defaultdict(list)
    for name, found in codes.items():
        by_codes[found].append(name)
    return [line for found in sorted(by_codes) for line in (f"#{found}", *sorted(by_codes[found]))]


def _write(path: Path, lines: Iterable[str]) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=9, mtime=0) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
    path.write_bytes(packed.getvalue())
