"""The judge set is read as well as before. Floors may rise; a lower one needs a reason in docs/decisions."""

from pathlib import Path

import pytest

from articles.management.commands.evaluate_dates import DETAILS, Ours, judge, summary
from articles.management.judge_sets import read_judge_set

FILE = Path(__file__).parents[1] / "data" / "dates.jsonl"
#: Half: at least so many right, at most so many wrong, of 168.
FLOORS = {"tune": (168, 0), "report": (164, 2)}


@pytest.mark.parametrize("half", FLOORS)
def test_judged_dates_are_read_as_well_as_before(half):
    totals = summary([verdict for row in read_judge_set(FILE, half) for verdict in judge(row, Ours())])["all"]
    least_right, most_wrong = FLOORS[half]
    assert totals["right"] >= least_right
    assert totals["wrong"] <= most_wrong
    assert all(totals[name] == totals["compared"] for name in DETAILS)
