"""Builds the search index anew; takes the place of Haystack's command, which empties it first."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from haystack import connections
from tqdm import tqdm

from articles.models import Article
from articles.search.engine import default_backend


class Command(BaseCommand):
    help = "Build the search index anew from the database. Search goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only if it is missing or of another version"
        )
        parser.add_argument("--noinput", action="store_true", help="accepted; nothing is ever asked")

    def handle(self, *args: Any, **options: Any) -> None:
        backend = default_backend()
        if options["if_needed"] and backend.is_ready:
            return
        index = connections["default"].get_unified_index().get_index(Article)
        total = Article.objects.count()
        with tqdm(total=total, unit="article", disable=None) as progress:

            def articles() -> Iterator[Article]:
                for article in index.index_queryset().iterator(chunk_size=500):
                    yield article
                    progress.update()

            backend.rebuild([(index, articles())])
        self.stdout.write(f"indexed: {total}")
