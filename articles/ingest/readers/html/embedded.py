"""The text of pages that are drawn by a script: it lies in JSON, beside the title that the page claims.

Only where the tree itself holds no text worth the name.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.fragment import fragment_text
from articles.ingest.readers.html.jsonld import is_deep

_MOST_CHARACTERS = 3_000_000
_MOST_NODES, _MOST_SCRIPTS, _MOST_PIECES = 60_000, 60, 400
_FEWEST_WORDS = 4
_ASSIGNED = re.compile(r"(?:window\.|var |self\.)?[\w.$\[\]\"']{2,60}\s*=\s*(?=\{)")
_TITLES = ("title", "headline", "name", "heading", "articletitle", "newstitle")
_BODIES = (
    "articlebody", "body", "content", "fulltext", "full_text", "text", "html", "bodyhtml", "contenthtml",
    "details", "story", "maincontent", "components", "blocks", "paragraphs", "longdescription",
)  # fmt: skip
#: Keys of a block of text; others hold addresses, kinds, styles.
_TEXTS = frozenset((
    "text", "content", "html", "value", "body", "paragraph", "data", "blocks", "children", "model", "p",
    "fragment", "fragments", "components", "items",
))  # fmt: skip


def embedded_text(root: Element, titles: frozenset[str]) -> str:
    """Paragraphs parted by an empty line; `titles`: what the page claims as its title, normalised."""
    best = ""
    for script in islice(root.iter("script"), _MOST_SCRIPTS):
        kind = script.get("type", "").lower()
        text = script.text or ""
        if "ld+json" in kind or not 200 < len(text) <= _MOST_CHARACTERS:
            continue
        for node in _titled(_loaded(text, is_json="json" in kind), titles):
            found = _text_of(node)
            if len(found) > len(best):
                best = found
    return best


def _loaded(text: str, *, is_json: bool) -> Any:
    start = 0
    if not is_json:
        match = _ASSIGNED.search(text[:500])
        if not match:
            return None
        start = match.end()
    if is_deep(text):
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text[start:].lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _titled(data: Any, titles: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The objects that carry the page's own title and a text."""
    waiting = [data]
    seen = 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += [value for value in node.values() if isinstance(value, dict | list)]
            named = {key.lower(): value for key, value in node.items()}
            claimed = [normalize(v[:400]) for key in _TITLES if isinstance(v := named.get(key), str)]
            if titles & set(claimed) and any(key in named for key in _BODIES):
                yield node


def _text_of(node: dict[str, Any]) -> str:
    named = {key.lower(): value for key, value in node.items()}
    found = [_joined(named[key]) for key in _BODIES if key in named]
    return max(found, key=len, default="")


def _joined(value: Any) -> str:
    pieces: list[str] = []
    waiting = [value]
    seen = 0
    while waiting and len(pieces) < _MOST_PIECES and seen < _MOST_NODES:
        seen += 1
        node = waiting.pop()
        if isinstance(node, str):
            if " " in node:
                pieces.append(node)
        elif isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            waiting += [each for key, each in reversed(node.items()) if key.lower() in _TEXTS]
    paragraphs = [fragment_text(piece) for piece in pieces]
    return "\n\n".join(p for p in paragraphs if len(p.split()) >= _FEWEST_WORDS)
