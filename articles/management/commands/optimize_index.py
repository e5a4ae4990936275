"""Merges the segments of the search index."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.engine import IndexNotReady, default_backend


class Command(BaseCommand):
    help = "Merge the segments of the index into one, so that searches cost least. Search goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        backend = default_backend()
        try:
            before = backend.status()
            started = time.monotonic()
            backend.optimize()
            after = backend.status()
        except IndexNotReady as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"segments: {before.segments} → {after.segments}, "
            f"megabytes: {before.bytes / 1e6:,.1f} → {after.bytes / 1e6:,.1f}, "
            f"seconds: {time.monotonic() - started:.1f}"
        )
