"""Imports saved page text."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.ingest.pipeline import Imported, files_under, import_files, shown_path
from articles.models import ImportRun, Source


class Command(BaseCommand):
    help = "Import saved page text: files, or directories with .txt files. Repeating changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--source", metavar="SLUG", help="the source of all these pages")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options["source"])
        files = list(files_under(options["paths"]))
        if not files:
            raise CommandError("No .txt file was found there.\nلم يُعثر هناك على أي ملف ‎.txt.")
        run = None
        if not options["dry_run"]:
            run = ImportRun.objects.create(
                command="import_articles", arguments=[shown_path(path) for path in options["paths"]]
            )
        results: list[Imported] = []
        with tqdm(total=len(files), unit="page", disable=None if len(files) > 20 else True) as progress:

            def on_each(imported: Imported) -> None:
                results.append(imported)
                progress.update()

            try:
                import_files(files, run=run, source=source, on_each=on_each)
            except (OSError, DatabaseError) as error:
                raise CommandError(
                    f"The import stopped after {len(results)} of {len(files)} files: {error}\n"
                    f"توقف الاستيراد بعد {len(results)} من {len(files)} من الملفات. "
                    "أعد تشغيل الأمر بعد زوال السبب: ما استُورد لا يُستورد مرتين."
                ) from error
        counts = _counts(results)
        if options["json"]:
            report = {"dry_run": run is None, "counts": counts, "files": [asdict(r) for r in results]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self._print(results, counts, dry_run=run is None)
        if counts["failed"]:
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

    def _print(self, results: list[Imported], counts: dict[str, int], *, dry_run: bool) -> None:
        for result in results:
            if result.problem:
                self.stderr.write(f"{result.path}: {result.problem.message_en}")
                self.stderr.write(f"{result.path}: {result.problem.message_ar}")
                continue
            date = result.published or "undated"
            reviews = f" [review: {', '.join(result.reviews)}]" if result.reviews else ""
            self.stdout.write(
                f"{result.path}: {result.outcome}, {result.status}{reviews}\n"
                f"    {result.source} · {date} · {result.title}"
            )
        summary = ", ".join(f"{name} {number}" for name, number in counts.items())
        self.stdout.write(("dry run, nothing stored: " if dry_run else "") + summary)


def _counts(results: list[Imported]) -> dict[str, int]:
    counts = dict.fromkeys(("created", "updated", "unchanged", "failed"), 0)
    for result in results:
        counts[result.outcome.value if result.outcome else "failed"] += 1
    return counts
