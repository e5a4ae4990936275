"""Judge sets: the two halves, and what is said of a file that is none."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.management.judge_sets import read_judge_set


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "r001", "a": "س\u2028ص"}\n\n{"id": "r002"}\n{"id": "r003"}\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("half", "ids"), [(None, ["r001", "r002", "r003"]), ("tune", ["r002"]), ("report", ["r001", "r003"])]
)
def test_even_ids_are_tuned_on_and_odd_ones_reported(file, half, ids):
    assert [row["id"] for row in read_judge_set(file, half)] == ids


@pytest.mark.parametrize("line", ["not JSON", "[]", '{"id": "rx"}', "{}"])
def test_a_line_that_is_no_row_is_named(file, line):
    file.write_text(f'{{"id": "r001"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(CommandError, match=r"set\.jsonl, (line|row) 2"):
        call_command("evaluate_names", file, "--half", "tune")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl: No such file"):
        call_command("evaluate_dates", tmp_path / "none.jsonl")
