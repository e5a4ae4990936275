"""Region: which blocks of a page are the article."""

from dataclasses import dataclass

from articles.ingest.readers.html.blocks import Element


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
