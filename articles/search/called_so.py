"""What a name means in this archive, in Arabic or Latin letters: names, entities, sources."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations

from articles.arabic.latin import MAX_LENGTH, bare_latin_words, is_latin, latin_keys, likeness_so_far
from articles.arabic.normalize import normalize
from articles.arabic.skeletons import LAST_CLASS
from articles.models import Entity, EntityAlias
from articles.search.entity_names import RootNames, entity_names, source_names
from articles.search.latin_names import (
    MAX_CANDIDATES,
    MIN_LIKENESS,
    SURE,
    Meant,
    rank_latin,
    rank_parts,
    ranked,
)

#: Entities that a name in a query may mean; the oldest are kept, as what is often named is named soon.
MAX_FOUND = 2000
#: Names that a Latin one is taken for, and names that its first letters are.
MAX_NAMES, MAX_BEGINNINGS = 5, 40
#: Readings of first letters that are looked up, and the consonants that it takes: fewer begin too many names.
_READINGS, _LEAST_SOUND = 8, 3
_ABOUT_AS_LIKELY = 0.02
#: Entities that say how a part of a name is written; names of theirs that are read, and words of each.
_ASKED, _READ, _WORDS = 3, 60, 10

_ACRONYM = re.compile("[A-Z]{1,5}")
_LATIN_ARTICLE = re.compile(r"\s*[ae]l[ -]+(?=\w)", re.IGNORECASE)
_LATIN_ARTICLES = ("al", "el")


def names_meant(latin: str) -> list[Meant]:
    """Names of the archive that a Latin one may mean, likeliest first: whole, and parts of longer ones."""
    names = entity_names()
    words = bare_latin_words(latin)
    if not words:
        return []
    given = names.called(normalize(latin))[:MAX_NAMES]
    found = [Meant(name, 1.0) for name in _names(given)]

    def sounding(sounds: Collection[str]) -> Iterable[tuple[str, str]]:
        # A word alone may be a part of a name.
        return chain(_spellings(sounds), names.sounding(sounds) if len(words) == 1 else ())

    found += rank_latin(latin, sounding)
    if len(words) > 1 and not any(each.likeness >= SURE for each in found):
        found += rank_parts(latin, names)
    likely = [each for each in ranked(found) if each.likeness >= MIN_LIKENESS]
    roots = {each.name: names.holding(normalize(each.name))[:_ASKED] for each in likely[: 2 * MAX_NAMES]}
    written = _as_written({root for found in roots.values() for root in found})
    # Spellings of what was called no entity are left out.
    return [
        replace(each, name=written.get(each.name, each.name))
        for each in likely[: 2 * MAX_NAMES]
        if roots[each.name]
    ][:MAX_NAMES]


def _as_written(roots: Collection[int]) -> dict[str, str]:
    """Normal spelling → as it is written in the names of these roots: of each part of a name."""
    of_them = Entity.objects.filter(canonical__in=roots).order_by("pk").values_list("name", flat=True)
    aliases = EntityAlias.objects.filter(entity__canonical__in=roots).order_by("pk")
    found: dict[str, str] = {}
    for name in chain(of_them[:_READ], aliases.values_list("name", flat=True)[:_READ]):
        words = name.split()[:_WORDS]
        for first, last in combinations(range(len(words) + 1), 2):
            part = " ".join(words[first:last])
            found.setdefault(normalize(part), part)
    return found


def _names(keys: Collection[int]) -> list[str]:
    found = dict(Entity.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [found[key] for key in keys if key in found]


def _spellings(sounds: Collection[str]) -> Iterator[tuple[str, str]]:
    rows = EntityAlias.objects.filter(sound__in=list(sounds)).order_by("sound", "pk")
    yield from rows.values_list("name", "sound")[:MAX_CANDIDATES]


def roots_beginning(text: str) -> list[int]:
    """The keys of what a name of which begins with the text, at any of its words; however its article is."""
    names = entity_names()
    found = set(names.beginning_with(text))
    if (article := _LATIN_ARTICLE.match(text)) and is_latin(text):
        behind = text[article.end() :]
        for other in _LATIN_ARTICLES:
            found.update(names.beginning_with(f"{other} {behind}"))
    return sorted(found)


def roots_sounding(latin: str) -> list[int]:
    """The keys of what has a name that sounds as these first letters of a Latin one, at any of its words.

    None for the letters of an acronym: they sound like anything.
    """
    if not is_latin(latin) or _ACRONYM.fullmatch(latin.strip()):
        return []
    names = entity_names()
    meant = [*rank_parts(latin, names, is_whole=False), *_whole_beginnings(latin)]
    best = max((each.likeness for each in meant), default=0)
    found = {
        root
        for each in ranked(meant)[:MAX_BEGINNINGS]
        if each.likeness >= best - _ABOUT_AS_LIKELY
        for root in names.beginning_with(each.name)
    }
    return sorted(found)


def _whole_beginnings(latin: str) -> Iterator[Meant]:
    """Names of which the words may be parted otherwise."""
    for sound in [key for key in latin_keys(latin, is_whole=False) if len(key) >= _LEAST_SOUND][:_READINGS]:
        # No class comes twice in a row: what goes on from here comes before.
        last = f"{sound}{LAST_CLASS}{LAST_CLASS}"
        rows = EntityAlias.objects.filter(sound__gte=sound, sound__lt=last).order_by("sound", "pk")
        for name in rows.values_list("name", flat=True)[:MAX_BEGINNINGS]:
            if (score := likeness_so_far(latin, name)) >= MIN_LIKENESS:
                yield Meant(name, score)


def names_of(kind: str, name: str) -> list[int]:
    """The sources (`kind` source) or roots of this kind that are called so, in any spelling.

    Where nothing is, those with the words in a longer name: Dunford, غيراسيموف; then those that a name in
    Latin letters sounds like.
    """
    key = normalize(name)
    if kind == "source":
        sources = source_names()
        return sources.called(key) or sources.holding(key)
    names = entity_names()
    for found in _readings(key, name, names):
        if wanted := [each for each in found if names.roots.kind(each) == kind]:
            return wanted[:MAX_FOUND]
    return []


def _readings(key: str, name: str, names: RootNames) -> Iterator[list[int]]:
    yield names.called(key)
    yield names.holding(key)
    if is_latin(name):
        for meant in names_meant(name[:MAX_LENGTH]):
            yield names.called(normalize(meant.name))
            yield names.holding(normalize(meant.name))
