"""Dates of machines: ISO 8601 and RFC 2822, as meta elements and JSON-LD hold them."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from articles.arabic.dates import ParsedDate, Precision

_ISO = re.compile(
    r"^\s*(?P<day>\d{4}-\d{2}-\d{2}|\d{8})"
    r"(?:[T\s]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<zone>Z|UTC|GMT|[+\u2212-]\s?\d{1,2}(?::?\d{2})?)?)?\s*$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"^\s*[A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2} \d{4}")
_DIGITS = str.maketrans("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", "0123456789")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
#: Where Arabic newsrooms keep their clocks, from Mauritania to Oman, and Iran's half hours.
_OFFSETS = frozenset(timedelta(minutes=minutes) for minutes in (0, 60, 120, 180, 210, 240, 270))


def machine_date(text: str) -> ParsedDate | None:
    """The day, or the minute with its offset if one is named; None for anything but a machine's date."""
    text = text.translate(_DIGITS)[:60]
    moment, has_clock = _iso(text)
    if moment is None and _MAIL.match(text):
        try:
            moment, has_clock = parsedate_to_datetime(text), ":" in text
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    # Midnight is what a program writes that knows no clock.
    is_timed = has_clock and (moment.hour, moment.minute, moment.second) != (0, 0, 0)
    offset = moment.utcoffset()
    zone = timezone(offset) if is_timed and offset is not None else None
    return dated(moment, zone=zone, is_timed=is_timed, text=text.strip())


def dated(moment: datetime, *, zone: timezone | None, is_timed: bool, text: str = "") -> ParsedDate:
    return ParsedDate(
        moment.year,
        moment.month,
        moment.day,
        time(moment.hour, moment.minute) if is_timed else None,
        zone,
        Precision.MINUTE if is_timed else Precision.DAY,
        "gregorian",
        0,
        len(text),
        text,
        None,
    )


def _iso(text: str) -> tuple[datetime | None, bool]:
    match = _ISO.match(text)
    if not match:
        return None, False
    day = match["day"]
    if "-" not in day:
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    clock = match["clock"] or ""
    try:
        moment = datetime.fromisoformat(
            f"{day}T{clock.zfill(8 if clock.count(':') > 1 else 5)}" if clock else day
        )
        zone = _zone(match["zone"])
    except ValueError:
        return None, False
    return moment.replace(tzinfo=zone), bool(clock)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = re.sub(r"\D", "", text)
    hours, minutes = (
        (int(digits[:2]), int(digits[2:] or 0)) if len(digits) != 3 else (int(digits[0]), int(digits[1:]))
    )
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] in "-\u2212" else offset)


def same_day(one: ParsedDate, other: ParsedDate) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.month, other.day)


def completed(shown: ParsedDate, machine: ParsedDate) -> ParsedDate | None:
    """What the page shows, with the clock and zone that a machine's date adds; None if they disagree.

    A machine may count by Greenwich what the page shows by its own clock: then the difference is the zone.
    """
    if shown.day is None or machine.time is None:
        return shown if same_day(shown, machine) or shown.day is None else None
    told = datetime.combine(machine.first_day(), machine.time)
    if shown.time is None:
        if not same_day(shown, machine):
            return shown if _turns(shown, machine, told) else None
        return _with_clock(shown, machine.time, machine.zone)
    return _by_two_clocks(shown, machine, shown.time, told)


def _by_two_clocks(shown: ParsedDate, machine: ParsedDate, clock: time, told: datetime) -> ParsedDate | None:
    local = datetime.combine(shown.first_day(), clock)
    if abs(local - told) < timedelta(minutes=2):
        return _with_clock(shown, clock, shown.zone or machine.zone)
    offset = machine.zone.utcoffset(None) if machine.zone else None
    if offset is None:
        return shown if same_day(shown, machine) else None
    difference = local - (told - offset)
    difference = timedelta(minutes=15 * round(difference / timedelta(minutes=15)))
    if difference in _OFFSETS:
        return _with_clock(shown, clock, shown.zone or timezone(difference))
    return shown if same_day(shown, machine) else None


def _turns(shown: ParsedDate, machine: ParsedDate, told: datetime) -> bool:
    """By Greenwich it was still the day before."""
    local = told + timedelta(hours=4)
    return machine.zone == UTC and local.date() == shown.first_day()


def _with_clock(shown: ParsedDate, clock: time, zone: timezone | None) -> ParsedDate:
    moment = datetime.combine(shown.first_day(), clock)
    return dated(moment, zone=zone, is_timed=True, text=shown.text)
