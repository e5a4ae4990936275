"""What stands around the text: section, standfirst, dateline, byline, credit.

Class names and JSON-LD say much; where they do not, the rules of the saved-page reader read the lines
between headline and text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.arabic.dates import find_clock, find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element, folded
from articles.ingest.readers.html.opening import read_dateline
from articles.ingest.readers.html.page import HtmlPage, names_of
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.vocabulary import vocabulary
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.stamps import read_stamp

_ABOVE, _BELOW = 6, 5
_SECTION_WORDS = 5
_STANDFIRST_WORDS = 4
_SECTION_NAMES = frozenset(
    {"section", "category", "cat", "kicker", "sec", "rubric", "topic", "label", "categories"}
)
_BYLINE_NAMES = frozenset(
    ["author", "byline", "writer", "by", "writeby", "reporter", "editor", "creator", "authors", "journalist"]
)
_PATH = re.compile(r"\s[\u00bb\u203a>]\s")
_NAME_PARTS = re.compile(r"\s*[|/\u2013\u2014:(]\s*|\s+-\s*|\u060c\s")
_CRUMBS = re.compile(r"\s*[\u00bb\u203a>\u00ab\u2039<\u2190\u2192|/\\]\s*|\s-\s")
_SIGNS = " -|,/():\u060c\u2013\u2014\u0640"
_PARTS = re.compile(r"\s*[|\u2022\u00b7]\s*|\s+[\u2013\u2014-]\s+|\s{2,}")


@dataclass(frozen=True)
class Surroundings:
    section: str = ""
    subtitle: str = ""
    dateline: str = ""
    byline: str = ""
    credit: str = ""


def find_surroundings(
    page: HtmlPage,
    region: Region,
    outlets: frozenset[str],
    captions: frozenset[int],
    node: dict[str, object],
    *,
    is_agency: bool = False,
) -> Surroundings:
    found = Surroundings(section=_section(page, region, outlets))
    title = page.lines[region.headline].key if region.headline is not None else ""
    head = [i for i in head_blocks(page, region) if i not in captions and page.lines[i].key != title]
    for i in head:
        found = _read_people(page, i, outlets, found, is_agency=is_agency)
    found = replace(found, subtitle=_subtitle(page, head, found, outlets))
    for i in _below(page, region):
        found = _read_below(page, i, outlets, found)
    if found.byline:
        return found
    byline = _told_byline(page, node, outlets) or _boxed_byline(page, region, outlets)
    return replace(found, byline=byline)


def head_blocks(page: HtmlPage, region: Region) -> list[int]:
    """Blocks between the headline and the text that are nobody else's."""
    first = region.body[0] if region.body else (region.headline or 0) + 8
    top = region.headline if region.headline is not None else max(-1, first - 8)
    body = set(region.body)
    return [
        i
        for i in range(top + 1, min(first, region.end, len(page.blocks)))
        if i not in body and page.zone(i, region.exempt) in ("", "bio")
    ]


def _below(page: HtmlPage, region: Region) -> Iterator[int]:
    if not region.body:
        return
    last = region.body[-1]
    seen = 0
    for i in range(last + 1, min(region.end, last + 4 * _BELOW)):
        zone = page.zone(i, region.exempt)
        if zone in ("comments", "footer", "related", "nav"):
            break
        if zone not in ("", "bio"):
            continue
        if page.kinds[i] in furniture.ASIDES | furniture.TERMINAL or seen == _BELOW:
            break
        seen += 1
        yield i


# Section


def _section(page: HtmlPage, region: Region, outlets: frozenset[str]) -> str:
    if region.headline is None:
        return ""
    title = page.lines[region.headline].key
    above = range(region.headline - 1, max(-1, region.headline - 1 - 3 * _ABOVE), -1)
    if crumb := _crumb(page, region, above, title, outlets):
        return crumb
    for i in [*list(above)[:_ABOVE], *head_blocks(page, region)[:6]]:
        line = page.lines[i]
        if page.zone(i, region.exempt) not in ("", "tags"):
            continue
        if page.stamps[i]:
            rest = without_dates(line.text)
            if normalize(rest) in furniture.words("sections"):
                return rest
            continue
        if label := furniture.label_before(line.text, furniture.labels("section")):
            return label if len(label.split()) <= _SECTION_WORDS else ""
        if _is_section(page, i, outlets, region):
            return line.text
    return ""


