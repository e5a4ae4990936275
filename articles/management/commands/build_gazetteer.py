"""Makes the tables of the gazetteer from packages of open data: docs/entities/gazetteer.md."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.entities.gazetteer import FOLDER, LATIN_FILE, NAMES_FILE
from articles.entities.gazetteer_sources.build import build_tables
from articles.entities.gazetteer_sources.packages import PackageMissing
from articles.entities.gazetteer_sources.tables import write_tables


class Command(BaseCommand):
    help = (
        "Build the gazetteer from GeoNames, CLDR, Wikidata and Wikipedia's category names, out of packages."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to (the project's own)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tables = build_tables()
        except PackageMissing as error:
            raise CommandError(str(error)) from error
        write_tables(tables, options["out"])
        for codes, count in sorted(Counter([*tables.names.values(), *tables.words.values()]).items()):
            self.stdout.write(f"{codes:<8}{count:>8}")
        self.stdout.write(f"latin   {len(tables.latin):>8}")
        for name in (NAMES_FILE, LATIN_FILE):
            self.stdout.write(f"{name}: {(options['out'] / name).stat().st_size:,} bytes")
