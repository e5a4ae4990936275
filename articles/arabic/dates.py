"""Dates as Arabic news writes them.

The text becomes a string of one letter for each token (`date_tokens.py`); dates and clock times are shapes
over that string (`date_shapes.py`); what a shape says is read and checked (`date_reading.py`, `clocks.py`,
`hijri.py`, `number_words.py`); neighbours that are one date are joined (`date_pairs.py`).

Rules:
1. A date has a month by name, or three numbers between equal separators; never a year of two digits.
2. Three numbers are year first if the year stands first, else day first, else (that being impossible)
   month first.
3. A date that does not exist and two months that differ are refused, not repaired. A range of days is no
   single day: `parse_date` refuses it, `find_dates` lists the end that stands complete.
4. What is glued to more digits, Latin letters or the like is a version, a number or an address.
5. A Hijri day needs its month's name, its sign, or a year that nobody can mean as Gregorian. Where both
   calendars stand, the Gregorian date counts: the Hijri one depends on who saw the moon.
6. A clock time needs minutes, or the word for hour: "10 at dawn" may be ten people. One that does not
   exist is left out; the date beside it stands.
7. A day and month behind a square, a party or a war are its name, unless a year follows.
8. Relative dates are read by `parse_date` alone, with a reference, and where little else stands.
9. `20180608T112600Z`, `201806081126` and `20180608` are dates for `parse_date` alone, and only if nothing
   else is there: in a text they are numbers.
"""

import re
from dataclasses import replace
from datetime import date, datetime

from articles.arabic.clocks import Clock, first_clock
from articles.arabic.date_pairs import joined_calendars, without_ranges
from articles.arabic.date_reading import FoundDate, Style, read_dates, with_year
from articles.arabic.parsed_date import ParsedDate, Precision
from articles.arabic.relative import parse_relative

__all__ = ["Clock", "ParsedDate", "Precision", "Style", "find_clock", "find_dates", "parse_date"]

#: ISO 8601 in its basic format, as metadata and files have it.
_COMPACT = re.compile(
    r"\s*(?P<day>(?P<y>199\d|20\d\d|2100)(?P<m>\d\d)(?P<d>\d\d)"
    r"(?:(?:[T ]?)(?P<H>\d\d)(?P<M>\d\d)(?:(?P<S>\d\d)(?:[.,]\d+)?)?(?P<z>Z|[+-]\d\d(?::?\d\d)?)?)?)\s*",
    re.ASCII,
)


def parse_date(text: str, *, reference: date | None = None, style: Style = "auto") -> ParsedDate | None:
    """The first full date of a text that is meant to be one, perhaps with labels around it.

    A month or a year alone counts if no full date is there. `reference` is when the text was seen; only with
    it, a day and month without a year count (the latest that is not after it; with a date and not a datetime
    one day after it too, for time zones), and relative dates (hours ago: only with a datetime).
    `style` settles the order of three numbers: "dmy" and "mdy" allow no other.
    """
    if compact := _COMPACT.fullmatch(text):
        return _in_parts(compact, style)
    hijri: ParsedDate | None = None
    yearless: FoundDate | None = None
    coarse: ParsedDate | None = None
    dates = joined_calendars(text, read_dates(text, style, across_lines=True))
    for found in without_ranges(text, dates):
        if found.date.is_full and found.date.calendar == "gregorian":
            return found.date
        if found.date.is_full:
            hijri = hijri or found.date
        elif found.date.year is not None:
            coarse = coarse or found.date
        elif not found.has_year_elsewhere:
            yearless = yearless or found
    if hijri or coarse or reference is None:
        return hijri or coarse
    if yearless:
        return _in_nearest_year(yearless, reference)
    # Beside a date that was refused, "last year" belongs to it.
    return None if find_dates(text) else parse_relative(text, reference)


def find_dates(text: str) -> list[ParsedDate]:
    """Every date of a running text, in order, without overlaps.

    A day and month without a year are found too, with year None; relative dates are not. A date does not go
    on over a line end: the next line is the next report's as often as not.
    """
    return [found.date for found in joined_calendars(text, read_dates(text, "auto", across_lines=False))]


def find_clock(text: str) -> Clock | None:
    """The first clock time; without a word for it (hour, zone, morning) the hour must have two digits.

    A time beside a date is found as well: ask `parse_date` first.
    """
    found = first_clock(text)
    return found.clock if found else None


def _in_parts(compact: re.Match[str], style: Style) -> ParsedDate | None:
    """The same date in its usual form, read as such."""
    written = "{y}-{m}-{d}".format(**compact.groupdict())
    if compact["H"]:
        written += "T{H}:{M}:".format(**compact.groupdict()) + (compact["S"] or "00") + (compact["z"] or "")
    parsed = parse_date(written, style=style)
    start, end = compact.span("day")
    return parsed and replace(parsed, start=start, end=end, text=compact["day"])


def _in_nearest_year(found: FoundDate, reference: date) -> ParsedDate | None:
    days_after = 0 if isinstance(reference, datetime) else 1
    # Eight years back there is a 29 February even around 1900.
    for year in range(reference.year + 1, reference.year - 9, -1):
        dated = with_year(found, year)
        if dated and dated.first_day().toordinal() - reference.toordinal() <= days_after:
            return dated
    return None
