"""Writes a backup."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.operation.backup import BackupError, raw_files, write_backup
from articles.operation.postgres import PostgresError


class Command(BaseCommand):
    help = "Write one file that holds the database and the raw files. The site may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Path(settings.DATA_DIR) / "backups"
        parser.add_argument(
            "--to", type=Path, default=default, metavar="DIRECTORY", help=f"default: {default}"
        )
        parser.add_argument("--json", action="store_true", help="tell the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 1 + sum(1 for _ in raw_files())
        try:
            with tqdm(total=total, unit="file", disable=None) as progress:
                backup = write_backup(options["to"], progress.update)
        except (BackupError, PostgresError, OSError) as error:
            raise CommandError(f"لم تُكتب النسخة الاحتياطية. / No backup was written.\n{error}") from error
        size, raw = backup.path.stat().st_size, len(backup.raw_names)
        if options["json"]:
            self.stdout.write(json.dumps({"path": str(backup.path), "bytes": size, "raw_files": raw}))
            return
        self.stdout.write(
            f"نسخة احتياطية من قاعدة البيانات و{raw} من الملفات الخام ({size:,} بايت):\n"
            f"Backup of the database and {raw} raw files ({size:,} bytes):\n"
            f"{backup.path}"
        )
