"""Holds the search index against the database."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.consistency import KINDS, check_index, repair
from articles.search.engine import IndexNotReady

#: Keys of each kind that --json names.
MOST_KEYS = 100


class Command(BaseCommand):
    help = (
        "Compare key and revision of every article with the index: missing, ghost (no article), outdated. "
        "Fails when something differs of which the worker does not know."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="leave what differs to the worker")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        keys: dict[str, list[int]] = {kind: [] for kind in KINDS}
        try:
            differences = check_index()
            for each in repair(differences) if options["repair"] else differences:
                counts[each.kind] += 1
                counts["waiting"] += each.is_waiting
                if not each.is_waiting and len(keys[each.kind]) < MOST_KEYS:
                    keys[each.kind].append(each.key)
        except IndexNotReady as error:
            raise CommandError(str(error)) from error
        unknown = sum(counts[kind] for kind in KINDS) - counts["waiting"]
        counts["queued"] = unknown if options["repair"] else 0
        summary = {name: counts[name] for name in (*KINDS, "waiting", "queued")}
        if options["json"]:
            self.stdout.write(json.dumps({**summary, "keys": keys}))
        else:
            self.stdout.write(", ".join(f"{name}: {number}" for name, number in summary.items()))
        if unknown and not options["repair"]:
            raise CommandError(
                "The index differs from the database. Run `python manage.py check_index --repair`.\n"
                "يختلف الفهرس عن قاعدة البيانات؛ أصلحه بالأمر نفسه مع ‎--repair."
            )
