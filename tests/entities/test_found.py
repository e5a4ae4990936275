"""The names of an article before anybody asks who is meant."""

import pytest

from articles.entities.linking.article_text import article_text
from articles.entities.linking.dictionary import Dictionary
from articles.entities.linking.found import Decided, find_names
from articles.entities.linking.spelled import readings
from articles.models import Article
from tests.entities import stub


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    monkeypatch.setattr(stub, "NAMES", {})


def found(names: dict[str, str], *, known: dict[str, int] | None = None, **fields: str):
    stub.NAMES.update(names)
    dictionary = Dictionary([(name, Decided(key, "place")) for name, key in (known or {}).items()])
    return find_names(article_text(Article(**fields)), dictionary, stub.recognise)


def meant(names: dict[str, str], **fields: str) -> list[tuple[str, str]]:
    return [(one.written, one.names[0]) for one in found(names, **fields)]


def test_places_are_those_of_the_fields():
    one, other = found({"هلسنكي": "place"}, title="قمة في هلسنكي", body="وصل إلى هلسنكي")
    assert (one.place, other.place) == (("title", 7, 13), ("body", 8, 14))


def test_a_longer_recognised_name_wins_over_the_dictionary():
    [one] = found(
        {"قوات سوريا الديمقراطية": "organisation"}, known={"سوريا": 1}, body="قوات سوريا الديمقراطية"
    )
    assert (one.kind, one.entries) == ("organisation", ())


@pytest.mark.parametrize(
    ("names", "body", "written"),
    [
        pytest.param({}, "فاز المنتخب السوداني", [], id="dictionary only"),
        pytest.param({"السوداني": "person"}, "قال السوداني", ["السوداني"], id="recognised"),
        pytest.param({"السوداني": "organisation"}, "فاز السوداني", ["السوداني"], id="as another kind"),
        pytest.param(
            {}, "قال محمد شياع السوداني ثم زاد السوداني", ["محمد شياع السوداني", "السوداني"], id="full name"
        ),
    ],
)
def test_a_nisba_is_a_surname_where_it_is_recognised_or_the_full_name_is_there(names, body, written):
    stub.NAMES.update(names)
    his = Decided(1, "person")
    dictionary = Dictionary([("محمد شياع السوداني", his), ("السوداني", his)])
    found = find_names(article_text(Article(body=body)), dictionary, stub.recognise)
    assert [one.written for one in found] == written
    is_his = "organisation" not in names.values()
    assert all(one.entries == ((his,) if is_his else ()) for one in found)


def test_a_longer_name_of_the_dictionary_wins_over_a_recognised_one():
    [one] = found({"دمشق": "place"}, known={"ريف دمشق": 1}, body="في ريف دمشق")
    assert one.written == "ريف دمشق"


def test_of_equals_the_dictionary_wins_and_the_kind_is_kept():
    [one] = found({"سوريا": "organisation"}, known={"سوريا": 1}, body="في سوريا")
    assert (one.kind, one.entries) == ("organisation", (Decided(1, "place"),))


@pytest.mark.parametrize(
    ("names", "body", "expected"),
    [
        pytest.param(
            {"فاليري غيراسيموف": "person", "غيراسيموف": "person"},
            "قال فاليري غيراسيموف ثم أضاف غيراسيموف",
            "فاليري غيراسيموف",
            id="last name",
        ),
        pytest.param(
            {"هيلاري كلينتون": "person", "هيلاري": "person"},
            "قالت هيلاري كلينتون وزادت هيلاري",
            "هيلاري كلينتون",
            id="first name",
        ),
        pytest.param(
            {"محمد بن سلمان": "person", "بن سلمان": "person"},
            "وصل محمد بن سلمان ولقي بن سلمان",
            "محمد بن سلمان",
            id="two last words",
        ),
        pytest.param(
            {"وزارة الدفاع الروسية": "organisation", "وزارة الدفاع": "organisation"},
            "وزارة الدفاع الروسية ثم وزارة الدفاع",
            "وزارة الدفاع الروسية",
            id="organisation",
        ),
    ],
)
def test_a_short_name_is_the_longer_one_of_its_article(names, body, expected):
    assert meant(names, body=body)[-1][1] == expected


@pytest.mark.parametrize(
    ("names", "body"),
    [
        pytest.param(
            {"بشار الأسد": "person", "ماهر الأسد": "person", "الأسد": "person"},
            "بشار الأسد وماهر الأسد ثم الأسد",
            id="two bearers",
        ),
        pytest.param(
            {"جنوب السودان": "place", "السودان": "place"}, "جنوب السودان ثم السودان", id="places never"
        ),
        pytest.param(
            {"وزارة الدفاع الروسية": "organisation", "الروسية": "organisation"},
            "وزارة الدفاع الروسية ثم الروسية",
            id="the end of an organisation",
        ),
        pytest.param(
            {"فاليري غيراسيموف": "person", "غيراسيموف": "place"},
            "فاليري غيراسيموف ثم غيراسيموف",
            id="another kind",
        ),
    ],
)
def test_what_stays_a_name_of_its_own(names, body):
    written, name = meant(names, body=body)[-1]
    assert written == name


def test_a_written_name_has_its_spaces_collapsed():
    assert meant({"جوزيف  دانفورد": "person"}, body="قال جوزيف  دانفورد") == [
        ("جوزيف دانفورد", "جوزيف دانفورد")
    ]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        pytest.param(
            "للأمم المتحدة", (1, 13), ("الأمم المتحدة", "لأمم المتحدة"), id="the article without alef"
        ),
        pytest.param("للبنان", (1, 6), ("لبنان", "البنان"), id="a name that begins with ل"),
        pytest.param("لبنان", (0, 5), ("لبنان",), id="no ل before it"),
        pytest.param("«دَاعِش»", (1, 7), ("داعش",), id="marks"),
        pytest.param('تنظيم "داعش"', (0, 12), ("تنظيم داعش",), id="quotation marks"),
        pytest.param("2018", (0, 4), (), id="a number is no name"),
        pytest.param("و", (0, 1), (), id="a letter is no name"),
        pytest.param("اسم " * 9, (0, 36), (), id="nine words are no name"),
        pytest.param("ا" * 101, (0, 101), (), id="a hundred letters are no name"),
    ],
)
def test_readings_of_what_is_written(text, span, expected):
    assert readings(text, *span) == expected


def test_a_list_of_names_is_cut():
    assert len(found({"باريس": "place"}, body="باريس، " * 3000)) == 2000
