"""The text of a tree as blocks: paragraphs, headings, list items, table rows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.lines import Line

Element = Any  # lxml ships no types

#: What starts a new block and ends one.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: What holds no text to read.
SILENT = frozenset((
    "script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object", "embed",
    "canvas", "audio", "video", "map", "select", "option", "textarea", "button", "input",
    "datalist", "progress", "meter",
))  # fmt: skip
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u3000]+")
_SENTENCE_END = re.compile("[.!?\u061f\u2026\u06d4:\u061b][\\s\"'\u00bb\u201d\u2019)\\]]*$")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
#: Cells longer than this are paragraphs of a page laid out in a table.
_LONGEST_CELL = 160
_HEADLINE_WORDS, _STAMP, _STAMP_DIGITS = 16, 60, 5
_LABEL_WORDS, _LABELS = 4, frozenset({"comments", "related", "latest", "tags", "footer"})
_INLINE = frozenset({"span", "a", "time", "label", "small"})
_SPANS = frozenset({"span", "time", "small", "strong"})
_BOXES = frozenset({"div", "section", "article", "main", "header", "td", "body"})
_FLOW = BLOCKS - {"hr", "form", "nav", "footer"}
_BREAK, _CELL = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `element` is the nearest block element around it."""

    text: str
    element: Element
    #: Characters of it that are inside links.
    link_characters: int = 0

    @property
    def heading(self) -> int:
        """The level of a heading, else 0."""
        tag = self.element.tag
        return int(tag[1]) if tag in HEADINGS else 0


def folded(text: str) -> str:
    """White space folded, marks that show nothing taken out."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def blocks(root: Element, is_skipped: Callable[[Element], bool] | None = None) -> Iterator[Block]:
    """The blocks of a tree in the order of the page, without empty ones."""
    walk = _Walk(root, is_skipped)
    for element, pieces, links in walk.run():
        yield from _parted(element, "".join(pieces), links)


def _parted(element: Element, raw: str, links: int) -> Iterator[Block]:
    """Paragraphs between line breaks: two breaks part them, one does after a full stop."""
    if _BREAK not in raw:
        if text := folded(raw.replace(_CELL, " ")):
            yield Block(text, element, links)
        return
    lines: list[str] = []
    size = max(1, len(raw))
    for part in [*raw.split(_BREAK), ""]:
        text = folded(part)
        if lines and (
            not text
            or _SENTENCE_END.search(lines[-1][-12:])
            or _is_above_stamp(lines, text, element)
            or _is_label(lines[-1])
        ):
            joined = " ".join(lines)
            yield Block(joined, element, min(len(joined), links * len(joined) // size))
            lines = []
        if text:
            lines.append(text)


def _is_above_stamp(lines: list[str], text: str, element: Element) -> bool:
    """A short line and then one of numbers: a headline and its date."""
    is_short = len(lines) == 1 and lines[0].count(" ") < _HEADLINE_WORDS and element.tag not in HEADINGS
    return is_short and len(text) < _STAMP and sum(map(str.isdigit, text)) >= _STAMP_DIGITS


def _is_label(text: str) -> bool:
    return text.count(" ") < _LABEL_WORDS and furniture.kind_of(Line(0, text, 0, True, True)) in _LABELS


class _Walk:
    """Down a tree without recursion."""

    def __init__(self, root: Element, is_skipped: Callable[[Element], bool] | None) -> None:
        self.root = root
        self.is_skipped = is_skipped
        self.pieces: list[str] = []
        self.links = 0
        #: How many links are open around the text.
        self.open_links = 0
        self.row: Element | None = None
        #: Elements, and whether they hold blocks.
        self.mixed: dict[Element, bool] = {}

    def run(self) -> Iterator[tuple[Element, list[str], int]]:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag = element.tag
                if (
                    not isinstance(tag, str)
                    or tag in SILENT
                    or (self.is_skipped and self.is_skipped(element))
                ):
                    walker.skip_subtree()
                    if tag in BLOCKS and self.row is None:
                        yield from self._flush(element.getparent() if element is not self.root else element)
                    continue
                if self._is_block(element) and self._opens(element):
                    yield from self._flush(element.getparent() if element is not self.root else element)
                self._start(element)
            else:
                if self._is_block(element) and self._closes(element):
                    yield from self._flush(element)
                self._end(element)
        yield from self._flush(self.root)

    def _is_block(self, element: Element) -> bool:
        """A block by its tag, or a named span among blocks with no text beside it."""
        tag = element.tag
        if tag in BLOCKS:
            return True
        parent = element.getparent()
        if tag not in _SPANS or "class" not in element.attrib or parent is None or parent.tag not in _BOXES:
            return False
        before = element.getprevious()
        beside = (before.tail if before is not None else parent.text) or ""
        if (element.tail and element.tail.strip()) or beside.strip():
            return False
        if parent not in self.mixed:
            self.mixed[parent] = any(child.tag in _FLOW for child in parent)
        return self.mixed[parent]

    def _opens(self, element: Element) -> bool:
        """A row of a table of data is one block, with its cells parted by blanks."""
        if self.row is not None:
            self.pieces.append(" ")
            return False
        return True

    def _closes(self, element: Element) -> bool:
        if self.row is None:
            return True
        if element is self.row:
            self.row = None
            return True
        self.pieces.append(" ")
        return False

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag in _INLINE and self._is_glued(element):
            self.pieces.append(" ")
        if tag == "br":
            self.pieces.append(" " if self.row is not None else _BREAK)
        elif tag == "a":
            self.open_links += 1
        elif tag == "tr" and self.row is None and _is_data_row(element):
            self.row = element
        elif tag == "q":
            self.pieces.append("\u00ab")
        if element.text:
            self._add(element.text)

    @staticmethod
    def _is_glued(element: Element) -> bool:
        """Directly after another inline element, both made to be shown apart: a name and a date."""
        before = element.getprevious()
        if before is None or before.tail or before.tag not in _INLINE:
            return False
        is_named = "class" in element.attrib or "class" in before.attrib or element.tag != "span"
        return is_named or element.getparent().tag != "p"

    def _end(self, element: Element) -> None:
        if element.tag == "a" and self.open_links:
            self.open_links -= 1
        elif element.tag == "q":
            self.pieces.append("\u00bb")
        if element.tail and element is not self.root:
            self._add(element.tail)

    def _add(self, text: str) -> None:
        self.pieces.append(text.replace(_BREAK, " "))
        if self.open_links:
            self.links += len(text.strip())

    def _flush(self, element: Element) -> Iterator[tuple[Element, list[str], int]]:
        if self.pieces:
            yield element, self.pieces, self.links
        self.pieces, self.links = [], 0


def _is_data_row(row: Element) -> bool:
    """More than one cell, none of them long or holding paragraphs."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) > 40:
        return False
    for cell in cells:
        if next(cell.iter("table", "div", "ul", "ol", "h1", "h2", "h3", "figure", "img"), None) is not None:
            return False
        if len(cell.findall(".//p")) > 1 or sum(map(len, cell.itertext())) > _LONGEST_CELL:
            return False
    return True
