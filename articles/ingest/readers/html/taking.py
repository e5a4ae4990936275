"""Which blocks of the core are the text: paragraphs, and what stands between them or is listed after them."""

import re
from collections.abc import Iterator
from itertools import islice

from articles.ingest.readers.html.blocks import BLOCKS, Element
from articles.ingest.readers.html.page import HtmlPage, ancestors, holder, names_of
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.html.verdicts import verdict_blocks
from articles.ingest.readers.html.vocabulary import holds
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.body import is_credit

_LEAD_REACH, _OFFER_WORDS = 12, 40
#: Paragraphs without a full stop have so many words at the start and at the end of a text.
_LEAD_WORDS, _LAST_WORDS, _FEWEST_LAST = 7, 5, 3
_DIVS = 3
_LABELS = furniture.labels("caption") | furniture.labels("photo") | furniture.labels("section")
_NOTE = re.compile("^(?:[\\[(][0-9\u0660-\u0669]{1,2}[\\])]|[*\u2191^])")
_QUESTION = "\u061f"
_HARD = furniture.TERMINAL | {"newsletter"}
_STANDFIRST_NAMES = frozenset((
    "subtitle", "standfirst", "deck", "dek", "summary", "excerpt", "subheadline", "subhead", "chapeau",
    "highlights", "subheading", "strapline", "secondary", "abstract", "alternativeheadline",
))  # fmt: skip


def taken(page: HtmlPage, core: Element, exempt: frozenset[Element], top: int, end: int) -> Iterator[int]:
    """The blocks of the text: paragraphs, and what stands between them or is listed after them."""
    inside = [i for i in range(top + 1, end) if core in ancestors(page.blocks[i].element)]
    if not inside:
        return
    verdicts = frozenset(verdict_blocks(page, top if top >= 0 else None))
    yield from _openings(page, exempt, top, inside[0], verdicts)
    pending: list[int] = []
    #: Where paragraphs stand, and in which elements.
    places: set[tuple[Element, str]] = set()
    for i in inside:
        has_begun = bool(places)
        if i in verdicts and not page.zone(i, exempt):
            yield i
            continue
        if has_begun and page.kinds[i] == "comments" and not page.prose[i] and not page.zone(i, exempt):
            break
        if page.zone(i, exempt) or not _may_belong(page, i, has_begun=has_begun):
            continue
        if not has_begun and page.prose[i] and _is_standfirst(page, i, inside):
            continue
        if has_begun and ((page.kinds[i] in _HARD and not page.prose[i]) or _is_offer(page, i)):
            break
        if not page.prose[i] and not (has_begun and _is_listed(page, i)):
            pending.append(i)
            continue
        place = place_of(page, i)
        yield from (
            j for j in pending if has_begun or (_leads_in(page, j, place) and not any(page.stamps[j:i]))
        )
        places.add(place)
        yield i
        pending = []
    yield from _closing(page, [i for i in pending if place_of(page, i) in places or is_note(page, i)])


def place_of(page: HtmlPage, i: int) -> tuple[Element, str]:
    """Where a block stands, in what kind of element; paragraphs may be in a div each."""
    element = page.blocks[i].element
    return (element.getparent() if has_twins(element) else holder(page.blocks[i])), element.tag


def has_twins(element: Element) -> bool:
    """A div without blocks in it, among others of the same class: each is a paragraph."""
    parent = element.getparent()
    if element.tag != "div" or parent is None or any(child.tag in BLOCKS for child in element):
        return False
    name = element.get("class", "")
    alike = (child for child in parent.iterchildren("div") if child.get("class", "") == name)
    return len(list(islice(alike, _DIVS))) == _DIVS


def _leads_in(page: HtmlPage, i: int, place: tuple[Element, str]) -> bool:
    """A heading above the first paragraph, or a paragraph like it without a full stop."""
    if page.blocks[i].heading:
        return holder(page.blocks[i]) is place[0]
    if page.lines[i].text.endswith(_QUESTION):
        return page.blocks[i].element.getparent() in (place[0], place[0].getparent())
    is_long = page.lines[i].word_count >= _LEAD_WORDS and not names.inline_dateline(
        page.lines[i].text, frozenset()
    )
    return is_long and place_of(page, i) == place


def _closing(page: HtmlPage, pending: list[int]) -> Iterator[int]:
    """Short paragraphs at the end: sentences, and what is too long for a name."""
    for i in pending:
        line = page.lines[i]
        if is_credit(line) or names.byline_of(line) or furniture.label_before(line.text, _LABELS):
            return
        least = _FEWEST_LAST - line.text.endswith(_QUESTION)
        if line.word_count >= _LAST_WORDS or (line.ends_sentence and line.word_count >= least):
            yield i


def _openings(
    page: HtmlPage, exempt: frozenset[Element], top: int, start: int, verdicts: frozenset[int]
) -> Iterator[int]:
    """Paragraphs of the text between the headline and the core: a lead in an element of its own.

    A standfirst stands there too: it is called so, or the date or the writer follows it.
    """
    first = max(top + 1, start - _LEAD_REACH) if top < 0 else top + 1
    own = [i for i in range(first, start) if not page.zone(i, exempt)]
    dated = [i for i in own if page.stamps[i]]
    last_stamp = dated[-1] if dated else -1
    for i in own:
        element = page.blocks[i].element
        if i in verdicts:
            yield i
            continue
        if not page.prose[i] or is_teaser(page, i) or is_standfirst_named(element):
            continue
        is_first = all(not page.prose[j] for j in own if j < i)
        if top >= 0 and i < last_stamp and is_first:
            continue
        yield i


def is_standfirst_named(element: Element) -> bool:
    return any(
        each is not None and names_of(each) & _STANDFIRST_NAMES for each in (element, element.getparent())
    )


def _is_standfirst(page: HtmlPage, i: int, inside: list[int]) -> bool:
    """Called so, unlike the paragraph that follows it."""
    if not is_standfirst_named(page.blocks[i].element):
        return False
    following = next((j for j in inside if j > i and page.prose[j]), None)
    return following is not None and not is_standfirst_named(page.blocks[following].element)


def is_note(page: HtmlPage, i: int) -> bool:
    """A footnote: it begins with its mark."""
    return bool(_NOTE.match(page.lines[i].text))


def _is_offer(page: HtmlPage, i: int) -> bool:
    """What a reader who does not pay sees instead of the rest."""
    return page.lines[i].word_count <= _OFFER_WORDS and holds(page.lines[i].key, "offers")


def _may_belong(page: HtmlPage, i: int, *, has_begun: bool) -> bool:
    if page.prose[i]:
        return True
    if page.is_linked(i):
        return False
    if page.blocks[i].element.tag == "tr":
        return has_begun
    return not page.kinds[i] and not page.stamps[i]


def _is_listed(page: HtmlPage, i: int) -> bool:
    """Rows of tables, items of lists, quotations: they need no paragraph after them."""
    element = page.blocks[i].element
    while element is not None and element.tag not in ("div", "section", "article", "td", "body"):
        if element.tag in ("tr", "li", "blockquote", "dd", "dt", "pre"):
            return True
        element = element.getparent()
    return False
