"""What stands between or below the paragraphs of a text and is none of it, whatever its box is called.

Boxes are what holds paragraphs. A small one is an aside if it appeals to the reader (to subscribe, give,
win), if it is unlike the boxes of the text and shares no word with it, or if it stands below the end of the
article.
"""

from collections import defaultdict

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.captions import stands_with_picture
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.taking import is_note, place_of
from articles.ingest.readers.html.verdicts import verdict_blocks
from articles.ingest.readers.html.vocabulary import holds
from articles.ingest.readers.saved_page.page import overlap, topic

_MOST_WORDS, _MOST_BLOCKS, _FEWEST_WORDS = 45, 4, 5
#: So many boxes alike are how the text is made: questions, entries.
_PATTERN = 3
#: Share of its words that a box has from the text: of several paragraphs, of a single one.
_SAME_TOPIC, _SAME_TOPIC_ALONE = 0.12, 0.4
#: Labels and zones below which an article does not go on.
_ENDS = frozenset({"tags", "comments", "latest", "footer", "newsletter", "bio"})
_FAR_ENDS = frozenset({"comments", "latest", "footer"})
_LATIN_WORDS = 4
_MOSTLY = 0.8
_QUOTE_WORDS, _LONGEST = 4, 3_000


def without_asides(page: HtmlPage, body: tuple[int, ...], headline: int | None) -> tuple[int, ...]:
    """The blocks of the text without asides, summaries in another language and a last heading."""
    body = _without_repeats(page, _in_one_language(page, body))
    body = tuple(i for i in body if not _is_caption(page, i))
    boxes: defaultdict[Element, list[int]] = defaultdict(list)
    for i in body:
        boxes[place_of(page, i)[0]].append(i)
    if len(boxes) > 1:
        body = _without_boxes(page, body, boxes, headline)
    while len(body) > 1 and page.blocks[body[-1]].heading and not page.page.is_live:
        body = body[:-1]
    return body


def _without_boxes(
    page: HtmlPage, body: tuple[int, ...], boxes: dict[Element, list[int]], headline: int | None
) -> tuple[int, ...]:
    words = {box: sum(page.lines[i].word_count for i in inside) for box, inside in boxes.items()}
    main = max(boxes, key=lambda box: words[box])
    counts: defaultdict[tuple[str, frozenset[str]], int] = defaultdict(int)
    for box in boxes:
        counts[_kin(box)] += 1
    own = [box for box in boxes if box is main or is_kin(box, main) or counts[_kin(box)] >= _PATTERN]
    about = frozenset().union(
        *(topic(page.lines[i]) for box in own for i in boxes[box]),
        topic(page.lines[headline]) if headline is not None else frozenset(),
    )
    end = _end(page, boxes[main][-1], body, _ENDS)
    far_end = _end(page, boxes[main][-1], body, _FAR_ENDS)
    verdicts = set(verdict_blocks(page, headline))
    dropped: set[int] = set()
    for box, inside in boxes.items():
        is_small = words[box] <= _MOST_WORDS and len(inside) <= _MOST_BLOCKS
        if box is main or not is_small or verdicts & set(inside):
            continue
        if any(is_note(page, i) for i in inside):
            continue
        is_own = box in own
        others = about
        if is_own:
            others = frozenset().union(
                *(topic(page.lines[i]) for each in own if each is not box for i in boxes[each])
            )
        share = overlap(frozenset().union(*(topic(page.lines[i]) for i in inside)), others)
        above = [inside[0] - 1] if place_of(page, inside[0] - 1)[0] is box else []
        is_appeal = any(_is_appeal(page, i) for i in (*above, *inside))
        is_heading = all(page.blocks[i].heading for i in inside)
        is_foreign = not is_own and not share and words[box] >= _FEWEST_WORDS and not is_heading
        least = _SAME_TOPIC if len(inside) > 1 else _SAME_TOPIC_ALONE
        is_foreign |= not is_kin(box, main) and is_picture_box(page, box, inside)
        is_below = inside[0] > (far_end if is_named_alike(box, main) else end)
        if is_appeal or is_foreign or (is_below and share < least):
            dropped |= set(inside)
    return tuple(i for i in body if i not in dropped)


def _is_appeal(page: HtmlPage, i: int) -> bool:
    return page.kinds[i] in ("newsletter", "promotion") or holds(page.lines[i].key, "appeals")


def is_picture_box(page: HtmlPage, box: Element, inside: list[int]) -> bool:
    """A small box with a picture and one paragraph, its caption."""
    if len(inside) != 1 or box.tag not in ("div", "figure", "td", "li"):
        return False
    return stands_with_picture(page, inside[0])


def _is_caption(page: HtmlPage, i: int) -> bool:
    """A picture and its caption in one paragraph, all of it in italics or small."""
    element = page.blocks[i].element
    if element.tag != "p" or next(element.iter("img", "amp-img"), None) is None:
        return False
    slanted = sum(len(each.text_content()) for each in element.iter("em", "i", "small"))
    return slanted >= _MOSTLY * len(page.blocks[i].text)


def _without_repeats(page: HtmlPage, body: tuple[int, ...]) -> tuple[int, ...]:
    """Without pull quotes: what a longer paragraph says as well."""
    keys = {i: normalize(page.blocks[i].text[:_LONGEST]) for i in body}
    whole = "\n".join(keys.values())
    return tuple(
        i
        for i in body
        if not _QUOTE_WORDS <= page.lines[i].word_count <= _MOST_WORDS
        or page.blocks[i].heading
        or page.blocks[i].element.tag in ("tr", "li")
        or whole.count(keys[i]) < 2
        or not any(keys[i] in key and len(keys[i]) < len(key) for key in keys.values())
    )


def _kin(box: Element) -> tuple[str, frozenset[str]]:
    return box.tag, frozenset(box.get("class", "").split())


def is_kin(one: Element, other: Element) -> bool:
    (tag, names), (other_tag, other_names) = _kin(one), _kin(other)
    return tag == other_tag and (names == other_names or bool(names & other_names))


def is_named_alike(one: Element, other: Element) -> bool:
    return bool(_kin(one)[1] & _kin(other)[1])


def _end(page: HtmlPage, last: int, body: tuple[int, ...], ends: frozenset[str]) -> int:
    """The first block below the main box with which something else begins."""
    for i in range(last + 1, body[-1]):
        kind = page.kinds[i]
        if i not in body and (kind in ends or page.zone(i) in ends):
            return i
    return body[-1]


def _in_one_language(page: HtmlPage, body: tuple[int, ...]) -> tuple[int, ...]:
    """Without paragraphs in Latin letters around an Arabic text; what it quotes between its own stays."""
    latin = {i for i in body if page.lines[i].is_latin and not page.lines[i].is_wordless}
    arabic = [i for i in body if i not in latin]
    if not latin or sum(page.lines[i].word_count for i in arabic) < sum(
        page.lines[i].word_count for i in latin
    ):
        return body
    places = {place_of(page, i)[0] for i in arabic}
    kept = tuple(
        i
        for i in body
        if i not in latin
        or (page.lines[i].word_count < _LATIN_WORDS and arabic[0] < i < arabic[-1])
        or (arabic[0] < i < arabic[-1] and place_of(page, i)[0] in places)
    )
    # The label of the summary.
    if kept[-1] != body[-1] and page.lines[kept[-1]].word_count <= _LATIN_WORDS and not page.prose[kept[-1]]:
        kept = kept[:-1]
    return kept
