"""Two reports of one meeting, as two outlets spell it: the same entities in both."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from articles import worker
from articles.entities.curated import curated
from articles.entities.linking import mentions
from articles.models import Article, Source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Invented for this test.
AGENCY = (
    "قال رئيس هيئة الأركان الروسية فاليري غيراسيموف إنه يلتقي نظيره الأمريكي جوزيف دانفورد "
    "في هلسنكي يوم الجمعة.\n\n"
    "وأعلنت وزارة الدفاع الروسية أن غيراسيموف يبحث الوضع في سوريا، ولم يعلق البنتاغون على ذلك. "
    "وأضافت أن روسيا تريد منع الاحتكاك بين القوات."
)
DAILY = (
    "التقى فاليري غيراسيموف وجوزيف دانفورد في العاصمة الفنلندية هلسنكي.\n\n"
    "وذكرت وزارة الدفاع الروسية أن اللقاء تناول الأوضاع في سورية، وقال دانفورد إن واشنطن "
    "تتابع ما تفعله روسيا."
)
IN_BOTH = {"فاليري غيراسيموف", "جوزيف دانفورد", "هلسنكي", "سوريا", "روسيا", "وزارة الدفاع الروسية"}
SEEDS = os.environ.get("NEWSARCHIVE_SEEDS", "")


@pytest.fixture(autouse=True)
def the_recogniser_that_is_shipped(settings, monkeypatch):
    settings.ENTITY_RECOGNISER = "articles.entities.recognise.recognise"
    monkeypatch.setattr(mentions, "curated", curated)
    mentions._dictionary.cache_clear()
    yield
    mentions._dictionary.cache_clear()


def named(article: Article) -> dict[int, set[str]]:
    """The spellings in the article, by the key of the entity that they mean."""
    found: dict[int, set[str]] = {}
    for mention in article.mentions.select_related("entity"):
        found.setdefault(mention.entity.canonical_id, set()).add(mention.name)
    return found


def meant(article: Article, *spellings: str) -> set[int]:
    return {key for key, names in named(article).items() if names & set(spellings)}


def assert_linked(one: Article, other: Article) -> None:
    for name in IN_BOTH:
        spellings = ("سوريا", "سورية") if name == "سوريا" else (name,)
        assert len(meant(one, *spellings)) == 1, name
        assert meant(one, *spellings) == meant(other, *spellings), name
    assert meant(one, "البنتاغون")


def test_both_name_the_same_entities(db):
    source = Source.objects.create(slug="x", name="x")
    one, other = (
        Article.objects.create(source=source, title="لقاء", body=body, content_hash=body[:9])
        for body in (AGENCY, DAILY)
    )
    worker.drain()
    assert_linked(one, other)
    assert meant(other, "دانفورد") == meant(one, "جوزيف دانفورد")


@pytest.mark.skipif(not SEEDS, reason="NEWSARCHIVE_SEEDS is not set")
def test_the_two_founding_reports_name_the_same_entities(db):
    call_command("import_articles", *map(str, sorted(Path(SEEDS).glob("*.txt"))))
    worker.drain()
    one, other = Article.objects.order_by("pk")
    assert_linked(one, other)
