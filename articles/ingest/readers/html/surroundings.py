"""What stands around the text: section, standfirst, dateline, byline, credit.

Class names and JSON-LD say much; where they do not, the rules of the saved-page reader read the lines
between headline and text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.people import (
    boxed_byline,
    is_byline_element,
    is_likely_name,
    read_person,
    split_byline,
    told_byline,
    without_dates,
)
from articles.ingest.readers.html.region import Region, head_blocks
from articles.ingest.readers.html.sections import find_section
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.stamps import read_stamp

_BELOW = 5
_STANDFIRST_WORDS = 4
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
    found = Surroundings(section=find_section(page, region, outlets))
    title = page.lines[region.headline].key if region.headline is not None else ""
    head = [i for i in head_blocks(page, region) if i not in captions and page.lines[i].key != title]
    for i in head:
        found = _read_people(page, i, outlets, found, is_agency=is_agency)
    found = replace(found, subtitle=_subtitle(page, head, found, outlets))
    for i in _below(page, region):
        found = _read_below(page, i, outlets, found)
    if found.byline:
        return found
    byline = told_byline(page, node, outlets) or boxed_byline(page, region, outlets)
    return replace(found, byline=byline)


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
    is_named = is_labelled or is_byline_element(page.blocks[i].element)
    told = _PARTS.split(without_dates(line.text)) if stamp else [line.text]
    for part in (each.strip(_SIGNS) for each in told):
        if not part or normalize(part) in outlets or normalize(part) in furniture.labels("byline"):
            continue
        source = furniture.label_before(part, furniture.labels("credit"))
        if source is not None and names.place_and_name(source, outlets) is None:
            found = replace(found, credit=found.credit or source)
            continue
        dateline, byline = read_person(source or part, outlets, is_named=is_named, is_agency=is_agency)
        if stamp and not byline and not dateline and is_likely_name(part, outlets):
            byline = part
        found = replace(found, dateline=found.dateline or dateline, byline=found.byline or byline)
    return found


def _subtitle(page: HtmlPage, head: list[int], found: Surroundings, outlets: frozenset[str]) -> str:
    for i in head:
        line = page.lines[i]
        if page.stamps[i] or (page.kinds[i] and not page.prose[i]) or line.word_count < _STANDFIRST_WORDS:
            continue
        if line.text in (found.dateline, found.byline) or line.is_wordless or page.is_linked(i):
            continue
        if any(read_person(line.text, outlets, is_named=False)):
            continue
        element = page.blocks[i].element
        if element.tag == "li":
            points = [j for j in head if page.blocks[j].element.getparent() is element.getparent()]
            return "\n".join(page.lines[j].text for j in points)
        return line.text
    return ""


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
        return replace(found, byline=split_byline(byline, outlets)[1])
    return found
