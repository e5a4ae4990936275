"""The pipeline from a raw text to the terms that are indexed and searched."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from articles.arabic.normalize import normalize_word, unmark
from articles.arabic.stem import light_stem
from articles.arabic.tokenize import iterate_tokens

#: Counts up whenever the same text would give other terms: an index of another version is rebuilt.
ANALYSIS_VERSION = 1


class AnalyzedWord(NamedTuple):
    """One word and its terms. Words count positions; `start`, `end` are code points, half-open."""

    text: str
    start: int
    end: int
    position: int
    exact: str
    stem: str


def analyze(text: str) -> list[AnalyzedWord]:
    """Every word of the text, stop words included: phrases need them."""
    words: list[AnalyzedWord] = []
    for token in iterate_tokens(text):
        exact = normalize_word(token.text)
        if exact:
            words.append(AnalyzedWord(*token, len(words), exact, light_stem(exact)))
    return words


@cache
def stop_words() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "stopwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_stop_word(word: str) -> bool:
    """Whether a word as written is a stop word.

    Letters are not folded before: على is one, the name علي is not.
    """
    return unmark(word) in stop_words()
