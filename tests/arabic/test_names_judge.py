"""What the name side has to reach on the judged names, a little below docs/decisions/names.md."""

from pathlib import Path

import pytest

from articles.management.commands.evaluate_names import summary
from articles.management.judge_sets import read_judge_set

JUDGED = Path(__file__).parent.parent / "data" / "names.jsonl"
#: At least so much, as a share.
FLOORS = {
    "tune": {
        ("same", "automatic: precision"): 1.0,
        ("same", "automatic: recall"): 0.98,
        ("same", "suggest: recall"): 0.95,
        ("same", "different: recall"): 0.97,
        ("latin", "right first"): 0.92,
        ("latin", "right in the first 5"): 0.98,
        ("layout", "right of those to offer"): 0.9,
        ("compound", "right"): 0.96,
    },
    "report": {
        ("same", "automatic: precision"): 0.98,
        ("same", "automatic: recall"): 0.92,
        ("same", "suggest: recall"): 0.83,
        ("same", "different: recall"): 0.94,
        ("latin", "right first"): 0.92,
        ("latin", "right in the first 5"): 0.98,
        ("layout", "right of those to offer"): 0.87,
        ("compound", "right"): 0.93,
    },
}


@pytest.fixture(scope="module", params=FLOORS)
def half(request):
    return request.param, summary(read_judge_set(JUDGED, request.param))


def test_judged_names_reach_the_floors(half):
    name, table = half
    below = {
        place: table[place[0]][place[1]]
        for place, least in FLOORS[name].items()
        if table[place[0]][place[1]] < least
    }
    assert not below


def test_nothing_known_as_two_is_merged(half):
    _name, table = half
    assert table["same"]["merged, though different"] == 0


def test_nothing_is_offered_for_words_of_the_other_language(half):
    _name, table = half
    assert table["layout"]["offered where nothing may be"] == 0
