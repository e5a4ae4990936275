"""The pipeline from a raw text to the terms that are indexed and searched.

Each word gives a term to each stream, at the same position:
- `exact`: the word in normal spelling;
- `stem`: what its forms have in common (`articles.arabic.stem`);
- `root`: what the words of its family have in common (`articles.arabic.roots`);
- `tri`: runs of three letters of the normal spelling, none for a stop word; they find misspelt words;
- `written`: the word as it stands, letters unfolded: for the exact mode and for wildcards.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from articles.arabic.normalize import composed, normalize_word, unmark
from articles.arabic.roots import root
from articles.arabic.stem import stem
from articles.arabic.tokenize import WORD

#: Counts up whenever the same text would give other terms: an index of another version is rebuilt.
ANALYSIS_VERSION = 2

#: Terms are cut to this many code points, as Lucene does: what is longer is noise, not a word.
LONGEST_TERM = 255
#: Words longer than this are not worth remembering.
_LONGEST_REMEMBERED = 40
#: Different words remembered, about 60 MB in all: 98% of the words of a news text.
_REMEMBERED = 1 << 16


class AnalyzedWord(NamedTuple):
    """One word and its terms. Words count positions; `start`, `end` are code points, half-open."""

    text: str
    start: int
    end: int
    position: int
    exact: str
    stem: str
    root: str
    tri: tuple[str, ...]
    written: str


WordTerms = tuple[str, str, str, tuple[str, ...], str]


def analyze(text: str) -> list[AnalyzedWord]:
    """Every word of the text, stop words included: phrases need them."""
    words: list[AnalyzedWord] = []
    position = 0
    make = tuple.__new__  # half the time of AnalyzedWord(...)
    for match in WORD.finditer(text):
        word = match[0]
        terms = analyze_word(word)
        if terms:
            words.append(make(AnalyzedWord, (word, *match.span(), position, *terms)))
            position += 1
    return words


def analyze_word(word: str) -> WordTerms | None:
    """The terms of a word as written, in the order of AnalyzedWord; none for tatweel or marks alone."""
    return _remembered_terms(word) if len(word) <= _LONGEST_REMEMBERED else _terms(word)


def _terms(word: str) -> WordTerms | None:
    exact = normalize_word(word)[:LONGEST_TERM]
    if not exact:
        return None
    tri = () if is_stop_word(word) else trigrams(exact)
    return exact, stem(exact), root(exact), tri, unmark(word)[:LONGEST_TERM]


_remembered_terms = lru_cache(maxsize=_REMEMBERED)(_terms)


def trigrams(word: str) -> tuple[str, ...]:
    """Every run of three letters; a word of three letters or less is its own."""
    if len(word) <= 3:
        return (word,)
    return tuple([word[first : first + 3] for first in range(len(word) - 2)])


@cache
def stop_words() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "stopwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_stop_word(word: str) -> bool:
    """Whether a word as written is a stop word.

    Letters are not folded before, only presentation forms: على is one, the name علي is not.
    """
    return unmark(composed("NFKC", word)) in stop_words()
