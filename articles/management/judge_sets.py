"""Judge sets: rows written by somebody who has not seen the code, split in two halves by their ids."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.search.measure.corpus import BadCorpus, read_rows

Row = dict[str, Any]

#: Which ids, by the number behind their letter: even ones are tuned on, odd ones only reported.
PARITY = {"tune": 0, "report": 1}


def read_judge_set(path: Path, half: str | None = None) -> list[Row]:
    """The rows of a half, or all. Raises OSError, and BadCorpus that names the file and the line or row."""
    rows = []
    for number, row in enumerate(read_rows(path), 1):
        digits = str(row.get("id", ""))[1:]
        if not digits.isdecimal():
            raise BadCorpus(f"{path}, row {number}: an `id` is a letter and a number, as r001.")
        if half is None or int(digits) % 2 == PARITY[half]:
            rows.append(row)
    return rows


class JudgeSetCommand(BaseCommand):
    """A command that judges the rows of a file: `rows` reads those that were asked for."""

    example = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"for example tests/data/{self.example}")
        parser.add_argument("--half", choices=[*PARITY], help="even ids: tuning; odd: reported")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def add_show_errors(self, parser: ArgumentParser) -> None:
        parser.add_argument("--show-errors", action="store_true", help="with --half tune: what went wrong")

    def rows(self, options: dict[str, Any]) -> list[Row]:
        if options.get("show_errors") and options["half"] != "tune":
            raise CommandError("Only the errors of the tuning half may be looked at: --half tune.")
        try:
            return read_judge_set(options["file"], options["half"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except BadCorpus as error:
            raise CommandError(str(error)) from error
