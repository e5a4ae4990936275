"""Words and punctuation of a raw text, sentence by sentence, as the recogniser reads them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from articles.arabic.known_names import fold
from articles.arabic.tokenize import WORD

#: A run of one sign is one word: a line of a million dots is no million words.
_TOKEN = re.compile(rf"(?P<word>{WORD.pattern})|(?P<sign>\S)(?P=sign)*")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_ENDS = frozenset(".!?\u061f\u2026")
_DIGIT = re.compile(r"\d")
#: Longer ones are cut: no name has so many words, and decoding needs a bound.
MAX_WORDS = 200
#: Letters of a word that are looked at.
MAX_LETTERS = 40


class Word(NamedTuple):
    """A word or a sign as written; `start` and `end` are code points into the raw text, half-open."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[list[Word]]:
    """Never empty, never across the end of a line, at most MAX_WORDS long."""
    for line in _LINE.finditer(text):
        sentence: list[Word] = []
        for match in _TOKEN.finditer(text, line.start(), line.end()):
            sentence.append(Word(match[0], match.start(), match.end()))
            if len(sentence) == MAX_WORDS or _is_end(sentence, text):
                yield sentence
                sentence = []
        if sentence:
            yield sentence


def _is_end(sentence: list[Word], text: str) -> bool:
    """Whether the last word ends its sentence: not in 3.5 or newsarchive.org, nor after an initial."""
    sign = sentence[-1]
    if sign.text[0] not in _SENTENCE_ENDS or not text[sign.end : sign.end + 1].isspace():
        return False
    return len(sentence) < 2 or len(sentence[-2].text) > 1


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """The spelling that is compared: folded, each digit a zero; a sign stays what it is."""
    cut = word[:MAX_LETTERS]
    return _DIGIT.sub("0", fold(cut)).replace(" ", "") or cut[0]
