"""What is read from each package, on invented files of the same form."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from articles.entities.gazetteer_sources import arwikicats, cldr, geonames, packages, wikidata
from articles.entities.gazetteer_sources.names import SourceName
from articles.entities.gazetteer_sources.packages import PackageMissing


def city(number, country, population, *names):
    return {
        "geonameid": number,
        "name": "Tell Reem",
        "countrycode": country,
        "population": population,
        "alternatenames": list(names),
    }


@pytest.fixture
def cities(monkeypatch):
    files = {
        "cities5000.json": {
            "30": city(30, "FI", 16_000, "سنديان", "Sindyan", "سندیان"),
            "4": city(4, "FI", 6_000, "زيزفون"),
            "5": city(5, "FI", 90_000, "Latin only"),
        },
        "cities500.json": {"6": city(6, "SY", 700, "تل الريم"), "7": city(7, "FI", 700, "خروبان")},
        "countries.json": {"SY": {"geonameid": 163843, "population": 16_945_057}},
    }
    monkeypatch.setattr(geonames, "_read", lambda name: files[name])


@pytest.mark.usefixtures("cities")
def test_small_places_are_of_the_region_only():
    places = geonames.read_places()
    assert [(place.id, place.arabic, place.is_town) for place in places] == [
        (4, ("زيزفون",), False),
        (6, ("تل الريم",), False),
        (30, ("سنديان",), True),
    ]


@pytest.mark.usefixtures("cities")
def test_countries_have_numbers_and_people():
    assert geonames.country_ids() == {"SY": (163843, 16_945_057)}


def test_countries_are_known_by_both_names(monkeypatch):
    names = {"ar": {"SY": "سوريا", "142": "آسيا", "ZZ": "منطقة"}, "en": {"SY": "Syria", "142": "Asia"}}
    babel = SimpleNamespace(Locale=lambda language: SimpleNamespace(territories=names[language]))
    monkeypatch.setattr(cldr, "import_module", lambda _name: babel)
    found = {name.latin: (name.arabic, name.place) for name in cldr.territory_names({"SY": (163843, 17)})}
    assert found == {"Syria": ("سوريا", 163843), "Asia": ("آسيا", 0), "": ("منطقة", 0)}


def test_a_missing_babel_is_named(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(cldr, "import_module", missing)
    with pytest.raises(PackageMissing, match="pip install Babel"):
        list(cldr.territory_names({}))


def wikipedia(monkeypatch, **tables):
    """`tables`: the last part of a table's name -> what it holds."""
    monkeypatch.setattr(arwikicats, "_read", lambda table: tables.get(table.rpartition("/")[2], {}))
    return [(name.code, name.arabic, name.latin) for name in arwikicats.wikipedia_names()]


def test_places_stand_without_what_they_are_called_before_the_name(monkeypatch):
    table = {"LANDS": {"sindian district": "مقاطعة سنديان"}, "rimal county, texas": "رمال (تكساس)"}
    assert wikipedia(monkeypatch, regions=table) == [("L", "سنديان", ""), ("L", "رمال", "")]


def test_translated_nouns_are_no_places(monkeypatch):
    assert wikipedia(monkeypatch, popopo={"oil lamp": "مصباح زيتي", "mass graves": "مقابر جماعية"}) == []


@pytest.mark.parametrize(
    ("english", "latin"),
    [
        ("silwan al-daftari", "Silwan al-Daftari"),
        ("leo xiv", "Leo XIV"),
        ("lady of reem", "Lady of Reem"),
    ],
)
def test_latin_names_of_people_get_their_capitals(monkeypatch, english, latin):
    assert wikipedia(monkeypatch, peoples={english: "فلان"}) == [("P", "فلان", latin)]


def test_nationalities_have_all_their_forms(monkeypatch):
    row = {"male": "ريمي", "males": "ريميون", "the_female": "الريمية", "female": "من تل الريم", "en": "reem"}
    found = wikipedia(monkeypatch, continents={"reemi": row})
    assert {code for code, _arabic, _latin in found} == {"n"}
    assert {arabic for _code, arabic, _latin in found} == {
        "ريمي",
        "الريمي",
        "ريميون",
        "الريميون",
        "ريميين",
        "الريميين",
        "الريمية",
    }


PEOPLE = [  # name, latin, language, country, count, source
    ("سلوان الدفتري", "Silwane El Daftari", "fr", "SY", 1, "wikidata"),
    ("سلوان الدفتري", "Silwan al-Daftari", "en", "SY", 1, "wikidata"),
    ("سلوان الريمي", "S. Reemi", "en", "SY", 1, "wikidata"),
    ("سلوان الريمي", "Silwan Reemi", "", "IR", 3, "wikidata"),
    ("سلوان", "Silwan", "en", "SY", 9, "wikidata"),
    ("سلوان البلوطي", "Silwan Balluti", "en", "DZ", 5, "another"),
]
UNITS = [
    ("سلوان", "given", "SY", 1, "wikidata"),
    ("الدفتري", "surname", "SY", 2, "wikidata"),
    ("الريمي", "surname", "SY", 1, "wikidata"),
    ("بلوطي", "given", "IR", 8, "wikidata"),
    ("سوسن", "unknown", "SY", 8, "wikidata"),
    ("أم الريم", "given", "SY", 8, "wikidata"),
    ("سنديان", "given", "DZ", 8, "another"),
]


@pytest.fixture
def people(monkeypatch, tmp_path):
    path = tmp_path / "names.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE full_names (arabic_key, latin, latin_lang, country, count, source)")
        database.execute("CREATE TABLE units (arabic_key, role, country, count, source)")
        database.executemany("INSERT INTO full_names VALUES (?, ?, ?, ?, ?, ?)", PEOPLE)
        database.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?)", UNITS)
    monkeypatch.setattr(wikidata, "package_file", lambda *_args, **_options: path)
    return list(wikidata.people_names())


def test_people_have_their_commonest_latin_name_of_equals_the_english(people):
    assert [name for name in people if name.code == "P"] == [
        SourceName("P", "سلوان الدفتري", "Silwan al-Daftari", weight=1),
        SourceName("P", "سلوان الريمي", "Silwan Reemi", weight=3),
    ]


def test_given_names_and_surnames_are_of_one_word_and_of_the_region(people):
    assert [(name.code, name.arabic) for name in people if name.code != "P"] == [
        ("s", "الدفتري"),
        ("g", "سلوان"),
    ]


def test_a_file_of_a_package_is_found_without_importing_it(monkeypatch, tmp_path):
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(packages, "find_spec", lambda _name: spec)
    (tmp_path / "names.json").write_text('{"a": 1}', encoding="utf-8")
    assert packages.read_json("names", "names.json", distribution="Names") == {"a": 1}
