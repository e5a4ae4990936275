"""The lines of a page with the features that tell a paragraph from a menu."""

import re
from dataclasses import dataclass
from functools import cached_property

from articles.arabic.letters import BIDI_CONTROLS
from articles.arabic.normalize import clean_input, normalize

#: A page has some hundreds of lines, a hostile one millions: what comes after so many is not read.
MAX_LINES = 20_000
#: Longer lines are paragraphs whatever they say; their rules look no further.
_KEY_CHARACTERS = 400
_LABEL_CHARACTERS = 300

_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"[{BIDI_CONTROLS}\u00ad\u200b\u2060\ufeff\ufffc]")
_JOINERS = "\u200c\u200d"
_SENTENCE_END = re.compile("[.!?\u061f\u2026\u06d4][\\s\"'\u00bb\u201d\u2019)\\]]*$")
_FULL_STOP = re.compile("(?<![.\u2026])[.\u06d4][\\s\"'\u00bb\u201d\u2019)\\]]*$")
_BULLET = re.compile(
    r"^(?:[-\u2013\u2014*\u2022\u25cf\u25aa\u25ab\u25a0\u25cb\u25e6\u2023\u00b7\u2666\u25b6\u25ba\u25c4\u25c0\u203a>]+\s*|[0-9\u0660-\u0669]{1,2}\s*[-.)\u2013]\s+)(?=\S)"
)
_ENDS_IN_BRACKETS = re.compile(r"\s[(\[][^()\[\]]{2,40}[)\]]$")
_LETTERS = re.compile("[^\\W\\d_]")
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
#: Long enough to be a paragraph when it ends like a sentence; long enough without that.
_SENTENCE_WORDS = 7
_PARAGRAPH_WORDS = 20
#: Long enough if it has clauses: many sites end paragraphs without a full stop.
_CLAUSES_WORDS, _COMMA = 15, "\u060c"
_ANNOUNCING_WORDS = 10


