"""Measures which names are joined and which are suggested: tests/data/linking.jsonl, and the demo's key."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError

from articles.demo.load import rows as demo_rows
from articles.entities.linking.scores import NamePair, demo_pairs, is_right, judged_pairs, measure
from articles.entities.linking.verdict import verdict
from articles.management.judge_sets import JudgeSetCommand


class Command(JudgeSetCommand):
    example = "linking.jsonl"
    help = "Run judged pairs of names through the rules of linking; print the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        for action in parser._actions:
            if action.dest == "file":
                action.nargs = "?"
        parser.add_argument("--demo", action="store_true", help="all spellings of the demo's key instead")
        self.add_show_errors(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] == bool(options["file"]):
            raise CommandError("Give either a file or --demo.")
        pairs = demo_pairs(demo_rows) if options["demo"] else self._judged(options)
        if options["show_errors"]:
            self._show_errors(pairs)
        figures = measure(pairs).figures()
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, figure in figures.items():
            shown = f"{figure:.1%}" if isinstance(figure, float) else str(figure)
            self.stdout.write(f"{name:<34}{shown:>8}")

    def _judged(self, options: dict[str, Any]) -> list[NamePair]:
        try:
            return judged_pairs(self.rows(options))
        except (KeyError, ValueError) as error:
            raise CommandError(f"{options['file']}: a row needs kind, a, b and same ({error}).") from error

    def _show_errors(self, pairs: Iterable[NamePair]) -> None:
        for pair in pairs:
            if not is_right(pair):
                found = verdict(pair.one, pair.other, pair.kind)
                wanted = "one" if pair.is_same else "two"
                self.stdout.write(f"{wanted}: {pair.one} | {pair.other} <> {found.answer}, {found.reason}")
