"""The tokens that dates are read from: a text as a string of one letter for each token.

Numbers are told by their length, words by what they mean for a date (`data/months.py`),
punctuation is itself. `date_shapes.py` has the shapes of dates over that string.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

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
ARTICLE = "\u0627\u0644"
PROCLITICS = ("\u0648", "\u0644", "\u0628")  # wa, li, bi
#: Kinds that keep their meaning behind a proclitic.
AFTER_PROCLITIC = "MKWClXOVB"

#: Tokens looked at together, so that a huge text takes little memory; more than any shape is long.
_WINDOW = 1 << 12
_LONGEST_START = 64
_LONGEST_SHAPE = 128
_LOOKED_BACK = 8
#: No word of a date is longer, as folded or as written with marks worth keeping in mind.
_LONGEST_WORD = 24
_LONGEST_KEPT = 32

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
    rf"[{DIGITS}][{DIGITS}{INVISIBLE}]*|[AaPp]\.[Mm](?:\.|\b)|[{LETTERS}][{LETTERS}{letters.HARAKAT}{INVISIBLE}{letters.TATWEEL}]*"
    rf"|[{LINE_ENDS}]+|[{DASHES}]+|[{SLASHES}]|[{COMMAS}]|[.:()|+]"
    rf"|[^\s{DIGITS}{LETTERS}{letters.HARAKAT}{INVISIBLE}{LINE_ENDS}{DASHES}{SLASHES}{COMMAS}.:()|+]+"
)
_FIRST_LETTER = (
    (re.compile(f"[{LINE_ENDS}]"), "\n"),
    (re.compile(f"[{DASHES}]"), "-"),
    (re.compile(f"[{SLASHES}]"), "/"),
    (re.compile(f"[{COMMAS}]"), ","),
)
_DIGIT = re.compile(f"[{DIGITS}]")
_LETTER = re.compile(f"[{LETTERS}]")


class DateTokens:
    """A run of the tokens of a text; `starts` and `ends` are code points into the whole text."""

    def __init__(self, text: str, kinds: str, starts: "array[int]", ends: "array[int]") -> None:
        self.text = text
        self.kinds = kinds
        self.starts = starts
        self.ends = ends

    def written(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]

    def number(self, i: int) -> int:
        written = self.written(i)
        return int(written if written.isdecimal() else _INVISIBLE.sub("", written))

    def value(self, i: int) -> int:
        return meaning(self.written(i))[1]

    def glued(self, i: int) -> bool:
        """Nothing visible stands between this token and the one before."""
        if not 0 < i < len(self.kinds):
            return False
        return not self.text[self.ends[i - 1] : self.starts[i]].strip(INVISIBLE)


def fold(word: str) -> str:
    """A word without what spellings differ in; an empty string for one too long to matter."""
    bare = _UNWRITTEN.sub("", word)
    if len(bare) > _LONGEST_WORD:
        return ""
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKC", bare)).translate(_FOLDED).casefold()


def _lexicon() -> dict[str, tuple[str, int]]:
    entries = [(kind, value, names) for kind, table in words.TABLES.items() for value, names in table.items()]
    entries += [(kind, 0, names) for kind, names in words.OTHER_WORDS.items()]
    entries += [("S", place, names) for place, (_, names) in enumerate(words.ZONES)]
    return {fold(word): (kind, value) for kind, value, names in entries for word in names.split()}


_LEXICON = _lexicon()


def meaning(word: str) -> tuple[str, int]:
    """Kind and value of a word as written."""
    # Long words stay out of the cache: one of 10 MB of tatweel would be kept.
    return _kept_meaning(word) if len(word) < _LONGEST_KEPT else _kept_meaning.__wrapped__(word)


@lru_cache(maxsize=4096)
def _kept_meaning(word: str) -> tuple[str, int]:
    folded = fold(word)
    if found := _LEXICON.get(folded):
        return found
    if folded.startswith(PROCLITICS):
        found = _LEXICON.get(folded[1:])
        # Four letters must be left of a month: with three, "door" would be August.
        if found and found[0] in AFTER_PROCLITIC and (len(folded) > 4 or found[0] == "l"):
            return found
    return ("5" if folded.startswith(ARTICLE) else "w"), 0


@lru_cache(maxsize=8192)
def _kind(written: str) -> str:
    if _DIGIT.match(written):
        return _number_kind(_INVISIBLE.sub("", written))
    if _LETTER.match(written):
        return meaning(written)[0]
    if written in ".:()|+":
        return written
    return next((kind for letter, kind in _FIRST_LETTER if letter.match(written)), "x")


def _number_kind(digits: str) -> str:
    if len(digits) < 3:
        return str(len(digits))
    if len(digits) > 4 or len(digits) == 3:
        return "9"
    return "Y" if 1500 <= int(digits) <= 2100 else "H" if 1300 <= int(digits) < 1500 else "4"


def scan(text: str, *, across_lines: bool) -> DateTokens:
    """All tokens of a short text."""
    tokens = DateTokens(text, "", array("q"), array("q"))
    _extend(tokens, _TOKEN.finditer(text), across_lines=across_lines)
    return tokens


def search(
    shape: re.Pattern[str], anchor: re.Pattern[str], text: str, *, across_lines: bool
) -> Iterator[tuple[DateTokens, re.Match[str]]]:
    """The matches of a shape in order, none over another, each with the tokens around it.

    What `anchor` matches is in every match, at most _LONGEST_START tokens after its beginning: it is looked
    for first, being found faster.
    """
    lexer = _TOKEN.finditer(text)
    tokens, position = DateTokens(text, "", array("q"), array("q")), 0
    is_last = False
    while not is_last:
        is_last = not _extend(tokens, islice(lexer, _WINDOW), across_lines=across_lines)
        limit = len(tokens.kinds) - (0 if is_last else _LONGEST_SHAPE)
        while match := _next(shape, anchor, tokens.kinds, position):
            if match.start() >= limit:
                break
            yield tokens, match
            position = match.end()
        position = max(position, limit, 0)
        dropped = max(position - _LOOKED_BACK, 0)
        tokens = DateTokens(text, tokens.kinds[dropped:], tokens.starts[dropped:], tokens.ends[dropped:])
        position -= dropped


def _next(shape: re.Pattern[str], anchor: re.Pattern[str], kinds: str, position: int) -> re.Match[str] | None:
    found = anchor.search(kinds, position)
    return shape.search(kinds, max(position, found.start() - _LONGEST_START)) if found else None


def _extend(tokens: DateTokens, matches: Iterator[re.Match[str]], *, across_lines: bool) -> bool:
    """Append the tokens of these matches; False if there were none."""
    kinds, match = [tokens.kinds], None
    starts, ends = tokens.starts, tokens.ends
    for match in matches:
        written = match[0]
        kind = _kind(written) if len(written) < _LONGEST_KEPT else _kind.__wrapped__(written)
        if kind == "\n" and across_lines:
            continue
        start, end = match.span()
        kinds.append(kind)
        starts.append(start)
        ends.append(end if written[-1] not in INVISIBLE else start + len(written.rstrip(INVISIBLE)))
    tokens.kinds = "".join(kinds)
    return match is not None
