import re
from collections import defaultdict

import pytest

from articles.arabic.latin import is_latin
from articles.arabic.names import merge_keys
from articles.entities.curated import KINDS, Curated, CuratedName, curated, read_curated

ROWS = curated().rows
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def ids(row):
    return f"{row.kind} {row.latin}"


def test_the_table_covers_the_region():
    assert len(ROWS) >= 450
    assert sum(len(row.aliases) for row in ROWS) >= 1_000
    assert {row.kind for row in ROWS} == set(KINDS)


def test_every_row_has_a_latin_name():
    assert [row for row in ROWS if not is_latin(row.latin)] == []


def test_no_row_stands_twice():
    assert len({(row.kind, row.name, row.latin) for row in ROWS}) == len(ROWS)


def test_every_spelling_is_written_in_arabic_without_hidden_characters():
    for row in ROWS:
        for spelling in (*row.spellings, *row.hints):
            assert ARABIC_LETTER.search(spelling), row
            assert not BIDI.search(spelling), row
            assert spelling == " ".join(spelling.split()), row
            assert not set("*،\t|") & set(spelling), row


def test_spellings_of_a_row_differ_by_more_than_rules_bring_together():
    doubled = []
    for row in ROWS:
        seen = set()
        for spelling in row.spellings:
            keys = merge_keys(spelling, row.kind)
            if keys & seen:
                doubled.append((row.name, spelling))
            seen |= keys
    assert doubled == []


def test_rows_with_one_spelling_have_hints_that_choose():
    bearers = defaultdict(set)
    for row in ROWS:
        for spelling in row.spellings:
            for key in merge_keys(spelling, row.kind):
                bearers[row.kind, key].add(row)
    shared = [rows for rows in bearers.values() if len(rows) > 1]
    assert [rows for rows in shared if not all(row.hints for row in rows)] == []
    assert [rows for rows in shared if len({row.hints for row in rows}) < len(rows)] == []


@pytest.mark.parametrize(
    ("spelling", "kind", "name"),
    [
        ("سورية", "place", "سوريا"),
        ("أميركا", "place", "الولايات المتحدة"),
        ("ديرالزور", "place", "دير الزور"),
        ("وزارة الدفاع الأمريكية", "organisation", "البنتاغون"),
        ("وزارة الدفاع الأميركية", "organisation", "البنتاغون"),
        ("الدفاع الروسية", "organisation", "وزارة الدفاع الروسية"),
        ("قسد", "organisation", "قوات سوريا الديمقراطية"),
        ("داعش", "organisation", "تنظيم الدولة الإسلامية"),
        ("حماس", "organisation", "حركة حماس"),
        ("الناتو", "organisation", "حلف شمال الأطلسي"),
        ("جيراسيموف", "person", "فاليري غيراسيموف"),
        ("ترمب", "person", "دونالد ترامب"),
        ("اردوغان", "person", "رجب طيب أردوغان"),
    ],
)
def test_a_row_is_found_by_any_of_its_spellings(spelling, kind, name):
    assert [row.name for row in curated().called(spelling, kind)] == [name]


def test_kinds_are_told_apart():
    assert curated().called("سورية", "organisation") == ()


def test_one_spelling_may_name_several_rows():
    assert {row.latin for row in curated().called("طرابلس", "place")} == {"Tripoli", "Tripoli (Lebanon)"}
    assert len(curated().called("وزارة الداخلية", "organisation")) > 10


def test_spellings_for_the_dictionary_mean_one_row_each():
    spellings = [spelling for spelling, _row in curated().spellings()]
    assert len(spellings) == len(set(spellings))
    assert {"البنتاغون", "قسد", "سوريا", "سورية", "أردوغان"} <= set(spellings)
    assert not {"كان", "طرابلس", "وزارة الداخلية", "الأسد", "الجزيرة", "الباب"} & set(spellings)


SMALL = """\
# a comment
place\tنجمة الوادي\tNajma\tالنجمة*، نجمة\tنهر
organisation\tدار نجمة\tDar Najma\tالنجمة\t

person\tسلوان الدفتري*\tSilwan\t\t
"""


def test_columns_commas_and_marks_are_read():
    place, organisation, person = read_curated(SMALL)
    assert place == CuratedName(
        "place", "نجمة الوادي", "Najma", ("النجمة", "نجمة"), ("نهر",), frozenset({"النجمة"})
    )
    assert organisation.aliases == ("النجمة",)
    assert organisation.hints == ()
    assert person.everyday == {"سلوان الدفتري"}


def test_marked_and_shared_spellings_are_not_for_the_dictionary():
    rows = read_curated(SMALL)
    assert [spelling for spelling, _row in Curated(rows).spellings()] == ["نجمة الوادي", "دار نجمة"]


@pytest.mark.parametrize("line", ["place\tاسم", "river\tاسم\tName\t\t", "place\tاسم\tName\t\t\t"])
def test_a_line_that_is_no_row_is_refused(line):
    with pytest.raises(ValueError, match="not a row"):
        read_curated(line)
