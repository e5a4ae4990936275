"""Where the text of the article is in the tree, and which of the blocks there belong to it.

1. Paragraphs weigh by their words; those in suspicious zones, above the headline or below a label of
   comments little. What holds most weight, its own or a level or two below, is the core.
2. The core grows to a larger element while that adds paragraphs which are not of another article.
3. The text is what the core holds from its first paragraph to its last, without lists of links, labels,
   dates, captions and zones; lines above the core that are no standfirst belong to it as well.
"""

from collections import defaultdict

from articles.ingest.readers.html.asides import is_kin, without_asides
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.headline import Headline
from articles.ingest.readers.html.page import HtmlPage, ancestors, common_ancestor, holder
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.taking import has_twins, taken
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.saved_page.page import overlap, topic

_DECAY = (1.0, 0.65, 0.45, 0.3)
_ZONE_WEIGHT, _COMMENT_WEIGHT, _ABOVE_WEIGHT, _TEASER_WEIGHT = 0.15, 0.08, 0.15, 0.3
#: Own words of the page before a label of comments ends it.
_ENOUGH_WORDS = 30
_MISLEADING = frozenset({"related", "ad", "share", "newsletter", "tags", "nav", "poll"})
_FEWEST_PARAGRAPHS, _SAME_TOPIC = 2, 0.12


def find_region(page: HtmlPage, headline: Headline, own_text: str = "", *, stop: int | None = None) -> Region:
    """`own_text`: the article's text as JSON-LD has it, normalised; may be cut or empty.

    Blocks from `stop` on are known to be no part of the article.
    """
    top = headline.block if headline.block is not None else -1
    around = ancestors(page.blocks[top].element) if top >= 0 else frozenset()
    end = _next_article(page, top) if stop is None else stop
    weights = _weights(page, top, end, around, own_text)
    core = _core(page, weights)
    if core is None:
        return Region(headline.block, None, (), around, end)
    core = _grown(page, core.getparent() if has_twins(core) else core, weights, top, end)
    exempt = around | ancestors(core) | _refuted(page, core, weights, top, end)
    if more := _continuations(page, core, exempt, top, end):
        core = common_ancestor([core, *more])
        exempt |= ancestors(core) | more
    body = tuple(taken(page, core, exempt, top, end))
    if body:
        body = without_asides(page, body, headline.block)
    return Region(headline.block, core, body, exempt, end)


def _next_article(page: HtmlPage, top: int) -> int:
    """The block with which another article of the same page begins, as on pages that never end."""
    count = len(page.blocks)
    if top < 0:
        return count
    own = page.blocks[top]
    article = next((e for e in (own.element, *own.element.iterancestors()) if e.tag == "article"), None)
    names = own.element.get("class", "")
    words = 0
    for i in range(top + 1, count):
        block = page.blocks[i]
        if page.prose[i]:
            words += page.lines[i].word_count
        is_alike = block.heading and block.element.tag == own.element.tag
        if not is_alike or words < _ENOUGH_WORDS or page.lines[i].key == page.lines[top].key:
            continue
        if block.heading == 1 and len(page.lines[i].words) > 2:
            return i
        if names and block.element.get("class", "") == names:
            inside = article is not None and article in ancestors(block.element)
            if not inside:
                return i
    return count


def _weights(
    page: HtmlPage, top: int, end: int, around: frozenset[Element], own_text: str
) -> dict[int, float]:
    weights: dict[int, float] = {}
    is_over, words = False, 0
    for i in range(len(page.blocks)):
        line = page.lines[i]
        if page.kinds[i] == "comments" and words >= _ENOUGH_WORDS and not page.prose[i]:
            is_over = True
        if not page.prose[i] or i >= end:
            continue
        weight = float(min(line.word_count, 150))
        zone = page.zone(i, around)
        if zone:
            weight *= _COMMENT_WEIGHT if zone == "comments" else _ZONE_WEIGHT
        elif i > top:
            words += line.word_count
        if i < top:
            weight *= _ABOVE_WEIGHT
        if is_over:
            weight *= _COMMENT_WEIGHT
        if is_teaser(page, i):
            weight *= _TEASER_WEIGHT
        if top >= 0 and line.is_latin != page.lines[top].is_latin:
            weight *= _ZONE_WEIGHT
        if own_text and line.key[:120] in own_text:
            weight *= 3
        weights[i] = weight
    return weights


