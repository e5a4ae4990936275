"""Meta elements, links and JSON-LD of a page."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from articles.ingest.readers.html import jsonld
from articles.ingest.readers.html.blocks import Element, folded

_MOST = 500
_LONGEST = 4_000
_SEPARATOR = re.compile(r"\s+[|\u00bb\u203a\u2022\u00b7\u00ab]+\s+|\s+[-\u2013\u2014\u0640]+\s+|\s*\|\s*|::+")


@dataclass(frozen=True)
class Metadata:
    """`values`: contents of meta elements by name or property, lower case, in the order of the page."""

    values: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    #: Of the html element, as declared.
    language: str = ""
    base: str = ""
    nodes: tuple[dict[str, Any], ...] = ()

    def first(self, *names: str) -> str:
        """The first value there is of the names, in their order."""
        return next((value for name in names for value in self.values.get(name, []) if value), "")

    def link(self, relation: str) -> str:
        return next(iter(self.links.get(relation, [])), "")

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What may be the headline: with or without the site's name."""
        found = [
            self.first("og:title"),
            self.first("twitter:title"),
            self.title,
            self.first("title", "dc.title"),
        ]
        return tuple(dict.fromkeys(filter(None, found)))

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        """The titles and their parts between bars and dashes."""
        parts = [part for title in self.titles for part in title_parts(title)]
        return tuple(dict.fromkeys(filter(None, [*self.titles, *parts])))


def title_parts(title: str) -> list[str]:
    """What stands between bars and dashes."""
    return [part.strip() for part in _SEPARATOR.split(title) if part.strip()]


def read_metadata(root: Element) -> Metadata:
    values: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    blocks: list[str] = []
    title = base = ""
    for element in root.iter("meta", "link", "title", "base", "script"):
        attributes = element.attrib
        if element.tag == "meta":
            name = attributes.get("property") or attributes.get("name") or ""
            if name and len(values) < _MOST:
                texts = values.setdefault(name.strip().lower(), [])
                if len(texts) < 20:
                    texts.append(folded(attributes.get("content", "")[:_LONGEST]))
        elif element.tag == "link":
            for relation in attributes.get("rel", "").lower().split()[:5]:
                if len(links) < _MOST:
                    links.setdefault(relation, []).append(attributes.get("href", "").strip())
        elif element.tag == "title":
            title = title or folded((element.text or "")[:_LONGEST])
        elif element.tag == "base":
            base = base or attributes.get("href", "").strip()
        elif "ld+json" in attributes.get("type", "").lower() and len(blocks) < 50:
            blocks.append(element.text or "")
    return Metadata(
        values=values,
        links=links,
        title=title,
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        base=base,
        nodes=tuple(jsonld.nodes(blocks)),
    )
