"""Arabic names for one in Latin letters, likeliest first: one way for pages, completions and the evaluation.

Names are looked up by their sound: those that sound equal, and where none of them is surely meant, those
that one edit parts from it. `articles.arabic.latin` says how well each reads as the Latin name.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from articles.arabic.latin import bare_latin_words, keys_near, latin_keys, likeness, likeness_so_far
from articles.arabic.normalize import name_key

#: Sounds (`arabic_key`) → names that have one of them, each with its own.
Lookup = Callable[[Collection[str]], Iterable[tuple[str, str]]]

#: Below the first an Arabic name is not meant, from the second on surely: docs/decisions/names.md.
MIN_LIKENESS, SURE = 0.85, 0.95
#: Names that are compared letter by letter: of those that sound equal, and of the others.
MAX_CANDIDATES = 400
#: Readings of the Latin letters of which the near ones are looked up, and sounds in one lookup.
_MAX_NEAR_OF, _AT_ONCE = 16, 800
#: Of a word of several, and of the whole.
_WORDS, _PARTS = 12, 40
#: Sounds shorter than this begin too many words.
_LEAST_SOUND = 2
_BEGINNINGS = 8


@dataclass(frozen=True)
class Meant:
    """An Arabic name, and how well it reads as the Latin one: 0 to 1."""

    name: str
    likeness: float


class Words(Protocol):
    """The words of many names."""

    def sounding(self, sounds: Collection[str]) -> Iterable[tuple[str, str]]: ...

    def beginning_to_sound(self, sound: str, most: int) -> Iterable[tuple[str, str]]:
        """Words of a sound that begins so."""

    def has(self, words: str) -> bool:
        """Whether a name has these words in it."""


def rank_latin(latin: str, lookup: Lookup) -> list[Meant]:
    """The names that a Latin one may mean, each once, likeliest first; however unlikely."""
    keys = latin_keys(latin)
    found: dict[str, float] = {}
    for name, _sound in islice(lookup(keys), MAX_CANDIDATES):
        found.setdefault(name, likeness(latin, name))
    if max(found.values(), default=0) < SURE:
        for name, _sound in islice(_near(keys, lookup), MAX_CANDIDATES):
            if name not in found:
                found[name] = likeness(latin, name)
    return ranked(Meant(name, score) for name, score in found.items())


def _near(keys: tuple[str, ...], lookup: Lookup) -> Iterator[tuple[str, str]]:
    near = sorted(keys_near(keys[:_MAX_NEAR_OF]).difference(keys))
    for first in range(0, len(near), _AT_ONCE):
        yield from lookup(near[first : first + _AT_ONCE])


def ranked(meant: Iterable[Meant]) -> list[Meant]:
    """Likeliest first, equals in the order given; one spelling of those with the same letters."""
    kept: dict[str, Meant] = {}
    for each in sorted(meant, key=lambda each: -each.likeness):
        kept.setdefault(name_key(each.name), each)
    return list(kept.values())


def rank_parts(latin: str, words: Words, *, is_whole: bool = True) -> list[Meant]:
    """Words that stand together in names, as many as the Latin ones; likely ones only, likeliest first.

    With `is_whole` False the last word may go on.
    """
    given = bare_latin_words(latin)
    parts = [""]
    for place, word in enumerate(given):
        goes_on = not is_whole and place == len(given) - 1
        meant = _beginning_words(word, words) if goes_on else _whole_words(word, words)
        longer = [f"{part} {name}".strip() for part in parts for name in meant]
        parts = [part for part in longer if not place or words.has(part)][:_PARTS]
    compare = likeness if is_whole else likeness_so_far
    found = ranked(Meant(part, compare(latin, part)) for part in parts if part)
    return [each for each in found if each.likeness >= MIN_LIKENESS]


def _whole_words(latin: str, words: Words) -> list[str]:
    meant = rank_latin(latin, words.sounding)
    return [each.name for each in meant if each.likeness >= MIN_LIKENESS][:_WORDS]


def _beginning_words(latin: str, words: Words) -> list[str]:
    sounds = [key for key in latin_keys(latin, is_whole=False) if len(key) >= _LEAST_SOUND][:_BEGINNINGS]
    found = (name for sound in sounds for name, _sound in words.beginning_to_sound(sound, MAX_CANDIDATES))
    scored = ranked(Meant(name, likeness_so_far(latin, name)) for name in islice(found, MAX_CANDIDATES))
    return [each.name for each in scored if each.likeness >= MIN_LIKENESS][:_PARTS]