@dataclass(frozen=True)
class Line:
    """A line that is not blank; `number` counts those. Lines with no blank between share a `block`."""

    number: int
    text: str
    block: int
    blank_before: bool
    blank_after: bool

    @cached_property
    def key(self) -> str:
        """The words, normalised, of a line or of a long line's beginning."""
        return normalize(self.text[:_KEY_CHARACTERS])

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that are no numbers, normalised."""
        return tuple(word for word in self.key.split() if not word[0].isdigit())

    @cached_property
    def word_count(self) -> int:
        return self.text.count(" ") + 1

    @cached_property
    def is_label_sized(self) -> bool:
        """Short enough to be a name, label or menu word; the rules for those look at no other line."""
        return len(self.text) <= _LABEL_CHARACTERS

    @cached_property
    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text[-12:]))

    @cached_property
    def names_source(self) -> bool:
        """«... (agency)»: as captions end, and headlines and standfirsts seldom do."""
        return bool(_ENDS_IN_BRACKETS.search(self.text[-60:]))

    @cached_property
    def is_bullet(self) -> bool:
        return bool(_BULLET.match(self.text[:20]))

    @cached_property
    def is_latin(self) -> bool:
        return not _ARABIC.search(self.text[:_KEY_CHARACTERS])

    @cached_property
    def is_wordless(self) -> bool:
        """Numbers, rules and arrows."""
        return not _LETTERS.search(self.text[:_KEY_CHARACTERS])

    @cached_property
    def has_clauses(self) -> bool:
        """Perhaps a paragraph without a full stop, perhaps a long headline or standfirst."""
        return self.word_count >= _CLAUSES_WORDS and _COMMA in self.text and not self.is_latin

    @cached_property
    def is_prose(self) -> bool:
        if self.is_latin:
            return False
        if self.word_count >= _PARAGRAPH_WORDS:
            return True
        if self.text.endswith(":"):
            return self.word_count >= _ANNOUNCING_WORDS
        # Headlines end in question marks and dots of suspense, not in a full stop.
        return self.word_count >= _SENTENCE_WORDS and bool(_FULL_STOP.search(self.text[-12:]))


def tidy(text: str) -> str:
    """Without invisible marks, white space folded."""
    return " ".join(_INVISIBLE.sub("", clean_input(text)).split()).strip(_JOINERS + " ")


def without_bullet(text: str) -> str:
    return _BULLET.sub("", text)


def split_lines(text: str) -> tuple[tuple[Line, ...], bool]:
    """The lines of a page that are not blank, and whether there were more than are read."""
    rows: list[str] = []
    filled = 0
    cut = False
    position = 0
    while position <= len(text):
        match = _LINE_END.search(text, position)
        end = match.start() if match else len(text)
        row = tidy(text[position:end])
        position = match.end() if match else len(text) + 1
        if row or (rows and rows[-1]):
            rows.append(row)
        filled += bool(row)
        if filled == MAX_LINES:
            cut = bool(text[position:].strip())
            break
    return tuple(_with_blanks(unwrapped(rows))), cut


def _with_blanks(rows: list[str]) -> list[Line]:
    lines: list[Line] = []
    block = 0
    for i, row in enumerate(rows):
        if not row:
            block += 1
            continue
        before = i == 0 or not rows[i - 1]
        after = i + 1 == len(rows) or not rows[i + 1]
        lines.append(Line(len(lines), row, block, before, after))
    return lines


# Hard-wrapped text

_WRAP_WIDTHS = range(45, 101)
#: A wrapped line is nearly as long as the longest; the last of a paragraph may be short.
_FULL = 0.75
#: What browsers write when they save a page as text: addresses after links, stars around bold words.
_ADDRESS = re.compile(r"<(?:https?:|mailto:)[^<>\s]*>")
_BOLD = re.compile(r"(?<!\S)\*([^*\s][^*]{0,300})\*")
#: Browsers wrap what they save as text at 80 columns at the latest, and part paragraphs by blank lines.
_BROWSER_WIDTH = 80
#: Some wrap at 72 or 76.
_SLACK = 8


def unwrapped(rows: list[str]) -> list[str]:
    """Lines of a hard-wrapped page joined into paragraphs; other pages as they are."""
    texts = [row for row in rows if not _ADDRESS.search(row)]
    has_addresses = len(texts) < len(rows)
    width = min(max(map(len, texts), default=0), _BROWSER_WIDTH) if has_addresses else _wrap_width(texts)
    if not width and not has_addresses:
        return rows
    joined: list[str] = []
    above = ""
    for row in rows:
        is_address = row.startswith("<http") and bool(joined)
        if is_address or (_goes_on(above, row, width) and not (has_addresses and _starts_new(above, row))):
            joined[-1] += " " + row
        else:
            joined.append(row)
        above = row
    return [_without_addresses(row) for row in joined] if has_addresses else joined


def _goes_on(above: str, row: str, width: int) -> bool:
    """Whether a row is nearly full and holds letters, and the row below it holds some too."""
    return 0 < _FULL * width <= len(above) and bool(_LETTERS.search(above) and _LETTERS.search(row))


def _starts_new(above: str, row: str) -> bool:
    """A new item, or a row whose first word would have fitted on the row above."""
    fits = len(above) + 1 + len(row.partition(" ")[0]) <= _BROWSER_WIDTH - _SLACK
    return fits or above.endswith(">") or bool(_BULLET.match(row[:20]))


def _without_addresses(row: str) -> str:
    return " ".join(_BOLD.sub(r"\1", _ADDRESS.sub(" ", row)).split()).removeprefix("* ")


def _wrap_width(rows: list[str]) -> int:
    """The width at which a page is wrapped, else 0.

    Wrapped pages have runs of nearly full lines that stop in the middle of sentences, and no longer line.
    """
    longest = max(map(len, rows), default=0)
    if longest not in _WRAP_WIDTHS:
        return 0
    full = [i for i, row in enumerate(rows[:-1]) if len(row) >= _FULL * longest]
    going_on = [i for i in full if rows[i + 1] and not _SENTENCE_END.search(rows[i][-12:])]
    filled = sum(map(bool, rows))
    return (
        longest
        if len(going_on) >= 4 and len(going_on) >= 0.6 * len(full) and len(full) >= 0.25 * filled
        else 0
    )
