"""Imports saved page text and files of rows."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.ingest.documents import UnreadableInput
from articles.ingest.pipeline import Import, Imported, files_under, import_files, shown_path
from articles.ingest.problems import Problem
from articles.ingest.readers.columns import ColumnMap, RowFormat
from articles.models import ImportRun, Source

COUNTS = ("created", "updated", "unchanged", "failed")
#: More problems than a terminal is good for; the admin has all of them.
MAX_SHOWN_PROBLEMS = 100
#: Below this nobody needs to see how far it is.
_QUICK_BYTES = 1_000_000


class Command(BaseCommand):
    help = (
        "Import articles: saved page text (.txt), rows (.jsonl, .csv, .tsv; also .gz), and .zip of these; "
        "files, or directories with such files. Repeating changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--source", metavar="SLUG", help="the source of all these articles")
        parser.add_argument(
            "--map",
            default="",
            metavar="FIELD=COLUMN,…",
            help="which column of rows is which field, where the usual names do not say it: "
            "title=name,body=story; FIELD= reads no column",
        )
        parser.add_argument(
            "--date-order",
            choices=("dmy", "mdy"),
            default="auto",
            help="how rows write 06/08/2018; without it such dates are left out",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options["source"])
        rows = RowFormat(_columns(options["map"]), options["date_order"])
        files = list(files_under(options["paths"]))
        if not files:
            raise CommandError(
                "No file that can be imported was found there (.txt, .jsonl, .csv, .tsv, .zip).\n"
                "لم يُعثر هناك على أي ملف يمكن استيراده (txt ،jsonl ،csv ،tsv ،zip)."
            )
        run = None
        if not options["dry_run"]:
            run = ImportRun.objects.create(command="import_articles", arguments=_arguments(options))
        report = (_JsonReport if options["json"] else _TextReport)(self, dry_run=run is None)
        with _progress(files, report) as on_bytes:
            how = Import(run=run, source=source, rows=rows, on_each=report.add, on_bytes=on_bytes)
            try:
                import_files(files, how)
            except (OSError, DatabaseError) as error:
                report.stop()
                done = sum(report.counts.values())
                raise CommandError(
                    f"The import stopped after {done} articles: {error}\n"
                    f"توقف الاستيراد بعد {done} من المقالات. "
                    "أعد تشغيل الأمر بعد زوال السبب: ما استُورد لا يُستورد مرتين."
                ) from error
            except KeyboardInterrupt:
                report.end()
                self.stderr.write(
                    "Interrupted; repeat the command to go on.\nقُطع الاستيراد؛ أعد الأمر لإكماله."
                )
                sys.exit(130)
        report.end()
        if report.counts["failed"]:
            sys.exit(1)

    def _source(self, slug: str | None) -> Source | None:
        if slug is None:
            return None
        try:
            return Source.objects.get(slug=slug)
        except Source.DoesNotExist as error:
            known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)[:50])
            raise CommandError(
                f"There is no source “{slug}”. Known: {known or '-'}\n"
                f"لا يوجد مصدر بالاسم «{slug}». المعروف: {known or '-'}"
            ) from error


def _columns(text: str) -> ColumnMap:
    try:
        return ColumnMap.parse(text)
    except UnreadableInput as error:
        raise CommandError(f"--map: {error.message_en}\n{error.message_ar}") from error


def _arguments(options: dict[str, Any]) -> list[str]:
    """What was asked for, as the admin shows it."""
    said = [shown_path(path) for path in options["paths"]]
    if options["source"]:
        said += ["--source", options["source"]]
    if options["map"]:
        said += ["--map", options["map"]]
    if options["date_order"] != "auto":
        said += ["--date-order", options["date_order"]]
    return said


class _Report:
    """Says what became of each record as it comes, so that a million of them need no memory."""

    def __init__(self, command: BaseCommand, *, dry_run: bool) -> None:
        self.command = command
        self.dry_run = dry_run
        self.counts = dict.fromkeys(COUNTS, 0)
        self.drafts = 0

    def add(self, imported: Imported) -> None:
        if name := imported.counted_as:
            self.counts[name] += 1
        self.drafts += imported.outcome is not None and imported.status == "draft"
        self.show(imported)

    def show(self, imported: Imported) -> None:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """The import came to no end; the error says what was done."""


class _JsonReport(_Report):
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


class _TextReport(_Report):
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


@contextmanager
def _progress(files: list[Path], report: _Report) -> Iterator[Callable[[int], None]]:
    """A bar of the bytes read, with the articles and how many of them a second."""
    total = sum(map(_size, files))
    is_quick = total < _QUICK_BYTES and len(files) <= 20
    started = time.monotonic()
    with tqdm(total=total, unit="B", unit_scale=True, disable=True if is_quick else None) as bar:

        def on_bytes(count: int) -> None:
            done = sum(report.counts.values())
            rate = done / max(time.monotonic() - started, 0.001)
            bar.set_postfix_str(f"{done} articles, {rate:.0f}/s", refresh=False)
            bar.update(count)

        yield on_bytes


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
