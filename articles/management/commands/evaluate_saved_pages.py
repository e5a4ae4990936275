"""Measure the saved-page reader against pages whose right answer is known."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.page_scores import FIELDS, PageScore, Totals, judge_pages, score_page, total
from articles.ingest.readers.saved_page import read_saved_page


class Command(BaseCommand):
    help = "Measure the saved-page reader on a directory of .page files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
        parser.add_argument("--json", action="store_true", help="print the totals as JSON")
        parser.add_argument("--show-errors", action="store_true", help="print what each page got wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["directory"].is_dir():
            raise CommandError(f"{options['directory']} is not a directory")
        try:
            pages = judge_pages(options["directory"], options["half"])
        except (ValueError, KeyError, LookupError) as error:
            raise CommandError(f"a .page file cannot be read: {error!r}") from error
        if not pages:
            raise CommandError(f"{options['directory']} has no .page file of this half")
        scores = [score_page(page, read_saved_page(page.data)) for page in pages]
        if options["show_errors"]:
            for score in scores:
                self._show_errors(score)
        totals = total(scores)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(totals), ensure_ascii=False, indent=1))
        else:
            self._show_totals(totals)

    def _show_errors(self, score: PageScore) -> None:
        lines = [
            f"  {name}: expected «{score.expected[name]}», found «{score.found[name]}»"
            for name in FIELDS
            if not score.right[name]
        ]
        lines += [f"  body lacks: {paragraph}" for paragraph in score.missing]
        lines += [f"  body has: {paragraph}" for paragraph in score.surplus]
        if score.related_right < score.related_expected or score.related_found > score.related_expected:
            lines.append(
                f"  related: {score.related_right} of {score.related_expected} found,"
                f" {score.related_found} in all"
            )
        if lines:
            self.stdout.write("\n".join([score.name, *lines]))

    def _show_totals(self, totals: Totals) -> None:
        self.stdout.write(f"pages {totals.pages}")
        for name, share in totals.fields.items():
            self.stdout.write(f"{name:20} {share:6.1%}")
        self.stdout.write(
            f"{'body paragraphs':20} precision {totals.precision:.1%}, recall {totals.recall:.1%},"
            f" F1 {totals.f1:.1%}"
        )
        self.stdout.write(f"{'exactly right bodies':20} {totals.exact_bodies:6.1%}")
        self.stdout.write(f"{'body pollution':20} {totals.pollution:6.1%}")
        self.stdout.write(
            f"{'related':20} recall {totals.related_recall:.1%}, precision {totals.related_precision:.1%}"
        )
