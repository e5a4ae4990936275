"""The section of an article, as the page shows it."""

import re

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import folded
from articles.ingest.readers.html.page import HtmlPage, names_of
from articles.ingest.readers.html.people import without_dates
from articles.ingest.readers.html.region import Region, head_blocks
from articles.ingest.readers.saved_page import furniture, names

_ABOVE = 6
_SECTION_WORDS = 5
_SECTION_NAMES = frozenset(
    {"section", "category", "cat", "kicker", "sec", "rubric", "topic", "label", "categories"}
)
_PATH = re.compile(r"\s[\u00bb\u203a>]\s")
_CRUMBS = re.compile(r"\s*[\u00bb\u203a>\u00ab\u2039<\u2190\u2192|/\\]\s*|\s-\s")


def find_section(page: HtmlPage, region: Region, outlets: frozenset[str]) -> str:
    """The section shown in the breadcrumbs, or in a short line beside the headline."""
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
    return (
        box is not None
        and box.tag not in ("body", "tr", "tbody", "table")
        and (element is box or element.getparent() is box)
    )
