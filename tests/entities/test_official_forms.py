import pytest

from articles.arabic.names import merge_keys
from articles.entities.curated import curated, read_curated, with_official_forms
from articles.entities.official_forms import official_forms


def test_a_ministry_is_written_without_that_word_and_with_its_country():
    assert official_forms("وزارة الدفاع الروسية") == (
        "الدفاع الروسية",
        "وزارة دفاع روسيا",
        "وزارة الدفاع في روسيا*",
    )


def test_a_ministry_with_an_everyday_name_is_marked_without_that_word():
    assert "الصحة التركية*" in official_forms("وزارة الصحة التركية")


def test_a_nisba_written_in_two_ways_makes_forms_with_both():
    assert {"الخارجية الأمريكية", "الخارجية الأميركية", "وزارة خارجية أميركا"} <= set(
        official_forms("وزارة الخارجية الأمريكية")
    )


def test_a_nisba_may_have_two_words():
    assert "وزارة خارجية كوريا الجنوبية" in official_forms("وزارة الخارجية الكورية الجنوبية")


def test_an_army_is_also_armed_forces():
    assert official_forms("الجيش التركي") == ("القوات المسلحة التركية", "جيش تركيا*")


@pytest.mark.parametrize(
    "name", ["وزارة الدفاع", "الدفاع المدني السوري", "وزارة الدفاع الغامضة", "الروسية", ""]
)
def test_other_names_have_no_other_forms(name):
    assert official_forms(name) == ()


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("وزارة دفاع إيطاليا", "وزارة الدفاع الإيطالية"),
        ("وزارة الخارجية في فرنسا", "وزارة الخارجية الفرنسية"),
        ("وزارة دفاع أميركا", "البنتاغون"),
        ("جيش الولايات المتحدة", "الجيش الأمريكي"),
        ("حكومة العراق", "الحكومة العراقية"),
        ("البرلمان الإسرائيلي", "الكنيست"),
        ("بنك تركيا المركزي", "البنك المركزي التركي"),
    ],
)
def test_the_table_knows_a_body_by_its_other_forms(spelling, name):
    assert [row.name for row in curated().called(spelling, "organisation")] == [name]


def test_the_dictionary_takes_the_forms_that_are_not_marked():
    spellings = {spelling for spelling, _row in curated().spellings()}
    assert {"الخارجية الفرنسية", "الدفاع الإيطالية", "وزارة خارجية فرنسا"} <= spellings
    assert not {"وزارة الخارجية في فرنسا", "جيش تركيا", "حكومة العراق", "الصحة التركية"} & spellings


TWO = """\
organisation\tوزارة الدفاع الروسية\tMinistry\t\t
organisation\tدار الروسية\tHouse\tالدفاع الروسية\t
"""


def test_what_the_table_gives_to_another_row_is_not_added():
    ministry, _house = with_official_forms(read_curated(TWO))
    assert ministry.aliases == ("وزارة دفاع روسيا", "وزارة الدفاع في روسيا")
    assert ministry.everyday == {"وزارة الدفاع في روسيا"}


def test_no_added_form_is_of_two_rows():
    rows = curated().rows
    for row in rows:
        for form in official_forms(row.name):
            keys = merge_keys(form, "organisation")
            bearers = [other for other in rows if other.kind == "organisation" and form in other.aliases]
            assert keys
            assert len(bearers) < 2, form
