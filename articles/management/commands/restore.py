"""Brings a backup back."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.operation.backup import BackupError
from articles.operation.postgres import PostgresError
from articles.operation.restore import restore


class Command(BaseCommand):
    help = "Bring a backup back. Stop the site first. What was there is put aside, not deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what the command backup wrote")
        parser.add_argument("--replace", action="store_true", help="put an archive that is there aside")
        parser.add_argument("--json", action="store_true", help="tell the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with tqdm(unit="file", disable=None) as progress:
                restored = restore(options["file"], replace=options["replace"], on_file=progress.update)
        except (BackupError, PostgresError, OSError) as error:
            raise CommandError(f"لم تكتمل الاستعادة. / The restore did not complete.\n{error}") from error
        raw = len(restored.backup.raw_names)
        if options["json"]:
            result = {
                "articles": restored.articles,
                "raw_files": raw,
                "aside": restored.aside,
                "removed_again": restored.removed_again,
            }
            self.stdout.write(json.dumps(result))
            return
        made_at = restored.backup.made_at
        aside = "، ".join(restored.aside)
        self.stdout.write(
            f"استُعيد أرشيف {made_at}: {restored.articles} من المقالات و{raw} من الملفات الخام.\n"
            f"Restored the archive of {made_at}: {restored.articles} articles, {raw} raw files.\n"
            f"ما كان هنا قبلها / What was here before: {aside}"
        )
        if restored.removed_again:
            self.stdout.write(
                f"أُعيد حذف {restored.removed_again} من المقالات المحذوفة لأسباب قانونية.\n"
                f"Removed again for legal reasons: {restored.removed_again} articles."
            )
