"""Builds the search index anew; takes the place of Haystack's command, which empties it first."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from haystack import connections
from haystack.constants import DEFAULT_ALIAS
from tqdm import tqdm


class Command(BaseCommand):
    help = "Build the search index anew from the database. Search goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only if it is missing or of another version"
        )
        parser.add_argument(
            "-u", "--using", action="append", default=[], help="the connection, if not all (may be repeated)"
        )
        parser.add_argument(
            "-b", "--batch-size", dest="batchsize", type=int, default=500, help="objects read at once"
        )
        parser.add_argument("-k", "--workers", type=int, default=0, help="only 0: an index has one writer")
        parser.add_argument("--noinput", action="store_true", help="accepted; nothing is ever asked")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"]:
            raise CommandError("An index has one writer: leave --workers out.")
        for alias in options["using"] or connections.connections_info or [DEFAULT_ALIAS]:
            backend = connections[alias].get_backend()
            if not (options["if_needed"] and backend.is_ready):
                total = self._rebuild(alias, backend, options["batchsize"])
                self.stdout.write(f"indexed: {total}")

    def _rebuild(self, alias: str, backend: Any, batch_size: int) -> int:
        indexes = connections[alias].get_unified_index().get_indexes().values()
        querysets = [(index, index.build_queryset(using=alias)) for index in indexes]
        total = sum(queryset.count() for _index, queryset in querysets)
        with tqdm(total=total, unit="article", disable=None) as progress:

            def objects(queryset: QuerySet[Any]) -> Iterator[Any]:
                for found in queryset.iterator(chunk_size=batch_size):
                    yield found
                    progress.update()

            backend.rebuild([(index, objects(queryset)) for index, queryset in querysets])
        return total
