"""Whether two Arabic spellings are one name.

Three answers, in the order in which they are tried:
- different: both are known, and as two things (data/known_names.txt), or nothing below holds;
- automatic: equal but for marks, hamza, spaces, ابن and بن, for places and organisations the article
  (T0); or a name of several words whose differing words have one long skeleton and like letters (T1);
- suggest: skeletons that are equal or one edit apart, in words that look alike: for a curator.

A vowel letter more or less is a habit of writing foreign names; in a native word it makes another
word (حسن, حسين). Words with ح ع ض ظ ذ, or with the article, are native: they are never T1.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from articles.arabic.known_names import (
    HAMZA,
    are_known_apart,
    drop_hamza,
    fold,
    is_given_name,
    without_article,
)
from articles.arabic.letters import ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, HEH, YEH
from articles.arabic.normalize import unmark
from articles.arabic.skeletons import MAX_LETTERS, WAW, consonants, is_near, similarity, skeleton
from articles.arabic.tokenize import tokenize

Kind = Literal["person", "place", "organisation"]
Answer = Literal["automatic", "suggest", "different"]

#: What is longer is no name.
MAX_LENGTH = 500
#: Measured: docs/decisions/names.md.
MIN_SIMILARITY = 0.7
MIN_MERGED_SKELETON = 4
MIN_SUGGESTED_CONSONANTS = 3
MIN_NEAR_SKELETON = 4
#: A word this short with a letter of Arabic's own is a root with its pattern: vowels tell it apart.
MAX_ROOT_LETTERS = 5

LAM = "\u0644"
_SON, _BEN = "\u0627\u0628\u0646", "\u0628\u0646"
NATIVE = frozenset("\u062d\u0639\u0636\u0638\u0630")
_SEATED_ARTICLES = tuple(alef + LAM for alef in (ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA))
_FINAL = (ALEF, HEH)
_VOWELS = frozenset({ALEF, WAW, YEH})


@dataclass(frozen=True)
class Verdict:
    """`reason` is one of a few fixed words, for tests, logs and the curator's page."""

    answer: Answer
    reason: str


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded; ابن before another word as بن.

    ألباني has no article: a hamza before the word keeps it from being taken for one.
    """
    words = [_opening(token.text) + fold(token.text) for token in tokenize(name)]
    words = [word for word in words if word != HAMZA * len(word)]
    return tuple(
        _BEN if word == _SON and place < len(words) - 1 else word for place, word in enumerate(words)
    )


def _opening(word: str) -> str:
    return HAMZA if unmark(word).startswith(_SEATED_ARTICLES) else ""


def merge_keys(name: str, kind: Kind) -> frozenset[str]:
    """Names that share one of these differ in nothing that counts (T0). None for a name without letters."""
    return _keys(name_words(name), kind)


def name_letters(name: str) -> tuple[str, str]:
    """The letters of a name without spaces, hamza and ابن told from بن; and the same without articles.

    Both are empty for a name without letters. Names of which `merge_keys` has one in common have one of these
    in common at the same place, so that a database can find them.
    """
    words = name_words(name)
    return drop_hamza("".join(words)), "".join(map(_bare, words))


@lru_cache(maxsize=1 << 14)
def compare_names(one: str, other: str, kind: Kind) -> Verdict:
    """Whether two spellings, both of something of this kind, name the same. Symmetric."""
    if max(len(one), len(other)) > MAX_LENGTH:
        return Verdict("different", "too long")
    return _compare(name_words(one), name_words(other), kind)


def _compare(words: tuple[str, ...], others: tuple[str, ...], kind: Kind) -> Verdict:
    if not words or not others:
        return Verdict("different", "no letters")
    if _known_apart(words, others):
        return Verdict("different", "both known")
    if _keys(words, kind) & _keys(others, kind):
        return Verdict("automatic", "same letters")
    if max(sum(map(len, words)), sum(map(len, others))) > MAX_LETTERS:
        return Verdict("different", "too long")
    if len(words) != len(others):
        return _compare_joined("".join(map(_bare, words)), "".join(map(_bare, others)))
    return _compare_aligned(words, others, kind)


def _compare_aligned(words: tuple[str, ...], others: tuple[str, ...], kind: Kind) -> Verdict:
    """The weakest answer over the words that differ; one word alone proves nothing."""
    pairs = [(a, b) for a, b in zip(words, others, strict=True) if drop_hamza(a) != drop_hamza(b)]
    answers = [_compare_words(a, b, kind) for a, b in pairs]
    weakest = max(answers, key=lambda verdict: _WEAKNESS.index(verdict.answer))
    if weakest.answer == "automatic" and len(words) == 1:
        return Verdict("suggest", "one word alone")
    return weakest


_WEAKNESS = ("automatic", "suggest", "different")


def _compare_words(one: str, other: str, kind: Kind) -> Verdict:
    """Of two words at the same place; `automatic` is for a name of several words."""
    bare, other_bare = _bare(one), _bare(other)
    if bare == other_bare:
        return _compare_articles(one, other, kind)
    if _without_end(bare) == _without_end(other_bare):
        return Verdict("suggest", "last vowel")
    if similarity(bare, other_bare) < MIN_SIMILARITY:
        return Verdict("different", "letters")
    has_article = kind == "person" and (one != bare or other != other_bare)
    return _compare_skeletons(
        bare, other_bare, is_native=has_article or bool(NATIVE & set(bare + other_bare))
    )


def _compare_articles(one: str, other: str, kind: Kind) -> Verdict:
    """Of a word with its article and without."""
    if kind != "person":
        return Verdict("automatic", "article")
    if is_given_name(one) or is_given_name(other):
        return Verdict("different", "given names")
    return Verdict("suggest", "article")


def _compare_skeletons(one: str, other: str, *, is_native: bool) -> Verdict:
    """Of two words that look alike, without article."""
    bones, others = skeleton(one), skeleton(other)
    shortest = min(len(bones), len(others))
    if bones == others and min(consonants(one), consonants(other)) >= MIN_SUGGESTED_CONSONANTS:
        is_root = max(len(one), len(other)) <= MAX_ROOT_LETTERS
        if is_native and is_root and not _same_vowels(one, other):
            return Verdict("different", "vowels of a native word")
        is_merged = not is_native and shortest >= MIN_MERGED_SKELETON
        return Verdict("automatic" if is_merged else "suggest", "same skeleton")
    if shortest >= MIN_NEAR_SKELETON and is_near(bones, others):
        return Verdict("suggest", "near skeleton")
    return Verdict("different", "skeletons")


def _compare_joined(one: str, other: str) -> Verdict:
    """Of names that part their words otherwise, as strings without spaces."""
    bones = skeleton(one)
    if (
        len(bones) >= MIN_NEAR_SKELETON
        and bones == skeleton(other)
        and similarity(one, other) >= MIN_SIMILARITY
    ):
        return Verdict("suggest", "same skeleton")
    return Verdict("different", "number of words")


def _known_apart(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    words, others = _plain(words), _plain(others)
    if are_known_apart(" ".join(words), " ".join(others)):
        return True
    if len(words) != len(others):
        return False
    return any(a != b and are_known_apart(a, b) for a, b in zip(words, others, strict=True))


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removeprefix(HAMZA) for word in words)


def _keys(words: tuple[str, ...], kind: Kind) -> frozenset[str]:
    keys = {drop_hamza("".join(words))}
    if kind != "person":
        keys.add("".join(map(_bare, words)))
    return frozenset(keys - {""})


def _bare(word: str) -> str:
    return drop_hamza(without_article(word))


def _same_vowels(one: str, other: str) -> bool:
    """Whether words of one skeleton differ in nothing but letters of one class."""
    changed = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and not any(_VOWELS & {a, b} for a, b in changed)


def _without_end(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(_FINAL) else word
