"""Entities that a new one may be the same as: found by indexed keys of its spellings, for many at once.

1. Equal and near skeletons (`sound`).
2. A surname (respelt too), given name or short name alone, and the longer names with it, both ways.
3. Equal letters, of another kind.
4. An equal Latin name.
A key that very many share says little: what is more than MANY is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from articles.arabic.known_names import fold, without_article
from articles.arabic.letters import ALEF, HEH, YEH
from articles.arabic.names import MIN_NEAR_SKELETON
from articles.arabic.skeletons import CLASSES, FINAL_YEH, FIRST_VOWEL, WAW, skeleton
from articles.entities.gazetteer import gazetteer
from articles.entities.linking.lookup import Atom, Spelling, chunks, spellings_with, with_latin
from articles.entities.linking.parts import generic_words
from articles.models import EntityAlias
from articles.models.keys import SpellingKeys, spelling_keys

_CLASSES = "".join(sorted(CLASSES))
_FIRST = _CLASSES + FIRST_VOWEL + WAW + YEH
_ALPHABET = "".join(map(chr, range(0x0627, 0x064B)))
#: Letters of one sound, by their class.
_SOUNDS = {
    sound: "".join(letter for letter in _ALPHABET if skeleton(letter) == sound) for sound in sorted(CLASSES)
}
_VOWELS = ALEF + WAW + YEH
_FINALS = _VOWELS + HEH
_MOST_LETTERS = 20
#: Spellings with one key that are compared.
MANY = 50
#: Candidates of one spelling.
MOST = 200


@dataclass(frozen=True)
class NewSpelling:
    """A spelling of an entity that is compared with the others."""

    atom: Atom
    name: str
    keys: SpellingKeys

    @property
    def words(self) -> list[str]:
        return self.name.split()


def candidates(new: Iterable[NewSpelling]) -> dict[NewSpelling, list[Spelling]]:
    """Spellings of entities with another root, at most MOST each."""
    asked = list(new)
    found: dict[NewSpelling, dict[Spelling, None]] = {spelling: {} for spelling in asked}
    for field, wanted in _wanted(asked).items():
        by_key = _read(field, set(wanted))
        for key, spellings in by_key.items():
            for spelling in wanted[key]:
                found[spelling].update(dict.fromkeys(spellings))
    for spelling, others in _longer(asked):
        found[spelling].update(dict.fromkeys(others))
    for spelling, others in _of_latin(asked):
        found[spelling].update(dict.fromkeys(others))
    return {
        spelling: [other for other in others if other.atom.root != spelling.atom.root][:MOST]
        for spelling, others in found.items()
    }


def _wanted(new: list[NewSpelling]) -> dict[str, dict[str, list[NewSpelling]]]:
    """By column of EntityAlias: the values looked for, and who asks."""
    wanted: dict[str, dict[str, list[NewSpelling]]] = {
        field: defaultdict(list) for field in ("sound", "key", "last", "letters", "bare_letters")
    }
    for spelling in new:
        for field, value in _values(spelling):
            if value:
                wanted[field][value].append(spelling)
    return wanted


def _values(spelling: NewSpelling) -> Iterator[tuple[str, str]]:
    keys, words = spelling.keys, spelling.words
    yield from (("sound", sound) for sound in near_sounds(keys.sound))
    yield "letters", keys.letters
    yield "last", keys.last or keys.key
    field = _field(spelling)
    for part in _parts(words, spelling.atom.kind):
        yield field, getattr(spelling_keys(part), field)
    if spelling.atom.kind == "person":
        alike = respelt(keys.last or keys.key)
        yield from (("key" if keys.last else "last", surname) for surname in alike)


def _field(spelling: NewSpelling) -> str:
    """The column in which parts of a name are found: an article does not tell a place from itself."""
    return "key" if spelling.atom.kind == "person" else "bare_letters"


def respelt(word: str) -> set[str]:
    """A surname as it may be written otherwise: a letter for another of its sound, a vowel more or less."""
    found: set[str] = set()
    for place in range(min(len(word), _MOST_LETTERS) + 1):
        head, letter, tail = word[:place], word[place : place + 1], word[place + 1 :]
        sound = skeleton(letter)
        found.update(head + other + tail for other in _SOUNDS.get(sound, "") if letter)
        found.update(head + vowel + letter + tail for vowel in _VOWELS if head)
        if letter in _FINALS:
            found.add(head + tail)
    found.add(word + HEH)
    return found - {word, ""}


def near_sounds(sound: str) -> set[str]:
    """The skeleton, and those that one edit parts from it: only such as a name can have."""
    near = {sound}
    if len(sound) < MIN_NEAR_SKELETON:
        return near
    for place in range(len(sound) + 1):
        head, tail = sound[:place], sound[place:]
        letters = _FIRST if not head else _CLASSES
        near.add(head + tail[1:])
        near.update(head + letter + tail for letter in letters if letter not in (head[-1:], tail[:1]))
        near.update(head + letter + tail[1:] for letter in letters if letter not in (head[-1:], tail[1:2]))
    near.update((sound.removesuffix(FINAL_YEH) + FINAL_YEH, ""))
    return near - {""}


def _parts(words: list[str], kind: str) -> Iterator[str]:
    """Shorter names that a longer one may be called."""
    if len(words) == 1:
        return
    if kind == "person":
        yield from (words[0], *(" ".join(words[first:]) for first in range(1, len(words))))
        return
    yield from (" ".join(words[:last]) for last in range(1, len(words)))
    yield " ".join(words[1:])


def _read(field: str, values: set[str]) -> dict[str, list[Spelling]]:
    """The spellings by their value of this column, where they are not too many."""
    few: list[str] = []
    for chunk in chunks(sorted(values)):
        # Most values are of no spelling: the index alone tells.
        counted = EntityAlias.objects.filter(**{f"{field}__in": chunk}).order_by().values_list(field)
        few += [value for value, number in counted.annotate(number=Count("pk")) if number <= MANY]
    found: dict[str, list[Spelling]] = {}
    for chunk in chunks(few):
        for value, spelling in spellings_with(field, Q(**{f"{field}__in": chunk})):
            found.setdefault(value, []).append(spelling)
    return found


def _longer(new: list[NewSpelling]) -> Iterator[tuple[NewSpelling, list[Spelling]]]:
    """Names that begin with a shorter one, or with a generic word and it."""
    asked = [spelling for spelling in new if len(spelling.words) <= 2 and not _is_common(spelling)]
    for spelling in asked:
        field = _field(spelling)
        begins = _begins(field, getattr(spelling.keys, field))
        # One at a time: a beginning that thousands share must not take the room of the others.
        rows = [other for _name, other in spellings_with("name", begins, at_most=MANY + 1)]
        if len(rows) <= MANY:
            yield spelling, rows


def _begins(field: str, letters: str) -> Q:
    """In the form that the index of the database serves: SQLite's is in the order of code points."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gt": letters, f"{field}__lt": letters + chr(0x10FFFF)})
    return Q(**{f"{field}__startswith": letters})


def _is_common(spelling: NewSpelling) -> bool:
    """Whether too many names begin so for any of them to be meant."""
    word = fold(spelling.name)
    if spelling.atom.kind == "person":
        return "g" in gazetteer().words.get(word, "")
    return without_article(word) in generic_words()["organisation"] | generic_words()["place"]


def _of_latin(new: list[NewSpelling]) -> Iterator[tuple[NewSpelling, list[Spelling]]]:
    named = [spelling for spelling in new if spelling.atom.latin]
    found: dict[str, list[Spelling]] = defaultdict(list)
    for latin, other in with_latin(spelling.atom.latin for spelling in named):
        found[latin].append(other)
    for spelling in named:
        if len(found[spelling.atom.latin]) <= MANY:
            yield spelling, found[spelling.atom.latin]
