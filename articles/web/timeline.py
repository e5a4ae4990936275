"""Articles over time as bars: of days, months or years, as the time that they span needs.

The drawing is in hundredths of its box, so that it fills any width while its words keep their size, and
it runs as the page is read: from right to left in Arabic.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from articles.search.criteria import Period

#: Beyond that, bars of months; and then of years.
MAX_DAYS, MAX_MONTHS = 62, 36
#: What is earlier is said beside the chart.
MAX_YEARS = 60
#: Signs that stand side by side above the bars, or under them, on a narrow telephone.
SIGNS_IN_A_ROW = 30
#: Of the place of each bar, and of the whole width: few bars are not blocks.
BAR_SHARE, WIDEST_BAR = 0.8, 8.0
#: Of the height: above the highest bar is room for its count.
HIGHEST_BAR, LOWEST_BAR = 84.0, 1.5
DAYS_BETWEEN_MARKS = 7
#: With the gap after it.
SIGNS_OF_A_YEAR = 5

_PARTS: dict[str, Callable[[int], int]] = {
    "day": lambda number: number,
    "month": lambda number: number // 100,
    "year": lambda number: number // 10_000,
}


@dataclass(frozen=True)
class Bar:
    """A period with its articles, in its place of the drawing; lengths are percents, `y` is from the top."""

    period: Period
    count: int
    place_x: str
    place_width: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    #: Its year or day stands under it, its count above it.
    is_marked: bool
    is_counted: bool


@dataclass(frozen=True)
class Timeline:
    """Bars from the earliest period to the last, with what none of them holds."""

    step: str
    bars: tuple[Bar, ...]
    undated: int
    #: Known only to a month or a year, and bars are finer.
    coarser: int
    earlier: int

    @property
    def filled(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def first(self) -> Period:
        return self.bars[0].period

    @property
    def last(self) -> Period:
        return self.bars[-1].period

    @property
    def highest(self) -> Bar | None:
        """The one that stands out; None if several are as high."""
        most = max((bar.count for bar in self.bars), default=0)
        found = [bar for bar in self.filled if bar.count == most]
        return found[0] if len(found) == 1 else None


def timeline(days: Iterable[tuple[int, int]], *, is_rtl: bool) -> Timeline:
    """`days` are numbers as in the index (20180608, 20180600, 20180000, 0) with their articles."""
    counts = Counter(dict(days))
    undated = counts.pop(0, 0)
    if not counts:
        return Timeline("year", (), undated, 0, 0)
    step = _step(counts)
    of_step: Counter[int] = Counter()
    for number, count in counts.items():
        of_step[_PARTS[step](number) if _is_known(number, step) else 0] += count
    coarser = of_step.pop(0, 0)
    last = max(of_step)
    first = max(min(of_step), last - MAX_YEARS + 1) if step == "year" else min(of_step)
    earlier = sum(count for number, count in of_step.items() if number < first)
    bars = _bars(list(_periods(first, last, step)), of_step, step, is_rtl=is_rtl)
    return Timeline(step, tuple(bars), undated, coarser, earlier)


def _step(counts: Counter[int]) -> str:
    """The finest that the span allows and that at least half of the articles are known to."""
    first, last = _day(min(counts)), _day(max(counts))
    if (last - first).days < MAX_DAYS and _most(counts, "day"):
        return "day"
    if (last.year - first.year) * 12 + last.month - first.month < MAX_MONTHS and _most(counts, "month"):
        return "month"
    return "year"


def _most(counts: Counter[int], step: str) -> bool:
    return 2 * sum(n for number, n in counts.items() if _is_known(number, step)) >= counts.total()


def _is_known(number: int, step: str) -> bool:
    return step == "year" or bool(number % 100 if step == "day" else number // 100 % 100)


def _periods(first: int, last: int, step: str) -> Iterator[tuple[int, Period]]:
    """Every period from first to last, those without articles too."""
    if step == "year":
        yield from ((year, Period(year)) for year in range(first, last + 1))
    elif step == "month":
        for months in range(_months(first), _months(last) + 1):
            year, month = divmod(months, 12)
            yield year * 100 + month + 1, Period(year, month + 1)
    else:
        for offset in range((_day(last) - _day(first)).days + 1):
            day = _day(first) + timedelta(days=offset)
            yield day.year * 10_000 + day.month * 100 + day.day, Period(day.year, day.month, day.day)


def _bars(
    periods: list[tuple[int, Period]], counts: Counter[int], step: str, *, is_rtl: bool
) -> Iterator[Bar]:
    place = 100 / len(periods)
    width = min(place * BAR_SHARE, WIDEST_BAR)
    highest = max(periods, key=lambda row: counts[row[0]])[0]
    most = counts[highest]
    marked = _marked([period for _number, period in periods], step)
    are_counted = len(periods) * (len(str(most)) + 1) <= SIGNS_IN_A_ROW
    for position, (number, period) in enumerate(periods):
        count = counts[number]
        start = place * (len(periods) - 1 - position if is_rtl else position)
        # One article among hundreds is still to be seen.
        height = max(HIGHEST_BAR * count / most, LOWEST_BAR) if count else 0
        yield Bar(
            period=period,
            count=count,
            place_x=_percent(start),
            place_width=_percent(place),
            x=_percent(start + (place - width) / 2),
            y=_percent(100 - height),
            width=_percent(width),
            height=_percent(height),
            middle=_percent(start + place / 2),
            is_marked=position in marked,
            is_counted=number == highest or (are_counted and count > 0),
        )


def _marked(periods: list[Period], step: str) -> set[int]:
    """The positions of the bars under which their day or year stands."""
    if step == "day":
        return set(range(0, len(periods), DAYS_BETWEEN_MARKS))
    if step == "month":
        return {position for position, period in enumerate(periods) if period.month == 1} or {0}
    return set(range(0, len(periods), ceil(len(periods) * SIGNS_OF_A_YEAR / SIGNS_IN_A_ROW)))


def _months(number: int) -> int:
    """Months since the year 0 of 201806."""
    return number // 100 * 12 + number % 100 - 1


def _day(number: int) -> date:
    """The first of what is known no closer."""
    return date(number // 10_000, number // 100 % 100 or 1, number % 100 or 1)


def _percent(value: float) -> str:
    return f"{value:.2f}%"