def _crumb(page: HtmlPage, region: Region, above: range, title: str, outlets: frozenset[str]) -> str:
    """The last crumb that is neither the front page nor the headline."""
    parts: list[str] = []
    is_trail = False
    for i in reversed(above):
        line = page.lines[i]
        is_near = (region.headline or 0) - i <= _ABOVE
        # A trail of blocks of their own: the front page, then one or two sections.
        is_trail = is_near and (line.key in furniture.words("home") or (is_trail and page.is_linked(i)))
        if is_trail or page.zone(i) == "crumbs" or _is_crumb_line(page, region, i):
            links = [folded(link.text_content()[:200]) for link in page.blocks[i].element.iter("a")]
            told = links if len(links) > 1 else _CRUMBS.split(line.text)
            parts += [part.strip() for part in told if part.strip()]
    kept = [
        part
        for part in parts
        if (key := normalize(part))
        and key not in furniture.words("home")
        and key not in furniture.words("here")
        and key not in furniture.words("no_sections")
        and key not in outlets
        and key[:25] not in title
        and title[:25] not in key
        and len(part.split()) <= _SECTION_WORDS
    ]
    return kept[-1] if kept else ""


def _is_crumb_line(page: HtmlPage, region: Region, i: int) -> bool:
    is_near = (region.headline or 0) - i <= _ABOVE
    line = page.lines[i]
    is_path = page.is_linked(i) and len(_PATH.findall(line.text)) >= 2
    return is_near and (page.kinds[i] == "crumbs" or is_path) and line.word_count <= 40


def _is_section(page: HtmlPage, i: int, outlets: frozenset[str], region: Region) -> bool:
    line = page.lines[i]
    if (
        not 1 <= line.word_count <= _SECTION_WORDS
        or line.ends_sentence
        or line.key in outlets
        or line.is_wordless
    ):
        return False
    if names.is_place(line.text) and i > (region.headline or 0):
        return False
    element = page.blocks[i].element
    named = names_of(element) | (
        names_of(element.getparent()) if element.getparent() is not None else frozenset()
    )
    if named & _SECTION_NAMES and (not page.kinds[i] or page.kinds[i] in ("nav", "latest")):
        return True
    if page.zone(i, region.exempt):
        return False
    if line.key in furniture.words("sections"):
        return abs(i - (region.headline or 0)) <= 2
    return _is_directly_above(page, region, i) and not page.kinds[i] and not names.is_known_name(line.text)


def _is_directly_above(page: HtmlPage, region: Region, i: int) -> bool:
    """In the same element as the headline, with nothing between."""
    if region.headline is None or i != region.headline - 1:
        return False
    box = page.blocks[region.headline].element.getparent()
    element = page.blocks[i].element
    return box is not None and box.tag != "body" and (element is box or element.getparent() is box)


# People


def _read_people(
    page: HtmlPage, i: int, outlets: frozenset[str], found: Surroundings, *, is_agency: bool
) -> Surroundings:
    """Place and writer from a line of the head."""
    line, stamp = page.lines[i], page.stamps[i]
    if page.prose[i] or (page.kinds[i] and not stamp) or line.word_count > 22:
        return found
    above = page.lines[i - 1] if i else None
    # «The writer:» may stand in an element of its own.
    is_labelled = above is not None and above.text.endswith(":") and above.key in furniture.labels("byline")
    is_named = is_labelled or _is_byline_element(page.blocks[i].element)
    for part in [p.strip(_SIGNS) for p in (_PARTS.split(without_dates(line.text)) if stamp else [line.text])]:
        if not part or normalize(part) in outlets or normalize(part) in furniture.labels("byline"):
            continue
        if (source := furniture.label_before(part, furniture.labels("credit"))) is not None:
            both = names.place_and_name(source, outlets)
            if both is None:
                found = replace(found, credit=found.credit or source)
                continue
            part = source
        dateline, byline = _person(part, outlets, is_named=is_named, is_agency=is_agency)
        if stamp and not byline and not dateline and _is_likely_name(part, outlets):
            byline = part
        found = replace(found, dateline=found.dateline or dateline, byline=found.byline or byline)
    return found


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


