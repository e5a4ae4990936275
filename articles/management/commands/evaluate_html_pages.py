"""Measure the HTML reader against pages whose right answer is known, with plain trafilatura beside it."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.html_scores import TEXTS, JudgePage, PageScore, Totals, judge_pages, score_page, total
from articles.ingest.readers.html import read_html


class Command(BaseCommand):
    help = "Measure the HTML reader on a directory of judged pages; trafilatura with htmldate beside it."

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
        except (ValueError, KeyError, OSError) as error:
            raise CommandError(f"a judged page cannot be read: {error!r}") from error
        if not pages:
            raise CommandError(f"{options['directory']} has no judged page of this half")
        scores, speed = _measured(pages, _read)
        plain, plain_speed = _measured(pages, _yardstick())
        if options["show_errors"]:
            for score in scores:
                self._show_errors(score)
        totals, plain_totals = total(scores), total(plain)
        if options["json"]:
            found = {
                "reader": asdict(totals) | speed,
                "trafilatura": asdict(plain_totals) | plain_speed,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            self._show_totals(totals, speed, plain_totals, plain_speed)

    def _show_errors(self, score: PageScore) -> None:
        lines = [
            f"  {name}: expected «{score.expected[name]}», found «{score.found[name]}»"
            for name in TEXTS
            if not score.right[name]
        ]
        if score.found["published"] != score.expected["published"]:
            expected, found = score.expected["published"], score.found["published"]
            lines.append(f"  published ({score.date}): expected «{expected}», found «{found}»")
        if score.modified != "right":
            lines.append(f"  modified: {score.modified}")
        lines += [f"  body lacks: {paragraph}" for paragraph in score.missing]
        lines += [f"  body has: {paragraph}" for paragraph in score.surplus]
        if lines:
            self.stdout.write("\n".join([score.name, *lines]))

    def _show_totals(
        self, totals: Totals, speed: dict[str, float], plain: Totals, plain_speed: dict[str, float]
    ) -> None:
        self.stdout.write(f"{f'{totals.pages} pages':26} {'reader':>8} {'trafilatura':>12}")
        for name, own in asdict(totals).items():
            if isinstance(own, float):
                self.stdout.write(f"{name.replace('_', ' '):26} {own:8.1%} {getattr(plain, name):12.1%}")
        for name, own in totals.fields.items():
            self.stdout.write(f"{name:26} {own:8.1%} {plain.fields[name]:12.1%}")
        for name, rate in speed.items():
            self.stdout.write(f"{name.replace('_', ' '):26} {rate:8.0f} {plain_speed[name]:12.0f}")


def _read(page: JudgePage) -> Document:
    try:
        return read_html(page.data, url=page.url)
    except UnreadableInput:
        return Document()


def _yardstick() -> Callable[[JudgePage], Document]:
    """The plain reader; its packages are none that the site needs. Raises CommandError."""
    try:
        yardstick = import_module("articles.ingest.html_yardstick")
    except ImportError as error:
        raise CommandError(
            f"{error.name} is not installed; it is one of requirements-dev.txt (make install-dev)."
        ) from error
    return lambda page: yardstick.read_plainly(page.data, page.url)


def _measured(
    pages: list[JudgePage], read: Callable[[JudgePage], Document]
) -> tuple[list[PageScore], dict[str, float]]:
    """The scores, and how many pages and words of text a second of CPU gives."""
    read(pages[0])  # word lists and patterns are loaded once
    start = time.process_time()
    documents = [read(page) for page in pages]
    seconds = max(1e-9, time.process_time() - start)
    words = sum(len(document.body.split()) for document in documents)
    scores = [score_page(page, document) for page, document in zip(pages, documents, strict=True)]
    rates = {"pages_a_second": len(pages) / seconds, "words_a_second": words / seconds}
    return scores, rates | {"kilobytes_a_second": sum(len(page.data) for page in pages) / 1000 / seconds}
