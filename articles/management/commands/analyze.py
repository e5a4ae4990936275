"""Shows what search makes of a text."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.normalize import strip_bidi_controls

COLUMNS = ("text", "exact", "stem", "root", "tri", "written")


class Command(BaseCommand):
    help = "Print each stream of a text: its words with their places, and the terms that are searched."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="*", help="the text; without it, standard input is read")
        parser.add_argument("--json", action="store_true", help="print one JSON object a word")

    def handle(self, *args: Any, **options: Any) -> None:
        for word in analyze(" ".join(options["text"]) or sys.stdin.read()):
            if options["json"]:
                # Escaped, because a text may hold what no encoding can write.
                self.stdout.write(json.dumps(word._asdict()))
            else:
                self.stdout.write(line(word))


def line(word: AnalyzedWord) -> str:
    """Place, offsets and terms, with the terms' names: columns would not line up from right to left."""
    row = word._asdict() | {"tri": " ".join(word.tri) or "-"}
    terms = "  ".join(f"{name}={row[name]}" for name in COLUMNS)
    shown = strip_bidi_controls(terms).encode("utf-8", "replace").decode()
    return f"{word.position:>4} {word.start}-{word.end}  {shown}"
