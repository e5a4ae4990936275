"""When a source has fallen silent: by its own rhythm, learned from the days on which something came.

A source is silent when the chance that it would send nothing for so long is below one in a hundred.
Each weekday has its own chance, so that an outlet that rests on Fridays is not silent each Friday, and
one with a weekly issue is late only after its day. Only whole days count: today's articles may come yet.

Days on which something came are counted, not articles: twenty at once say no more than one. The chance
of a weekday is what the last eight weeks saw of it, drawn towards the mean of all days, since eight
Mondays alone would make a rule of an accident.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

#: So much before the last article is the rhythm: eight of each weekday.
HISTORY_DAYS = 56
#: Less than that, two of each weekday, is no rhythm yet.
LEAST_HISTORY_DAYS = 14
#: Then a source is silent after four weeks.
SILENT_WITHOUT_RHYTHM_DAYS = 28
#: A quarter without a word is silence, whatever the rhythm was.
SILENT_ANYWAY_DAYS = 90
#: Nothing before this is needed to judge.
HORIZON_DAYS = HISTORY_DAYS + SILENT_ANYWAY_DAYS
SMALLEST_CHANCE = 0.01
#: How many days the mean of all days weighs in the chance of a weekday.
_MEAN_WEIGHS = 1
#: No day is surer: there are feasts, and one day without anything alarms nobody.
_SUREST = 0.95


@dataclass(frozen=True)
class Silence:
    """`days`: whole days without anything. `chance`: of that, by the rhythm; None without one."""

    days: int
    chance: float | None

    @property
    def is_unusual(self) -> bool:
        if self.days >= SILENT_ANYWAY_DAYS:
            return True
        if self.chance is None:
            return self.days >= SILENT_WITHOUT_RHYTHM_DAYS
        return self.chance < SMALLEST_CHANCE


def silence(active: Collection[date], *, since: date, until: date) -> Silence:
    """The silence after the last active day.

    `since` is the first day on which the source was asked, `until` the last: on it something may come yet.
    Days before `since` say nothing: what was imported then did not come by itself.
    """
    days = {day for day in active if since <= day <= until}
    last = max(days, default=since)
    silent = max((until - last).days - 1, 0)
    first = max(since, last - timedelta(days=HISTORY_DAYS - 1))
    if (last - first).days + 1 < LEAST_HISTORY_DAYS:
        return Silence(silent, None)
    chances = _chances(days, first, last)
    chance = 1.0
    for number in range(1, min(silent, SILENT_ANYWAY_DAYS) + 1):
        chance *= 1 - chances[(last + timedelta(days=number)).weekday()]
    return Silence(silent, chance)


def _chances(days: Collection[date], first: date, last: date) -> list[float]:
    """The chance that something comes, for each weekday from Monday."""
    seen, active = [0] * 7, [0] * 7
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        seen[day.weekday()] += 1
        active[day.weekday()] += day in days
    mean = (sum(active) + 0.5) / (sum(seen) + 1)
    return [
        min((came + _MEAN_WEIGHS * mean) / (of + _MEAN_WEIGHS), _SUREST)
        for came, of in zip(active, seen, strict=True)
    ]
