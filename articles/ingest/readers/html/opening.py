"""Place, agency and writer at the head of the first paragraph: «Athens - (agency) - »."""

import re
from dataclasses import dataclass, field

from articles.arabic.dates import find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture, names

_LONGEST = 90
_MOST_UNKNOWN, _PLACE_WORDS = 2, 2
#: What may close a head: a dash with a blank, a colon, three dots of no meaning.
_CLOSE = re.compile(
    r"\s*(?:[-\u2013\u2014\u0640_]+|:|/)\s+|(?<=[)\]\u00bb])\s*[-\u2013\u2014:/]\s*|/\s*(?=\S)"
)
_PARTS = re.compile(r"[()\[\]/|:\u060c,\u00ab\u00bb\"\u2013\u2014]+|\s-+\s*|-+\s|(?<=\S)-(?=\S)|\s\u0640+\s")
_ENDED = (
    "\u0627\u0644\u0646\u0647\u0627\u064a\u0629|\u0627\u0646\u062a\u0647\u0649|\u064a\u062a\u0628\u0639|end"
)
_INITIALS = r"(?:\s*[\w./\u0640-]{1,4}){0,8}\s*$"
#: «(end)», or «end» after the last full stop, and the initials of editors.
_END_MARK = re.compile(
    rf"(?:\s*[(\[]\s*(?:{_ENDED})\s*[)\]]|(?<=[.\u00bb])\s+(?:{_ENDED})\b){_INITIALS}", re.IGNORECASE
)
_WAW = "\u0648"
_SPECIAL = "\u062e\u0627\u0635 "


@dataclass(frozen=True)
class Opening:
    """`rest`: the paragraph without its head."""

    dateline: str = ""
    byline: str = ""
    agency: str = ""
    rest: str = ""


def read_opening(paragraph: str, outlets: frozenset[str], *, is_agency: bool = False) -> Opening:
    """`outlets`: normalised names of the page's own outlet, which may be an agency."""
    best = Opening(rest=paragraph)
    for match in _CLOSE.finditer(paragraph[:_LONGEST]):
        found = _head(paragraph[: match.start()], outlets, is_agency=is_agency)
        rest = paragraph[match.end() :].lstrip(" -\u2013\u2014:/\u0640")
        if found is None or len(rest.split()) < 3:
            continue
        best = Opening(found.dateline, found.byline, found.agency, rest)
    return best


def is_head(paragraph: str, outlets: frozenset[str]) -> bool:
    """A first paragraph that is but place, writer, outlet, and a colon."""
    return (
        paragraph.endswith(":")
        and len(paragraph) <= _LONGEST
        and _head(paragraph, outlets, is_agency=False) is not None
    )


def without_end_mark(paragraph: str) -> str:
    """Without «(end)» and the initials of editors, as agencies close their reports."""
    return _END_MARK.sub("", paragraph)


def read_dateline(text: str, outlets: frozenset[str], *, is_agency: bool = False) -> Opening | None:
    """The same for a line of its own beside the headline."""
    return _head(text, outlets, is_agency=is_agency) if len(text) <= _LONGEST else None


def _head(text: str, outlets: frozenset[str], *, is_agency: bool) -> Opening | None:
    """What a head says if each of its parts is a place, an agency, a day or a name."""
    text = text.strip(" -\u2013\u2014:/|\u0640.")
    dates = [(date.start, date.end) for date in find_dates(text)]
    bare = text
    for start, end in reversed(dates):
        bare = bare[:start].rstrip(" \u060c,(") + " - " + bare[end:].lstrip(" )")
    parts = [part.strip(" .\u0640") for part in _PARTS.split(bare) if part.strip(" .\u0640-")]
    if not 1 <= len(parts) <= 5:
        return None
    sorted_parts = _sorted(parts, outlets)
    found = _placed(sorted_parts, parts, outlets)
    if found is None or not (found.places or found.agencies or found.own):
        return None
    own = [] if is_agency and not found.people else found.own
    return Opening(
        _shown(text, found.places, found.agencies, found.people, own),
        found.people[0] if found.people else "",
        found.agencies[0] if found.agencies else "",
    )


@dataclass
class _Parts:
    """The parts of a head by what they are."""

    places: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def _sorted(parts: list[str], outlets: frozenset[str]) -> _Parts:
    found = _Parts()
    for part in parts:
        key = normalize(part)
        if names.is_place(part) or all(names.is_place(p) for p in part.split(f" {_WAW}") if p):
            found.places.append(part)
        elif key in outlets or key.removeprefix(_SPECIAL).strip() in outlets:
            found.own.append(part)
        elif key in furniture.words("agencies"):
            found.agencies.append(part)
        elif names.is_known_name(part):
            found.people.append(part)
        elif person := furniture.word_label_before(part, furniture.labels("byline_words")):
            found.people.append(person)
        elif not all(w in furniture.words("around_dates") or w[0].isdigit() for w in key.split()):
            found.unknown.append(part)
    return found


def _placed(found: _Parts, parts: list[str], outlets: frozenset[str]) -> _Parts | None:
    """«Place / writer / agency»: what no list has can be told by where it stands."""
    if not found.unknown:
        return found
    closes = normalize(parts[-1]) in furniture.words("agencies") | outlets
    if len(found.unknown) > _MOST_UNKNOWN or not closes:
        return None
    first = found.unknown[0]
    is_own = set(normalize(first).split()) & {word for name in outlets for word in name.split()}
    if parts[0] == first and not is_own and not found.places and len(first.split()) <= _PLACE_WORDS:
        found.places.append(found.unknown.pop(0))
    found.people += found.unknown
    return found if all(map(names.is_name, found.unknown)) else None


def _shown(text: str, places: list[str], agencies: list[str], people: list[str], own: list[str]) -> str:
    """Place and agency, as written where nothing else stands between them."""
    if not places:
        return ""
    if not people and not own and not find_dates(text):
        return text
    shown = " \u0648".join(places[:2]) if len(places) == 1 else places[0]
    agency = next((a for a in agencies if f"({a})" in text), "")
    return f"{shown} ({agency})" if agency else " - ".join([shown, *agencies[:1]])
