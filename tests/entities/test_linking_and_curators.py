"""Curators decide while articles arrive: neither waits for ever, and nobody's work is lost."""

import os
import threading

import pytest
from django.db import close_old_connections, connection

from articles.entities.curation.decisions import undo
from articles.entities.curation.merge import merge
from articles.entities.linking import mentions
from articles.entities.linking.compare import compare_new
from articles.models import Article, Entity, EntityAlias, Mention, Source
from tests.entities import stub

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

ROUNDS = 8


@pytest.fixture
def rivals(settings, monkeypatch) -> list[int]:
    """Two entities that a curator joins and parts again and again, and names that mention them."""
    settings.ENTITY_RECOGNISER = "tests.entities.stub.recognise"
    names = {"سيرغي ريابكوف": "person", "الكسي ريابكوف": "person"}
    monkeypatch.setattr(stub, "NAMES", names | {f"كفر{letter}بودة": "place" for letter in "نمتسشصجح"})
    keys = []
    for name in names:
        made = Entity.objects.create(kind="person", name=name)
        EntityAlias.objects.create(entity=made, name=name)
        keys.append(made.pk)
    return keys


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite: tests/test_locking.py, on a file")
def test_curators_merge_and_undo_while_articles_arrive(rivals, curator):
    failed: list[BaseException] = []

    def decide() -> None:
        try:
            for _ in range(ROUNDS):
                [decision] = merge(rivals[0], [rivals[1]], user=curator)
                undo(decision, curator)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=decide)
    thread.start()
    source = Source.objects.create(slug="x", name="x")
    for number, letter in enumerate("نمتسشصجح"):
        body = f"قال سيرغي ريابكوف والكسي ريابكوف في كفر{letter}بودة"
        article = Article.objects.create(source=source, title="خبر", body=body, content_hash=str(number))
        mentions.store_mentions([article])
        compare_new()
    thread.join()
    close_old_connections()
    assert not failed
    assert Mention.objects.count() == 3 * ROUNDS
    assert Entity.objects.count() == 2 + ROUNDS
    assert set(Mention.objects.filter(entity__in=rivals).values_list("entity", flat=True)) == set(rivals)
