"""One canonical spelling for each word.

The rules, in the order in which they are applied:
1. Tatweel and invisible characters go, so that nothing stands between a letter and its marks.
2. NFKC: presentation forms become letters, decomposed letters become whole (never NFD,
   which would take آ apart).
3. Harakat go, and what NFKC brought of tatweel, invisible characters and spaces.
4. Lower case; Arabic-Indic and Persian digits become Western.
5. Letters that writers exchange fall together: آأإٱ to ا, ىیې to ي, کڪگ to ك, ةۀہە to ه, and
   ڤ پ چ ژ to ف ب ج ز. ؤ ئ ء stay: folding them costs more than it finds.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from articles.arabic import letters
from articles.arabic.tokenize import tokenize

_INVISIBLE = re.compile(f"[{letters.FORMAT}{letters.TATWEEL}]")
_DELETED = re.compile(f"[{letters.HARAKAT}{letters.FORMAT}{letters.TATWEEL}\\s]")
_UNMARKED = re.compile(f"[{letters.HARAKAT}{letters.FORMAT}{letters.TATWEEL}]")
#: Python puts a run of marks in order in quadratic time. 30 is the bound of Unicode's
#: stream-safe text format (UAX 15): no language comes near it.
_MARKS_IN_A_ROW = 30
_TOO_MANY_MARKS = re.compile(
    f"([{letters.HARAKAT}{letters.OTHER_MARKS}]{{{_MARKS_IN_A_ROW}}})[{letters.HARAKAT}{letters.OTHER_MARKS}]+"
)
#: What databases or XML cannot hold: NUL and other controls, lone surrogates, non-characters.
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile(f"[{letters.BIDI_CONTROLS}]")

_FOLDED = str.maketrans(
    {
        **dict.fromkeys(
            letters.ALEFS,
            letters.ALEF,
        ),
        **dict.fromkeys((letters.ALEF_MAKSURA, letters.FARSI_YEH, letters.KURDISH_E), letters.YEH),
        **dict.fromkeys((letters.KEHEH, letters.SWASH_KAF, letters.GAF), letters.KAF),
        **dict.fromkeys(
            (letters.TEH_MARBUTA, letters.HEH_WITH_YEH, letters.HEH_GOAL, letters.AE), letters.HEH
        ),
        letters.VEH: letters.FEH,
        letters.PEH: letters.BEH,
        letters.TCHEH: letters.JEEM,
        letters.JEH: letters.ZAIN,
        letters.DECIMAL_SEPARATOR: ".",
        letters.THOUSANDS_SEPARATOR: ",",
        **{digit: str(n) for n, digit in enumerate(letters.ARABIC_INDIC_DIGITS)},
        **{digit: str(n) for n, digit in enumerate(letters.PERSIAN_DIGITS)},
    }
)


@lru_cache(maxsize=1 << 14)
def normalize_word(word: str) -> str:
    """The canonical spelling of one word; empty for a word of tatweel or marks alone."""
    if not word.isascii():
        word = composed("NFKC", _INVISIBLE.sub("", word))
    return _DELETED.sub("", word).lower().translate(_FOLDED)


def composed(form: Literal["NFC", "NFKC"], word: str) -> str:
    """The word in a Unicode normalisation form, in linear time whatever its marks."""
    if len(word) > _MARKS_IN_A_ROW:
        word = _TOO_MANY_MARKS.sub(r"\1", word)
    return unicodedata.normalize(form, word)


def normalize(text: str) -> str:
    """The canonical spelling of each word of a text, parted by single spaces."""
    return " ".join(filter(None, (normalize_word(token.text) for token in tokenize(text))))


def unmark(word: str) -> str:
    """The word as written, without harakat, tatweel and invisible characters; letters unfolded."""
    if word.isascii():
        return word
    return _UNMARKED.sub("", composed("NFC", word))


def name_key(name: str) -> str:
    """Equal for spellings of one name that differ in nothing but marks, seats and spaces."""
    return normalize(name).replace(" ", "")


def clean_input(text: str) -> str:
    """Text from outside without what no database or feed can hold."""
    return _HARMFUL.sub("", text)


def strip_bidi_controls(text: str) -> str:
    return _BIDI.sub("", text)
