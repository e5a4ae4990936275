"""Short lines around a headline: who wrote, from where, for which section."""

import re

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line

_SEPARATOR = re.compile("\\s*[|/\u2013\u2014:]\\s*|\\s+[-\u0640\u060c]+\\s*|\\s*[-\u0640]+\\s+|\u060c\\s*")
_NAME = re.compile("^(?:[\u0621-\u064a\u064b-\u0652]+[.]?\\s*){2,5}$")
#: Longer is no name, and the patterns are not for it.
_LONGEST_NAME = 60
_LATIN_NAME = re.compile(r"^[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){1,3}$")
_AL = "\u0627\u0644"
#: The place that opens a first paragraph: «Beirut (agency) - », «Jerusalem, 3 May (agency) - ».
_INLINE = re.compile(
    "^(?P<place>[\u0621-\u064a\u064b-\u0652]+(?: [\u0621-\u064a\u064b-\u0652]+){0,2}?)\\s*"
    "(?:\u060c?\\s*[0-9\u0660-\u0669]{1,2}\\s+[\u0621-\u064a/]+(?:\\s+[\u0621-\u064a/]+)?(?:\\s+[0-9\u0660-\u0669]{4})?\\s*)?"
    '(?P<agency>[(\\["\u00ab][^()\\[\\]]{1,40}[)\\]"\u00bb])?\\s*[-\u2013\u2014\u0640:/]\\s*(?=\\S)'
)


def is_place(text: str) -> bool:
    return normalize(text) in furniture.words("places")


def is_name(text: str) -> bool:
    """Two to five words that could be a person's name."""
    if len(text) > _LONGEST_NAME:
        return False
    if _LATIN_NAME.match(text):
        return True
    if not _NAME.match(text):
        return False
    words = normalize(text).split()
    if not words or any(word in furniture.words("never_in_names") for word in words) or words[0].startswith(_AL):
        return False
    if words[0] in furniture.words("not_names"):
        return False
    outlet = furniture.words("outlet_words")
    return 2 <= len([word for word in words if len(word) > 1]) <= 4 and not any(
        word in outlet for word in words
    )


def is_known_name(text: str) -> bool:
    """A name that begins with a common given name, perhaps after a title."""
    words = normalize(text).split()
    first = words[1] if len(words) > 2 and len(words[0]) == 1 else words[0] if words else ""
    return is_name(text) and (
        first in furniture.words("given_names") or first.startswith("\u0639\u0628\u062f")
    )


def place_and_name(text: str, outlets: frozenset[str]) -> tuple[str, str] | None:
    """Dateline and byline of a line such as «Moscow - So-and-so»; None if it is not one."""
    parts = [part.strip() for part in _SEPARATOR.split(text) if part and part.strip()]
    if not 2 <= len(parts) <= 4:
        return None
    agencies = furniture.words("agencies") | outlets
    place = next((part for part in parts if is_place(part)), "")
    others = [part for part in parts if part != place and normalize(part) not in agencies]
    names = [part for part in others if is_name(part)]
    if (
        not place
        and len(parts) == 2
        and ":" not in text
        and len(normalize(parts[0]).split()) == 1
        and len(names) == 1
        and names[0] == parts[1]
    ):
        if normalize(parts[0]) in agencies:
            return "", names[0]
        return parts[0], names[0]
    if len(others) > len(names) and not (place and len(parts) >= 2 and not names and _short(others)):
        return None
    if not place and not (names and len(others) < len(parts)):
        return None
    return place, names[0] if names else ""


def _short(parts: list[str]) -> bool:
    return all(len(part.split()) <= 3 for part in parts)


def byline_of(line: Line) -> str:
    """The name after a label such as «by»."""
    text = line.text
    rest = furniture.label_before(text, furniture.labels("byline"))
    if rest is None and line.word_count <= 7:
        rest = furniture.word_label_before(text, furniture.labels("byline_words"))
    if not rest or len(rest.split()) > 8:
        return ""
    return rest.strip(" :-\u2013|")


def inline_dateline(paragraph: str, outlets: frozenset[str]) -> str:
    """The place that opens a paragraph, if a known place or if an agency follows it."""
    match = _INLINE.match(paragraph[:120])
    if not match:
        return ""
    place, agency = match["place"], match["agency"]
    if is_place(place) or (agency and normalize(agency) in furniture.words("agencies") | outlets):
        return place
    return place if agency and len(agency) <= 14 and len(place.split()) <= 2 else ""
