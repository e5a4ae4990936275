"""Words of a raw text, with their places in it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from articles.arabic.letters import (
    DECIMAL_SEPARATOR,
    FORMAT,
    HARAKAT,
    OTHER_MARKS,
    THOUSANDS_SEPARATOR,
)

#: A number with its separators, or a letter and the letters, marks and invisible characters
#: after it. Tatweel is a letter to Unicode; `_` and `#` part words.
WORD = re.compile(
    rf"\d+(?:[.,{DECIMAL_SEPARATOR}{THOUSANDS_SEPARATOR}]\d+)*"
    rf"|[^\W\d_]+(?:[{HARAKAT}{FORMAT}{OTHER_MARKS}]+|[^\W\d_]+)*"
)


class Token(NamedTuple):
    """A word as written; `start` and `end` are code points into the raw text, half-open."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    return list(iterate_tokens(text))


def iterate_tokens(text: str) -> Iterator[Token]:
    for match in WORD.finditer(text):
        yield Token(match[0], match.start(), match.end())
