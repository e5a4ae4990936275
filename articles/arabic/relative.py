"""Relative dates against the moment a text was seen: yesterday, three hours ago, last Tuesday.

They are read in a stamp only: a few words, of which those beside the date are labels, a weekday or a clock.
An amount that is not said (a while ago, days ago) gives None, and so do hours where only a day is known.
"""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from articles.arabic.clocks import first_clock, fixed_zone
from articles.arabic.data import months
from articles.arabic.data import relative as words
from articles.arabic.date_tokens import DateTokens, fold, scan
from articles.arabic.parsed_date import Day, ParsedDate, Precision

#: A stamp is no longer, and has no more words that say nothing about time.
_MOST_CHARACTERS = 400
_MOST_TOKENS = 30
_MOST_OTHER_WORDS = 4
#: Kinds of tokens that may touch a day: a weekday, a clock and its part of the day, joints and marks.
_BESIDE = frozenset("WC12APNLapbdzDrRBGSZ@#n%~vqmf-/,.:()|x")
#: "An hour and a half ago", "and 20 minutes", "three days before the": more than is read, or not from now.
_GOES_ON = frozenset("%&iqf")


class _Stamp(NamedTuple):
    """The folded words of a text, a space around each, and where each token begins in them."""

    tokens: DateTokens
    words: list[str]
    joined: str
    places: list[int]

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """The tokens of a match that begins with a space and ends before one."""
        places = [*self.places, len(self.joined)]
        return places.index(match.start() + 1), places.index(match.end() + 1)


class _Moment(NamedTuple):
    day: Day
    time: time | None
    zone: tzinfo | None
    precision: Precision


def parse_relative(text: str, reference: date) -> ParsedDate | None:
    """The date that a stamp means by its distance from `reference`, else None."""
    if len(text) > _MOST_CHARACTERS:
        return None
    stamp = _stamp(text)
    if len(stamp.words) > _MOST_TOKENS:
        return None
    try:
        return _ago(stamp, reference) or _named_day(stamp, reference) or _named_period(stamp, reference)
    except (OverflowError, ValueError):
        return None  # before the year 1


def _ago(stamp: _Stamp, reference: date) -> ParsedDate | None:
    match = _SINCE.search(stamp.joined) or _AGO.search(stamp.joined)
    if not match or not (amount := _read_amount(match["number"], match["unit"])):
        return None
    first, last = stamp.span(match)
    if not _is_stamp(stamp, first, last, before=False) or stamp.tokens.kinds[last : last + 1] in _GOES_ON:
        return None
    moment = _before(reference, *amount)
    return _parsed(stamp, first, last, _with_clock(moment, stamp)) if moment else None


def _named_day(stamp: _Stamp, reference: date) -> ParsedDate | None:
    """Yesterday, last Tuesday: with the clock that stands there, if one does."""
    match = _NAMED_DAY.search(stamp.joined)
    if not match:
        return None
    first, last = stamp.span(match)
    kinds = stamp.tokens.kinds
    if not _is_stamp(stamp, first, last, before=True):
        return None
    today = date(reference.year, reference.month, reference.day)
    day = today + timedelta(days=_days_after(today, match))
    weekdays = {stamp.tokens.value(i) for i, kind in enumerate(kinds) if kind == "W"}
    if weekdays - {day.weekday()}:
        return None
    moment = _with_clock(_Moment((day.year, day.month, day.day), None, None, Precision.DAY), stamp)
    if kinds[last : last + 1] in ("1", "2") and not moment.time:
        return None
    return _parsed(stamp, first, last, moment, weekday_agrees=True if weekdays else None)


def _with_clock(moment: _Moment, stamp: _Stamp) -> _Moment:
    """A day with the clock time that stands beside it."""
    clock = first_clock(stamp.tokens.text) if moment.precision is Precision.DAY else None
    year, month, day = moment.day
    if not clock or not (year and month and day):
        return moment
    zone = fixed_zone(clock.zone, date(year, month, day), clock.time)
    return _Moment(moment.day, clock.time, zone, clock.precision)


def _days_after(today: date, match: re.Match[str]) -> int:
    if match["day"]:
        return _DAYS[match["day"]]
    to_weekday = (_WEEKDAYS[match["weekday"]] - today.weekday()) % 7
    # Said on that weekday itself, it is a week away.
    return to_weekday - 7 if match["last"] else to_weekday or 7


def _named_period(stamp: _Stamp, reference: date) -> ParsedDate | None:
    match = _PERIOD.search(stamp.joined)
    if not match:
        return None
    first, last = stamp.span(match)
    if not _is_stamp(stamp, first, last, before=True):
        return None
    moment = _before(reference, 1 if match["last"] else -1, _PERIODS[match["period"]])
    return _parsed(stamp, first, last, moment) if moment else None


def _read_amount(number: str | None, unit: str) -> tuple[int, str] | None:
    if unit in _PARTS:
        return None if number else (_PARTS[unit], "minutes")
    one, two, counted = (forms.get(unit) for forms in _UNITS)
    if number:
        amount = int(number) if number.isdecimal() else _NUMBERS[number]
        return (amount, counted) if counted else None
    return (1, one) if one else (2, two) if two else None


