"""Who wrote an article, and from where: lines and parts of lines made for that."""

import re

from articles.arabic.dates import find_clock, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.opening import read_dateline
from articles.ingest.readers.html.page import HtmlPage, names_of
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.vocabulary import vocabulary
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.lines import Line

_ABOVE = 6
_MOST_WORDS, _NAME_WORDS = 12, 6
_BYLINE_NAMES = frozenset(
    ["author", "byline", "writer", "by", "writeby", "reporter", "editor", "creator", "authors", "journalist"]
)
_NAME_PARTS = re.compile(r"\s*[|/\u2013\u2014:(]\s*|\s+-\s*|\u060c\s")


def without_dates(text: str) -> str:
    """A line with bars in place of its dates and clock times, without the words around them."""
    spans = [(date.start, date.end) for date in find_dates(text)]
    if clock := find_clock(text):
        spans.append((clock.start, clock.end))
    kept, position = [], 0
    for start, end in sorted(spans):
        kept.append(text[position:start])
        position = max(position, end)
    parts = [_without_time_words(part) for part in "|".join([*kept, text[position:]]).split("|")]
    return " | ".join(filter(None, parts))


def _without_time_words(text: str) -> str:
    words = text.split()
    around = furniture.words("around_dates") | furniture.labels("published") | furniture.labels("updated")
    while words and (not normalize(words[-1]) or normalize(words[-1]) in around):
        words.pop()
    while words and not names.is_known_name(" ".join(words)) and normalize(words[0]) in around:
        words.pop(0)
    return " ".join(words)


def read_person(
    text: str, outlets: frozenset[str], *, is_named: bool, is_agency: bool = False
) -> tuple[str, str]:
    """Dateline and byline of a line or a part of one."""
    line = Line(0, text, 0, True, True)
    is_label = furniture.label_before(text, furniture.labels("section"))
    if not line.is_label_sized or line.word_count > _MOST_WORDS or is_label:
        return "", ""
    if byline := names.byline_of(line):
        return split_byline(byline, outlets)
    if opening := read_dateline(text, outlets, is_agency=is_agency):
        return opening.dateline, opening.byline
    if names.is_known_name(text) and not names.place_and_name(text, outlets):
        return "", text
    if is_named and line.word_count <= _NAME_WORDS and not _is_institution(text, outlets):
        return names.place_and_name(text, outlets) or split_byline(text, outlets)
    return names.place_and_name(text, outlets) or ("", "")


def split_byline(text: str, outlets: frozenset[str]) -> tuple[str, str]:
    """The name without outlet, place or desk beside it."""
    parts = [part.strip(" -|,/():\u060c") for part in _NAME_PARTS.split(text)]
    places = [part for part in parts if part and names.is_place(part)]
    people = [part for part in parts if part and part not in places and not _is_institution(part, outlets)]
    return (places[0] if places else ""), (people[0] if people else "")


def _is_institution(text: str, outlets: frozenset[str]) -> bool:
    """An outlet, an agency, a desk: no person."""
    key = normalize(text)
    words = key.split()
    desk = furniture.words("outlet_words") | furniture.words("agencies") | furniture.words("sections")
    return (
        not words
        or key in outlets
        or key in furniture.words("agencies")
        or words[0] in vocabulary("desks")
        or bool(set(words) & furniture.words("outlet_words") and not names.is_known_name(text))
        or key in desk
    )


def is_byline_element(element: Element) -> bool:
    for each in (element, element.getparent()):
        if each is not None and names_of(each) & _BYLINE_NAMES:
            return True
    return next((True for child in element.iter("a", "span") if names_of(child) & _BYLINE_NAMES), False)


def told_byline(page: HtmlPage, node: dict[str, object], outlets: frozenset[str]) -> str:
    """The author of JSON-LD or meta elements, if a person that the page shows as well."""
    told = [node.get("author"), page.meta.first("author", "article:author", "dc.creator", "parsely-author")]
    shown = {line.key for line in page.lines if line.word_count <= 12}
    for value in told:
        for each in value if isinstance(value, list) else [value]:
            name = each.get("name") if isinstance(each, dict) else each
            is_group = isinstance(each, dict) and each.get("@type") == "Organization"
            if not isinstance(name, str) or is_group or "http" in name or not 2 <= len(name.split()) <= 5:
                continue
            if not _is_institution(name, outlets) and (names.is_known_name(name) or normalize(name) in shown):
                return name.strip()
    return ""


def is_likely_name(text: str, outlets: frozenset[str]) -> bool:
    """What stands on one line with the date, and has the shape of a name."""
    return 2 <= len(text.split()) <= 4 and names.is_name(text) and not _is_institution(text, outlets)


def boxed_byline(page: HtmlPage, region: Region, outlets: frozenset[str]) -> str:
    """The name in a box about the writer, above or below the text."""
    first = max(0, (region.headline or 0) - 4 * _ABOVE)
    for i in range(first, min(region.end, len(page.blocks))):
        line = page.lines[i]
        if line.word_count > 7 or i == region.headline or page.zone(i, region.exempt) not in ("", "bio"):
            continue
        is_box = page.zone(i) == "bio" or is_byline_element(page.blocks[i].element)
        if (
            is_box
            and not page.kinds[i]
            and (names.is_known_name(line.text) or is_likely_name(line.text, outlets))
        ):
            return split_byline(line.text, outlets)[1]
    return ""
