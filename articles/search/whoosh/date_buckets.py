"""The bars of a date facet, as Haystack's date_facet asks for them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np

from articles.search.whoosh.arrays import Array
from articles.search.whoosh.columns import to_number

#: Bars beyond are not counted, and the result says so.
MAX_BUCKETS = 20_000

_STEPS = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_MONTHS = {"year": 12, "month": 1}


@dataclass(frozen=True)
class DateBuckets:
    """From start on, each so many years, months, days, hours, minutes or seconds; the last ends at `end`.

    Times without a zone are UTC. A value at `end` is in no bucket.
    """

    start: datetime
    end: datetime
    gap_by: str
    gap_amount: int = 1

    def __post_init__(self) -> None:
        if self.gap_by not in _STEPS and self.gap_by not in _MONTHS:
            raise ValueError(f"Not a gap of dates: {self.gap_by!r}; {', '.join((*_MONTHS, *_STEPS))} are.")
        if self.gap_amount < 1:
            raise ValueError(f"A gap of dates is at least 1, not {self.gap_amount}.")

    @cached_property
    def edges(self) -> Array:
        """The first microsecond of each bucket, and the end of the last."""
        edges: list[int] = []
        while len(edges) <= MAX_BUCKETS:
            edge = self._edge(len(edges))
            if edge is None or edge >= self.end:
                return np.array([*edges, to_number(self.end, "datetime")], np.int64)
            edges.append(int(to_number(edge, "datetime")))
        return np.array(edges, np.int64)

    @property
    def was_cut(self) -> bool:
        return int(self.edges[-1]) < to_number(self.end, "datetime")

    def _edge(self, number: int) -> datetime | None:
        """None after the last year of the calendar."""
        try:
            if self.gap_by in _STEPS:
                return self.start + _STEPS[self.gap_by] * (number * self.gap_amount)
            months = self.start.month - 1 + number * self.gap_amount * _MONTHS[self.gap_by]
            year, month = self.start.year + months // 12, months % 12 + 1
            day = min(self.start.day, monthrange(year, month)[1])
            return self.start.replace(year=year, month=month, day=day)
        except (OverflowError, ValueError):
            return None
