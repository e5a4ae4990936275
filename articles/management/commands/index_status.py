"""What the search index holds, and what it has still to take in."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Change
from articles.search.engine import IndexNotReady, default_backend


class Command(BaseCommand):
    help = (
        "Print the state of the search index and of the changes that wait. Fails when it cannot be searched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            index: dict[str, Any] = asdict(default_backend().status())
            problem = ""
        except IndexNotReady as error:
            index, problem = {}, str(error)
        status = {"ready": not problem, **index, **waiting_changes()}
        if options["json"]:
            self.stdout.write(json.dumps(status))
        else:
            for name, value in status.items():
                shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
                self.stdout.write(f"{name.replace('_', ' ') + ':':<18}{shown}")
        if problem:
            raise CommandError(problem)


def waiting_changes() -> dict[str, Any]:
    """How many articles wait for the worker, and for how long the first of them has."""
    oldest = Change.objects.order_by("created_at").values_list("created_at", flat=True).first()
    return {
        "waiting": Change.objects.values("article_id").distinct().count(),
        "waiting_s": round((timezone.now() - oldest).total_seconds(), 1) if oldest else 0.0,
    }
