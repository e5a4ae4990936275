"""The article's own date, or its clock time: undated is better than wrong.

Only these count: lines between the headline and the text; lines just above the headline; lines just
below the text; a full date in the dateline that opens the text. A label of publication wins over no
label, that over a label of update.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.arabic.dates import ParsedDate, Precision, find_dates
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.body import Region
from articles.ingest.readers.saved_page.page import Page
from articles.ingest.readers.saved_page.stamps import Stamp

_ABOVE_LINES = 4
_BELOW_LINES = 6
_DAYS_OF_LIST = 3
#: Below the text a writer or credit may stand above the date, with a label.
_NAME_WORDS = 5
_OPENING_CHARACTERS = 60
_BARE_CLOCK = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?(\s*/\s*\d{1,2}:\d{2}(:\d{2})?)?$")
_RANK = {"published": 0, "": 1, "updated": 2}


@dataclass(frozen=True)
class Dating:
    published: ParsedDate | None = None
    page_clock: str = ""


def find_dating(page: Page, region: Region) -> Dating:
    near = [(i, stamp) for i, stamp in _own_stamps(page, region) if not _is_duration(page, region, i)]
    full = [(i, stamp) for i, stamp in near if stamp.is_full and stamp.label in _RANK]
    if full:
        best = min(full, key=lambda found: _RANK[found[1].label])
        updates = {i for i, stamp in full if stamp.label == "updated"}
        clocks = [s for i, s in near if s.clock and not s.is_full and i - 1 not in updates]
        return _with_clock(best[1], _clock_beside(best[0], near), clocks)
    if opening := _opening_date(page, region):
        return Dating(opening, next((s.clock for _, s in near if s.clock), ""))
    return Dating(None, next((s.clock for _, s in near if s.clock), ""))


def _is_duration(page: Page, region: Region, i: int) -> bool:
    """A bare clock that stands beside neither the headline nor a day: how long a video is."""
    if not _BARE_CLOCK.match(page.lines[i].text):
        return False
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(page.lines)]
    return not any(j == region.headline or (page.stamps[j] and page.stamps[j].is_full) for j in beside)  # type: ignore[union-attr]


def _own_stamps(page: Page, region: Region) -> Iterator[tuple[int, Stamp]]:
    if not region.body:
        return
    listed = [range(s.start, s.end) for s in region.stretches if s.start < region.body[0]]
    top = region.headline if region.headline is not None else max(0, region.body[0] - 2 * _ABOVE_LINES)
    for i in range(top, region.body[0]):
        stamp = page.stamps[i]
        if stamp and not any(i in stretch for stretch in listed):
            yield i, stamp
    yield from _above(page, region)
    yield from _below(page, region)


def _above(page: Page, region: Region) -> Iterator[tuple[int, Stamp]]:
    if region.headline is None:
        return
    for i in _lines_above(page, region.headline):
        if stamp := page.stamps[i]:
            if _is_list_of_days(page, i):
                return
            # The day on top of the page is the visitor's.
            if i > 2 or stamp.label == "published" or region.headline <= 3:
                yield i, stamp
        elif page.kinds[i] not in furniture.SOFT and page.lines[i].word_count > 5:
            return


def _is_list_of_days(page: Page, i: int) -> bool:
    """Two other days stand directly above this one: issues, archives."""
    stamps = page.stamps[max(0, i - 2) : i + 1]
    days = {(s.date.month, s.date.day) for s in stamps if s and s.date and s.is_full and not s.label}
    return len(days) == _DAYS_OF_LIST


def _lines_above(page: Page, headline: int) -> Iterator[int]:
    """Upwards from the headline; a table of contents does not count."""
    left = _ABOVE_LINES
    i = headline - 1
    while i >= 0 and left:
        if not page.lines[i].is_bullet and not page.lines[i].text.endswith(":"):
            left -= 1
            yield i
        i -= 1


def _below(page: Page, region: Region) -> Iterator[tuple[int, Stamp]]:
    for i in range(region.body[-1] + 1, min(len(page.lines), region.body[-1] + 1 + _BELOW_LINES)):
        stamp = page.stamps[i]
        if stamp and (not stamp.is_full or stamp.label == "published"):
            yield i, stamp
        elif (
            (stamp and stamp.is_full)
            or (page.kinds[i] not in furniture.SOFT and page.lines[i].word_count > _NAME_WORDS)
            or page.kinds[i] in furniture.ASIDES | furniture.TERMINAL
        ):
            return


def _clock_beside(i: int, near: list[tuple[int, Stamp]]) -> Stamp | None:
    """A clock on the line next to the day that it belongs to."""
    for j, stamp in near:
        if abs(i - j) == 1 and stamp.clock and stamp.date is None and stamp.label != "updated":
            return stamp
    return None


def _with_clock(own: Stamp, beside: Stamp | None, clocks: list[Stamp]) -> Dating:
    date = own.date
    assert date is not None
    if date.time is None and date.day and own.clock_time:
        return Dating(_timed(date, own), "")
    if date.time is None and date.day and beside and beside.clock_time:
        return Dating(_timed(date, beside), "")
    return Dating(date, clocks[0].clock if clocks and date.time is None else "")


def _timed(date: ParsedDate, stamp: Stamp) -> ParsedDate:
    return replace(date, time=stamp.clock_time, zone=stamp.zone, precision=Precision.MINUTE)


def _opening_date(page: Page, region: Region) -> ParsedDate | None:
    """«Damascus, 5 March 2018 (agency) - »: the day that opens the text."""
    if not region.body:
        return None
    opening = page.lines[region.body[0]].text[:_OPENING_CHARACTERS]
    for dash in ("-", "\u2013", "\u2014", "\u0640", "/", ":"):
        before, found, _ = opening.partition(f"{dash} ")
        if found and "(" in before:
            dates = [date for date in find_dates(before) if date.year and date.day]
            return dates[0] if dates else None
    return None
