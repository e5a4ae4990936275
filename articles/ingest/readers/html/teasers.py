"""Paragraphs that stand for other articles."""

from itertools import islice

from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.page import HtmlPage, ancestors, holder
from articles.ingest.readers.saved_page.page import overlap, topic

_SUSPENSE = ("..", "\u2026")

_ITEMS = 3
_TITLE_WORDS, _ECHO = 4, 0.75


def is_teaser(page: HtmlPage, i: int) -> bool:
    """Cut off with dots, or below a headline that is a link in the same small box."""
    if page.lines[i].text.endswith(_SUSPENSE) and page.lines[i].word_count < 60:
        return True
    own = holder(page.blocks[i])
    for j in (i - 1, i - 2):
        if j >= 0 and page.is_linked(j) and page.lines[j].word_count >= 4:
            other = holder(page.blocks[j])
            if other is own and own.tag in ("article", "li", "a", "td"):
                return True
            if page.blocks[j].heading and own in ancestors(other):
                return True
    return _echoes(page, i) or _is_dated_item(page, i, own)


def _echoes(page: HtmlPage, i: int) -> bool:
    """Repeating the headline directly above it, as excerpts do and paragraphs below a subheading do not."""
    above = page.lines[i - 1] if i else None
    if above is None or page.prose[i - 1] or page.stamps[i - 1] or page.page.is_live:
        return False
    about = topic(above)
    return len(about) >= _TITLE_WORDS and overlap(about, topic(page.lines[i])) >= _ECHO


def _is_dated_item(page: HtmlPage, i: int, box: Element) -> bool:
    """With a day of its own in a box among others like it."""
    beside = [j for j in (i - 2, i - 1, i + 1, i + 2) if 0 <= j < len(page.blocks)]
    stamps = [page.stamps[j] for j in beside if holder(page.blocks[j]) is box]
    if not any(stamp and stamp.is_full for stamp in stamps) or page.page.is_live:
        return False
    parent = box.getparent()
    if parent is None:
        return False
    name = box.get("class", "")
    alike = (each for each in parent.iterchildren(box.tag) if each.get("class", "") == name)
    return len(list(islice(alike, _ITEMS))) == _ITEMS
