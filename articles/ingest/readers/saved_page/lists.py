"""Stretches of a page that list other articles, or ask for an address, and where the text goes on after them.

A label opens a stretch. The article goes on after it where a paragraph starts like one that continues,
or where two paragraphs follow each other; a teaser stands alone under its headline.
"""

from dataclasses import dataclass

from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.page import Page, continues

#: A list in the middle of an article has no more lines than these.
_LONGEST_LIST = 40
_MOST_TABS = 3


@dataclass(frozen=True)
class Stretch:
    """Half-open; `label` is the kind of its first line. `goes_on`: the article continues at `end`."""

    start: int
    end: int
    label: str
    goes_on: bool


def find_stretches(page: Page) -> list[Stretch]:
    stretches = []
    i = 0
    while i < len(page.lines):
        if page.kinds[i] in furniture.ASIDES - {"nav", "consent", "missing"} and not _is_menu_word(page, i):
            stretch = stretch_from(page, i)
            stretches.append(stretch)
            i = max(stretch.end, i + 1)
        else:
            i += 1
    return stretches


def _is_menu_word(page: Page, i: int) -> bool:
    """«Opinion», «Archive»: a label only where headlines follow, else a word of the menu."""
    if page.kinds[i] != "latest":
        return False
    if page.is_live and page.lines[i].key in furniture.words("live"):
        return True
    after = _neighbour(page, i, +1)
    # «Today», «this week» may stand between a label and its headlines.
    for _ in range(_MOST_TABS):
        if after is not None and page.lines[after].key in furniture.words("tabs"):
            after = _neighbour(page, after, +1)
    if after is None:
        return True
    return not page.stamps[after] and len(page.lines[after].words) < 3 and not page.prose[after]


def stretch_from(page: Page, start: int) -> Stretch:
    label = page.kinds[start]
    limit = min(len(page.lines), start + 1 + _LONGEST_LIST)
    i = start + 1
    while i < limit:
        kind = page.kinds[i]
        if kind in furniture.TERMINAL or kind in ("nav", "crumbs", "consent", "missing"):
            return Stretch(start, i, label, goes_on=False)
        if kind in furniture.ASIDES - {"newsletter"}:
            return Stretch(start, i, label, goes_on=False)
        if page.prose[i] and _goes_on(page, start, i):
            return Stretch(start, i, label, goes_on=True)
        i += 1
    while i < len(page.lines) and page.kinds[i] not in furniture.ASIDES | furniture.TERMINAL:
        i += 1
    return Stretch(start, i, label, goes_on=False)


def _goes_on(page: Page, start: int, i: int) -> bool:
    """Whether the paragraph at i belongs to the article that the label at `start` interrupted."""
    after = _neighbour(page, i, +1)
    if after is not None and page.prose[after]:
        return True
    return page.kinds[start] != "latest" and continues(page.lines[i].key)


def _neighbour(page: Page, i: int, step: int) -> int | None:
    """The next line in a direction that is no button."""
    i += step
    while 0 <= i < len(page.lines):
        if page.kinds[i] not in furniture.SOFT:
            return i
        i += step
    return None
