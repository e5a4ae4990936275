"""Holds the search index against the database."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.consistency import KINDS, check_index, repair
from articles.search.engine import IndexNotReady


class Command(BaseCommand):
    help = (
        "Compare key and revision of every article with the index: missing, ghost (no article), outdated. "
        "Fails when something differs of which the worker does not know."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="leave what differs to the worker")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            differences = list(check_index())
        except IndexNotReady as error:
            raise CommandError(str(error)) from error
        unknown = [each for each in differences if not each.is_waiting]
        if options["repair"]:
            repair(unknown)
        counts = Counter(each.kind for each in differences)
        summary: dict[str, int] = {
            **{str(kind): counts[kind] for kind in KINDS},
            "waiting": len(differences) - len(unknown),
            "queued": len(unknown) if options["repair"] else 0,
        }
        if options["json"]:
            keys = {kind: [each.key for each in unknown if each.kind == kind] for kind in KINDS}
            self.stdout.write(json.dumps(summary | {"keys": keys}))
        else:
            self.stdout.write(", ".join(f"{name}: {number}" for name, number in summary.items()))
        if unknown and not options["repair"]:
            raise CommandError(
                "The index differs from the database. Run `python manage.py check_index --repair`.\n"
                "يختلف الفهرس عن قاعدة البيانات؛ أصلحه بالأمر نفسه مع ‎--repair."
            )
