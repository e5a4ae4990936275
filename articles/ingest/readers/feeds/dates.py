"""Dates of feeds: rather none than a wrong one.

Rules:
1. What the standards of feeds allow and `parse_date` does not know is written out first: years of two digits
   (RFC 822, with a clock, and a weekday that agrees if there is one), `Fri Jun 8 11:26:00 2018`.
2. Three numbers that may be two dates are none, unless the weekday, the other dates of the feed or the
   present settle which comes first, day or month.
3. 1 January 1970 and the like are what a program writes that knows no date.
4. A date of more than a day after now is none. A clock a few hours ahead of now is local time with a wrong
   zone beside it: the zone goes.
5. Midnight sharp everywhere in a feed is no clock. The moment at which the feed says it was written, on every
   item, is no date of theirs.
6. The day of a change is that of publication, without a clock, if the article's own address names it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

from articles.arabic.dates import ParsedDate, Precision, Style, parse_date
from articles.arabic.normalize import clean_input

LONGEST = 100
_TWO_DIGITS = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s*)?\d{1,2}[ -][A-Za-z]{3,9}\.?[ -](\d{2})\s+\d{1,2}:\d{2}(?::\d{2})?"
    r"(?:\s+\S{1,6})?"
)
_YEAR_LAST = re.compile(
    r"(?P<weekday>[A-Za-z]{3,9}),?\s+(?P<month>[A-Za-z]{3,9})\s+(?P<day>\d{1,2})"
    r"\s+(?P<clock>\d{1,2}:\d{2}:\d{2})"
    r"(?:\s+(?P<zone>[A-Z]{2,5}|[+-]\d{4}))?\s+(?P<year>\d{4})"
)
_UNIVERSAL = re.compile(r"\bUT$")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_PLACEHOLDERS = {(1970, 1, 1), (1969, 12, 31), (1900, 1, 1), (1899, 12, 30), (1899, 12, 31), (1980, 1, 1)}
_ORDERS: tuple[Style, Style] = ("dmy", "mdy")
#: A year of two digits below this is of this century (RFC 2822).
_CENTURY = 50
_DAY = timedelta(days=1)
#: Clocks of servers differ by so much.
_SKEW = timedelta(minutes=30)
#: So many items with one moment are no coincidence.
_FEWEST_ALIKE = 3


@dataclass(frozen=True)
class FeedDates:
    """The dates of a feed's items, and how many of them are left out for which reason."""

    dates: tuple[ParsedDate | None, ...]
    unreadable: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def read_dates(texts: Sequence[str], now: datetime, written: Sequence[str] = ()) -> FeedDates:
    """The dates that the items of one feed say; `written` is what it says of itself. now is aware."""
    texts = [_spelt_out(text) for text in texts]
    order = _order(texts)
    dates: list[ParsedDate | None] = []
    unreadable, ambiguous, future = [], [], []
    for text in texts:
        readings = _readings(text, order)
        if len(readings) > 1:
            readings = [each for each in readings if _moment(each) <= now + _DAY] or readings
        date = readings[0] if len(readings) == 1 else None
        if len(readings) > 1:
            ambiguous.append(text)
        elif date is None and text:
            unreadable.append(text)
        elif date is not None and _moment(date) > now + _DAY:
            future.append(text)
            date = None
        dates.append(date and _local_if_ahead(date, now))
    kept = [date for date in dates if date is not None]
    if _is_moment_of_writing(kept, written):
        return FeedDates(
            (None,) * len(dates), tuple(unreadable), tuple(ambiguous), tuple(future), (kept[0].text,)
        )
    if kept and all(date.time == time() for date in kept):
        dates = [date and _without_clock(date) for date in dates]
    return FeedDates(tuple(dates), tuple(unreadable), tuple(ambiguous), tuple(future))


