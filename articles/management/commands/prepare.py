"""Makes the archive ready to run."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.operation.prepare import prepare


class Command(BaseCommand):
    help = "Make the archive ready to run: tables, static files, the demo on the first start, the index."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare()
