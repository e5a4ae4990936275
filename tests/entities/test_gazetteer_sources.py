"""The building of the gazetteer, on invented sources: the packages of the real ones are not needed here."""

import pytest
from django.core.management import CommandError, call_command

from articles.entities.curated import CuratedName
from articles.entities.gazetteer import LATIN_FILE, NAMES_FILE, read_gazetteer
from articles.entities.gazetteer_sources import build
from articles.entities.gazetteer_sources.build import read_plain_words
from articles.entities.gazetteer_sources.geonames import HELD_OUT_POPULATION, Place, held_out, place_names
from articles.entities.gazetteer_sources.names import SourceName, is_arabic, table_name
from articles.entities.gazetteer_sources.packages import PackageMissing, package_file
from articles.entities.gazetteer_sources.tables import PlainWords, make_tables, write_tables

NO_WORDS = PlainWords(frozenset(), frozenset())


def tables(*names, plain=NO_WORDS, held_out_keys=()):
    return make_tables(names, plain_words=plain, held_out_keys=held_out_keys)


def place(number, *arabic, population=100_000, country="FI", latin="Somewhere"):
    return Place(number, latin, arabic, population, country)


@pytest.mark.parametrize("name", ["تهران‌پارس", "کرمان", "هەولێر", "لاہور", "Paris", "بلدة 7", ""])
def test_only_names_in_letters_of_arabic_are_taken(name):
    assert not is_arabic(name)
    assert table_name(name) == ""


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("أُمّ الريم", "ام الريم"),
        ("سنديان (مقاطعة)", "سنديان"),
        ("باس-كوتو", "باس كوتو"),
        ("فاس", "فاس"),
        ("با", ""),
        ("ب" * 61, ""),
    ],
)
def test_names_are_folded_and_too_short_or_long_ones_left_out(name, folded):
    assert table_name(name) == folded


def test_a_great_place_is_known_and_a_little_one_of_one_word_is_not():
    made = tables(
        SourceName("L", "سنديان", renown=200_000),
        SourceName("L", "زيزفون", renown=11_000),
        SourceName("L", "خروبان", renown=100),
        SourceName("L", "تل الخروب", renown=100),
    )
    assert made.names == {"سنديان": "L", "زيزفون": "l", "تل الخروب": "L"}


def test_the_shorter_a_name_the_greater_the_place_must_be():
    made = tables(SourceName("L", "ريم", renown=200_000), SourceName("L", "لوز", renown=2_000_000))
    assert made.names == {"لوز": "L"}


def test_a_place_of_the_region_needs_fewer_people():
    near, far = place(1, "سنديان", population=30_000, country="SY"), place(2, "زيزفون", population=10_000)
    assert tables(*place_names([near, far])).names == {"سنديان": "L", "زيزفون": "l"}


def test_everyday_words_are_no_names_of_one_word():
    plain = PlainWords(frozenset({"بينما"}), frozenset({"مدرسه", "فرحان"}))
    made = tables(
        SourceName("L", "مدرسة", renown=9_000_000),
        SourceName("L", "مدرسة الريم"),
        SourceName("g", "بينما", weight=900),
        SourceName("g", "فرحان", weight=900),
        SourceName("s", "مدرسة", weight=3),
        SourceName("n", "مدرسة"),
        SourceName("P", "فرحان مدرسة"),
        plain=plain,
    )
    assert made.names == {"مدرسه الريم": "L"}
    assert made.words == {"فرحان": "g", "مدرسه": "n"}


def test_a_place_called_like_many_people_is_no_place():
    made = tables(SourceName("g", "سلوان", weight=40), SourceName("L", "سلوان", renown=500_000))
    assert made.names == {}


def test_words_collect_what_they_may_be():
    made = tables(SourceName("s", "سوسني"), SourceName("n", "سوسني"), SourceName("g", "سوسني"))
    assert made.words == {"سوسني": "gns"}


def test_the_largest_place_gives_the_latin_name_and_all_give_their_numbers():
    made = tables(
        SourceName("l", "تل الريم", "Tall ar Rim", 5, 300),
        SourceName("L", "تلّ الريم", "Tell Reem", 9, 90_000),
    )
    assert made.names == {"تل الريم": "L"}
    assert set(made.latin.values()) == {("Tell Reem", (5, 9))}


