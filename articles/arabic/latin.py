"""Arabic names for a name in Latin letters: skeletons find candidates, an alignment ranks them.

A Latin spelling has several readings: ch is ش in French, خ in German; j is ج or ي; s may be ز.
data/latin_letters.tsv says which and at what cost. The alignment is the cheapest way to read the
Latin letters as the Arabic ones, in order; short vowels cost next to nothing.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product

from articles.arabic.known_names import drop_hamza, fold, with_plain_seats, without_article
from articles.arabic.latin_letters import LAST, latin_letters
from articles.arabic.letters import YEH
from articles.arabic.skeletons import (
    CLASSES,
    FINAL_YEH,
    FIRST_VOWEL,
    MAX_LETTERS,
    TWICE,
    WAW,
    classes_of,
    skeleton,
)

MAX_LENGTH = 100
MAX_KEYS = 48
#: Readings dearer than this rank a candidate, but do not find it.
KEY_COST = 0.2
#: Doubled letters are one sound.
DOUBLE_COST = 0.02
#: A vowel that opens a name is heard.
FIRST_VOWEL_COST = 0.4

#: Marked letters that stand for another sound than the letter without its mark.
_MARKED = {
    **dict.fromkeys("\u0161\u015f\u0219", "sh"),
    **dict.fromkeys("\u1e2b\u1e96", "kh"),
    **dict.fromkeys("\u1e6f\u00fe", "th"),
    **dict.fromkeys("\u0121\u011f", "gh"),
    **dict.fromkeys("\u0111\u00f0", "d"),
    **dict.fromkeys("\u00e6\u0153", "e"),
    **dict.fromkeys("\u00e7\u00df", "s"),
    "\u1e0f": "dh",
    "\u01e7": "j",
    "\u010d": "ch",
    "\u017e": "zh",
    "\u00f1": "ny",
    "\u0127": "h",
    "\u0131": "i",
    "\u0142": "l",
    "\u00f8": "o",
    "\u0259": "a",
    "x": "ks",
    # Kept as one unit each: long vowels, and consonants with a dot below.
    "\u0101": "A",
    "\u00e2": "A",
    "\u012b": "I",
    "\u00ee": "I",
    "\u016b": "U",
    "\u00fb": "U",
    "\u1e0d": "D",
    "\u1e25": "H",
    "\u1e63": "S",
    "\u1e6d": "T",
    "\u1e93": "Z",
}
#: Signs for ع, and for hamza or any of the two.
_AIN_SIGNS, _AIN = "\u02bf\u02bb\u2018`", "\u02bf"
_HAMZA_SIGNS, _HAMZA = "\u02be\u02bc\u2019'", "\u02be"
_SIGNS = str.maketrans(dict.fromkeys(_AIN_SIGNS, _AIN) | dict.fromkeys(_HAMZA_SIGNS, _HAMZA))
_ARTICLES = frozenset({"al", "el", "il", "ul"})
#: The article before a letter that takes it over: as-S, ad-D, ash-Sh.
_ASSIMILATED = re.compile(r"\b[aeiu](sh|th|dh|[tdrzsnTDZS])[ -](?=\1)")
_WORD = re.compile(f"[a-zADHISTUZ{_AIN}{_HAMZA}]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LIKE_ARTICLE = re.compile("^[ae]l(?=...)")
_SERVANT = re.compile("^abd[aeiou]l-?(?=[a-z])")
_ARABIC_SERVANT = re.compile("^\u0639\u0628\u062f\u0627\u0644(?=..)")
_VOWELS = frozenset("aeiouyAIU")
#: All that a skeleton is written with.
_KEY_LETTERS = "".join(sorted(CLASSES)) + FINAL_YEH + FIRST_VOWEL + WAW + YEH


def is_latin(text: str) -> bool:
    """Whether a text has Latin letters, and none of Arabic."""
    return bool(_LATIN.search(text)) and not _ARABIC.search(text)


def latin_keys(latin: str, *, is_whole: bool = True) -> tuple[str, ...]:
    """The skeletons that a Latin name may have in Arabic, likeliest first: at most MAX_KEYS.

    With `is_whole` False the name may go on: what its skeleton begins with.
    """
    words = bare_latin_words(latin)
    # Alexander begins with an article, as far as an Arabic reader without hamza can tell.
    bare = tuple(_LIKE_ARTICLE.sub("", word) for word in words)
    keys = [*_keys_of(words, is_whole=is_whole), *_keys_of(bare, is_whole=is_whole)]
    if bare[:1] != words[:1]:
        # The vowel after it may be left out.
        keys += [key[1:] for key in _keys_of(bare, is_whole=is_whole) if key[0] == FIRST_VOWEL]
    return tuple(dict.fromkeys(filter(None, keys)))[:MAX_KEYS]


def _keys_of(words: Iterable[str], *, is_whole: bool) -> list[str]:
    joined = "".join(_SERVANT.sub("abd", word) for word in words)
    letters = joined.strip(_AIN + _HAMZA)
    if not letters:
        return []
    keys = [*_firsts(joined)]
    for place, unit in enumerate(units := _units(joined, is_whole=is_whole)):
        if unit.rstrip(LAST) in _VOWELS or (unit == "w" and place == 0):
            continue
        readings = _classes(unit) if place < len(units) - 1 or unit != "h" or not is_whole else ("",)
        keys = list(
            dict.fromkeys(TWICE.sub(r"\1", key + reading) for key, reading in product(keys, readings))
        )
        keys = keys[:MAX_KEYS]
    ends = ("", FINAL_YEH) if is_whole and letters[-1] in "iyIaeA" else ("",)
    return [key + end for end in ends for key in keys if key + end]


@lru_cache(maxsize=1 << 14)
def arabic_key(name: str) -> str:
    """The skeleton that `latin_keys` meets: of the whole name, without articles."""
    return _key_of_words(fold(name[:MAX_LENGTH]).split())


def word_sound(word: str) -> str:
    """The same of a single word that is normalised; nothing is kept."""
    return _key_of_words([with_plain_seats(word[:MAX_LENGTH])])


def _key_of_words(words: Iterable[str]) -> str:
    words = [_ARABIC_SERVANT.sub("\u0639\u0628\u062f", word) for word in words]
    return skeleton("".join(drop_hamza(without_article(word)) for word in words))


def keys_near(keys: Iterable[str]) -> frozenset[str]:
    """The keys, and all keys that one edit parts from one of them."""
    near = set(keys)
    for key in tuple(near):
        for place in range(len(key) + 1):
            head, tail = key[:place], key[place:]
            near.add(head + tail[1:])
            for letter in _KEY_LETTERS:
                near |= {head + letter + tail, head + letter + tail[1:]}
    return frozenset(near - {""})


def likeness(latin: str, arabic: str) -> float:
    """How well an Arabic name reads as the Latin one: 1 certainly, below .8 hardly."""
    readings = _latin_forms(latin)
    forms = _arabic_forms(arabic)
    return max((_likeness(units, form) for units in readings for form in forms), default=0.0)


def likeness_so_far(latin: str, arabic: str) -> float:
    """How well the first letters of an Arabic name read as a Latin one of which only these are typed yet."""
    readings = _latin_forms(latin, is_whole=False)
    forms = _arabic_forms(arabic)
    return max((_best_beginning(units, form) for units in readings for form in forms), default=0.0)


def rank(latin: str, candidates: Iterable[str]) -> list[str]:
    """The candidates, likeliest first; equals in the order given."""
    readings = _latin_forms(latin)

    def score(candidate: str) -> float:
        forms = _arabic_forms(candidate)
        return max((_likeness(units, form) for units in readings for form in forms), default=0.0)

    return sorted(candidates, key=score, reverse=True)


def bare_latin_words(latin: str) -> tuple[str, ...]:
    """Without articles, where anything is left then."""
    words = latin_words(latin)
    return tuple(word for word in words if word not in _ARTICLES) or words


def latin_words(latin: str) -> tuple[str, ...]:
    """In lower case, marks read as sounds, each article as al."""
    text = "".join(
        _MARKED.get(letter, letter) for letter in unicodedata.normalize("NFC", latin[:MAX_LENGTH].lower())
    )
    text = "".join(
        c for c in unicodedata.normalize("NFKD", text.translate(_SIGNS)) if not unicodedata.combining(c)
    )
    return tuple(_WORD.findall(_ASSIMILATED.sub("al-", text))[:MAX_LETTERS])


def _latin_forms(latin: str, *, is_whole: bool = True) -> set[tuple[str, ...]]:
    """With the articles and without."""
    words = latin_words(latin)
    forms = {"".join(words), "".join(word for word in words if word not in _ARTICLES)}
    return {tuple(_units(form, is_whole=is_whole)) for form in forms if form}


def _arabic_forms(arabic: str) -> set[str]:
    words = fold(arabic[:MAX_LENGTH]).split()
    return {"".join(words)[:MAX_LETTERS], "".join(map(without_article, words))[:MAX_LETTERS]} - {""}


def _likeness(units: tuple[str, ...], letters: str) -> float:
    return 1 - _costs(units, letters)[-1] / max(len(units), len(letters))


def _best_beginning(units: tuple[str, ...], letters: str) -> float:
    costs = _costs(units, letters[: 2 * len(units)])
    return max(1 - cost / max(len(units), length) for length, cost in enumerate(costs))


def _costs(units: tuple[str, ...], letters: str) -> list[float]:
    """Of the cheapest alignment of all units with the first 0, 1, … letters: Levenshtein's with prices."""
    table = latin_letters()
    inserted = [
        table.insert(letter, is_last=place == len(letters) - 1) for place, letter in enumerate(letters)
    ]
    previous = [0.0]
    for cost in inserted:
        previous.append(previous[-1] + cost)
    for place, unit in enumerate(units):
        skipped = _skip_cost(units, place)
        readings = table.readings[unit]
        current = [previous[0] + skipped]
        for at, letter in enumerate(letters):
            read = previous[at] + readings.get(letter, 1.0)
            if at and (pair := readings.get(letters[at - 1 : at + 1])) is not None:
                read = min(read, previous[at - 1] + pair)
            current.append(min(read, previous[at + 1] + skipped, current[at] + inserted[at]))
        previous = current
    return previous