def _before(reference: date, amount: int, unit: str) -> _Moment | None:
    if unit in ("minutes", "hours"):
        return _clock_before(reference, timedelta(**{unit: amount}), unit)
    if unit in ("days", "weeks"):
        day = date(reference.year, reference.month, reference.day) - timedelta(**{unit: amount})
        return _Moment((day.year, day.month, day.day), None, None, Precision.DAY)
    if unit == "months":
        year, month = divmod(reference.year * 12 + reference.month - 1 - amount, 12)
        return _Moment((date(year, month + 1, 1).year, month + 1, None), None, None, Precision.MONTH)
    return _Moment((date(reference.year - amount, 1, 1).year, None, None), None, None, Precision.YEAR)


def _clock_before(reference: date, span: timedelta, unit: str) -> _Moment | None:
    if not isinstance(reference, datetime):
        return None
    offset = reference.utcoffset()
    zone = None if offset is None else timezone(offset)
    # By the offset of the reference, not by the clock on the wall: that may have been moved since.
    moment = reference.replace(tzinfo=zone) - span
    precision = Precision.MINUTE if unit == "minutes" else Precision.HOUR
    day = moment.year, moment.month, moment.day
    return _Moment(day, moment.time().replace(second=0, microsecond=0), zone, precision)


def _parsed(
    stamp: _Stamp, first: int, last: int, moment: _Moment, *, weekday_agrees: bool | None = None
) -> ParsedDate:
    start, end = stamp.tokens.starts[first], stamp.tokens.ends[last - 1]
    zone = moment.zone if isinstance(moment.zone, timezone) else None
    text = stamp.tokens.text[start:end]
    return ParsedDate(
        *moment.day, moment.time, zone, moment.precision, "gregorian", start, end, text, weekday_agrees
    )


def _is_stamp(stamp: _Stamp, first: int, last: int, *, before: bool) -> bool:
    """Few other words, and none beside the date: after it, and `before` it."""
    places = range(len(stamp.words))
    other = [not (stamp.words[i] in _LABELS or stamp.tokens.kinds[i] in _BESIDE) for i in places]
    if sum(other[:first] + other[last:]) > _MOST_OTHER_WORDS:
        return False
    return not (before and first and other[first - 1]) and not (last < len(other) and other[last])


def _stamp(text: str) -> _Stamp:
    tokens = scan(text, across_lines=True)
    folded, places, position = [], [], 1
    for i, kind in enumerate(tokens.kinds):
        word = str(tokens.number(i)) if kind in "1249YH" else fold(tokens.written(i)) or kind
        folded.append(word)
        places.append(position)
        position += len(word) + 1
    return _Stamp(tokens, folded, "".join(f" {word}" for word in folded) + " ", places)


def _phrases(written: str) -> list[str]:
    return [" ".join(map(fold, phrase.split())) for phrase in written.split(",")]


def _any_of(phrases: list[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + ")"


def _numbers() -> dict[str, int]:
    ten = [fold(word) for word in months.TEN[10].split()]
    numbers = {fold(word): n for n, names in months.CARDINALS.items() for word in names.split()}
    teens = {f"{word} {each}": n + 10 for word, n in numbers.items() if n < 10 for each in ten}
    joined = {fold(word): n for n, names in months.JOINED_CARDINALS.items() for word in names.split()}
    tens = {
        f"{word} {each}": n + m
        for word, n in numbers.items()
        for each, m in joined.items()
        if n < 10 and m >= 20
    }
    return numbers | dict.fromkeys(ten, 10) | teens | tens


def _units(form: int) -> dict[str, str]:
    return {phrase: unit for unit, forms in words.UNITS.items() for phrase in _phrases(forms[form])}


_DAYS = {phrase: days for days, written in words.DAYS.items() for phrase in _phrases(written)}
_PARTS = {phrase: n for n, written in words.PARTS_OF_AN_HOUR.items() for phrase in _phrases(written)}
_UNITS = (_units(0), _units(1), _units(2))
_NUMBERS = _numbers()
_PERIODS = {name: unit for unit, names in words.PERIODS.items() for name in _phrases(names)}
_WEEKDAYS = {fold(word): day for day, names in months.WEEKDAYS.items() for word in names.split()}
_LABELS = frozenset(map(fold, words.LABELS.split()))

_ABOUT = _any_of(_phrases(words.ABOUT))
_NUMBER = rf"(?P<number>\d{{1,3}}|{_any_of(list(_NUMBERS))})"
_UNIT = rf"(?P<unit>{_any_of([*_PARTS, *(unit for forms in _UNITS for unit in forms)])})"
_WHICH = rf"(?:(?P<last>{_any_of(_phrases(words.LAST))})|{_any_of(_phrases(words.NEXT))})"
_SINCE = re.compile(rf" {_any_of(_phrases(words.SINCE))}(?: {_ABOUT})?(?: {_NUMBER})? {_UNIT}(?= )")
_AGO = re.compile(rf"(?: {_NUMBER})? {_UNIT} {_any_of(_phrases(words.AGO))}(?= )")
_NAMED_DAY = re.compile(
    rf" (?:(?P<day>{_any_of(list(_DAYS))})|(?P<weekday>{_any_of(list(_WEEKDAYS))}) {_WHICH})(?= )"
)
_PERIOD = re.compile(rf" (?P<period>{_any_of(list(_PERIODS))}) {_WHICH}(?= )")
