"""Proves the demo's answer key consistent and counts what there is."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.demo.check import check_demo


class Command(BaseCommand):
    help = "Compare the demo's answer key with its texts; exits 1 if something does not agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_demo()
        if options["json"]:
            self.stdout.write(
                json.dumps({"problems": report.problems, "counts": report.counts}, ensure_ascii=False)
            )
        else:
            for name, counts in report.counts.items():
                listed = ", ".join(f"{value} {count}" for value, count in sorted(counts.items()))
                self.stdout.write(f"{name} ({sum(counts.values())}): {listed}")
            for problem in report.problems:
                self.stderr.write(problem)
            self.stdout.write(f"{len(report.problems)} problems")
        if report.problems:
            sys.exit(1)
