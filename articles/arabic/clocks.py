"""Clock times and their zones, as they stand alone or beside a date."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from articles.arabic import date_shapes
from articles.arabic.data import months as words
from articles.arabic.date_tokens import DateTokens, search
from articles.arabic.number_words import hour_in_words, less_part
from articles.arabic.parsed_date import Precision


class Clock(NamedTuple):
    """A time as a text says it. `zone` is None where only a place is named: its offset depends on the day."""

    time: time
    zone: timezone | None
    start: int
    end: int


class ReadClock(NamedTuple):
    time: time
    zone: tzinfo | None
    precision: Precision
    start: int
    end: int

    @property
    def clock(self) -> Clock:
        return Clock(self.time, self.zone if isinstance(self.zone, timezone) else None, self.start, self.end)


def first_clock(text: str) -> ReadClock | None:
    """The first clock time; without a word for it (hour, zone, morning) the hour must have two digits."""
    for tokens, match in search(date_shapes.CLOCK, date_shapes.CLOCK_ANCHOR, text, across_lines=False):
        named = match["zone"] or match["cue"] or match["shift"] or match["offset"] or match["part"]
        if match["numbers"] and not named and not match["numbers"].startswith("2:"):
            continue
        clock = read_clock(tokens, match.start())
        if clock and stands_alone(tokens, match.start(), match.end(), separator=":"):
            return clock
    return None


def read_clock(tokens: DateTokens, first: int) -> ReadClock | None:
    """The clock time that begins at a token; None if there is no such time or offset."""
    match = date_shapes.CLOCK.match(tokens.kinds, first)
    numbers = _read_numbers(tokens, match) if match else None
    if not match or not numbers:
        return None
    zone_group = "offset" if match["offset"] else "zone"
    zone = read_zone(tokens, *match.span(zone_group)) if match[zone_group] else None
    if match[zone_group] and not zone:
        return None
    try:
        hour = _hour_of_day(numbers[0], (match["shift"] or "").lstrip("fq"))
        minute, second = (*numbers[1:], 0, 0)[:2]
        moment = time(hour, minute, second)
    except ValueError:
        return None
    precision = Precision.MINUTE if len(numbers) > 1 else Precision.HOUR
    return ReadClock(moment, zone, precision, tokens.starts[first], tokens.ends[match.end() - 1])


def _read_numbers(tokens: DateTokens, match: re.Match[str]) -> list[int] | None:
    """Hour, and minute and second as far as they are said."""
    if match["words"]:
        found = hour_in_words(tokens, *match.span("words"))
        return [found[0], *([found[1]] if found[1] else [])] if found else None
    numbers = [tokens.number(i) for i in range(*match.span("numbers")) if tokens.kinds[i] in "12"][:3]
    if not match["part"]:
        return numbers
    if len(numbers) > 1:
        return None
    part = tokens.value(match.end("part") - 1)
    return list(less_part(numbers[0], part)) if match["part"].startswith("~") else [numbers[0], part]


def _hour_of_day(hour: int, shift: str) -> int:
    """The hour on a clock of 24. Raises ValueError if the part of the day contradicts the hour."""
    morning, night = shift in ("A", "a", "b", "rz", "0"), shift in ("L", "DL", "RDL")
    if not shift or (hour == 0 and (morning or night)) or (hour > 12 and not morning):
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    if shift in ("N", "z") and hour >= 10:
        return hour
    return hour % 12 if morning or (night and hour % 12 < 6) else hour % 12 + 12


def read_zone(tokens: DateTokens, first: int, last: int) -> tzinfo | None:
    """Greenwich, the offset written, or a place's zone; None for an offset that no zone has."""
    kinds = tokens.kinds
    for i in range(first, last):
        if kinds[i] == "S":
            return ZoneInfo(words.ZONES[tokens.value(i)][0])
        if kinds[i] == "3":
            return timezone(timedelta(hours=tokens.value(i)))
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


def fixed_zone(zone: tzinfo | None, day: date, at: time | None) -> timezone | None:
    """The offset of a zone at a moment."""
    if zone is None or isinstance(zone, timezone):
        return zone
    offset = zone.utcoffset(datetime.combine(day, at or time()))
    return timezone(offset) if offset else UTC


def stands_alone(tokens: DateTokens, first: int, last: int, *, separator: str) -> bool:
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
