"""Roots without a dictionary: ISRI (Taghva, Elkhoury, Coombs: «Arabic stemming without a root
dictionary», ITCC 2005), written from the paper.

Takes a normalised word, so the paper's steps on vowel signs, alefs and ة are done already. Then:
1. ئ ؤ ء become one hamza, written as the plain alef.
2. A prefix of three letters or of two goes, then a suffix of three or of two.
3. و goes before a word that begins with و.
4. What is left is matched, by its length, with patterns in which ف ع ل stand for the root; a word
   that fits none loses one letter at its end, or else at its beginning, and is tried again.
A step is taken only where three letters stay. A word that fits nothing is its own root.
"""

from collections.abc import Sequence
from typing import NamedTuple

PREFIXES = ("كال", "بال", "ولل", "وال", "ال", "لل")
SUFFIXES = (
    "تمل", "همل", "تان", "تين", "كمل",
    "ون", "ات", "ان", "ين", "تن", "كم", "هن", "نا", "يا", "ها", "تم", "كن", "ني", "وا", "ما", "هم",
)  # fmt: skip
FIRST_LETTERS = "لبفسويتنا"
LAST_LETTERS = "هكيتان"
WAW = "و"
SHORTEST = 3
#: Longer than any word a pattern could be reached from.
LONGEST = 15

_HAMZAS = str.maketrans("ئؤء", "ااا")

#: Patterns of roots of three letters, by the length of the word. Those in ه stand first: مكتبه would
#: be of كبه by مفتعل.
PATTERNS = {
    4: ("فاعل", "فعول", "فعال", "فعيل", "مفعل", "فعله"),
    5: (
        "فعاله", "فعوله", "فعيله", "فاعله", "تفعله", "مفعله", "افعله", "افتعل", "افاعل", "تفاعل", "تفعيل",
        "مفعول", "مفعال", "مفعيل", "متفعل", "يتفعل", "مفتعل", "يفتعل", "تفتعل", "فواعل", "فاعول", "فعائل",
        "انفعل", "منفعل", "افعال", "فعلان", "فعلاا", "مفاعل",
    ),
    6: ("استفعل", "مستفعل", "مفعاله", "افتعال", "انفعال", "افاعيل", "تفاعيل", "مفاعيل", "متفاعل", "فواعيل"),
}  # fmt: skip
#: Patterns of roots of four letters, tried when nothing else fits.
FOUR_LETTER_PATTERNS = {
    5: ("تفعلل", "افعلل", "مفعلل", "فعلله", "فعالل", "فعلول", "فعليل"),
    6: ("متفعلل", "افعلال", "فعاليل"),
}


class Pattern(NamedTuple):
    """Letters that must stand at places of a word, and the places of its root."""

    fixed: tuple[tuple[int, str], ...]
    root: tuple[int, ...]

    def root_of(self, word: str) -> str | None:
        if any(word[place] != letter for place, letter in self.fixed):
            return None
        return "".join([word[place] for place in self.root])


def _pattern(written: str) -> Pattern:
    letters = tuple(enumerate(written.replace("ئ", "ا")))
    return Pattern(
        fixed=tuple((place, letter) for place, letter in letters if letter not in "فعل"),
        root=tuple(place for place, letter in letters if letter in "فعل"),
    )


def _compiled(table: dict[int, tuple[str, ...]]) -> dict[int, tuple[Pattern, ...]]:
    return {length: tuple(map(_pattern, written)) for length, written in table.items()}


_TRILITERAL = _compiled(PATTERNS)
_QUADRILITERAL = _compiled(FOUR_LETTER_PATTERNS)


def root(word: str) -> str:
    """The root of a normalised word; the word itself where it is no word or too long to have one."""
    if not SHORTEST < len(word) <= LONGEST or not word.isalpha():
        return word
    word = _without_affixes(word.translate(_HAMZAS))
    while len(word) > SHORTEST:
        if found := _matched(word):
            return found
        shorter = _without_one_letter(word)
        if shorter == word:
            return word
        word = shorter
    return word


def _without_affixes(word: str) -> str:
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) >= len(prefix) + SHORTEST:
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + SHORTEST:
            word = word[: -len(suffix)]
            break
    if word.startswith(WAW + WAW) and len(word) > SHORTEST:
        word = word[1:]
    return word


def _matched(word: str) -> str | None:
    """The root by a pattern of three letters, or of four where no letter can come off any more."""
    found = _first_match(_TRILITERAL.get(len(word), ()), word)
    if found is None and _without_one_letter(word) == word:
        found = _first_match(_QUADRILITERAL.get(len(word), ()), word)
    return found


def _first_match(patterns: Sequence[Pattern], word: str) -> str | None:
    return next((found for pattern in patterns if (found := pattern.root_of(word))), None)


def _without_one_letter(word: str) -> str:
    if word[-1] in LAST_LETTERS:
        return word[:-1]
    if word[0] in FIRST_LETTERS:
        return word[1:]
    return word
