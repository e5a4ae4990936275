"""Bars over time: how fine, how high, where, and what no bar holds."""

import pytest

from articles.search.criteria import Period
from articles.web.timeline import MAX_YEARS, timeline


def bars(*days: tuple[int, int], is_rtl: bool = False) -> list[tuple[str, int]]:
    return [(str(bar.period), bar.count) for bar in timeline(days, is_rtl=is_rtl).bars]


@pytest.mark.parametrize(
    ("days", "step", "number"),
    [
        ([(20180608, 1), (20180610, 2)], "day", 3),
        ([(20180601, 1), (20180801, 1)], "day", 62),
        ([(20180601, 1), (20180802, 1)], "month", 3),
        ([(20180131, 1), (20201201, 1)], "month", 36),
        ([(20180131, 1), (20210101, 1)], "year", 4),
        ([(20180000, 1)], "year", 1),
    ],
    ids=["days", "two months", "a day more", "three years", "a month more", "a year known no closer"],
)
def test_bars_are_as_fine_as_the_span_allows(days, step, number):
    found = timeline(days, is_rtl=False)
    assert (found.step, len(found.bars)) == (step, number)


def test_periods_without_articles_keep_their_place():
    assert bars((20180608, 1), (20180610, 2)) == [("2018-06-08", 1), ("2018-06-09", 0), ("2018-06-10", 2)]


def test_a_bar_holds_what_is_known_no_closer_than_its_period():
    """As the search for that period does."""
    assert bars((20180608, 1), (20180600, 1), (20181101, 3))[0] == ("2018-06", 2)


def test_what_no_bar_holds_is_told():
    found = timeline([(20180608, 4), (20180609, 2), (20180600, 1), (20180500, 1), (0, 7)], is_rtl=False)
    assert (found.step, found.coarser, found.undated) == ("day", 2, 7)
    assert sum(bar.count for bar in found.bars) == 6


def test_bars_are_coarser_when_most_days_are_not_known():
    found = timeline([(20180608, 1), (20180600, 3)], is_rtl=False)
    assert (found.step, found.coarser) == ("month", 0)


def test_a_year_that_is_known_no_closer_counts_in_the_span():
    found = timeline([(20180608, 4), (20170000, 1)], is_rtl=False)
    assert (found.step, found.coarser) == ("month", 1)


def test_bars_of_years_are_bounded_and_what_is_earlier_is_told():
    found = timeline([(10101, 2), (20180000, 1), (20260000, 1)], is_rtl=False)
    assert len(found.bars) == MAX_YEARS
    assert (found.first, found.last, found.earlier) == (Period(1967), Period(2026), 2)


def test_time_runs_as_the_page_is_read():
    days = [(20180608, 1), (20180609, 1)]
    assert [bar.place_x for bar in timeline(days, is_rtl=False).bars] == ["0.00%", "50.00%"]
    assert [bar.place_x for bar in timeline(days, is_rtl=True).bars] == ["50.00%", "0.00%"]


def test_one_article_among_thousands_is_still_to_be_seen():
    first, last = timeline([(20180608, 1), (20180609, 100_000)], is_rtl=False).bars
    assert float(first.height.rstrip("%")) >= 1
    assert float(last.height.rstrip("%")) < 100


def test_counts_that_would_run_into_each_other_are_left_to_the_highest_bar():
    few = timeline([(20180601, 5), (20180605, 6)], is_rtl=False)
    many = timeline([(20180601, 5), (20180730, 6)], is_rtl=False)
    assert [bar.count for bar in few.bars if bar.is_counted] == [5, 6]
    assert [bar.count for bar in many.bars if bar.is_counted] == [6]


def test_the_highest_is_named_only_if_it_stands_out():
    assert timeline([(20180601, 5), (20180605, 6)], is_rtl=False).highest.count == 6
    assert timeline([(20180601, 6), (20180605, 6)], is_rtl=False).highest is None


@pytest.mark.parametrize("days", [[], [(0, 3)]], ids=["nothing", "undated only"])
def test_without_dates_there_are_no_bars(days):
    found = timeline(days, is_rtl=False)
    assert (found.bars, found.highest) == ((), None)
