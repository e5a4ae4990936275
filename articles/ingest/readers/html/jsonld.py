"""What a page says of itself in JSON-LD: only the node that is this article.

Pages carry the data of other articles as well (lists, teasers, the next article), and blocks that are
no valid JSON.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

#: Longer blocks are not read; nor are nodes beyond so many.
MAX_CHARACTERS = 1_000_000
_MOST_NODES = 2_000
_DEPTH = re.compile(r"[\[\]{}]")
_MOST_DEPTH = 60
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*;?\s*$")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_ARTICLES = (
    "article",
    "blogposting",
    "liveblogposting",
    "report",
    "reportage",
    "opinion",
    "analysis",
    "review",
)
_MEDIA = ("videoobject", "imagegallery", "mediagallery", "webpage", "itempage", "creativework")


def nodes(blocks: list[str]) -> list[dict[str, Any]]:
    """The nodes that may describe an article, articles proper first, in the order of the page."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        found += list(_walked(_loaded(block)))
        if len(found) >= _MOST_NODES:
            break
    return sorted(found, key=lambda node: not is_article(node))


def is_article(node: dict[str, Any]) -> bool:
    return any(name.endswith(_ARTICLES) for name in _types(node))


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind.lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _loaded(block: str) -> Any:
    text = _COMMENT.sub("", block[:MAX_CHARACTERS].strip())
    if len(block) > MAX_CHARACTERS or is_deep(text):
        return None
    for attempt in (text, _TRAILING_COMMA.sub("", _CONTROL.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except ValueError:
            continue
    return None


def is_deep(text: str) -> bool:
    """Deeper than any article is described; brackets in strings count too, which only makes it stricter."""
    depth = 0
    for match in _DEPTH.finditer(text):
        depth += 1 if match[0] in "[{" else -1
        if depth > _MOST_DEPTH:
            return True
    return False


def _walked(data: Any) -> Iterator[dict[str, Any]]:
    """Nodes on top, in @graph and as main entity; items of lists are other articles."""
    waiting = [data]
    seen = 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            names = _types(node)
            if any(name.endswith(_ARTICLES + _MEDIA) for name in names):
                yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def text_of(value: Any) -> str:
    """A string, or the name of a node, or of the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or value.get("url") or ""
        return text_of(value) if isinstance(value, list) else str(value) if isinstance(value, str) else ""
    return value if isinstance(value, str) else ""


def address_of(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or ""
    return value if isinstance(value, str) else ""
