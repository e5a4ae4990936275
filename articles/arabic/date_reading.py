"""From a shape in a text to a date: what the tokens say, checked against the calendar."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timezone, tzinfo
from typing import Literal, NamedTuple

from articles.arabic import date_shapes
from articles.arabic.clocks import ReadClock, fixed_zone, read_clock, read_zone, stands_alone
from articles.arabic.date_tokens import DateTokens, search
from articles.arabic.hijri import BARE_YEARS, from_hijri
from articles.arabic.number_words import day_in_words, year_in_words
from articles.arabic.parsed_date import Day, ParsedDate, Precision, exists

Style = Literal["auto", "dmy", "mdy"]


class FoundDate(NamedTuple):
    """A date with what is still to be decided about it: its zone where that is a place's, its year."""

    date: ParsedDate
    weekday: int | None
    zone: tzinfo | None
    ends_range: bool
    has_year_elsewhere: bool


def read_dates(text: str, style: Style, *, across_lines: bool) -> Iterator[FoundDate]:
    # What is refused is stepped over whole: its end is not a date of its own.
    for tokens, match in search(date_shapes.DATE, date_shapes.DATE_ANCHOR, text, across_lines=across_lines):
        if found := _read(tokens, match, style):
            yield found


def with_year(found: FoundDate, year: int) -> ParsedDate | None:
    """The date in a year; None if that year has no such day."""
    day = year, found.date.month, found.date.day
    if not exists(*day):
        return None
    zone, agrees = _settled(day, found.date.time, found.weekday, found.zone)
    return replace(found.date, year=year, zone=zone, weekday_agrees=agrees)


def _settled(
    day: Day, at: time | None, weekday: int | None, zone: tzinfo | None
) -> tuple[timezone | None, bool | None]:
    """What depends on the day: the offset of a zone, and whether the weekday agrees."""
    year, month, of_month = day
    if (weekday is None and zone is None) or year is None or month is None or of_month is None:
        return zone if isinstance(zone, timezone) else None, None
    exact = date(year, month, of_month)
    return fixed_zone(zone, exact, at), None if weekday is None else weekday == exact.weekday()


def _read(tokens: DateTokens, match: re.Match[str], style: Style) -> FoundDate | None:
    day = _read_day(tokens, match, style)
    if not day or not exists(*day) or _is_of_something_else(tokens, match, day):
        return None
    first, last = match.span("one" if match["range"] else "date")
    around = _Around(first, last, None, None, None)
    if day[2]:
        around = _read_around(tokens, match, first)
    start, end = tokens.starts[around.first], tokens.ends[around.last - 1]
    at = around.clock.time if around.clock else None
    zone, agrees = _settled(day, at, around.weekday, around.zone)
    found = ParsedDate(
        *day,
        time=at,
        zone=zone,
        precision=around.clock.precision if around.clock else _coarsest(day),
        calendar="hijri" if match["hijri"] else "gregorian",
        start=start,
        end=end,
        text=tokens.text[start:end],
        weekday_agrees=agrees,
    )
    # "The first Sunday of June" is the first of June only if that is a Sunday.
    if match["ordinal"] and match["weekday_before"] and agrees is False:
        return None
    elsewhere = bool(
        date_shapes.YEAR_ELSEWHERE.match(tokens.kinds, match.end())
        or tokens.kinds[max(match.start() - 1, 0)] == "Y"
    )
    return FoundDate(found, around.weekday, around.zone, bool(match["range"]), elsewhere)


def _is_of_something_else(tokens: DateTokens, match: re.Match[str], day: Day) -> bool:
    """Of another era, a part of a longer number, a version, or a name that holds a day."""
    kinds, (first, last) = tokens.kinds, match.span("date")
    if date_shapes.OTHER_ERA.match(kinds, last):
        return True
    if not (_stands_alone(tokens, match, "date") or _stands_alone(tokens, match)):
        return True
    if match["numeric"] and match["range"] and tokens.glued(match.start("one")):
        return True
    before = first - 1
    if match["numeric"] and before >= 0 and date_shapes.VERSION.search(kinds, max(before - 3, 0), first):
        return True
    return day[0] is None and before >= 0 and kinds[before] == "l"


def _stands_alone(tokens: DateTokens, match: re.Match[str], group: str | int = 0) -> bool:
    return stands_alone(tokens, *match.span(group), separator=match["sep"] or "")


