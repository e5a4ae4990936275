"""The figures of linking, and the command that prints them."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.entities.linking.scores import NamePair, demo_pairs, measure

PAIRS = [
    NamePair("place", "دير الزور", "ديرالزور", is_same=True),
    NamePair("person", "صمبرجوف", "طوني صمبرجوف", is_same=True),
    NamePair("person", "هند", "ليلى", is_same=True),
    NamePair("place", "غينيا", "كينيا", is_same=False),
]


def test_figures_of_pairs():
    figures = measure(PAIRS).figures()
    assert figures["automatic: precision"] == 1
    assert figures["automatic: recall"] == pytest.approx(1 / 3)
    assert figures["of the rest suggested"] == 0.5
    assert figures["neither joined nor suggested"] == 1
    assert (figures["look-alikes"], figures["look-alikes merged"]) == (1, 0)


def test_pairs_of_the_demo_are_of_one_kind_and_read_as_the_worker_reads():
    rows = {
        "entities": [{"slug": "un", "kind": "organisation"}, {"slug": "homs", "kind": "place"}],
        "articles": [{"key": "1", "body": "للأمم المتحدة في حمص، والأمم المتحده"}],
        "key/mentions": [
            {"article": "1", "field": "body", "start": 1, "end": 13, "entity": "un"},
            {"article": "1", "field": "body", "start": 17, "end": 20, "entity": "homs"},
            {"article": "1", "field": "body", "start": 23, "end": 36, "entity": "un"},
        ],
    }
    assert demo_pairs(lambda name: iter(rows[name])) == [
        NamePair("organisation", "الأمم المتحدة", "الأمم المتحده", is_same=True)
    ]


@pytest.fixture
def judged(tmp_path):
    path = tmp_path / "pairs.jsonl"
    rows = [
        {"id": f"k{n}", "kind": pair.kind, "a": pair.one, "b": pair.other, "same": pair.is_same}
        for n, pair in enumerate(PAIRS)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_the_command_prints_a_half(judged, capsys):
    call_command("evaluate_linking", judged, "--half", "tune", "--json")
    assert json.loads(capsys.readouterr().out)["pairs that are one"] == 2
    call_command("evaluate_linking", judged, "--half", "tune", "--show-errors")
    assert "one: هند | ليلى" in capsys.readouterr().out


def test_errors_of_the_reported_half_are_not_shown(judged):
    with pytest.raises(CommandError, match="tuning half"):
        call_command("evaluate_linking", judged, "--half", "report", "--show-errors")


def test_a_row_without_its_fields_is_named(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"id": "k1", "a": "x"}', encoding="utf-8")
    with pytest.raises(CommandError, match="kind, a, b and same"):
        call_command("evaluate_linking", path)
    with pytest.raises(CommandError, match="Give either"):
        call_command("evaluate_linking")
