"""The tokens that dates are read from: a text as a string of one letter for each token.

Numbers are told by their length, words by what they mean for a date (`data/months.py`),
punctuation is itself. `dates.py` has the shapes of dates over that string.
"""

import re
import unicodedata
from array import array
from functools import lru_cache
from typing import NamedTuple

from articles.arabic import letters
from articles.arabic.data import months as words

INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
LETTERS = (
    "A-Za-z\u00c0-\u024f\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\ufb50-\ufdfc\ufe70-\ufefc"
)
DASHES = "\\-\u2010-\u2015\u2212\u0640"
SLASHES = "/\\\\\u060d\u2044\u2215"
COMMAS = ",\u060c"
LINE_ENDS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
PROCLITICS = ("\u0648", "\u0644", "\u0628")  # wa, li, bi


class DateTokens(NamedTuple):
    text: str
    kinds: str
    starts: "array[int]"
    ends: "array[int]"

    def number(self, i: int) -> int:
        return int(_INVISIBLE.sub("", self.text[self.starts[i] : self.ends[i]]))

    def value(self, i: int) -> int:
        return meaning(self.text[self.starts[i] : self.ends[i]])[1]

    def glued(self, i: int) -> bool:
        """Nothing visible stands between this token and the one before."""
        return 0 < i < len(self.kinds) and not _INVISIBLE.sub(
            "", self.text[self.ends[i - 1] : self.starts[i]]
        )


_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_UNWRITTEN = re.compile(f"[{letters.HARAKAT}{INVISIBLE}{letters.TATWEEL}]+")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys(letters.ALEFS, letters.ALEF),
        **dict.fromkeys((letters.ALEF_MAKSURA, letters.FARSI_YEH), letters.YEH),
        **dict.fromkeys((letters.TEH_MARBUTA, letters.AE), letters.HEH),
        letters.KEHEH: letters.KAF,
    }
)
_TOKEN = re.compile(
    rf"(?P<number>[{DIGITS}][{DIGITS}{INVISIBLE}]*)|(?P<word>[{LETTERS}][{LETTERS}{letters.HARAKAT}{INVISIBLE}{letters.TATWEEL}]*)"
    rf"|(?P<line>[{LINE_ENDS}]+)|(?P<dash>[{DASHES}]+)|(?P<slash>[{SLASHES}])|(?P<comma>[{COMMAS}])|(?P<mark>[.:()|+])"
    rf"|(?P<other>[^\s{DIGITS}{LETTERS}{letters.HARAKAT}{INVISIBLE}{LINE_ENDS}{DASHES}{SLASHES}{COMMAS}.:()|+]+)"
)
_MARK_KINDS = {"dash": "-", "slash": "/", "comma": ",", "line": "\n", "other": "x"}


def _fold(word: str) -> str:
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKC", word)).translate(_FOLDED).casefold()


def _lexicon() -> dict[str, tuple[str, int]]:
    tables = {"M": words.MONTHS, "E": words.ENGLISH_MONTHS, "K": words.PAIRED_MONTHS, "W": words.WEEKDAYS}
    entries = [(kind, value, names) for kind, table in tables.items() for value, names in table.items()]
    entries += [(kind, 0, names) for kind, names in words.OTHER_WORDS.items()]
    return {_fold(word): (kind, value) for kind, value, names in entries for word in names.split()}


_LEXICON = _lexicon()
_UNKNOWN = ("w", 0)


def meaning(word: str) -> tuple[str, int]:
    """Kind and value of a word as written."""
    # Long words stay out of the cache: one of 10 MB of tatweel would be kept.
    return _cached_meaning(word) if len(word) < 32 else _cached_meaning.__wrapped__(word)


@lru_cache(maxsize=4096)
def _cached_meaning(word: str) -> tuple[str, int]:
    folded = _fold(word)
    if found := _LEXICON.get(folded):
        return found
    # Four letters must be left: with three, "door" would be August.
    if len(folded) > 4 and folded.startswith(PROCLITICS):
        found = _LEXICON.get(folded[1:])
    return found if found and found[0] in "MKWC" else _UNKNOWN


def _number_kind(digits: str) -> str:
    if len(digits) < 3:
        return str(len(digits))
    if len(digits) > 4 or len(digits) == 3:
        return "9"
    return "Y" if 1500 <= int(digits) <= 2100 else "H" if 1300 <= int(digits) < 1500 else "4"


def scan(text: str, *, across_lines: bool) -> DateTokens:
    kinds: list[str] = []
    starts, ends = array("q"), array("q")
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or ""
        written = match[0]
        if group == "line" and across_lines:
            continue
        if group == "number":
            kind = _number_kind(_INVISIBLE.sub("", written))
        elif group == "word":
            kind = meaning(written)[0]
        else:
            kind = _MARK_KINDS.get(group, written)
        kinds.append(kind)
        starts.append(match.start())
        ends.append(match.start() + len(written.rstrip(INVISIBLE)))
    return DateTokens(text, "".join(kinds), starts, ends)
