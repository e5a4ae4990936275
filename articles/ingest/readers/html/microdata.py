"""Dates that a page marks with itemprop, if they are the article's own."""

from itertools import islice

from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.page import HtmlPage

_MOST = 20_000


def marked_dates(page: HtmlPage, headline: int | None, name: str) -> list[str]:
    """Values of an itemprop in the item that holds the headline; outside of all items where it is in none."""
    scope = _scope(page.blocks[headline].element) if headline is not None else None
    root = scope if scope is not None else page.root
    found = []
    for element in islice(root.iter("meta", "time", "span", "abbr", "div", "p"), _MOST):
        attributes = element.attrib
        if attributes.get("itemprop", "").lower() == name and _scope(element) is scope:
            value = attributes.get("content") or attributes.get("datetime") or attributes.get("title") or ""
            found.append(value.strip())
    return [value for value in found if value]


def _scope(element: Element) -> Element | None:
    """The item around an element; the page itself counts as none."""
    for each in element.iterancestors():
        if "itemscope" in each.attrib and each.tag not in ("body", "html"):
            return each
    return None
