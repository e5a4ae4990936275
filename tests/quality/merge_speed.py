"""How long merging two entities and undoing it takes, whatever the number of their mentions.

    python tests/quality/merge_speed.py [--mentions N]

In a database of its own, in a directory that is gone afterwards; N mentions, half of them of each of the two,
one in an article. Milliseconds of the clock, the median of nine.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TURNS = 9


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a merge takes.")
    parser.add_argument("--mentions", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {"NEWSARCHIVE_DATA_DIR": directory, "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}
        os.environ.pop("DATABASE_URL", None)
        measure(arguments.mentions)


def measure(mentions: int) -> None:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from articles.entities.curation.decisions import merge, undo
    from articles.search.entity_table import entity_table

    call_command("migrate", verbosity=0)
    one, other = fill(mentions)
    user = User.objects.create_user("curator")
    entity_table()
    times: dict[str, list[float]] = {"merge": [], "counted by": [], "undo": []}
    for _turn in range(TURNS):
        [decision] = timed(times["merge"], lambda: merge(one, [other], user=user))
        table = timed(times["counted by"], entity_table)
        assert table.root(other.pk) == one.pk
        timed(times["undo"], lambda made=decision: undo(made, user))
    print(f"{mentions:,} mentions, milliseconds (median of {TURNS}, slowest):")
    for name, measured in times.items():
        print(f"{name:>12} {statistics.median(measured):8.1f} {max(measured):8.1f}")


def fill(mentions: int) -> list[Any]:
    from articles.models import Article, Entity, EntityAlias, Mention, Source

    source = Source.objects.create(slug="wakala", name="وكالة الاختبار")
    articles = Article.objects.bulk_create(
        (
            Article(source=source, title=f"خبر {number}", body="فلان", status="draft")
            for number in range(mentions)
        ),
        batch_size=500,
    )
    entities = Entity.objects.bulk_create([Entity(kind="person", name=name) for name in ("أمل", "باسم")])
    EntityAlias.objects.bulk_create([EntityAlias(entity=each, name=each.name) for each in entities])
    Mention.objects.bulk_create(
        (
            Mention(article=article, entity=entities[number % 2], field="body", start=0, end=4, name="فلان")
            for number, article in enumerate(articles)
        ),
        batch_size=500,
    )
    return entities


def timed(into: list[float], work: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    done = work()
    into.append((time.perf_counter() - begun) * 1000)
    return done


if __name__ == "__main__":
    main()
