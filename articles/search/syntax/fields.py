"""Names of the fields, and dates as they are written after one."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from articles.arabic.dates import parse_date
from articles.arabic.normalize import normalize_word

#: A field and its names, as typed before a colon. The first two are shown.
NAMES = {
    "title": ("عنوان", "title", "العنوان", "headline"),
    "source": ("مصدر", "source", "المصدر"),
    "author": ("كاتب", "author", "الكاتب", "byline"),
    "person": ("شخص", "person", "الشخص"),
    "place": ("مكان", "place", "المكان"),
    "organisation": ("جهة", "organisation", "الجهة", "organization", "org"),
    "date": ("تاريخ", "date", "التاريخ"),
}
TEXT_FIELDS = ("title", "author")

_FIELD_OF = {normalize_word(name): field for field, names in NAMES.items() for name in names}
_RANGE = re.compile(r"\s*(?:\.{2,}|…)\s*")
_YEARS = re.compile(r"(\d{4})\s?[-–—]\s?(\d{4})")
_NUMBERS = re.compile(r"\d{1,4}(?:[-/.]\d{1,4}){1,2}")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included; None leaves an end open.

    `impossible` is the end that is no day of a calendar, so that only the other one holds.
    """

    first: date | None
    last: date | None
    was_reversed: bool = False
    impossible: str = ""


def field_named(name: str) -> str | None:
    return _FIELD_OF.get(normalize_word(name))


def read_span(text: str, *, whole: bool = True) -> Span | None:
    """A day, month, year or a range of them with one end or both; None for what is none.

    With `whole`, nothing but the date may stand there.
    """
    text = text.strip()
    years = _YEARS.fullmatch(text)
    first, *rest = years.groups() if years else _RANGE.split(text, maxsplit=1)
    if not rest:
        days = _days(first, whole=whole)
        return Span(*days) if days else None
    return _range(first, rest[0], whole=whole)


def _range(first: str, last: str, *, whole: bool) -> Span | None:
    low = _days(first, whole=whole) if first else None
    high = _days(last, whole=whole) if last else None
    impossible = "" if low or not first else first
    if not high and last:
        impossible = impossible or last
    if not (low or high) or (impossible and not _NUMBERS.fullmatch(impossible)):
        return None
    # The end of a range lies in it to its last day: 8 June to June is no range turned round.
    if low and high and low[0] > high[1]:
        return Span(high[0], low[1], was_reversed=True)
    return Span(low and low[0], high and high[1], impossible=impossible)


def _days(text: str, *, whole: bool) -> tuple[date, date] | None:
    if numbers := _PERIOD.fullmatch(text):
        year, month, day = (int(part) if part else None for part in numbers.groups())
        return _period(year, month, day)
    parsed = parse_date(text)
    if parsed is None or (whole and (parsed.start, parsed.end) != (0, len(text))):
        return None
    return _period(parsed.year, parsed.month, parsed.day)


def _period(year: int | None, month: int | None, day: int | None) -> tuple[date, date] | None:
    """The first and last day of what may be a year, a month or a day."""
    if year is None:
        return None
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, calendar.monthrange(year, last_month)[1])
