"""Where the text of the article is: from its first paragraph to its last, without what stands between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.ingest.readers.saved_page import captions, furniture, names
from articles.ingest.readers.saved_page.headline import find_headline
from articles.ingest.readers.saved_page.lines import Line
from articles.ingest.readers.saved_page.lists import Stretch, find_stretches, stretch_from
from articles.ingest.readers.saved_page.page import Page, continues, doubled

#: So many short lines may stand between two paragraphs: verses, line-ups, lists.
_MOST_SHORT_LINES = 25
#: A last paragraph without a full stop has so many words, and starts like one that continues.
_TAIL_WORDS = 7
_STANDFIRST_REACH = 16
_WRITER_WORDS = 10
_TEASER_WEIGHT, _COMMENT_WEIGHT = 0.3, 0.1
#: A label of comments or a footer above so little text is a link to them.
_ENOUGH_WORDS = 30
#: Longer lines in Latin script may be quotations.
_INSET_WORDS = 5
_SUSPENSE = ("..", "\u2026")
_QUESTION_MARKS = ("?", "\u061f")


@dataclass(frozen=True)
class Region:
    """The article on the page: line numbers, in order."""

    headline: int | None
    body: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def find_region(page: Page) -> Region:
    stretches = find_stretches(page)
    listed = _listed(page, stretches)
    anchor = _anchor(page, listed, {s.start for s in stretches})
    if anchor is None:
        return Region(_headline_alone(page), (), tuple(stretches))
    headline = find_headline(page, anchor, listed)
    if headline is not None:
        stretches = [_cut_at(s, headline) for s in stretches]
    listed = _listed(page, [_cut_at(s, anchor) for s in stretches])
    start = anchor if headline is None else _first_paragraph(page, headline, anchor, listed)
    openings = _openings(page, headline, start)
    body = (*openings, *_Walk(page, start, headline, {s.start: s for s in stretches}).run())
    return Region(headline, body, tuple(stretches))


def _cut_at(stretch: Stretch, headline: int) -> Stretch:
    """A list above the headline or text ends there at the latest."""
    return replace(stretch, end=headline, goes_on=True) if stretch.start < headline < stretch.end else stretch


def _listed(page: Page, stretches: Sequence[Stretch]) -> list[bool]:
    listed = [False] * len(page.lines)
    for stretch in stretches:
        listed[stretch.start : stretch.end] = [True] * (stretch.end - stretch.start)
    return listed


def _anchor(page: Page, listed: Sequence[bool], labels: set[int]) -> int | None:
    """The first paragraph of the weightiest run of paragraphs; teasers weigh little, comments less."""
    best, best_weight = None, 0.0
    start, weight, seen, over = None, 0.0, 0, False
    dated = None
    for i, line in enumerate(page.lines):
        ends = page.kinds[i] in furniture.TERMINAL and seen > _ENOUGH_WORDS
        over = over or ends
        if i in labels or ends:
            start, weight = None, 0.0
        elif page.prose[i]:
            start = i if start is None else start
            weight += line.word_count * (_COMMENT_WEIGHT if over else _TEASER_WEIGHT if listed[i] else 1)
            seen += line.word_count
            if dated is None and not listed[i] and any(_is_full(page, j) for j in range(max(0, i - 2), i)):
                dated = i
            if weight > best_weight:
                best, best_weight = start, weight
    # A report of one sentence below its date weighs less than the teasers of other articles.
    return dated if best is not None and listed[best] and dated is not None else best


def _is_full(page: Page, i: int) -> bool:
    stamp = page.stamps[i]
    return stamp is not None and stamp.is_full


def _headline_alone(page: Page) -> int | None:
    """The headline of a page without a paragraph, above the first list or footer below its date."""
    dated = next((i for i, stamp in enumerate(page.stamps) if i > 2 and stamp and stamp.is_full), 0)
    ends = furniture.LISTS | furniture.TERMINAL
    end = next((i for i in range(dated, len(page.lines)) if page.kinds[i] in ends), len(page.lines))
    return find_headline(page, end, [False] * len(page.lines))


def _first_paragraph(page: Page, headline: int, anchor: int, listed: Sequence[bool]) -> int:
    for i in range(headline + 1, min(len(page.lines), anchor + _STANDFIRST_REACH)):
        if page.prose[i] and not listed[i] and not _is_standfirst(page, headline, i):
            return i
    return anchor


def _openings(page: Page, headline: int | None, start: int) -> list[int]:
    """Short lines that open a statement or a letter: «In the name of God», «Dear citizens»."""
    phrases = tuple(furniture.words("openings"))
    for i in range(max(-1 if headline is None else headline, start - 5) + 1, start):
        if page.lines[i].key.startswith(phrases) and all(page.is_short(j) for j in range(i, start)):
            return list(range(i, start))
    return []


def _is_standfirst(page: Page, headline: int, i: int) -> bool:
    """A sentence above the date, the writer or the picture, with more text below those."""
    reach = range(i + 1, min(len(page.lines), i + _STANDFIRST_REACH))
    following = next((j for j in reach if page.prose[j]), None)
    if (
        following is None
        or page.lines[i].text.endswith(":")
        or furniture.TERMINAL & set(page.kinds[i + 1 : following])
    ):
        return False
    is_dated = any(_is_full(page, j) for j in range(headline + 1, i))
    between = range(i + 1, min(following, i + 4))
    return any((page.stamps[j] and not is_dated) or _names_writer(page, j) for j in between) or (
        following > i + 2 and captions.is_told_by_place(page, i + 1)
    )


def _names_writer(page: Page, i: int) -> bool:
    line = page.lines[i]
    is_photographer = captions.labelled_caption(line) is not None
    if not page.is_short(i) or line.word_count > _WRITER_WORDS or is_photographer:
        return False
    is_name = names.is_known_name(line.text) or names.place_and_name(line.text, frozenset())
    return bool(names.byline_of(line) or is_name)


class _Walk:
    """Down the page from the first paragraph: each line is taken, stepped over, kept waiting, or ends it."""

    def __init__(self, page: Page, start: int, headline: int | None, stretches: dict[int, Stretch]) -> None:
        self.page = page
        self.stretches = stretches
        self.title_key = page.lines[headline].key if headline is not None else ""
        self.body = [start]
        #: Short lines since the last paragraph: they belong to the body if another follows.
        self.pending: list[int] = []

    def run(self) -> tuple[int, ...]:
        i: int | None = self.body[0] + 1
        while i is not None and i < len(self.page.lines):
            i = self._step(i)
        body = self.body + _tail(self.page, self.body[-1], self.pending)
        while len(body) > 1 and _is_biography(self.page.lines[body[-1]]):
            body.pop()
        return tuple(body)

    def _step(self, i: int) -> int | None:
        """The next line to look at; None if the body ended."""
        page, kind = self.page, self.page.kinds[i]
        if kind in furniture.TERMINAL or kind in ("crumbs", "rule"):
            return None
        if i in self.stretches or kind == "nav":
            return self._over_list(i)
        if kind in furniture.SOFT or kind in ("inline", *furniture.LISTS):
            return i + 1
        # An article may be about privacy or a web page.
        if kind in ("missing", "consent") and not (page.lines[i].is_prose and len(self.body) > 1):
            return None
        if page.stamps[i]:
            return self._over_stamp(i)
        return self._text(i)

    def _over_list(self, i: int) -> int | None:
        stretch = self.stretches.get(i) or stretch_from(self.page, i)
        while not stretch.goes_on and (following := self.stretches.get(stretch.end)):
            if following.label != stretch.label:
                break
            stretch = following
        if not stretch.goes_on:
            return None
        self.pending = []
        return stretch.end

    def _over_stamp(self, i: int) -> int | None:
        stamp = self.page.stamps[i]
        if not (stamp and stamp.is_full):
            return i + 1
        return None

    def _text(self, i: int) -> int | None:
        line = self.page.lines[i]
        if doubled(line) or (self.title_key and line.key.endswith(self.title_key) and len(line.key) > 20):
            return i + 1 if len(self.body) == 1 else None
        if is_credit(line) and not self.page.is_live:
            return None
        if self.page.prose[i] or (line.is_prose and self.page.kinds[i]):
            if not _belongs(self.page, line, self.pending):
                return None
            self.body += [j for j in self.pending if not _is_inset(self.page, j)] + [i]
            self.pending = []
        elif len(self.pending) >= _MOST_SHORT_LINES:
            return None
        else:
            self.pending.append(i)
        return i + 1


def _is_inset(page: Page, i: int) -> bool:
    """A short line between paragraphs that is not of the text: of a player, a teaser, a form."""
    line = page.lines[i]
    if line.is_latin and line.word_count <= _INSET_WORDS:
        return True
    if captions.labelled_caption(line) is not None or captions.stands_below_label(page, i):
        return True
    return not page.is_live and any(page.stamps[j] for j in (i - 1, i + 1))


def _is_biography(line: Line) -> bool:
    """«* A writer from ...»: who the author of the column is."""
    first = line.words[0] if line.words else ""
    return first in furniture.words("professions") and (line.text[0] in "*\u2022" or line.word_count <= 14)


def is_credit(line: Line) -> bool:
    """«Source: ...», or an agency's name alone."""
    if line.word_count > 10:
        return False
    if furniture.label_before(line.text, furniture.labels("credit")):
        return True
    return line.key in furniture.words("agencies") and len(line.key) > 2


def _belongs(page: Page, line: Line, pending: list[int]) -> bool:
    """Where blanks part the paragraphs, one that is not parted from furniture is furniture."""
    if not page.parts_paragraphs or (line.blank_before and not pending):
        return True
    return line.block not in page.closed_blocks


def _tail(page: Page, last: int, pending: list[int]) -> list[int]:
    """Short lines after the last paragraph that belong to it: lists, answers, what a colon announces."""
    taken: list[int] = []
    announced = page.lines[last].text.endswith(":")
    for i in pending:
        line = page.lines[i]
        in_closed_block = page.parts_paragraphs and line.block in page.closed_blocks
        answers = page.lines[taken[-1] if taken else last].text.endswith(_QUESTION_MARKS)
        is_cut = line.text.endswith(_SUSPENSE)
        is_sentence = line.ends_sentence and not is_cut and (len(line.words) >= 3 or answers)
        goes_on = len(line.words) >= _TAIL_WORDS and continues(line.key)
        if in_closed_block or not (announced or line.is_bullet or is_sentence or goes_on):
            break
        taken.append(i)
    return taken
