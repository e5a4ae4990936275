"""Stems of normalised words: light10, and the rule that the index uses.

`light_stem` is light10 (Larkey, Ballesteros, Connell 2002) as Lucene's ArabicAnalyzer has it. One
prefix, the first that fits; then each suffix in turn, once. At least two letters stay, and و is a
prefix only in words of four letters or more.

`stem` takes the same suffixes off, and mends what keeps forms of one word apart (figures and
reasons: docs/decisions/stem-waw.md):
1. ئ and ؤ are ء: مسئول is مسؤول.
2. Prefixes come off one after another until none fits: وبالانفجارات is و + ب + ال. They are the
   article, و ب ل before anything, ف ك before the article, and لل.
3. A word whose first letters are its own (وزير، لبنان، ألمانيا: data/first_letters.txt) keeps them.
   A word that is not listed loses them with and without the article, so its forms still meet.
4. Of the endings the pronouns هما هم نا كم go first, where four letters stay, then light10's.
5. ت before a pronoun or the dual is the ة of the bare word: شركتها and شركتان are شركة.
6. The alef of the accusative goes from words of five letters or more: رئيسا is رئيس.
7. Broken plurals in data/plurals.txt become their singular: وزراء is وزير.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ARTICLE = "ال"
PREFIXES = (ARTICLE, "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
MINIMUM = 2

LAM_AND_ARTICLE = "لل"
#: Prefixes before any word, and those that are too rare to be told from a first letter but before ال.
FREE_PREFIXES = ("و", "ب", "ل")
BEFORE_ARTICLE = ("فال", "كال", "فلل")
#: One letter comes off only where as many as this stay; before an article two do.
KEPT_AFTER_LETTER = 3
#: و + ب + ال and a first letter that is not listed; more is noise.
MOST_PREFIXES = 4

PRONOUNS = ("هما", "هم", "نا", "كم")
KEPT_BEFORE_PRONOUN = 4
TEH = "ت"
KEPT_BEFORE_TEH = 3
#: Before these ة is written ت.
ENDINGS_AFTER_TEH = (*PRONOUNS, "ها", "ه", "ي", "ان", "ين")
ALEF = "ا"
KEPT_BEFORE_ALEF = 4
_AFTER_TEH = tuple(TEH + ending for ending in ENDINGS_AFTER_TEH)
_HAMZAS = str.maketrans("ئؤ", "ءء")

_DATA = Path(__file__).parent / "data"


def light_stem(word: str) -> str:
    """The light10 stem of a normalised word."""
    for prefix in PREFIXES:
        if len(prefix) == 1 and len(word) < 4:
            continue
        if word.startswith(prefix) and len(word) >= len(prefix) + MINIMUM:
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + MINIMUM:
            word = word[: -len(suffix)]
    return word


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The stem of a normalised word that the index uses."""
    bare = _bare(word)
    return plurals().get(bare, bare)


def _bare(word: str) -> str:
    """The stem but for broken plurals."""
    *_, bare = _endings_off(_without_prefixes(word.translate(_HAMZAS)))
    return bare


def _endings_off(word: str) -> Iterator[str]:
    """The word, then the word without each of its endings in turn."""
    whole = word
    yield word
    for pronoun in PRONOUNS:
        if word.endswith(pronoun) and len(word) >= len(pronoun) + KEPT_BEFORE_PRONOUN:
            word = word[: -len(pronoun)]
            yield word
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + MINIMUM:
            word = word[: -len(suffix)]
            yield word
    if word.endswith(TEH) and len(word) > KEPT_BEFORE_TEH and whole.endswith(_AFTER_TEH):
        word = word[:-1]
        yield word
    if word.endswith(ALEF) and len(word) > KEPT_BEFORE_ALEF:
        yield word[:-1]


def _without_prefixes(word: str) -> str:
    for _ in range(MOST_PREFIXES):
        if begins_with_own_letters(word):
            return word
        shorter = _without_one_prefix(word)
        if shorter == word:
            return word
        word = shorter
    return word


def _without_one_prefix(word: str) -> str:
    length = len(word)
    if word.startswith(LAM_AND_ARTICLE) and length >= len(LAM_AND_ARTICLE) + MINIMUM:
        # ل before a first letter ل looks the same: للبنان is ل + لبنان.
        return word[1:] if begins_with_own_letters(word[1:]) else word[2:]
    if word.startswith(ARTICLE) and length >= len(ARTICLE) + MINIMUM:
        return word[len(ARTICLE) :]
    if word.startswith(BEFORE_ARTICLE) and length > len(ARTICLE) + MINIMUM:
        return word[1:]
    if word.startswith(FREE_PREFIXES) and length > KEPT_AFTER_LETTER:
        return word[1:]
    return word


def begins_with_own_letters(word: str) -> bool:
    """Whether the word, with or without its endings, is listed as one that no prefix begins."""
    return not _own_first_letters().isdisjoint(_endings_off(word))


@cache
def _own_first_letters() -> frozenset[str]:
    return frozenset(word.translate(_HAMZAS) for word in _lines("first_letters.txt"))


@cache
def plurals() -> dict[str, str]:
    """The stem of a broken plural → the stem of its singular."""
    pairs = (line.split() for line in _lines("plurals.txt"))
    return {_bare(plural): _bare(singular) for plural, singular in pairs}


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
