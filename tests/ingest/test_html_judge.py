"""Floors of the HTML reader on judged pages; `manage.py evaluate_html_pages` prints the figures."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.ingest.html_scores import Totals, judge_pages, score_page, total
from articles.ingest.readers.html import read_html

PAGES = Path(__file__).parent.parent / "data" / "html_pages"


def totals(half: str) -> Totals:
    pages = judge_pages(PAGES, half)
    return total(score_page(page, read_html(page.data, url=page.url)) for page in pages)


@pytest.mark.parametrize("half", ["even", "odd"])
def test_body_and_dates_stay_above_their_floors(half: str) -> None:
    found = totals(half)
    assert found.precision >= 0.95
    assert found.recall >= 0.95
    assert found.date_wrong == 0
    assert found.date_right + found.date_missed >= 0.95
    assert found.date_right >= 0.9


def test_the_command_prints_plain_trafilatura_beside_the_reader(tmp_path: Path) -> None:
    for name in ("000.html", "000.json"):
        (tmp_path / name).write_bytes((PAGES / name).read_bytes())
    out = StringIO()
    call_command("evaluate_html_pages", str(tmp_path), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["reader"]["date_right"] == 1
    assert found["trafilatura"]["pages"] == 1


def test_the_command_refuses_a_directory_without_pages(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no judged page"):
        call_command("evaluate_html_pages", str(tmp_path))
