"""Dates as Arabic news writes them.

The text becomes a string of one letter for each token: numbers by their length, months, weekdays, the few
other words that dates are made with (`data/months.py`), punctuation as itself. The shapes below are regular
expressions over that string. None repeats without bound, so that the time taken is linear in the text.

Rules:
1. A date has a month by name, or three numbers between equal separators; never a year of two digits.
2. Three numbers are year first if the year stands first, else day first, else (that being impossible)
   month first.
3. A date that does not exist, a range of days and two months that differ are refused, not repaired.
4. What is glued to more digits, Latin letters or the like is a version, a number or an address.
5. A Hijri date is stepped over, so that the Gregorian date beside it is the one that is found.
6. A clock time needs minutes, or the word for hour: "10 at dawn" may be ten people. One that does not
   exist is left out; the date beside it stands.
Ordinals in words and relative dates are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple

from articles.arabic.date_tokens import DateTokens, scan

# The shapes. A letter is a kind of token: 1 and 2 are numbers of so many digits, Y a year, H what could be a
# Hijri year, 4 another number of four digits, 9 any other; M E K month names (Arabic, English, first word of
# a pair), W a weekday, other letters as `data/months.py` says, w any other word; - / , . : ( ) | + are
# themselves, x any other mark.
_MONTH = r"(?:M|E\.?|K[IJ])"
_MONTHS = rf"{_MONTH}(?:[-/]?{_MONTH}|\({_MONTH}\)){{0,2}}"
_YEAR = r"(?:f?y)?[YH][pe]?"
_HOUR_SHIFT = r"(?:f?q?(?:[APNLap]|[rR]z|RDL)|[fq][bdz])"
_OFFSET = r"(?:[12](?::2)?|[4YH])"
_CLOCK = (
    rf"(?P<zone>G(?:[-+]{_OFFSET}(?!:))?[-,:|]?)?(?P<cue>C:?)?"
    rf"(?P<numbers>[12]:2(?::2(?:\.[1249YH])?)?|(?<=C)[12](?:\.2)?(?![-:/.]?[1249YH]|[MEK]))"
    rf"(?P<shift>{_HOUR_SHIFT})?"
    # "-05:00" after hours and minutes is the end of a range; an offset only after seconds or in an ISO time.
    rf"(?P<offset>,?B?G(?:[-+]{_OFFSET})?|\(B?G(?:[-+]{_OFFSET})?\)|Z|\+{_OFFSET}|(?:(?<=:2:2)|(?<=\.[1249YH])|(?<=T2:2))-{_OFFSET}(?!:))?"
)
_UNNAMED_CLOCK = re.sub(r"\?P<\w+>", "?:", _CLOCK)
_WEEKDAY_BEFORE = r"W[-,|(/]?q?m?:?"
_WEEKDAY_AFTER = r"(?:\(W\)|[-,|]?W)(?![-,|(]?q?m?[12](?!:))"
_SHAPES = (
    r"(?P<hijri>(?:[12](?P<s1>[-/.])[12](?P=s1)H|H(?P<s2>[-/.])[12](?P=s2)[12])h?)"
    r"|(?P<numeric>(?P<first>[12Y])(?P<sep>[-/.])[12](?P=sep)[12Y])"
    rf"|(?P<year_weekday>Y,?W[-,]?[12]{_MONTHS}(?![-/,]?[YH]))"
    rf"|(?P<month_first>{_MONTH}[12]t?,?[YH][pe]?)"
    rf"|(?P<year_month>Y[-/,]?{_MONTHS}[-/,]?[12](?!:|[-/.]?[12]))"
    rf"|(?P<named>(?P<range>[12]t?-)?[12]t?[-/]?f?s?{_MONTHS}(?:[-/,]?{_YEAR})?)"
    rf"|(?P<month>{_MONTHS}[-/]?(?:f?y)?Y[pe]?)"
    r"|(?P<year>y[Y][pe]?)"
)
_CLOCK_SHAPE = re.compile(_CLOCK)
_DATE_SHAPE = re.compile(
    rf"(?=[12YHGCWMEKy])(?:(?P<clock_before>{_UNNAMED_CLOCK})[-,|)/x]{{0,2}}f?q{{0,2}}m?)?(?P<weekday_before>{_WEEKDAY_BEFORE})?"
    rf"(?P<date>{_SHAPES})(?P<weekday_after>{_WEEKDAY_AFTER})?"
    rf"(?:(?:T|[-,|(/x]{{0,2}}q{{0,3}})(?P<clock_after>{_UNNAMED_CLOCK}))?"
)
_OTHER_ERA = re.compile(r"h|r?c")
# What follows says which year is meant, in a way that is not read yet, or could be a year of two digits.
_YEAR_ELSEWHERE = re.compile(r"u|f?y|[-/,.x]?[1249YH](?!:)")

Style = Literal["auto", "dmy", "mdy"]
_Day = tuple[int | None, int | None, int | None]  # year, month, day


class Precision(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class ParsedDate:
    """A date as a text says it: what it does not say is None.

    `year` is None only in what `find_dates` finds: a day and month without a year. `zone` is None unless the
    text names Greenwich or an offset. `start` and `end` are code points into the text given, half-open.
    """

    year: int | None
    month: int | None
    day: int | None
    time: time | None
    zone: timezone | None
    precision: Precision
    calendar: Literal["gregorian"]
    start: int
    end: int
    text: str
    weekday_agrees: bool | None

    def at(self, zone: tzinfo) -> datetime:
        """The start of the period, aware; in the zone that the text names, else in `zone`.

        Raises ValueError for a date without a year.
        """
        if self.year is None:
            raise ValueError("a date without a year has no place in time")
        day = date(self.year, self.month or 1, self.day or 1)
        return datetime.combine(day, self.time or time(), tzinfo=self.zone or zone)


class Clock(NamedTuple):
    time: time
    zone: timezone | None
    start: int
    end: int


def parse_date(text: str, *, reference: date | None = None, style: Style = "auto") -> ParsedDate | None:
    """The first full date of a text that is meant to be one, perhaps with labels around it.

    A month or a year alone counts if no full date is there. A day and month without a year count only with a
    `reference` (the day the text was seen): the year is the nearest that puts them at most one day after it.
    `style` settles the order of three numbers: "dmy" and "mdy" allow no other.
    """
    tokens = scan(text, across_lines=True)
    yearless: ParsedDate | None = None
    coarse: ParsedDate | None = None
    for found, after in _dates(tokens, style):
        if found.year is not None and found.day is not None:
            return found
        if found.year is not None:
            coarse = coarse or found
        elif not _YEAR_ELSEWHERE.match(tokens.kinds, after):
            yearless = yearless or found
    if coarse or not yearless or not reference:
        return coarse
    return _in_nearest_year(yearless, reference)


def find_dates(text: str) -> list[ParsedDate]:
    """Every date of a running text, in order, without overlaps.

    A day and month without a year are found too, with year None. A date does not go on over a line end:
    the next line is the next report's as often as not.
    """
    return [found for found, _ in _dates(scan(text, across_lines=False), "auto")]


def find_clock(text: str) -> Clock | None:
    """The first clock time; without a word for it (hour, zone, morning) the hour must have two digits.

    A time beside a date is found as well: ask `parse_date` first.
    """
    tokens = scan(text, across_lines=False)
    for match in _CLOCK_SHAPE.finditer(tokens.kinds):
        named = match["zone"] or match["cue"] or match["shift"] or match["offset"]
        if not named and not match["numbers"].startswith("2:"):
            continue
        clock = _read_clock(tokens, match.start())
        if clock and _stands_alone(tokens, match.start(), match.end(), separator=":"):
            return clock[0]
    return None


def _dates(tokens: DateTokens, style: Style) -> Iterator[tuple[ParsedDate, int]]:
    """Dates in order, each with the place of the token after it."""
    position = 0
    while match := _DATE_SHAPE.search(tokens.kinds, position):
        # What is refused is stepped over whole: its end is not a date of its own.
        position = match.end()
        if found := _read_date(tokens, match, style):
            yield found, position


def _read_date(tokens: DateTokens, match: re.Match[str], style: Style) -> ParsedDate | None:
    first, last = match.span("date")
    if match["hijri"] or match["range"] or _OTHER_ERA.match(tokens.kinds, last):
        return None
    if not _stands_alone(tokens, match.start(), match.end(), separator=match["sep"] or ""):
        return None
    day = _read_numbers(tokens, first, style) if match["numeric"] else _read_names(tokens, first, last)
    if not day or not _exists(*day):
        return None
    clock = None
    if day[2]:
        first, last, clock = _read_surroundings(tokens, match)
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return ParsedDate(
        *day,
        time=clock[0].time if clock else None,
        zone=clock[0].zone if clock else None,
        precision=clock[1] if clock else _coarsest(day),
        calendar="gregorian",
        start=start,
        end=end,
        text=tokens.text[start:end],
        weekday_agrees=_weekday_agrees(tokens, first, last, day),
    )


def _read_numbers(tokens: DateTokens, first: int, style: Style) -> _Day | None:
    a, b, c = (tokens.number(i) for i in (first, first + 2, first + 4))
    year_first, year_last = tokens.kinds[first] == "Y", tokens.kinds[first + 4] == "Y"
    if year_first == year_last:
        return None
    if year_first:
        return a, b, c
    if style == "mdy" or (style == "auto" and not _exists(c, b, a)):
        return c, a, b
    return c, b, a


def _read_names(tokens: DateTokens, first: int, last: int) -> _Day | None:
    year = day = None
    months = set()
    for i in range(first, last):
        kind = tokens.kinds[i]
        if kind in "YH":
            year = tokens.number(i)
        elif kind in "12":
            day = tokens.number(i)
        elif kind in "ME":
            months.add(tokens.value(i))
        elif kind == "K":
            months.add(tokens.value(i) if tokens.kinds[i + 1] == "I" else tokens.value(i) % 12 + 1)
    return (year, min(months, default=None), day) if len(months) < 2 else None


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    # Without a year, 29 February is possible.
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _coarsest(day: _Day) -> Precision:
    return Precision.DAY if day[2] else Precision.MONTH if day[1] else Precision.YEAR


def _read_surroundings(
    tokens: DateTokens, match: re.Match[str]
) -> tuple[int, int, tuple[Clock, Precision] | None]:
    """First and last token of the date with its weekday and clock time, and that time."""
    first = match.start("weekday_before" if match["weekday_before"] else "date")
    last = match.end("weekday_after" if match["weekday_after"] else "date")
    if match["clock_before"] and match["clock_after"]:
        return first, last, None  # one of them belongs to the date before or after
    if match["clock_before"]:
        clock = _read_clock(tokens, match.start("clock_before"))
        return (match.start() if clock else first), last, clock
    clock = _read_clock(tokens, match.start("clock_after")) if match["clock_after"] else None
    return first, (match.end() if clock else last), clock


def _weekday_agrees(tokens: DateTokens, first: int, last: int, day: _Day) -> bool | None:
    weekdays = {tokens.value(i) for i in range(first, last) if tokens.kinds[i] == "W"}
    if not weekdays or None in day:
        return None
    return weekdays == {date(*day).weekday()}  # type: ignore[arg-type]


def _read_clock(tokens: DateTokens, first: int) -> tuple[Clock, Precision] | None:
    match = _CLOCK_SHAPE.match(tokens.kinds, first)
    if not match:
        return None
    numbers = [tokens.number(i) for i in range(*match.span("numbers")) if tokens.kinds[i] in "12"]
    hour, minute, second = (*numbers[:3], 0, 0)[:3]
    zone_group = "offset" if match["offset"] else "zone"
    zone = _read_zone(tokens, *match.span(zone_group)) if match[zone_group] else None
    try:
        moment = time(_hour_of_day(hour, (match["shift"] or "").lstrip("fq")), minute, second)
    except ValueError:
        return None
    if match[zone_group] and not zone:
        return None
    clock = Clock(moment, zone, tokens.starts[first], tokens.ends[match.end() - 1])
    return clock, Precision.MINUTE if len(numbers) > 1 else Precision.HOUR


def _hour_of_day(hour: int, shift: str) -> int:
    """The hour on a clock of 24. Raises ValueError if the part of the day contradicts the hour."""
    morning, night = shift in ("A", "a", "b", "rz"), shift in ("L", "RDL")
    if not shift or (hour == 0 and (morning or night)) or (hour > 12 and not morning):
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    if shift in ("N", "z") and hour >= 10:
        return hour
    return hour % 12 if morning or (night and hour % 12 < 6) else hour % 12 + 12


def _read_zone(tokens: DateTokens, first: int, last: int) -> timezone | None:
    """Greenwich, or the offset written; None for an offset that no zone has."""
    kinds = tokens.kinds
    # A dash may also stand between the zone and the clock.
    sign = next((i for i in range(first, last - 1) if kinds[i] in "+-"), None)
    if sign is None:
        return UTC
    numbers = [tokens.number(i) for i in range(sign, last) if kinds[i] in "124YH"]
    hours, minutes = divmod(numbers[0], 100) if numbers[0] >= 100 else (*numbers, 0)[:2]
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if kinds[sign] == "-" else offset)


def _stands_alone(tokens: DateTokens, first: int, last: int, *, separator: str) -> bool:
    """No digit, Latin letter or the like is glued to these tokens, directly or by one mark."""
    kinds = tokens.kinds
    if tokens.glued(first):
        before = first - 1
        if _binds(tokens.text[tokens.ends[before] - 1]) or kinds[before] == separator == "/":
            return False
        if kinds[before] in "-/.:" and tokens.glued(before):
            # The end of another full date may stand there: 24/9/1439-8/6/2018.
            another = kinds[before - 1] in "YH" and kinds[before] in "-/" and kinds[before] != separator
            if not another and _binds(tokens.text[tokens.ends[before - 1] - 1]):
                return False
    if not tokens.glued(last):
        return True
    if _binds(tokens.text[tokens.starts[last]]):
        return False
    if kinds[last] not in "-/.:" or not tokens.glued(last + 1):
        return True
    return (kinds[last] == "-" != separator) or not _binds(tokens.text[tokens.starts[last + 1]])


def _binds(letter: str) -> bool:
    return letter.isnumeric() or (letter.isascii() and letter.isalpha()) or letter in "_#=&%+$@~"


def _in_nearest_year(found: ParsedDate, reference: date) -> ParsedDate | None:
    # Eight years back there is a 29 February even around 1900.
    for year in range(reference.year + 1, reference.year - 9, -1):
        day = year, found.month, found.day
        if _exists(*day) and date(*day).toordinal() - reference.toordinal() <= 1:  # type: ignore[arg-type]
            tokens = scan(found.text, across_lines=True)
            agrees = _weekday_agrees(tokens, 0, len(tokens.kinds), day)
            return replace(found, year=year, weekday_agrees=agrees)
    return None
