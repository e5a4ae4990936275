"""When to try again: Retry-After as servers write it, and the time after errors."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: A server that asks for more is asked again after so long all the same.
LONGEST_RETRY_AFTER = timedelta(days=7)
#: However often it failed: an outlet that comes back is seen within a day.
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Tries:
    """What is known of a source's last tries. Times are aware UTC.

    `failures` counts those since the last good fetch; the other two are of the last failure.
    """

    interval: timedelta
    last_try: datetime | None = None
    failures: int = 0
    retry_after_s: float | None = None
    permanent: bool = False


def next_try(state: Tries, now: datetime) -> datetime:
    """When a source is due; a time before `now` means: it is.

    After n failures the wait is the interval doubled n times, a day at most (or the interval, if
    that is longer); at once a day for an error that does not pass by itself; never before
    Retry-After.
    """
    if state.last_try is None:
        return now
    # A clock that was set back must not make a source wait for the time it then showed.
    last = min(state.last_try, now)
    if not state.failures:
        return last + state.interval
    longest = max(LONGEST_WAIT, state.interval)
    wait = longest if state.permanent else min(state.interval * 2 ** min(state.failures, 12), longest)
    if state.retry_after_s is not None:
        wait = max(wait, min(timedelta(seconds=state.retry_after_s), LONGEST_RETRY_AFTER))
    return last + wait


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Seconds from a number or one of the three kinds of date that HTTP has; None if it is neither."""
    value = value.strip()
    longest_s = LONGEST_RETRY_AFTER.total_seconds()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:20]), longest_s))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # asctime's form, or -0000: both mean UTC
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), longest_s)
