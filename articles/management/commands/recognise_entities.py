"""Leaves stored articles to the worker, so that it looks for the entities in them again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from articles.entities.linking.mentions import outdated
from articles.models import Article, Change

CHUNK = 500


class Command(BaseCommand):
    help = "Look again for entities in stored articles; those whose mentions differ are left to the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="leave every article to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        queued = 0
        with tqdm(total=Article.objects.count(), unit="article", disable=None) as progress:
            for articles in chunks():
                keys = [article.pk for article in articles] if options["all"] else outdated(articles)
                with transaction.atomic():
                    Change.note(keys)
                queued += len(keys)
                progress.update(len(articles))
        self.stdout.write(f"queued: {queued}")


def chunks() -> Iterator[list[Article]]:
    """All articles; none is read twice and none stays in memory."""
    last = 0
    while articles := list(Article.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield articles
        last = articles[-1].pk
