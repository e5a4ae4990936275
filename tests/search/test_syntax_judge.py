"""Judged readings: what the tuning half holds today stays so. `manage.py evaluate_readings` reports both."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.management.commands.evaluate_readings import verdict as verdict_on
from articles.management.judge_sets import read_judge_set

FILE = Path(__file__).parents[1] / "data" / "query_readings.jsonl"
TUNED = [verdict_on(row) for row in read_judge_set(FILE, "tune")]


@pytest.mark.parametrize("verdict", TUNED, ids=lambda verdict: verdict.id)
def test_a_query_is_read_as_judged(verdict):
    assert verdict.found == verdict.expected


@pytest.mark.parametrize("verdict", TUNED, ids=lambda verdict: verdict.id)
def test_a_remark_is_made_where_one_is_due(verdict):
    assert bool(verdict.notes) == verdict.is_noted


def test_the_command_counts_both_halves():
    out = StringIO()
    call_command("evaluate_readings", FILE, "--json", stdout=out)
    table = json.loads(out.getvalue())
    assert table["judged"] == len(read_judge_set(FILE))
    assert table["read as judged"] <= table["judged"]


def test_only_errors_of_the_tuning_half_are_shown():
    with pytest.raises(CommandError, match="--half tune"):
        call_command("evaluate_readings", FILE, "--show-errors", stdout=StringIO())
