"""Other articles that the page points to."""

import re
from collections.abc import Iterator

from articles.ingest.documents import RelatedLink
from articles.ingest.readers.saved_page import furniture, names
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.lines import Line, without_bullet
from articles.ingest.readers.saved_page.page import Page, doubled

_FEWEST_WORDS = 3
#: Outside a list that has a label, a headline has at least so many words and a date beside it.
_FEWEST_WORDS_ALONE = 4
_MOST_WORDS = 25
_DATELINE_WORDS, _NAME_WORDS = 6, 3
#: So many clock times stand on a page that shows when each item came.
_CLOCKS = 4
_SUSPENSE = ("..", "\u2026")
_MOST_ITEMS = 100
_CLOCK_BEFORE = re.compile(r"^\d{1,2}:\d{2}[\s|-]+")


def find_related(page: Page, region: Region, outlets: frozenset[str]) -> tuple[RelatedLink, ...]:
    """`outlets`: normalised names of the page's own outlet."""
    own = set(region.body) | ({region.headline} if region.headline is not None else set())
    title = page.lines[region.headline].key if region.headline is not None else ""
    seen = {title}
    found: list[RelatedLink] = []
    for i in _candidates(page, region, title):
        line = page.lines[i]
        if i in own or line.key in seen or (title and title in line.key) or len(found) == _MOST_ITEMS:
            continue
        text = furniture.inline_title(line) if page.kinds[i] == "inline" else _title(page, i)
        if text and not _is_dateline(line, outlets):
            seen.add(line.key)
            found.append(RelatedLink(without_bullet(text), _teaser(page, i, own)))
    return tuple(found)


def _candidates(page: Page, region: Region, title: str) -> Iterator[int]:
    """Lines in lists, beside dates, or in company below the text; in comments none."""
    in_list = _in_lists(page, region)
    clocks = sum(bool(stamp and stamp.clock) for stamp in page.stamps)
    in_comments = False
    for i, line in enumerate(page.lines):
        if page.kinds[i] in furniture.TERMINAL:
            in_comments = True
        elif in_list[i] or (title and title in line.key):
            in_comments = False
        if page.kinds[i] == "inline" or in_list[i]:
            yield i
        elif in_comments or line.word_count < _FEWEST_WORDS_ALONE:
            continue
        elif not region.body or i > region.body[0]:
            below = bool(region.body) and i > region.body[-1]
            if _is_dated(page, i, clocks >= _CLOCKS) or (below and _in_company(page, i)):
                yield i


def _is_dateline(line: Line, outlets: frozenset[str]) -> bool:
    return line.word_count <= _DATELINE_WORDS and bool(names.place_and_name(line.text, outlets))


def _in_lists(page: Page, region: Region) -> list[bool]:
    in_list = [False] * len(page.lines)
    for stretch in region.stretches:
        if stretch.label in furniture.LISTS:
            for i in range(stretch.start, stretch.end):
                in_list[i] = True
    return in_list


def _title(page: Page, i: int) -> str:
    line = page.lines[i]
    stamp = page.stamps[i]
    if stamp and not stamp.label and len(stamp.rest.split()) >= _FEWEST_WORDS and not page.kinds[i]:
        return _CLOCK_BEFORE.sub("", line.text)
    fits = line.word_count >= _FEWEST_WORDS and len(line.words) >= 2 and line.word_count <= _MOST_WORDS
    if not fits or not page.is_short(i) or line.is_latin or doubled(line):
        return ""
    numbers = line.word_count - len(line.words)
    is_writer = len(line.words) <= _NAME_WORDS and names.is_known_name(line.text)
    return "" if is_writer or numbers > len(line.words) else _CLOCK_BEFORE.sub("", line.text)


def _is_headline(page: Page, i: int) -> bool:
    return page.is_short(i) and len(page.lines[i].words) >= _FEWEST_WORDS


def _in_company(page: Page, i: int) -> bool:
    """Another line like a headline stands directly before or after, buttons and numbers apart."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(page.lines) and page.kinds[j] in furniture.SOFT:
            j += step
        if 0 <= j < len(page.lines) and len(page.lines[j].words) >= _FEWEST_WORDS_ALONE and page.is_short(j):
            return True
    return False


def _is_dated(page: Page, i: int, is_clocked: bool) -> bool:
    """A date beside it, or below its dateline; a clock will do where the page has many."""
    if i and page.lines[i].text.endswith(_SUSPENSE) and _is_headline(page, i - 1):
        return False  # a teaser, cut
    after = i + 1
    if after < len(page.lines) and page.is_short(after) and _is_dateline(page.lines[after], frozenset()):
        after += 1
    beside = [page.stamps[j] for j in (i - 1, after) if 0 <= j < len(page.lines)]
    return any(stamp and (stamp.is_full or (is_clocked and stamp.clock)) for stamp in beside)


def _teaser(page: Page, i: int, own: set[int]) -> str:
    after = i + 1
    if after < len(page.lines) and after not in own and page.prose[after]:
        return page.lines[after].text
    return ""
