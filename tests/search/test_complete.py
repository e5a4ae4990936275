"""What the search box offers while one types."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from articles.models import Article
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
