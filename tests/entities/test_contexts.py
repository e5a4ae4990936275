"""Single words that keep the same company in the archive are one name."""

import pytest

from articles.entities.linking import contexts
from articles.entities.linking.contexts import context_similarity, cosine
from articles.models import Article, Entity, Mention, Source

pytestmark = [pytest.mark.django_db, pytest.mark.database]

GRAIN = "اتفاق الحبوب وسفن القمح في ميناء البحر مع وفد تجاري"
MATCH = "مباراة المنتخب وهدف اللاعب في ملعب الدوري أمام جمهور"


def mention(name: str, text: str, times: int) -> int:
    entity = Entity.objects.create(kind="place", name=name)
    source, _ = Source.objects.get_or_create(slug="x", defaults={"name": "x"})
    articles = Article.objects.bulk_create(
        Article(source=source, title=f"{name} {n}", body=f"{name} {text}", content_hash=f"{name}{n}")
        for n in range(times)
    )
    Mention.objects.bulk_create(
        Mention(article=article, entity=entity, field="body", start=0, end=len(name)) for article in articles
    )
    return entity.pk


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    monkeypatch.setattr(contexts, "MIN_MENTIONS", 3)
    contexts._rarity.cache_clear()
    yield
    contexts._rarity.cache_clear()


def test_the_same_company_is_alike_and_another_is_not():
    one, same, other = mention("أوديسا", GRAIN, 4), mention("أوديسه", GRAIN, 4), mention("أوديسي", MATCH, 4)
    assert context_similarity(one, same) == pytest.approx(1)
    assert context_similarity(one, other) < 0.3


def test_few_mentions_say_nothing():
    assert context_similarity(mention("أوديسا", GRAIN, 4), mention("أوديسه", GRAIN, 2)) is None


def test_mentions_of_merged_entities_count():
    one, same, merged = mention("أوديسا", GRAIN, 4), mention("أوديسه", GRAIN, 2), mention("اوديسة", GRAIN, 2)
    Entity.objects.filter(pk=merged).update(canonical=same)
    assert context_similarity(one, same) == pytest.approx(1)


def test_cosine_of_nothing_is_nothing():
    assert cosine({}, {"a": 1.0}) == 0
