"""Region: which blocks of a page are the article."""

from dataclasses import dataclass

from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.page import HtmlPage


@dataclass(frozen=True)
class Region:
    """The article on the page: numbers of blocks, in order."""

    headline: int | None
    core: Element | None
    body: tuple[int, ...]
    #: Elements known to hold the article, whatever they are called.
    exempt: frozenset[Element]
    #: The first block after the article; blocks from here on belong to others.
    end: int


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
