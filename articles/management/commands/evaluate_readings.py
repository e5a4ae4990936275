"""Compares how queries are read with how they should be; tests/data/query_readings.jsonl has the rows."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.syntax import parse
from articles.search.syntax.expression import expression


@dataclass(frozen=True)
class Verdict:
    """One query: is it read as judged, and is a remark made exactly where one is due?

    `also` are other readings that serve as well.
    """

    id: str
    typed: str
    expected: str
    found: str
    is_noted: bool
    notes: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.found in (self.expected, *self.also)

    @property
    def notes_agree(self) -> bool:
        return self.is_noted == bool(self.notes)


class Command(BaseCommand):
    help = "Read judged queries; print how many are read as judged, and how many remarks agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="for example tests/data/query_readings.jsonl")
        parser.add_argument("--half", choices=["tune", "report"], help="even ids: tuning; odd: reported")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--show-errors", action="store_true", help="with --half tune: what went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_errors"] and options["half"] != "tune":
            raise CommandError("Only the errors of the tuning half may be looked at: --half tune.")
        try:
            verdicts = judged(options["file"], options["half"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["show_errors"]:
            self._show_errors(verdicts)
        table = summary(verdicts)
        if options["json"]:
            self.stdout.write(json.dumps(table))
        else:
            for name, number in table.items():
                self.stdout.write(f"{name:<16}{number:>5}")

    def _show_errors(self, verdicts: Iterable[Verdict]) -> None:
        for each in verdicts:
            if not each.is_right:
                self.stdout.write(f"{each.id} {each.typed!r}: {each.expected} <> {each.found}")
            if not each.notes_agree:
                due = "due" if each.is_noted else "not due"
                self.stdout.write(f"{each.id} {each.typed!r}: a remark is {due} <> {', '.join(each.notes)}")


def judged(path: Path, half: str | None = None) -> list[Verdict]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    parity = {"tune": 0, "report": 1}
    return [_verdict(row) for row in rows if half is None or int(row["id"][1:]) % 2 == parity[half]]


def _verdict(row: dict[str, Any]) -> Verdict:
    parsed = parse(row["typed"])
    notes = tuple(note.code for note in parsed.notes)
    found = expression(parsed.root)
    also = tuple(row.get("also", ()))
    return Verdict(row["id"], row["typed"], row["reading"], found, row["notes"], notes, also)


def summary(verdicts: list[Verdict]) -> dict[str, int]:
    return {
        "judged": len(verdicts),
        "read as judged": sum(each.is_right for each in verdicts),
        "first choice": sum(each.found == each.expected for each in verdicts),
        "remarks agree": sum(each.notes_agree for each in verdicts),
    }