def day_in_address(link: str, changed: ParsedDate | None) -> ParsedDate | None:
    """The day of a change, if the address of the article names it: it was published then."""
    if changed is None or not changed.is_full:
        return None
    day = rf"(?<!\d){changed.year}[/-]0?{changed.month}[/-]0?{changed.day}(?!\d)"
    return _without_clock(changed) if re.search(day, link) else None


def is_readable(text: str) -> bool:
    """Whether this is a date, though it may be two."""
    return bool(_readings(_spelt_out(text), "auto"))


def _spelt_out(text: str) -> str:
    """The date in a shape that `parse_date` knows."""
    text = " ".join(clean_input(text[: 2 * LONGEST]).split())[:LONGEST]
    if found := _TWO_DIGITS.fullmatch(text):
        century = "20" if int(found[1]) < _CENTURY else "19"
        full = text[: found.start(1)] + century + text[found.start(1) :]
        date = parse_date(full)
        return full if date is not None and date.weekday_agrees is not False else text
    if found := _YEAR_LAST.fullmatch(text):
        parts = found.groupdict(default="")
        return "{weekday}, {day} {month} {year} {clock} {zone}".format(**parts).strip()
    return _UNIVERSAL.sub("GMT", text)


def _order(texts: Iterable[str]) -> Style:
    """Which of day and month stands first in this feed, if dates that can be but one say so."""
    votes: dict[Style, int] = dict.fromkeys(_ORDERS, 0)
    for text in texts:
        if not _YEAR_FIRST.match(text):
            possible = [style for style in _ORDERS if parse_date(text, style=style)]
            if len(possible) == 1:
                votes[possible[0]] += 1
    agreed = [style for style in _ORDERS if votes[style]]
    return agreed[0] if len(agreed) == 1 else "auto"


def _readings(text: str, order: Style) -> list[ParsedDate]:
    """What a text may mean; one date if it is clear, two if it is not."""
    if not text or not (date := parse_date(text, style=order)):
        return []
    if (date.year, date.month, date.day) in _PLACEHOLDERS:
        return []
    if order != "auto" or _YEAR_FIRST.match(text):
        return [date]
    other = parse_date(text, style="mdy")
    if other is None or (date.month, date.day) == (other.month, other.day):
        return [date]
    readings = [date, other]
    return [each for each in readings if each.weekday_agrees] or readings


def _without_clock(date: ParsedDate) -> ParsedDate:
    return replace(date, time=None, zone=None, precision=Precision.DAY)


def _moment(date: ParsedDate) -> datetime:
    return date.at(UTC)


def _is_moment_of_writing(dates: Sequence[ParsedDate], written: Sequence[str]) -> bool:
    moments = {_moment(date) for date in dates}
    if len(dates) < _FEWEST_ALIKE or len(moments) > 1 or dates[0].time in (None, time()):
        return False
    own = [date for text in written for date in _readings(_spelt_out(text), "auto")]
    return any(_moment(date) in moments for date in own)


def _local_if_ahead(date: ParsedDate, now: datetime) -> ParsedDate:
    if date.zone is not None and date.time is not None and _moment(date) > now + _SKEW:
        return replace(date, zone=None)
    return date


def date_to_json(date: ParsedDate) -> dict[str, Any]:
    offset = date.zone.utcoffset(None) if date.zone else None
    return vars(date) | {
        "time": date.time.isoformat() if date.time else None,
        "zone": offset.total_seconds() if offset is not None else None,
        "precision": date.precision.value,
    }


def date_from_json(row: dict[str, Any]) -> ParsedDate:
    """Raises ValueError, TypeError or KeyError for what `date_to_json` did not write."""
    offset = row["zone"]
    date = ParsedDate(
        **{
            **row,
            "time": time.fromisoformat(row["time"]) if row["time"] else None,
            "zone": None if offset is None else timezone(timedelta(seconds=offset)),
            "precision": Precision(row["precision"]),
        }
    )
    if date.year is not None:
        date.first_day()
    return date
