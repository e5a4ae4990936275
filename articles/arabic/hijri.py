"""Hijri days as Gregorian ones, by the Umm al-Qura calendar (Saudi Arabia's).

Where the new moon is sighted, a month may begin a day earlier or later: a Hijri day is right to a day.
"""

from datetime import date

from hijridate import Hijri

#: In numbers and without its sign, a year is Hijri only if the press of that time can be meant.
BARE_YEARS = range(1420, 1451)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day; None if there is no such day, or before 1343 (1924) or after 1500 (2077)."""
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None
