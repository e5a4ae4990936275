"""Imports saved page text and files of rows."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.ingest.documents import UnreadableInput
from articles.ingest.files import files_under, records_of, shown_path
from articles.ingest.pipeline import Import, import_records
from articles.ingest.readers.columns import ColumnMap, RowFormat
from articles.management.commands.fetch_feeds import source_of
from articles.management.import_report import JsonReport, Report, TextReport
from articles.models import ImportRun

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
        source = source_of(options["source"]) if options["source"] else None
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
        report = (JsonReport if options["json"] else TextReport)(self, dry_run=run is None)
        with _progress(files, report) as on_bytes:
            how = Import(run=run, source=source, on_each=report.add)
            records = (record for path in files for record in records_of(path, rows, on_bytes=on_bytes))
            try:
                import_records(records, how)
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


@contextmanager
def _progress(files: list[Path], report: Report) -> Iterator[Callable[[int], None]]:
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