def _core(page: HtmlPage, weights: dict[int, float]) -> Element | None:
    scores: defaultdict[Element, float] = defaultdict(float)
    for i, weight in weights.items():
        element: Element | None = holder(page.blocks[i])
        for share in _DECAY:
            if element is None or element.tag == "html":
                break
            scores[element] += share * weight
            element = element.getparent()
    return max(scores, key=lambda e: scores[e]) if scores else None


def _grown(page: HtmlPage, core: Element, weights: dict[int, float], top: int, end: int) -> Element:
    """The core, or the ancestor of it that holds more paragraphs of the same article."""
    best = core
    parent = core.getparent()
    inside = {i for i in weights if core in ancestors(page.blocks[i].element)}
    while parent is not None and parent.tag not in ("html",) and inside:
        wider = {i for i in weights if parent in ancestors(page.blocks[i].element)}
        gained = [i for i in wider - inside if i > min(inside) or _is_above(page, i, core, top, min(inside))]
        exempt = ancestors(parent)
        own = [
            i
            for i in gained
            if top < i < end and not page.zone(i, exempt) and not is_teaser(page, i) and weights[i] >= 7
        ]
        foreign = [i for i in gained if i not in own and not page.zone(i, exempt)]
        if own and len(own) >= len(foreign):
            best = parent
        elif foreign and len(foreign) > len(own) + 1:
            break
        inside = wider
        parent = parent.getparent()
    return best


def _is_above(page: HtmlPage, i: int, core: Element, top: int, start: int) -> bool:
    """In a box like the core between it and the date: page builders have a box for each part of a text."""
    is_between = i > top >= 0 and core.get("class") and is_kin(holder(page.blocks[i]), core)
    return bool(is_between) and not any(page.stamps[i:start])


def _refuted(
    page: HtmlPage, core: Element, weights: dict[int, float], top: int, end: int
) -> frozenset[Element]:
    """Elements inside the core whose names mislead: most of its text stands in them."""
    words: defaultdict[Element, int] = defaultdict(int)
    total = 0
    around = ancestors(core)
    for i in weights:
        element = page.blocks[i].element
        if top < i < end and core in ancestors(element):
            total += page.lines[i].word_count
            for zoned, zone in page.zones(element):
                if zoned not in around and zone != "comments":
                    words[zoned] += page.lines[i].word_count
    return frozenset(element for element, count in words.items() if 2 * count > total)


def _continuations(
    page: HtmlPage, core: Element, exempt: frozenset[Element], top: int, end: int
) -> frozenset[Element]:
    """Elements beside the core whose names mislead: whole paragraphs, no links, and the same topic."""
    box = core.getparent()
    if box is None or box.tag == "html":
        return frozenset()
    found: defaultdict[Element, list[int]] = defaultdict(list)
    about: set[str] = set()
    for i in range(top + 1, end):
        path = ancestors(page.blocks[i].element)
        if core in path:
            about |= topic(page.lines[i])
        elif box in path:
            zoned = next(((e, z) for e, z in page.zones(page.blocks[i].element) if e not in exempt), None)
            if zoned and zoned[1] in _MISLEADING and zoned[0].getparent() is box:
                found[zoned[0]].append(i)
    return frozenset(
        element
        for element, blocks in found.items()
        if len(blocks) >= _FEWEST_PARAGRAPHS
        and all(page.prose[i] and not page.kinds[i] and not page.blocks[i].link_characters for i in blocks)
        and sum(overlap(topic(page.lines[i]), frozenset(about)) >= _SAME_TOPIC for i in blocks) * 2
        >= len(blocks)
    )