def test_places_are_left_out_by_every_spelling_of_a_held_out_one():
    keys = {"سنديان"}
    made = tables(
        SourceName("L", "السنديان", "Sindyan", 1, renown=9_000_000),
        SourceName("L", "سنديان (مقاطعة)", renown=9_000_000),
        SourceName("P", "سنديان", "Sindyan"),
        held_out_keys=keys,
    )
    assert made.names == {"سنديان": "P"}
    assert list(made.latin) == ["Pسنديان"]


def drawn(count):
    """Places of which the rule holds out some."""
    letters = "بتثجحخدرزسشصضطعغفقكلمنه"
    names = [f"{a}ي{b}و{c}ا" for a in letters for b in letters for c in letters]
    return [place(number, names[number]) for number in range(1, count)]


def test_one_place_in_ten_is_held_out_always_the_same():
    places = drawn(2_000)
    found = held_out(places)
    assert 120 < len(found) < 280
    assert held_out(reversed(places)) == found[::-1]


def test_small_places_namesakes_and_curated_ones_are_not_held_out():
    (one, *_others) = held_out(drawn(100))
    (name,) = one.arabic
    assert held_out([one]) == [one]
    assert held_out([place(one.id, name, population=HELD_OUT_POPULATION - 1)]) == []
    assert one not in held_out([one, place(0, name, population=one.population + 1)])
    assert held_out([one], known={name}) == []


def test_the_same_names_make_the_same_bytes(tmp_path):
    names = [*place_names(drawn(60)), SourceName("P", "سلوان الدفتري", "Silwan", weight=2)]
    write_tables(tables(*names), tmp_path / "one")
    write_tables(tables(*reversed(names)), tmp_path / "other")
    for name in (NAMES_FILE, LATIN_FILE):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_tables_that_were_written_are_read_again(tmp_path):
    made = tables(SourceName("L", "تل الريم", "Tell Reem, (Old)", 9, 90_000), SourceName("n", "سوسني"))
    write_tables(made, tmp_path)
    read = read_gazetteer(tmp_path)
    assert (read.names, read.words) == (made.names, made.words)
    assert read.latin("تل الريم", "place") == "Tell Reem"
    assert read.place_ids("تلّ الرّيم") == {9}


def test_plain_words_are_read_by_sections():
    read = read_plain_words("# note\n[function words]\nعلى إلى\n\n[other words]\nمدرسة على\n")
    assert read == PlainWords(frozenset({"علي", "الي"}), frozenset({"مدرسه"}))


def test_a_missing_package_is_named():
    with pytest.raises(PackageMissing, match="pip install Some-Names"):
        package_file("no_such_package_of_names", "data.json", distribution="Some-Names")


def test_the_command_says_which_package_is_missing(monkeypatch):
    def missing():
        raise PackageMissing("build_gazetteer needs the package Some-Names: pip install Some-Names")

    monkeypatch.setattr("articles.management.commands.build_gazetteer.build_tables", missing)
    with pytest.raises(CommandError, match="Some-Names"):
        call_command("build_gazetteer")


def test_the_command_builds_all_sources_without_the_held_out_places(monkeypatch, tmp_path, capsys):
    places = drawn(300)
    monkeypatch.setattr(build, "read_places", lambda: places)
    monkeypatch.setattr(build, "country_ids", dict)
    monkeypatch.setattr(build, "territory_names", lambda _ids: [SourceName("L", "سنديانا", renown=10**7)])
    monkeypatch.setattr(build, "wikipedia_names", lambda: [SourceName("n", "سوسني")])
    monkeypatch.setattr(build, "people_names", lambda: [SourceName("g", "سلوان", weight=2)])
    call_command("build_gazetteer", "--out", str(tmp_path))
    assert "latin" in capsys.readouterr().out
    made = read_gazetteer(tmp_path)
    kept_back = build.held_out_places()
    assert kept_back
    assert not any(
        made.place_ids(name) or made.latin(name, "place") for one in kept_back for name in one.arabic
    )
    assert sum(bool(made.place_ids(one.arabic[0])) for one in places) == len(places) - len(kept_back)
    assert (made.names["سنديانا"], made.words["سوسني"], made.words["سلوان"]) == ("L", "n", "g")


def test_curated_places_are_never_held_out(monkeypatch):
    (one, *_others) = held_out(drawn(100))
    row = CuratedName("place", one.arabic[0], "Somewhere")
    monkeypatch.setattr(build, "read_places", lambda: [one])
    assert build.held_out_places() == [one]
    monkeypatch.setattr(build, "curated", lambda: type("Table", (), {"rows": (row,)}))
    assert build.held_out_places() == []
