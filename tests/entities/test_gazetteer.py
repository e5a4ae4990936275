import tracemalloc

import pytest

from articles.entities.curated import CuratedName
from articles.entities.gazetteer import FOLDER, LATIN_FILE, NAMES_FILE, SortedLines, gazetteer, read_gazetteer
from articles.entities.gazetteer_sources.names import SourceName
from articles.entities.gazetteer_sources.tables import PlainWords, make_tables, write_tables

DAMASCUS, HOMS = 170654, 169577
NO_WORDS = PlainWords(frozenset(), frozenset())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("دمشق", "L"),
        ("دير الزور", "L"),
        ("الولايات المتحده", "L"),
        ("بشار الاسد", "P"),
        ("غيراسيموف", "P"),
        ("الامم المتحده", "O"),
        ("وزاره الدفاع الروسيه", "O"),
    ],
)
def test_names_tell_their_kind(name, code):
    assert code in gazetteer().names[name]


@pytest.mark.parametrize("name", ["على", "كان", "مدينه", "الثوره", "الحكومه", "الان"])
def test_everyday_words_are_no_names(name):
    assert "L" not in gazetteer().names.get(name, "")


@pytest.mark.parametrize(
    ("word", "code"), [("احمد", "g"), ("الخطيب", "s"), ("سوري", "n"), ("الاميركيين", "n")]
)
def test_words_tell_what_they_are(word, code):
    assert code in gazetteer().words[word]


def test_lengths_are_of_the_names_that_begin_with_a_word_longest_first():
    lengths = gazetteer().lengths["دير"]
    assert 2 in lengths
    assert list(lengths) == sorted(lengths, reverse=True)


def test_every_name_is_found_by_its_first_word():
    known = gazetteer()
    assert all(name.count(" ") + 1 in known.lengths[name.split()[0]] for name in known.names)


@pytest.mark.parametrize("name", ["دمشق", "مدينة دمشق"])
def test_a_place_has_its_number(name):
    assert DAMASCUS in gazetteer().place_ids(name)


@pytest.mark.parametrize("name", ["حمص", "حُمص", "حمــص"])
def test_a_place_has_its_number_in_any_spelling(name):
    assert HOMS in gazetteer().place_ids(name)


def test_different_places_have_different_numbers():
    known = gazetteer()
    assert known.place_ids("غينيا").isdisjoint(known.place_ids("كينيا"))
    assert known.place_ids("سوريا") == known.place_ids("سورية") != frozenset()


def test_what_is_no_place_has_no_number():
    assert gazetteer().place_ids("لا يوجد مكان كهذا") == frozenset()
    assert gazetteer().place_ids("") == frozenset()


@pytest.mark.parametrize(
    ("name", "kind", "latin"),
    [
        ("دمشق", "place", "Damascus"),
        ("هلسنكى", "place", "Helsinki"),
        ("سورية", "place", "Syria"),
        ("بشّار الأسد", "person", "Bashar al-Assad"),
        ("نجيب محفوظ", "person", "Naguib Mahfouz"),
        ("قسد", "organisation", "Syrian Democratic Forces"),
        ("شيء لا يعرفه أحد", "organisation", ""),
    ],
)
def test_known_names_have_a_latin_one(name, kind, latin):
    assert gazetteer().latin(name, kind) == latin


def test_one_spelling_of_two_things_has_no_latin_name():
    assert gazetteer().latin("طرابلس", "place") == ""


def test_tables_are_small_on_disk_and_in_memory():
    assert sum((FOLDER / name).stat().st_size for name in (NAMES_FILE, LATIN_FILE)) < 3_000_000
    tracemalloc.start()
    known = read_gazetteer(FOLDER)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(known.names) > 50_000
    assert peak < 60_000_000


@pytest.fixture
def folder(tmp_path):
    names = [
        SourceName("L", "تلة الريم", "Tallat ar Rim", 7, 900_000, 900_000),
        SourceName("L", "بيت السنديان", "Bayt as Sindyan", 8, 5),
        SourceName("P", "سلوان الدفتري", "Silwan al-Daftari", weight=2),
    ]
    write_tables(make_tables(names, plain_words=NO_WORDS, held_out_keys=()), tmp_path)
    return tmp_path


def test_curated_names_are_added_as_they_are_read(folder):
    row = CuratedName(
        "organisation", "جمعية القنديل", "Qindil", ("القنديل",), everyday=frozenset({"القنديل"})
    )
    known = read_gazetteer(folder, [row])
    assert known.names["جمعيه القنديل"] == "O"
    assert "القنديل" not in known.names


def test_a_marked_spelling_counts_no_more_than_a_small_place(tmp_path):
    table = make_tables(
        [SourceName("L", "الفنار", place=3, renown=5_000_000)], plain_words=NO_WORDS, held_out_keys=()
    )
    write_tables(table, tmp_path)
    assert read_gazetteer(tmp_path).names["الفنار"] == "L"
    row = CuratedName("place", "الفنار", "Fanar", everyday=frozenset({"الفنار"}))
    assert read_gazetteer(tmp_path, [row]).names["الفنار"] == "l"


def test_a_person_and_a_place_of_one_name_are_told_apart(folder):
    known = read_gazetteer(folder)
    assert known.latin("تلة الريم", "place") == "Tallat ar Rim"
    assert known.latin("تلة الريم", "person") == ""
    assert known.place_ids("سلوان الدفتري") == frozenset()


@pytest.mark.parametrize("key", ["a", "ab", "b", "zz"])
def test_lines_are_found_by_their_whole_first_column(key):
    lines = SortedLines(b"a\tone\nab\ttwo\t3\nb\tthree\nzz\tlast\n")
    found = {"a": ["one"], "ab": ["two", "3"], "b": ["three"], "zz": ["last"]}
    assert lines.find(key) == found[key]


@pytest.mark.parametrize("key", ["", "0", "aa", "z", "zzz", "one"])
def test_other_keys_find_no_line(key):
    assert SortedLines(b"a\tone\nab\ttwo\t3\nb\tthree\nzz\tlast\n").find(key) == []
    assert SortedLines(b"").find(key) == []
