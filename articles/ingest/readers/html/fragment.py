"""The text of a piece of HTML: a feed's content, a cell of a row."""

import html
import re

import nh3

from articles.ingest.readers.html.blocks import BLOCKS, blocks, folded
from articles.ingest.readers.html.tree import flattened, parse

#: More characters of a fragment are not read.
MAX_CHARACTERS = 2_000_000
_KEPT = set(BLOCKS - {"html", "body", "form", "dialog", "figcaption"}) | {
    "br",
    "a",
    "q",
    "span",
    "b",
    "i",
    "em",
    "strong",
}
_DROPPED_WITH_TEXT = {
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select",
    "button", "title", "audio", "video", "figcaption",
}  # fmt: skip
_MARKUP = re.compile(r"<[a-zA-Z/!]")
#: Markup that was escaped once too often.
_ESCAPED = re.compile(
    r"</?(?:p|br|div|span|a|b|i|strong|em|img|h[1-6]|ul|ol|li|table|blockquote)\b[^<>]*>", re.I
)
_LINE_ENDS = re.compile(r"[\r\n\u2028\u2029]+")


def fragment_text(text: str) -> str:
    """The text of an HTML fragment, its paragraphs parted by an empty line.

    Cleaned by nh3 first: no scripts, styles or frames. Text without markup has a paragraph a line.
    """
    text = text[:MAX_CHARACTERS]
    if not _MARKUP.search(text):
        plain = html.unescape(text) if "&" in text else text
        if not _ESCAPED.search(plain):
            return "\n\n".join(filter(None, map(folded, _LINE_ENDS.split(plain))))
        text = plain
    cleaned = nh3.clean(
        flattened(text),
        tags=_KEPT,
        attributes={},
        clean_content_tags=_DROPPED_WITH_TEXT,
        link_rel=None,
    )
    root = parse(f"<div>{cleaned}</div>")
    if root is None:
        return ""
    return "\n\n".join(block.text for block in blocks(root))
