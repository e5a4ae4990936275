"""Which node of a page's JSON-LD is this article: the one with its headline or its address."""

from typing import Any

from articles.arabic.normalize import normalize
from articles.ingest.canonical import canonical_address
from articles.ingest.readers.html import jsonld
from articles.ingest.readers.html.headline import Headline
from articles.ingest.readers.html.metadata import Metadata

#: So much of the shorter title's words both have.
_ALIKE = 0.6


def find_own_node(meta: Metadata, headline: Headline, url: str) -> dict[str, Any]:
    """The node of this article; empty if none is, or if it names another one."""
    title = normalize(headline.text)
    page_address = canonical_address(meta.link("canonical") or url, url)
    untitled: dict[str, Any] = {}
    for node in meta.nodes[:200]:
        name = normalize(jsonld.text_of(node.get("headline")) or jsonld.text_of(node.get("name")))
        addresses = {
            canonical_address(address, url)
            for key in ("mainEntityOfPage", "url", "@id")
            if (address := jsonld.address_of(node.get(key)))
        }
        is_here = bool(page_address) and page_address in addresses
        if name and title and _is_alike(name, title):
            return node
        if jsonld.is_article(node) and is_here and not (name and title and len(name.split()) > 3):
            untitled = untitled or node
    return untitled


def _is_alike(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) >= 12 and (one in other or other in one)):
        return True
    a, b = set(one.split()), set(other.split())
    return len(a & b) >= 3 and len(a & b) > _ALIKE * max(len(a), len(b))
