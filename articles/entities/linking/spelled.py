"""A name as it stands in a text, and how it may be read."""

from articles.arabic.letters import ALEF
from articles.arabic.normalize import name_key, normalize_word, strip_bidi_controls, unmark
from articles.arabic.stem import begins_with_own_letters

#: What is longer is no name.
MAX_LENGTH, MAX_WORDS = 100, 8
MIN_LETTERS = 2
_LAM = "\u0644"
_NO_QUOTES = str.maketrans("_", " ", '"\u00ab\u00bb\u201c\u201d\u201e')
_HAMZA_ALEFS = ("\u0623", "\u0625", "\u0622")


def as_written(text: str, start: int, end: int) -> str:
    """The name at a place, spaces collapsed."""
    return " ".join(text[start:end].split())


def readings(text: str, start: int, end: int) -> tuple[str, ...]:
    """The names that may be meant by what is written there, likeliest first; none for no name.

    After ل the article has lost its alef: لأمم in للأمم is الأمم, and لبنان in للبنان is لبنان.
    """
    name = clean_name(text[start:end])
    if not is_name(name):
        return ()
    if not name.startswith(_LAM) or text[start - 1 : start] != _LAM:
        return (name,)
    whole = ALEF + name
    if begins_with_own_letters(normalize_word(name.split()[0])) and not name.startswith(_HAMZA_ALEFS, 1):
        return (name, whole)
    return (whole, name)


def clean_name(name: str) -> str:
    """Without marks, tatweel, quotation marks, signs around it; words parted by one space."""
    words = (unmark(word) for word in strip_bidi_controls(name).translate(_NO_QUOTES).split())
    return " ".join(filter(None, words)).strip(" .,:;!-\u2013\u060c\u061b\u061f'()[]")


def is_name(name: str) -> bool:
    return (
        len(name) <= MAX_LENGTH
        and len(name.split()) <= MAX_WORDS
        and sum(letter.isalpha() for letter in name_key(name)) >= MIN_LETTERS
    )
