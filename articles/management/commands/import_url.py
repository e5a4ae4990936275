"""Imports pages by their addresses."""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.collect.addresses import records_at, source_at
from articles.ingest.fetch import PoliteFetcher
from articles.ingest.pipeline import Import, import_records
from articles.management.commands.fetch_feeds import source_of
from articles.management.import_report import JsonReport, TextReport
from articles.models import ImportRun, Source


class Command(BaseCommand):
    help = (
        "Fetch pages and store their articles; of a feed or sitemap, the articles that it names. "
        "Pages are fetched even where robots.txt asks programs not to, since a person asks for them; what a "
        "feed leads to is not. Addresses on internal networks are refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL")
        parser.add_argument(
            "--source",
            metavar="SLUG",
            help="the source of all these articles; without it the one that the page names, or whose home "
            "page is on the same host",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="fetch, say what would be done, store nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        source = source_of(options["source"]) if options["source"] else None
        run = None
        if not options["dry_run"]:
            run = ImportRun.objects.create(command="import_url", arguments=_arguments(options))
        report = (JsonReport if options["json"] else TextReport)(self, dry_run=run is None)
        how = Import(run=run, source=source, on_each=report.add)
        try:
            import_all(options["urls"], how)
        except (OSError, DatabaseError) as error:
            report.stop()
            raise CommandError(f"The import stopped: {error}\nتوقف الاستيراد: {error}") from error
        except KeyboardInterrupt:
            report.end()
            self.stderr.write("Interrupted; repeat the command to go on.\nقُطع الاستيراد؛ أعد الأمر لإكماله.")
            sys.exit(130)
        report.end()
        if report.counts["failed"]:
            sys.exit(1)


def import_all(urls: list[str], how: Import) -> None:
    """Each article is stored as soon as it is fetched: between two of them there are pauses."""
    fetcher = PoliteFetcher()
    for url in tqdm(urls, unit="address", disable=True if len(urls) == 1 else None):
        for record in records_at(url, fetcher):
            source: Source | None = how.source
            if source is None and record.document is not None:
                source = source_at(record.document)
            import_records([record], replace(how, source=source))


def _arguments(options: dict[str, Any]) -> list[str]:
    """What was asked for, as the admin shows it."""
    said = list(options["urls"])
    if options["source"]:
        said += ["--source", options["source"]]
    return said
