"""What the pictures of the article show: figcaptions, and short lines that stand alone with a picture."""

import re

from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.page import HtmlPage, ancestors, common_ancestor
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.saved_page import captions, furniture

_MOST, _MOST_WORDS = 60, 60
_PICTURES = ("img", "amp-img", "picture", "figure")
_REACH = 3
#: «3/12» before the caption of a gallery.
_COUNTER = re.compile(
    r"^[0-9\u0660-\u0669]{1,2}\s*(?:/|\u0645\u0646|of)\s*[0-9\u0660-\u0669]{1,3}\s*[-:.\u2013]?\s*(?=\S)"
)


def find_captions(page: HtmlPage, region: Region) -> list[int]:
    """Blocks that are captions, in the order of the page."""
    area = _area(page, region)
    if area is None:
        return []
    body = set(region.body)
    found: list[int] = []
    first = max(0, (region.headline or 0) - _REACH)
    for i in range(first, region.end):
        if i in body or i == region.headline or len(found) >= _MOST:
            continue
        zone = page.zone(i, region.exempt)
        if zone not in ("", "caption", "media") or area not in ancestors(page.blocks[i].element):
            continue
        if _is_caption(page, i, "caption" if page.is_in(i, "caption") else zone):
            found.append(i)
    return found


def _area(page: HtmlPage, region: Region) -> Element | None:
    elements = [page.blocks[region.headline].element] if region.headline is not None else []
    if region.core is not None:
        elements.append(region.core)
    return common_ancestor(elements)


def _is_caption(page: HtmlPage, i: int, zone: str) -> bool:
    line = page.lines[i]
    if line.word_count > _MOST_WORDS or page.is_linked(i) or line.is_wordless:
        return False
    if captions.labelled_caption(line) == "" or is_teaser(page, i):
        return False
    if zone == "caption":
        return len(line.words) >= 2
    if zone == "media" and (line.is_latin or _has_own_caption(page.blocks[i].element)):
        return False
    if page.kinds[i] or page.stamps[i] or page.blocks[i].heading:
        return False
    return len(line.words) >= 2 and stands_with_picture(page, i)


def stands_with_picture(page: HtmlPage, i: int) -> bool:
    """A small element around the block holds a picture and no other text."""
    element = page.blocks[i].element
    size = len(page.lines[i].text)
    for _ in range(3):
        if element is None or element.tag in ("body", "article", "main", "td", "section"):
            return False
        if element.tag != "p" or element.find(".//img") is not None:
            texts = _text_size(element)
            if texts > size + 12:
                return False
            if next(element.iter(*_PICTURES), None) is not None:
                return True
        element = element.getparent()
    return False


def _has_own_caption(element: Element) -> bool:
    figure = next((e for e in element.iterancestors() if e.tag == "figure"), None)
    return figure is not None and figure.find(".//figcaption") is not None


def _text_size(element: Element) -> int:
    """Characters of an element that are not inside links."""
    links = sum(len(text.strip()) for link in element.iter("a") for text in link.itertext())
    return sum(len(text.strip()) for text in element.itertext()) - links


def caption_text(page: HtmlPage, i: int) -> str:
    """Without a label such as «picture:»."""
    line = page.lines[i]
    if counter := _COUNTER.match(line.text):
        return line.text[counter.end() :]
    labelled = furniture.label_before(line.text, furniture.labels("caption"))
    return labelled if labelled and len(labelled.split()) >= 2 else line.text
