"""Runs today's readers on the raw input that was kept, and shows what changes."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.ingest.reextract import Again, Reread, count_articles, reextract
from articles.management.commands.fetch_feeds import source_of
from articles.management.import_report import JsonReport, TextReport
from articles.models import ImportRun


class Command(BaseCommand):
    help = (
        "Read the kept raw input again with today's readers, show what changes and store it; earlier "
        "versions are kept, curators' edits stay. Repeating changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", metavar="SLUG", help="the articles of this source alone")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        source = source_of(options["source"]) if options["source"] else None
        run = None
        if not options["dry_run"]:
            arguments = ["--source", source.slug] if source else []
            run = ImportRun.objects.create(command="reextract", arguments=arguments)
        report = (_JsonReport if options["json"] else _TextReport)(self, dry_run=run is None)
        unknown = 0
        with _progress(count_articles(Again(source=source))) as advance:

            def on_each(reread: Reread) -> None:
                nonlocal unknown
                unknown += reread.unknown_kind
                report.add(reread)
                advance()

            try:
                reextract(Again(run, source, on_each))
            except (OSError, DatabaseError) as error:
                report.stop()
                raise CommandError(
                    f"It stopped: {error}. Repeat the command to go on.\n"
                    "توقف الأمر. أعد تشغيله بعد زوال السبب: ما أُنجز لا يُعاد."
                ) from error
            except KeyboardInterrupt:
                report.end()
                self.stderr.write("Interrupted; repeat the command to go on.\nقُطع الأمر؛ أعده لإكماله.")
                sys.exit(130)
        report.end()
        if unknown:
            self.stderr.write(
                f"{unknown} articles were left out: it is not known how their raw files are read. "
                "Importing the same files again says it.\n"
                f"مقالات تُركت، عددها {unknown}: لا يُعرف كيف تُقرأ ملفاتها الخام. "
                "استيراد الملفات نفسها من جديد يحدد ذلك."
            )
        if report.counts["failed"]:
            sys.exit(1)


class _JsonReport(JsonReport):
    """One JSON object; of what stays as it is only the counts."""

    def show(self, imported: Any) -> None:
        if imported.changes or imported.problem:
            super().show(imported)


class _TextReport(TextReport):
    """Each article that changes, field by field; at the end the counts."""

    def show(self, imported: Any) -> None:
        if imported.problem:
            self._show_problem(imported.path, imported.problem)
        if not imported.changes:
            return
        with tqdm.external_write_mode():
            self.command.stdout.write(f"{imported.path}: {imported.title}")
            for change in imported.changes:
                self.command.stdout.write(f"    {change.field}: -[{change.before}] +[{change.after}]")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    """A bar of the articles, with their rate and an estimate."""
    with tqdm(total=total, unit=" articles", disable=True if total < 100 else None) as bar:
        yield bar.update
