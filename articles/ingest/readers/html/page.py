"""A page of HTML as its visible blocks, each with the line, the zones and the weight that rules ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from articles.arabic.dates import find_dates
from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import HEADINGS, Block, Element, blocks
from articles.ingest.readers.html.metadata import Metadata, read_metadata
from articles.ingest.readers.html.tree import parse
from articles.ingest.readers.html.zones import hiding_selectors, is_hidden, name_words, zone_of
from articles.ingest.readers.saved_page.lines import MAX_LINES, Line
from articles.ingest.readers.saved_page.page import Page
from articles.ingest.readers.saved_page.stamps import Stamp

#: A paragraph that is mostly links is a list of something.
_MOSTLY_LINKS = 0.6
_LATIN_PARAGRAPH, _LATIN_SENTENCE = 20, 7
#: Labels, and the zone that what they stand above is.
_BOXED = {
    "related": "related", "latest": "related", "tags": "tags", "newsletter": "newsletter",
    "comments": "comments", "share": "share",
}  # fmt: skip
_LABEL_WORDS, _MOST_BOXED_WORDS = 8, 60
_LENIENT_WORDS = 6
#: Digits of two days, and characters that their labels may have.
_FEWEST_DIGITS, _MOST_OUTSIDE = 10, 60
#: Paragraphs of these kinds are furniture unless they are long; a sentence may mention the others.
_NO_TEXT = frozenset(
    {"promotion", "comments", "footer", "bio", "newsletter", "inline", "share", "nav", "link", "tags"}
)
_CERTAIN_WORDS = 45
#: What text stands in, as against what holds such blocks.
_TEXT_TAGS = HEADINGS | frozenset((
    "p", "li", "ul", "ol", "dl", "dd", "dt", "blockquote", "pre", "tr", "tbody", "thead", "table",
    "figcaption", "span", "address", "summary", "details",
))  # fmt: skip


@dataclass(frozen=True)
class HtmlPage:
    root: Element
    meta: Metadata
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    #: Take for paragraphs what is neither long nor ends in a full stop.
    lenient: bool = False

    @cached_property
    def page(self) -> Page:
        """The blocks as the lines of a saved page, for the rules that both readers share."""
        return Page(self.lines, was_cut=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.page.kinds

    @property
    def stamps(self) -> tuple[Stamp | None, ...]:
        return self.page.stamps

    @cached_property
    def prose(self) -> tuple[bool, ...]:
        """Which blocks are paragraphs, of whatever: no label, no date, not mostly links."""
        return tuple(self._is_prose(i) for i in range(len(self.blocks)))

    def _is_prose(self, i: int) -> bool:
        line = self.lines[i]
        if self.is_linked(i) or self.blocks[i].heading or (self.stamps[i] and line.word_count < 12):
            return False
        if _is_all_dates(line):
            return False
        if self.lenient and not self.kinds[i] and not self.stamps[i] and line.word_count >= _LENIENT_WORDS:
            return True
        if line.is_latin:
            is_long = line.word_count >= _LATIN_PARAGRAPH
            return is_long or (line.word_count >= _LATIN_SENTENCE and line.ends_sentence)
        return line.is_prose and (self.kinds[i] not in _NO_TEXT or line.word_count >= _CERTAIN_WORDS)

    def is_linked(self, i: int) -> bool:
        block = self.blocks[i]
        if block.heading and block.link_characters and _leads_here(block.element):
            return False
        return block.link_characters >= _MOSTLY_LINKS * len(block.text)

    @cached_property
    def _zones(self) -> dict[Element, tuple[tuple[Element, str], ...]]:
        return {}

    def zones(self, element: Element) -> tuple[tuple[Element, str], ...]:
        """The elements around and including this one that open a zone, outermost first."""
        known = self._zones
        above: list[Element] = []
        current = element
        while current is not None and current not in known:
            above.append(current)
            current = current.getparent()
        found = known[current] if current is not None else ()
        for each in reversed(above):
            zone = zone_of(each) or self._boxes.get(each, "")
            if zone:
                found = (*found, (each, zone))
            known[each] = found
        return found

    def is_in(self, i: int, zone: str) -> bool:
        """Whether a block lies in a zone, however deep inside others."""
        return any(found == zone for _, found in self.zones(self.blocks[i].element))

    @cached_property
    def _boxes(self) -> dict[Element, str]:
        """Elements that begin with a label: all that is in them is what the label says."""
        first, last = _extents(self.blocks)
        boxes: dict[Element, str] = {}
        for i, kind in enumerate(self.kinds):
            if kind in _BOXED and not self.is_linked(i) and self.lines[i].word_count <= _LABEL_WORDS:
                element = self.blocks[i].element
                while (parent := element.getparent()) is not None and first[parent] == i:
                    if not self._may_be_box(i, last[parent], kind):
                        break
                    element = parent
                if self._may_be_box(i, last[element], kind):
                    boxes[element] = _BOXED[kind]
        return boxes

    def _may_be_box(self, first: int, last: int, kind: str) -> bool:
        """Not so if the headline is in it, or, unless it holds comments, much text that is no link."""
        words = self._text_before[last + 1] - self._text_before[first]
        return self._titles_before[last + 1] == self._titles_before[first] and (
            kind == "comments" or words <= _MOST_BOXED_WORDS
        )

    @cached_property
    def _text_before(self) -> tuple[int, ...]:
        """Words of paragraphs before each block."""
        counts = (line.word_count * is_prose for line, is_prose in zip(self.lines, self.prose, strict=True))
        return (0, *accumulate(counts))

    @cached_property
    def _titles_before(self) -> tuple[int, ...]:
        """Blocks before each block that are a heading of the page or repeat its title."""
        claims = {normalize(part) for part in self.meta.title_parts if len(part.split()) > 2}
        found = (
            b.heading == 1 or line.key in claims for b, line in zip(self.blocks, self.lines, strict=True)
        )
        return (0, *accumulate(map(int, found)))

    def zone(self, i: int, exempt: frozenset[Element] = frozenset()) -> str:
        """The outermost zone of a block that is not one of the elements known to hold the article."""
        return next((zone for e, zone in self.zones(self.blocks[i].element) if e not in exempt), "")


def _is_all_dates(line: Line) -> bool:
    """Two days, each with a label, and little else."""
    if not line.is_label_sized or sum(map(str.isdigit, line.text)) < _FEWEST_DIGITS:
        return False
    dates = [date for date in find_dates(line.text) if date.is_full]
    outside = len(line.text) - sum(date.end - date.start for date in dates)
    return len(dates) >= 2 and outside < _MOST_OUTSIDE


def _extents(found: Sequence[Block]) -> tuple[dict[Element, int], dict[Element, int]]:
    """The first and the last block inside each element."""
    first: dict[Element, int] = {}
    last: dict[Element, int] = {}
    for numbers, known in ((range(len(found)), first), (range(len(found) - 1, -1, -1), last)):
        for i in numbers:
            element: Element | None = found[i].element
            while element is not None and element not in known:
                known[element] = i
                element = element.getparent()
    return first, last


def _leads_here(element: Element) -> bool:
    """A heading that is a link to itself, as in live reports."""
    link = next(element.iter("a"), None)
    return link is not None and len(link.get("href", "")) > 1 and link.get("href", "").startswith("#")


def read_page(text: str) -> HtmlPage | None:
    root = parse(text)
    if root is None:
        return None
    hiding = hiding_selectors([style.text or "" for style in islice(root.iter("style"), 40)])
    found = tuple(islice(blocks(root, lambda element: is_hidden(element, hiding)), MAX_LINES))
    lines = tuple(Line(i, block.text, i, True, True) for i, block in enumerate(found))
    return HtmlPage(root, read_metadata(root), found, lines)


def holder(block: Block) -> Element:
    """The element that holds a block and its like: the parent of a paragraph or list."""
    element = block.element
    while element.tag in _TEXT_TAGS and element.getparent() is not None:
        element = element.getparent()
    return element


def ancestors(element: Element | None) -> frozenset[Element]:
    """The element and those around it."""
    return frozenset() if element is None else frozenset((element, *element.iterancestors()))


def common_ancestor(elements: Iterable[Element]) -> Element | None:
    common: list[Element] | None = None
    for element in elements:
        path = [element, *element.iterancestors()]
        path.reverse()
        common = path if common is None else [a for a, b in zip(common, path, strict=False) if a is b]
    return common[-1] if common else None


def names_of(element: Element) -> frozenset[str]:
    """The words of an element's class names, id and itemprop."""
    attributes = element.attrib
    if not attributes:
        return frozenset()
    text = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"[:400]
    return frozenset(word for name in text.split() for word in name_words(name))
