"""Compares how queries are read with how they should be; tests/data/query_readings.jsonl has the rows."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.management.judge_sets import JudgeSetCommand, Row
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


class Command(JudgeSetCommand):
    example = "query_readings.jsonl"
    help = "Read judged queries; print how many are read as judged, and how many remarks agree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        self.add_show_errors(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = [verdict(row) for row in self.rows(options)]
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


def verdict(row: Row) -> Verdict:
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
