"""What is one article, on judged rows; docs/identity.md has the figures."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROWS = Path(__file__).parent.parent / "data" / "duplicates"


def judge(*arguments: str) -> dict[str, dict[str, int]]:
    out = StringIO()
    call_command("evaluate_duplicates", str(ROWS), "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_judged_rows_are_read_as_judged_and_leave_nothing_behind():
    for name, numbers in judge("--half", "tune").items():
        assert numbers["right"] >= 0.98 * numbers["judged"], name
        assert numbers["judged"] >= 12
    assert not Article.objects.exists()


def test_the_reported_half_stays_unseen():
    with pytest.raises(CommandError, match="tuning half"):
        call_command("evaluate_duplicates", str(ROWS), "--half", "report", "--show-errors")