def _skip_cost(units: tuple[str, ...], place: int) -> float:
    unit = units[place]
    if place and units[place - 1] == unit:
        return DOUBLE_COST
    if place == 0 and unit in _VOWELS:
        return FIRST_VOWEL_COST
    return latin_letters().skipped.get(unit, 1.0)


def _firsts(joined: str) -> tuple[str, ...]:
    """The marks that a skeleton may begin with."""
    first = joined[0]
    if first in _AIN + _HAMZA or first == "a":
        return (FIRST_VOWEL,)
    if joined.startswith("ou"):
        return (WAW, FIRST_VOWEL)
    return {
        "e": (FIRST_VOWEL, YEH),
        "i": (FIRST_VOWEL, YEH),
        "o": (FIRST_VOWEL, WAW),
        "u": (FIRST_VOWEL, YEH, WAW),
        "w": (WAW,),
        "y": (YEH,),
        "j": ("", YEH),
    }.get(first, ("",))


def _units(joined: str, *, is_whole: bool = True) -> list[str]:
    """Letters and groups of letters that are read as one sound."""
    table = latin_letters()
    units = table.grapheme.findall(joined)
    if is_whole and units and f"{units[-1]}{LAST}" in table.readings:
        units[-1] += LAST
    return units


@cache
def _classes(unit: str) -> tuple[str, ...]:
    """The classes that a unit may have in a skeleton, likeliest first."""
    table = latin_letters()
    readings = table.readings.get(unit, {})
    found = [classes_of(letters) for letters, cost in readings.items() if cost <= KEY_COST]
    if table.skipped.get(unit, 1.0) <= KEY_COST:
        found.append("")
    return tuple(dict.fromkeys(found))
