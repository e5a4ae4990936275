"""Short lines around a headline: who wrote, from where, for which section."""

import re

from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line

_SEPARATOR = re.compile("\\s*[|/\u2013\u2014:]\\s*|\\s+[-\u0640\u060c]+\\s*|\\s*[-\u0640]+\\s+|\u060c\\s*")
_NAME = re.compile("^(?:[\u0621-\u064a\u064b-\u0652]+[.]?\\s*){2,5}$")
_INITIAL = re.compile(r"^(?:[\u0621-\u064a]\s?[.]\s?){1,2}[\u0621-\u064a]{3,}$")
#: Longer is no name, and the patterns are not for it.
_LONGEST_NAME = 60
_LATIN_NAME = re.compile(r"^[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){1,3}$")
_IN = " \u0641\u064a"
_AL = "\u0627\u0644"
#: «So-and-so (Beirut)».
_NAME_AND_PLACE = re.compile(r"^([^()]{4,50})\(([^()]{2,30})\)$")
#: The place that opens a first paragraph: «Beirut (agency) - », «Jerusalem, 3 May (agency) - ».
_INLINE = re.compile(
    "^(?P<place>[\u0621-\u064a\u064b-\u0652]+(?: [\u0621-\u064a\u064b-\u0652]+){0,2}?)\\s*"
    "(?:\u060c?\\s*[0-9\u0660-\u0669]{1,2}\\s+[\u0621-\u064a/]+(?:\\s+[\u0621-\u064a/]+)?(?:\\s+[0-9\u0660-\u0669]{4})?\\s*)?"
    '(?P<agency>[(\\["\u00ab][^()\\[\\]]{1,40}[)\\]"\u00bb])?\\s*[-\u2013\u2014\u0640:/]\\s*(?=\\S)'
)


#: A dash or slash, perhaps after a day and an agency: «in 12 March / agency /», «3-5 (agency) -- ».
_SIGNS = "-\u2013\u2014\u0640:/\u060c,("
_AFTER_PLACE = re.compile(
    r"^\s*(?:[-\u2013\u2014\u0640:/]|\((?:[^()]{1,40})\)\s*[-\u2013\u2014\u0640:/]"
    r"|[\u060c,]?\s*(?:\u0641\u064a\s+)?[0-9\u0660-\u0669][^.]{0,50}?[-\u2013\u2014\u0640:/(])"
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
    if any(word in furniture.words("never_in_names") for word in words) or words[0].startswith(_AL):
        return False
    if words[0] in furniture.words("not_names"):
        return False
    outlet = furniture.words("outlet_words")
    return 2 <= len([word for word in words if len(word) > 1]) <= 4 and not any(
        word in outlet for word in words
    )


def is_known_name(text: str) -> bool:
    """A name that begins with an initial or a common given name, perhaps after a title."""
    if _INITIAL.match(text[:_LONGEST_NAME]):
        return True
    words = normalize(text).split()
    if len(words) > 2 and words[0] in furniture.words("honorifics"):
        return is_known_name(text.split(" ", 1)[1])
    first = words[1] if len(words) > 2 and len(words[0]) == 1 else words[0] if words else ""
    return is_name(text) and (
        first in furniture.words("given_names") or first.startswith("\u0639\u0628\u062f")
    )


def place_and_name(text: str, outlets: frozenset[str]) -> tuple[str, str] | None:
    """Dateline and byline of a line such as «Moscow - So-and-so»; None if it is not one."""
    # «So-and-so (Beirut)» has the shape of two parts too.
    parts = [part.strip() for part in _SEPARATOR.split(_bracket_parted(text)) if part and part.strip()]
    if not 2 <= len(parts) <= 4:
        return None
    agencies = furniture.words("agencies") | outlets
    place = next((part for part in parts if is_place(part)), "")
    others = [part for part in parts if part != place and normalize(part) not in agencies]
    others = [_without_label(part) for part in others]
    names = [part for part in others if is_name(part) or is_known_name(part)]
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


def _without_label(part: str) -> str:
    """«wrote So-and-so» as part of a line: the name."""
    return furniture.word_label_before(part, furniture.labels("byline_words")) or part


def _bracket_parted(text: str) -> str:
    match = _NAME_AND_PLACE.match(text[:_LONGEST_NAME])
    return f"{match[1].strip()} - {match[2].strip()}" if match and is_place(match[2].strip()) else text


def _short(parts: list[str]) -> bool:
    return all(len(part.split()) <= 3 for part in parts)


def byline_of(line: Line) -> str:
    """The name after a label such as «by», or before a profession."""
    text = line.text.removesuffix(_IN)
    rest = furniture.label_before(text, furniture.labels("byline"))
    if rest is None and line.word_count <= 7:
        rest = furniture.word_label_before(text, furniture.labels("byline_words"))
        loose = furniture.word_label_before(text, furniture.labels("byline_loose"))
        # «Interview», «translation» and others name a kind of text as well.
        rest = rest or (loose if loose and is_known_name(loose) else None)
    if not rest or len(rest.split()) > 8:
        return _before_profession(text)
    return rest.strip(" :-\u2013|")


def _before_profession(text: str) -> str:
    """«So-and-so, journalist for the environment»: the name."""
    words = text.split(" ")
    for i in range(2, min(5, len(words) - 1)):
        if normalize(words[i]) in furniture.words("professions"):
            name = " ".join(words[:i]).rstrip("\u060c,-| ")
            return name if len(words) <= 9 and is_known_name(name) else ""
    return ""


def inline_dateline(paragraph: str, outlets: frozenset[str]) -> str:
    """The place that opens a paragraph, if a known place or if an agency follows it."""
    words = paragraph[:120].split()
    for length in (3, 2, 1):
        place = " ".join(words[:length]).rstrip(_SIGNS + " ")
        if is_place(place) and _AFTER_PLACE.match(paragraph[len(place) : 120]):
            return place
    match = _INLINE.match(paragraph[:120])
    if not match:
        return ""
    place, agency = match["place"], match["agency"]
    if agency and normalize(agency) in furniture.words("agencies") | outlets:
        return place
    return place if agency and len(agency) <= 14 and len(place.split()) <= 2 else ""
