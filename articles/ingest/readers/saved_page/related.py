"""Other articles that the page points to."""

import re

from articles.ingest.documents import RelatedLink
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.lines import without_bullet
from articles.ingest.readers.saved_page.page import Page, doubled

_FEWEST_WORDS = 3
#: Outside a list that has a label, a headline has at least so many words and a date beside it.
_FEWEST_WORDS_ALONE = 4
_MOST_WORDS = 25
_MOST_ITEMS = 100
_CLOCK_BEFORE = re.compile(r"^[\d:/.|\s-]+")


def find_related(page: Page, region: Region) -> tuple[RelatedLink, ...]:
    own = set(region.body) | ({region.headline} if region.headline is not None else set())
    title = page.lines[region.headline].key if region.headline is not None else ""
    in_list = _in_lists(page, region)
    found: list[RelatedLink] = []
    seen = {title}
    in_comments = False
    for i, line in enumerate(page.lines):
        if i in own or len(found) == _MOST_ITEMS:
            continue
        text = furniture.inline_title(line) if page.kinds[i] == "inline" else ""
        if page.kinds[i] in furniture.TERMINAL:
            in_comments = True
        elif in_list[i]:
            in_comments = False
        below = bool(region.body) and i > region.body[-1]
        if not text and (
            in_list[i] or (below and (_is_dated(page, i) or (not in_comments and _in_company(page, i))))
        ):
            text = _title(page, i, fewest=_FEWEST_WORDS if in_list[i] else _FEWEST_WORDS_ALONE)
        if text and line.key not in seen and not (title and title in line.key):
            seen.add(line.key)
            found.append(RelatedLink(without_bullet(text), _teaser(page, i, own)))
    return tuple(found)


def _in_lists(page: Page, region: Region) -> list[bool]:
    in_list = [False] * len(page.lines)
    for stretch in region.stretches:
        if stretch.label in furniture.LISTS:
            for i in range(stretch.start, stretch.end):
                in_list[i] = True
    return in_list


def _title(page: Page, i: int, *, fewest: int) -> str:
    line = page.lines[i]
    stamp = page.stamps[i]
    if stamp and not stamp.label and len(stamp.rest.split()) >= _FEWEST_WORDS and not page.kinds[i]:
        return _CLOCK_BEFORE.sub("", line.text)
    fits = fewest <= line.word_count <= _MOST_WORDS and not line.is_latin and not doubled(line)
    return line.text if fits and page.is_short(i) else ""


def _in_company(page: Page, i: int) -> bool:
    """Another line like a headline stands directly before or after, buttons and numbers apart."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(page.lines) and page.kinds[j] in furniture.SOFT:
            j += step
        if 0 <= j < len(page.lines) and len(page.lines[j].words) >= _FEWEST_WORDS_ALONE and page.is_short(j):
            return True
    return False


def _is_dated(page: Page, i: int) -> bool:
    beside = [page.stamps[j] for j in (i - 1, i + 1) if 0 <= j < len(page.lines)]
    return any(stamp and stamp.is_full for stamp in beside)


def _teaser(page: Page, i: int, own: set[int]) -> str:
    after = i + 1
    if after < len(page.lines) and after not in own and page.prose[after]:
        return page.lines[after].text
    return ""
