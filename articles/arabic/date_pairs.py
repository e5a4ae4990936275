"""Dates beside each other: one day in two calendars, the two ends of a range."""

from collections.abc import Iterator
from dataclasses import replace

from articles.arabic import date_shapes
from articles.arabic.date_reading import FoundDate
from articles.arabic.date_tokens import scan
from articles.arabic.parsed_date import ParsedDate

#: By how many days the two calendars of one date may differ: sighting, and a slip.
_SAME_DAY_WITHIN = 2
#: No joint of two dates has more characters.
_LONGEST_JOINT = 30


def joined_calendars(text: str, dates: Iterator[FoundDate]) -> Iterator[FoundDate]:
    """The dates in order; where a day stands in both calendars, once: as Gregorian, over the whole pair."""
    waiting: FoundDate | None = None
    for found in dates:
        if waiting and _is_same_day(text, waiting.date, found.date):
            yield _joined(text, waiting, found)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = found
    if waiting:
        yield waiting


def without_ranges(text: str, dates: Iterator[FoundDate]) -> Iterator[FoundDate]:
    """The dates in order that are not an end of a range."""
    waiting: FoundDate | None = None
    for found in dates:
        is_end = waiting is not None and _is_range(text, waiting.date, found.date)
        if waiting and not is_end:
            yield waiting
        waiting = None if is_end or found.ends_range else found
    if waiting:
        yield waiting


def _is_same_day(text: str, a: ParsedDate, b: ParsedDate) -> bool:
    if a.calendar == b.calendar or not (a.is_full and b.is_full):
        return False
    joint = _joint(text, a, b)
    if joint is None or not date_shapes.SAME_DAY.fullmatch(joint):
        return False
    return "m" in joint or abs((a.first_day() - b.first_day()).days) <= _SAME_DAY_WITHIN


def _is_range(text: str, a: ParsedDate, b: ParsedDate) -> bool:
    if a.time or b.time or not b.is_full or not a.day or a.calendar != b.calendar:
        return False
    joint = _joint(text, a, b)
    return joint is not None and date_shapes.RANGE_JOINT.fullmatch(joint) is not None


def _joint(text: str, a: ParsedDate, b: ParsedDate) -> str | None:
    """The kinds of the few tokens between two dates."""
    if b.start - a.end > _LONGEST_JOINT:
        return None
    return scan(text[a.end : b.start], across_lines=False).kinds


def _joined(text: str, a: FoundDate, b: FoundDate) -> FoundDate:
    kept, other = (a, b) if a.date.calendar == "gregorian" else (b, a)
    clocked = kept.date if kept.date.time or not other.date.time else other.date
    start, end = a.date.start, b.date.end
    if "(" in text[a.date.end : b.date.start] and text[end : end + 1] == ")":
        end += 1
    weekday = other.weekday if kept.weekday is None else kept.weekday
    joined = replace(
        kept.date,
        time=clocked.time,
        zone=kept.date.zone or other.date.zone,
        precision=clocked.precision,
        start=start,
        end=end,
        text=text[start:end],
        weekday_agrees=None if weekday is None else weekday == kept.date.first_day().weekday(),
    )
    return kept._replace(date=joined, weekday=weekday)