def _person(
    text: str, outlets: frozenset[str], *, is_named: bool, is_agency: bool = False
) -> tuple[str, str]:
    """Dateline and byline of a line or a part of one."""
    line = Line(0, text, 0, True, True)
    if (
        not line.is_label_sized
        or line.word_count > 12
        or furniture.label_before(text, furniture.labels("section"))
    ):
        return "", ""
    if byline := names.byline_of(line):
        return _split_byline(byline, outlets)
    if opening := read_dateline(text, outlets, is_agency=is_agency):
        return opening.dateline, opening.byline
    if both := names.place_and_name(text, outlets):
        return both
    if names.is_known_name(text):
        return "", text
    if is_named and line.word_count <= 6 and not _is_institution(text, outlets):
        return _split_byline(text, outlets)
    return "", ""


def _split_byline(text: str, outlets: frozenset[str]) -> tuple[str, str]:
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


def _is_byline_element(element: Element) -> bool:
    for each in (element, element.getparent()):
        if each is not None and names_of(each) & _BYLINE_NAMES:
            return True
    return next((True for child in element.iter("a", "span") if names_of(child) & _BYLINE_NAMES), False)


def _told_byline(page: HtmlPage, node: dict[str, object], outlets: frozenset[str]) -> str:
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


def _is_likely_name(text: str, outlets: frozenset[str]) -> bool:
    """What stands on one line with the date, and has the shape of a name."""
    return 2 <= len(text.split()) <= 4 and names.is_name(text) and not _is_institution(text, outlets)


def _boxed_byline(page: HtmlPage, region: Region, outlets: frozenset[str]) -> str:
    """The name in a box about the writer, above or below the text."""
    first = max(0, (region.headline or 0) - 4 * _ABOVE)
    for i in range(first, min(region.end, len(page.blocks))):
        line = page.lines[i]
        if line.word_count > 7 or i == region.headline or page.zone(i, region.exempt) not in ("", "bio"):
            continue
        is_box = page.zone(i) == "bio" or _is_byline_element(page.blocks[i].element)
        if (
            is_box
            and not page.kinds[i]
            and (names.is_known_name(line.text) or _is_likely_name(line.text, outlets))
        ):
            return _split_byline(line.text, outlets)[1]
    return ""


# Standfirst


def _subtitle(page: HtmlPage, head: list[int], found: Surroundings, outlets: frozenset[str]) -> str:
    for i in head:
        line = page.lines[i]
        if page.stamps[i] or (page.kinds[i] and not page.prose[i]) or line.word_count < _STANDFIRST_WORDS:
            continue
        if line.text in (found.dateline, found.byline) or line.is_wordless or page.is_linked(i):
            continue
        if any(_person(line.text, outlets, is_named=False)):
            continue
        element = page.blocks[i].element
        if element.tag == "li":
            points = [j for j in head if page.blocks[j].element.getparent() is element.getparent()]
            return "\n".join(page.lines[j].text for j in points)
        return line.text
    return ""


# Below the text


def _read_below(page: HtmlPage, i: int, outlets: frozenset[str], found: Surroundings) -> Surroundings:
    line = page.lines[i]
    if page.kinds[i] or line.word_count > 30:
        return found
    stamp = read_stamp(line)
    text = stamp.rest if stamp else line.text
    if (source := furniture.label_before(text, furniture.labels("credit"))) and not found.credit:
        return replace(found, credit=source)
    key = normalize(text.strip("()[] "))
    if key in furniture.words("agencies") and not found.credit:
        return replace(found, credit=text.strip("()[] "))
    parts = [normalize(part) for part in re.split(r"[-\u2013/|+\u060c,]|\s\u0648", text.strip("()[] "))]
    if not found.credit and len(parts) > 1 and all(p in furniture.words("agencies") | outlets for p in parts):
        return replace(found, credit=text.strip("()[] "))
    if not found.byline and not page.prose[i] and (byline := names.byline_of(Line(0, text, 0, True, True))):
        return replace(found, byline=_split_byline(byline, outlets)[1])
    return found
