"""What the search box offers while one types."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from articles.models import Article, Entity, SourceAlias
from articles.search.complete import complete
from articles.worker import drain

pytestmark = pytest.mark.database


def offered(text: str, user=None) -> list[tuple[str, str, int]]:
    return [(row.kind, row.label, row.count) for row in complete(text, user or AnonymousUser())]


def test_entities_come_with_their_articles_the_most_frequent_first(archive):
    assert offered("هل")[0] == ("place", "هلسنكي", 2)
    assert [row[1] for row in offered("ب") if row[0] == "place"] == ["بيروت"]


def test_sources_are_offered_with_their_articles(archive):
    assert ("source", "نيل الاختبار", 3) in offered("نيل")


def test_headlines_have_all_words_and_the_last_may_go_on(archive):
    titles = [label for kind, label, _count in offered("زلزال مدم") if kind == "title"]
    assert titles == ["زلزال مدمر يضرب تركيا وسوريا"]
    assert not [row for row in offered("زلزال بيرو") if row[0] == "title"]


def test_the_article_before_a_word_does_not_hide_a_headline(archive):
    assert "الأرجنتين بطلة لكأس العالم" in [label for _kind, label, _count in offered("ارجن")]


def test_what_may_not_be_seen_is_not_offered_and_does_not_count(archive, curator):
    for key in ("port", "port-toll"):
        Article.objects.filter(pk=archive.articles[key].pk).update(status=Article.Status.REJECTED)
    drain()
    assert not any("بيروت" in label for _kind, label, _count in offered("بيرو"))


@pytest.mark.parametrize("text", ["", " ", "؟", "ـ", "\x00", "a" * 5000, "«", "%", "ا" * 200])
def test_nothing_typed_fails(archive, text):
    assert isinstance(offered(text), list)


def test_the_page_asks_for_them_as_json(archive, client):
    rows = client.get(reverse("suggest"), {"q": "هلس"}).json()["suggestions"]
    assert rows[0]["label"] == "هلسنكي"
    assert client.get(rows[0]["url"]).status_code == 200


def test_an_entity_is_offered_by_the_beginning_of_its_latin_name(archive):
    for text in ("Gera", "gerasimov", "Valery G"):
        assert offered(text)[0] == ("person", "فاليري غيراسيموف", 2), text


@pytest.mark.parametrize("text", ["Gerasi", "Gerassi", "valeri g", "Valerij Ger"])
def test_without_a_latin_name_its_sound_is_enough(archive, text):
    Entity.objects.filter(pk=archive.entities["gerasimov"].pk).update(latin="")
    assert offered(text)[0] == ("person", "فاليري غيراسيموف", 2)


def test_a_letter_or_two_do_not_sound_like_anything(archive):
    Entity.objects.update(latin="")
    assert [row for row in offered("G") if row[0] != "title"] == []


def test_where_a_latin_name_is_written_so_what_sounds_so_is_not_offered(archive):
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(latin="")
    assert "بيروت" in [row[1] for row in offered("Beir")]
    Entity.objects.filter(pk=archive.entities["defence"].pk).update(latin="Beiruti Ministry")
    assert [row[1] for row in offered("Beir")] == ["وزارة الدفاع الروسية"]


@pytest.mark.parametrize("text", ["BRT", "HLSNK", "B"])
def test_an_acronym_sounds_like_nothing(archive, text):
    Entity.objects.update(latin="")
    assert offered(text) == []


def test_an_acronym_that_is_a_name_is_offered(archive):
    Entity.objects.filter(pk=archive.entities["defence"].pk).update(latin="RMOD")
    assert [row[1] for row in offered("RMO")] == ["وزارة الدفاع الروسية"]


@pytest.mark.parametrize(
    "latin", ["Souq al-Hal, Damascus", "Souq al-Hal (Damascus)", "Souq al-Hal [Damascus]"]
)
def test_what_a_latin_name_only_adds_is_not_its_beginning(archive, latin):
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(latin=latin)
    assert "بيروت" in [row[1] for row in offered("Souq al-H")]
    assert "بيروت" not in [row[1] for row in offered("Damas")]


@pytest.mark.parametrize("text", ["al-sisi", "El-Sisi", "Al Sis", "el sisi"])
@pytest.mark.parametrize("latin", ["Abdel Fattah el-Sisi", "Abdel Fattah al-Sisi"])
def test_articles_in_latin_letters_are_one(archive, text, latin):
    Entity.objects.filter(pk=archive.entities["dunford"].pk).update(latin=latin)
    assert [row[1] for row in offered(text)] == ["جوزيف دانفورد"]


def test_equal_labels_have_their_latin_names(archive, client):
    Entity.objects.filter(pk=archive.entities["beirut"].pk).update(name="عُمان", latin="Oman")
    Entity.objects.filter(pk=archive.entities["helsinki"].pk).update(name="عمان", latin="Amman")
    rows = client.get(reverse("suggest"), {"q": "عمان"}).json()["suggestions"]
    assert {row["detail"] for row in rows} == {"Oman", "Amman"}
    assert client.get(reverse("suggest"), {"q": "سوري"}).json()["suggestions"][0]["detail"] == ""


def test_what_the_latin_name_of_a_source_only_adds_is_not_its_beginning(archive):
    SourceAlias.objects.create(source=archive.sources["nile"], name="Barada Al-Yawm (invented newspaper)")
    assert ("source", "نيل الاختبار", 3) in offered("Barada")
    assert offered("New") == offered("N") == []
