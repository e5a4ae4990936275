"""Text that was typed on the wrong keyboard layout: `s,vdh` for سوريا, `يشةشسؤعس` for damascus.

Arabic (101) of Windows against US QWERTY; Linux has the same letters. Whether the other reading
is the one that was meant is judged by letter pairs alone (data/letter_pairs.tsv), and only where
that is sure: `other_layout`. With an archive at hand, try `retype` and let the matches decide.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path

from articles.arabic.letters import ARABIC_INDIC_DIGITS, PERSIAN_DIGITS

MAX_LENGTH = 200
#: لا may be one key or two; beyond this many of them, all are one key.
MAX_LAM_ALEFS = 4
#: Bits by which the other reading must be likelier. Measured: docs/decisions/names.md.
SURE_BITS = 10.0
#: Bits for a character that no word of the script has in this place.
STRANGE_BITS = 20.0
#: Bits that a reading with one letter more (gh for b) may cost more and still be the likelier.
LETTER_BITS = 3.0
#: Bits for punctuation where it may stand.
USUAL_BITS = 4.0

_DATA = Path(__file__).parent / "data"
_EDGE = "^"
_LAM_ALEF = "\u0644\u0627"
_DIGITS = str.maketrans(
    {digit: str(n) for digits in (ARABIC_INDIC_DIGITS, PERSIAN_DIGITS) for n, digit in enumerate(digits)}
)
_CLOSING = frozenset(".,;:!?\"')\u060c\u061b\u061f\u00bb")
_OPENING = frozenset("'\"(")
_INSIDE = frozenset("'-.&/")
_LATIN_LETTER = re.compile("[A-Za-z]")
_ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")


def retype(text: str) -> list[str]:
    """What the same keys give on the other layout, likeliest first; nothing for a text of both scripts.

    More than one only where لا may be one key or two.
    """
    text = _cut(text)
    if _ARABIC_LETTER.search(text):
        if _LATIN_LETTER.search(text):
            return []
        return sorted(_to_latin(text), key=lambda read: _bits_latin(read) - LETTER_BITS * len(read))
    if not text.isascii() or not any(key in _keys().to_arabic for key in text):
        return []
    # Caps Lock changes nothing on the Arabic layout.
    typed = text.lower() if text.isupper() else text
    return ["".join(_keys().to_arabic.get(key, key) for key in typed)]


def other_layout(text: str) -> str | None:
    """What was meant, where the text as typed is surely a slip of the layout; else None."""
    typed = _cut(text)
    if not (readings := retype(typed)):
        return None
    reading = readings[0]
    if _ARABIC_LETTER.search(reading):
        gained = _bits_latin(typed) - _bits_arabic(reading)
    else:
        gained = _bits_arabic(typed) - _bits_latin(reading)
    return reading if gained > SURE_BITS else None


def _cut(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_LENGTH]).strip()


def _to_latin(text: str) -> set[str]:
    keys = _keys()
    parts = [part for part in keys.units.split(text.translate(_DIGITS)) if part]
    ambiguous = parts.count(_LAM_ALEF) if parts.count(_LAM_ALEF) <= MAX_LAM_ALEFS else 0
    one_key = keys.to_latin[_LAM_ALEF]
    two_keys = "".join(keys.to_latin[letter] for letter in _LAM_ALEF)
    found = set()
    for choice in product((one_key, two_keys), repeat=ambiguous):
        choices = iter(choice)
        read = (
            next(choices, one_key) if part == _LAM_ALEF else keys.to_latin.get(part, part) for part in parts
        )
        found.add("".join(read))
    return found


def _bits_latin(text: str) -> float:
    """How unlikely a text is as words in Latin letters."""
    bits = 0.0
    for word in text.split():
        bits += _bits(word.lower(), "latin")
        bits += STRANGE_BITS * sum(a.islower() and b.isupper() for a, b in pairwise(word))
    return bits


def _bits_arabic(text: str) -> float:
    return sum(_bits(word, "arabic") for word in text.split())


def _bits(word: str, script: str) -> float:
    pairs = _pairs()[script]
    bits, before = 0.0, _EDGE
    for place, letter in enumerate(word):
        if (before, letter) in pairs:
            bits += pairs[before, letter]
            before = letter
        elif letter.isdigit():
            before = _EDGE
        elif _is_usual(word, place):
            bits += USUAL_BITS
        else:
            bits += STRANGE_BITS
            before = _EDGE
    return bits + pairs.get((before, _EDGE), 0.0)


def _is_usual(word: str, place: int) -> bool:
    """Whether punctuation may stand here: around a word, or inside one as in gov't."""
    is_closing = all(after in _CLOSING for after in word[place:])
    return is_closing or word[place] in (_INSIDE if place else _OPENING)


@dataclass(frozen=True)
class _Keys:
    """data/keyboard.tsv both ways; `units` parts a text into what one key gives."""

    to_arabic: dict[str, str]
    to_latin: dict[str, str]
    units: re.Pattern[str]


@cache
def _keys() -> _Keys:
    rows = [line.split("\t") for line in _lines("keyboard.tsv")]
    to_arabic = {row[0]: "".join(chr(int(point, 16)) for point in row[1].split()) for row in rows}
    to_latin = {arabic: latin for latin, arabic in to_arabic.items()}
    pairs = "|".join(keys for keys in to_latin if len(keys) == 2)
    return _Keys(to_arabic, to_latin, re.compile(f"({pairs}|.)", re.DOTALL))


@cache
def _pairs() -> dict[str, dict[tuple[str, str], float]]:
    """Bits for each letter after another, by script. The edge of a word counts as a letter."""
    found: dict[str, dict[tuple[str, str], float]] = {"latin": {}, "arabic": {}}
    header: list[str] = []
    for line in _lines("letter_pairs.tsv"):
        first, *cells = line.split("\t")
        if not first:
            header = cells
            script = "latin" if "a" in header else "arabic"
        else:
            rows = zip(header, cells, strict=True)
            found[script] |= {(first, second): int(tenths) / 10 for second, tenths in rows}
    return found


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("# ")]
