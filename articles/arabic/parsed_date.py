"""ParsedDate: what a text says about a day or a moment."""

from dataclasses import dataclass
from datetime import date, datetime, time, timezone, tzinfo
from enum import StrEnum
from typing import Literal

Calendar = Literal["gregorian", "hijri"]
Day = tuple[int | None, int | None, int | None]  # year, month, day


class Precision(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class ParsedDate:
    """A date as a text says it: what it does not say is None.

    `year`, `month` and `day` are Gregorian; `calendar` tells which one they were computed from. `year` is
    None only in what `find_dates` finds: a day and month without a year. `zone` is None unless the text names
    Greenwich, an offset or a place whose clock is meant; for a place it is the offset there at that moment,
    summer time included. `start` and `end` are code points into the text given, half-open.
    """

    year: int | None
    month: int | None
    day: int | None
    time: time | None
    zone: timezone | None
    precision: Precision
    calendar: Calendar
    start: int
    end: int
    text: str
    weekday_agrees: bool | None

    @property
    def is_full(self) -> bool:
        return self.year is not None and self.day is not None

    def first_day(self) -> date:
        """The day, or the first of the period. Raises ValueError for a date without a year."""
        if self.year is None:
            raise ValueError("a date without a year has no place in time")
        return date(self.year, self.month or 1, self.day or 1)

    def at(self, zone: tzinfo) -> datetime:
        """The start of the period, aware; in the zone that the text names, else in `zone`.

        Raises ValueError for a date without a year.
        """
        return datetime.combine(self.first_day(), self.time or time(), tzinfo=self.zone or zone)


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    # Without a year, 29 February is possible.
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True
