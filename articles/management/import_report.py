"""What the commands that store articles say of each, and at the end."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.ingest.pipeline import Imported
from articles.ingest.problems import Problem

COUNTS = ("created", "updated", "unchanged", "failed")
#: More problems than a terminal is good for; the admin has all of them.
MAX_SHOWN_PROBLEMS = 100


class Report:
    """Says what became of each record as it comes, so that a million of them need no memory."""

    def __init__(self, command: BaseCommand, *, dry_run: bool) -> None:
        self.command = command
        self.dry_run = dry_run
        self.counts = dict.fromkeys(COUNTS, 0)
        self.drafts = 0

    def add(self, imported: Imported) -> None:
        if name := imported.counted_as:
            self.counts[name] += 1
        self.drafts += imported.is_new_draft
        self.show(imported)

    def show(self, imported: Imported) -> None:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """The import came to no end; the error says what was done."""


class JsonReport(Report):
    """One JSON object, written bit by bit."""

    def __init__(self, command: BaseCommand, *, dry_run: bool) -> None:
        super().__init__(command, dry_run=dry_run)
        self._between = f'{{"dry_run": {json.dumps(dry_run)}, "files": ['

    def show(self, imported: Imported) -> None:
        self.command.stdout.write(self._between + json.dumps(asdict(imported), ensure_ascii=False), ending="")
        self._between = ",\n"

    def end(self) -> None:
        if self._between != ",\n":
            self.command.stdout.write(self._between, ending="")
        self.command.stdout.write(f'],\n"drafts": {self.drafts}, "counts": {json.dumps(self.counts)}}}')

    stop = end


class TextReport(Report):
    """Pages one by one, rows only where something is wrong with them; at the end the counts."""

    def __init__(self, command: BaseCommand, *, dry_run: bool) -> None:
        super().__init__(command, dry_run=dry_run)
        self._problems = 0

    def show(self, imported: Imported) -> None:
        for problem in filter(None, (imported.problem, *imported.notes)):
            self._show_problem(imported.path, problem)
        if imported.outcome is None or imported.line is not None:
            return
        date = imported.published or "undated"
        reviews = f" [review: {', '.join(imported.reviews)}]" if imported.reviews else ""
        with tqdm.external_write_mode():
            self.command.stdout.write(
                f"{imported.path}: {imported.outcome}, {imported.status}{reviews}\n"
                f"    {imported.source} · {date} · {imported.title}"
            )

    def _show_problem(self, path: str, problem: Problem) -> None:
        self._problems += 1
        if self._problems > MAX_SHOWN_PROBLEMS:
            return
        place = ":".join(str(part) for part in (path, problem.line, problem.field) if part)
        with tqdm.external_write_mode():
            self.command.stderr.write(f"{place}: {problem.message_en}")
            self.command.stderr.write(f"{place}: {problem.message_ar}")

    def end(self) -> None:
        if (more := self._problems - MAX_SHOWN_PROBLEMS) > 0:
            self.command.stderr.write(
                f"{more} more problems: they are in the admin.\n"
                f"مشكلات أخرى عددها {more}، تجدها في لوحة الإدارة."
            )
        summary = ", ".join(f"{name} {number}" for name, number in self.counts.items())
        if self.drafts:
            summary += f" (drafts: {self.drafts})"
        self.command.stdout.write(("dry run, nothing stored: " if self.dry_run else "") + summary)
