"""When a source is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.fetch import Tries, next_try
from articles.ingest.fetch.backoff import parse_retry_after

NOW = datetime(2026, 6, 8, 11, 26, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
WEEK_S = 7 * 24 * 3600


def wait(**state) -> timedelta:
    return next_try(Tries(QUARTER, last_try=NOW, **state), NOW) - NOW


def test_a_source_never_tried_is_due():
    assert next_try(Tries(QUARTER), NOW) == NOW


def test_after_a_good_fetch_the_interval_is_waited():
    assert wait() == QUARTER


def test_each_failure_doubles_the_wait_up_to_a_day():
    assert [wait(failures=count) / QUARTER for count in (1, 2, 3, 6)] == [2, 4, 8, 64]
    assert wait(failures=7) == wait(failures=10_000) == timedelta(days=1)


def test_an_interval_above_a_day_stays_the_wait():
    week = timedelta(days=7)
    assert next_try(Tries(week, NOW, failures=5), NOW) == NOW + week


def test_an_error_that_does_not_pass_waits_a_day_at_once():
    assert wait(failures=1, permanent=True) == timedelta(days=1)


def test_retry_after_is_kept_when_it_is_longer():
    assert wait(failures=1, retry_after_s=7200) == timedelta(hours=2)
    assert wait(failures=1, retry_after_s=60) == 2 * QUARTER
    assert wait(failures=1, retry_after_s=10.0**12) == timedelta(days=7)


def test_a_good_fetch_forgets_retry_after():
    assert wait(failures=0, retry_after_s=7200) == QUARTER


def test_a_clock_set_back_makes_nobody_wait_for_the_old_time():
    state = Tries(QUARTER, last_try=NOW + timedelta(days=400))
    assert next_try(state, NOW) == NOW + QUARTER


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(days=365)),
    st.integers(0, 10**6),
    st.none() | st.floats(0, 10**9),
    st.booleans(),
)
def test_the_wait_is_never_shorter_than_the_interval_nor_without_end(interval, failures, retry, permanent):
    state = Tries(interval, NOW, failures, retry, permanent)
    assert interval <= next_try(state, NOW) - NOW <= max(interval, timedelta(days=7))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999999999", WEEK_S),
        ("Mon, 08 Jun 2026 11:27:00 GMT", 60),
        ("Monday, 08-Jun-26 11:27:00 GMT", 60),
        ("Mon Jun  8 11:27:00 2026", 60),
        ("Mon, 08 Jun 2026 13:27:00 +0200", 60),
        ("Mon, 08 Jun 2026 11:25:00 GMT", 0),
        ("Mon, 08 Jun 2099 11:25:00 GMT", WEEK_S),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢٠", None),
        ("Mon, 99 Jun 2026 11:27:00 GMT", None),
        ("Mon, 08 Jun 999999999999 11:27:00 GMT", None),
    ],
)
def test_retry_after_comes_as_seconds_or_as_a_date(value, seconds):
    assert parse_retry_after(value, NOW) == seconds


@given(st.text(max_size=50))
def test_no_retry_after_breaks_anything(value):
    seconds = parse_retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= WEEK_S