def _read_day(tokens: DateTokens, match: re.Match[str], style: Style) -> Day | None:
    if match["hijri"]:
        return _read_hijri(tokens, match)
    if match["numeric"]:
        return _read_numbers(tokens, match.start("numeric"), style)
    return _read_names(tokens, match)


def _read_numbers(tokens: DateTokens, first: int, style: Style) -> Day | None:
    a, b, c = (tokens.number(i) for i in (first, first + 2, first + 4))
    year_first, year_last = tokens.kinds[first] == "Y", tokens.kinds[first + 4] == "Y"
    if year_first == year_last:
        return None
    if year_first:
        return a, b, c
    if style == "mdy" or (style == "auto" and not exists(c, b, a)):
        return c, a, b
    return c, b, a


def _read_names(tokens: DateTokens, match: re.Match[str]) -> Day | None:
    first, last = match.span("one" if match["one"] else "date")
    year = day = None
    months = set()
    if match["ordinal"]:
        day = day_in_words(tokens, *match.span("ordinal"))
        if day is None:
            return None
        first = match.end("ordinal")
    for i in range(first, last):
        kind = tokens.kinds[i]
        if kind in "YH":
            year = tokens.number(i)
        elif kind == "U":
            year = year_in_words(tokens, i, last)
        elif kind in "12":
            day = tokens.number(i)
        elif kind in "ME":
            months.add(tokens.value(i))
        elif kind == "K":
            months.add(tokens.value(i) if tokens.kinds[i + 1] == "I" else tokens.value(i) % 12 + 1)
    return (year, min(months, default=None), day) if len(months) < 2 else None


def _read_hijri(tokens: DateTokens, match: re.Match[str]) -> Day | None:
    first, last = match.span("hijri")
    kinds = tokens.kinds
    numbers = [tokens.number(i) for i in range(first, last) if kinds[i] in "12H"]
    if match["hijri_month"]:
        year, month = numbers[-1], _hijri_month(tokens, match.start("hijri_month"))
        day = numbers[0] if len(numbers) > 1 else day_in_words(tokens, first, match.start("hijri_month"))
    else:
        year, month, day = numbers if kinds[first] == "H" else numbers[::-1]
        if not match["sign"] and year not in BARE_YEARS:
            return None
    exact = from_hijri(year, month, day) if month and day else None
    return (exact.year, exact.month, exact.day) if exact else None


def _hijri_month(tokens: DateTokens, first: int) -> int | None:
    kind = tokens.kinds[first]
    if kind == "O":
        first += 1
    month = tokens.value(first)
    if kind != "V":
        return month
    # Rabi and Jumada: the first, or the second by any of its names.
    which = tokens.kinds[first + 1]
    if which == "#" and tokens.value(first + 1) > 2:
        return None
    return month if which == "I" or (which == "#" and tokens.value(first + 1) == 1) else month + 1


def _coarsest(day: Day) -> Precision:
    return Precision.DAY if day[2] else Precision.MONTH if day[1] else Precision.YEAR


class _Around(NamedTuple):
    """First and last token of a date with what belongs to it."""

    first: int
    last: int
    weekday: int | None
    clock: ReadClock | None
    zone: tzinfo | None


def _read_around(tokens: DateTokens, match: re.Match[str], first: int) -> _Around:
    if not match["range"] and match["weekday_before"]:
        first = match.start("weekday_before")
    last = match.end("weekday_after" if match["weekday_after"] else "date")
    weekdays = {tokens.value(i) for i in range(first, last) if tokens.kinds[i] == "W"}
    # Two weekdays agree with no day.
    weekday = None if not weekdays else min(weekdays) if len(weekdays) == 1 else -1
    if not _stands_alone(tokens, match) or (match["clock_before"] and match["clock_after"]):
        # The clock is a part of something else, or one of two belongs to the date before or after.
        return _Around(first, last, weekday, None, None)
    clock = None
    if match["clock_before"]:
        clock = read_clock(tokens, match.start("clock_before"))
        first = match.start() if clock and not match["range"] else first
    elif match["clock_after"]:
        clock = read_clock(tokens, match.start("clock_after"))
        last = match.end() if clock else last
    zone = clock.zone if clock else None
    if match["zone_after"] and (zone := read_zone(tokens, *match.span("zone_after"))):
        last = match.end()
    return _Around(first, last, weekday, clock, zone)
