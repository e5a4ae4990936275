"""Place, agency and writer at the head of the first paragraph: «Athens - (agency) - »."""

import re
from dataclasses import dataclass

from articles.arabic.dates import find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.saved_page import furniture, names

_LONGEST = 90
#: What may close a head: a dash with a blank, a colon, three dots of no meaning.
_CLOSE = re.compile(
    r"\s*(?:[-\u2013\u2014\u0640_]+|:|/)\s+|(?<=[)\]\u00bb])\s*[-\u2013\u2014:/]\s*|/\s*(?=\S)"
)
_PARTS = re.compile(r"[()\[\]/|:\u060c,\u00ab\u00bb\"\u2013\u2014]+|\s-+\s*|-+\s|(?<=\S)-(?=\S)|\s\u0640+\s")
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
    places: list[str] = []
    agencies: list[str] = []
    people: list[str] = []
    own: list[str] = []
    unknown: list[str] = []
    closing = furniture.words("agencies") | outlets
    for part in parts:
        key = normalize(part)
        bare_key = key.removeprefix(_SPECIAL).strip()
        if names.is_place(part) or all(names.is_place(p) for p in part.split(f" {_WAW}") if p):
            places.append(part)
        elif key in outlets or bare_key in outlets:
            own.append(part)
        elif key in furniture.words("agencies"):
            agencies.append(part)
        elif names.is_known_name(part) or (
            person := furniture.word_label_before(part, furniture.labels("byline_words"))
        ):
            people.append(part if names.is_known_name(part) else person or "")
        elif key.isdigit() or all(
            w in furniture.words("around_dates") or w[0].isdigit() for w in key.split()
        ):
            continue
        else:
            unknown.append(part)
    # «Place / writer / agency»: what no list has can be told by where it stands.
    if unknown and not (len(unknown) <= 2 and (agencies or own) and normalize(parts[-1]) in closing):
        return None
    is_own = unknown and set(normalize(unknown[0]).split()) & {
        word for name in outlets for word in name.split()
    }
    if unknown and not is_own and not places and len(unknown[0].split()) <= 2 and parts[0] == unknown[0]:
        places.append(unknown.pop(0))
    if any(not names.is_name(name) for name in unknown):
        return None
    people += unknown
    if not places and not agencies and not own:
        return None
    if is_agency and not people:
        own = []
    return Opening(
        _shown(text, places, agencies, people, own),
        people[0] if people else "",
        agencies[0] if agencies else "",
    )


def _shown(text: str, places: list[str], agencies: list[str], people: list[str], own: list[str]) -> str:
    """Place and agency, as written where nothing else stands between them."""
    if not places:
        return ""
    if not people and not own and not find_dates(text):
        return text
    shown = " \u0648".join(places[:2]) if len(places) == 1 else places[0]
    agency = next((a for a in agencies if f"({a})" in text), "")
    return f"{shown} ({agency})" if agency else " - ".join([shown, *agencies[:1]])
