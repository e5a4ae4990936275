"""Compares what is found to be one article with what should be; tests/data/duplicates has the judged rows."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.arabic.dates import parse_date
from articles.ingest.canonical import canonical_address
from articles.ingest.documents import Document
from articles.ingest.raw import sha256_of
from articles.ingest.sources import source_named
from articles.ingest.store import Batch, Incoming, Outcome, Stored
from articles.management.judge_sets import PARITY, Row
from articles.models import RawFile, Review
from articles.models.keys import address_key
from articles.search.measure.corpus import BadCorpus, read_rows


@dataclass(frozen=True)
class Verdict:
    """One judged row: what was found, what is right, and what would do as well."""

    n: int
    kind: str
    found: str
    answer: str
    also: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.found in (self.answer, *self.also)


class Command(BaseCommand):
    help = (
        "Judge addresses, pairs of articles and re-imports in a directory; print how many are right. "
        "Articles are stored and taken back, each pair in an archive of its own."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="for example tests/data/duplicates")
        parser.add_argument("--half", choices=[*PARITY], help="even numbers: tuning; odd: reported")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--show-errors", action="store_true", help="with --half tune: what went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_errors"] and options["half"] != "tune":
            raise CommandError("Only the errors of the tuning half may be looked at: --half tune.")
        table = {}
        for name, judge in JUDGES.items():
            verdicts = [judge(row) for row in self._rows(options["directory"] / f"{name}.jsonl", options)]
            table[name] = {"judged": len(verdicts), "right": sum(each.is_right for each in verdicts)}
            if options["show_errors"]:
                self._show_errors(name, verdicts)
        if options["json"]:
            self.stdout.write(json.dumps(table))
            return
        for name, numbers in table.items():
            self.stdout.write(f"{name:<10} right {numbers['right']:>4} of {numbers['judged']:>4}")

    def _rows(self, path: Path, options: dict[str, Any]) -> Iterator[Row]:
        try:
            for row in read_rows(path):
                if options["half"] is None or row["n"] % 2 == PARITY[options["half"]]:
                    yield row
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except BadCorpus as error:
            raise CommandError(str(error)) from error

    def _show_errors(self, name: str, verdicts: Iterable[Verdict]) -> None:
        for each in verdicts:
            if not each.is_right:
                self.stdout.write(f"{name} {each.n} {each.kind}: {each.answer} <> {each.found}")
        wrong = Counter(each.kind for each in verdicts if not each.is_right)
        for kind, count in wrong.most_common():
            self.stdout.write(f"  {kind}: {count}")


def _address(row: Row) -> Verdict:
    found = canonical_address(row["url"])
    return Verdict(row["n"], row["why"], _decoded(found), _decoded(row["canonical"]))


def _decoded(url: str) -> str:
    return unquote_to_bytes(url).decode("utf-8", "replace").rstrip("/")


def _same_page(row: Row) -> Verdict:
    keys = {address_key(canonical_address(row[name])) for name in "ab"}
    return Verdict(row["n"], row["why"], str(len(keys) == 1), str(row["same"]))


@transaction.atomic
def _pair(row: Row) -> Verdict:
    """The second of the pair, stored where only the first is."""
    _store(row["first"])
    stored = _store(row["second"])
    if stored.outcome is not Outcome.CREATED:
        found = "same"
    else:
        doubts = stored.article.reviews.open().values_list("reason", flat=True)
        found = "review" if Review.Reason.POSSIBLE_DUPLICATE in doubts else "different"
    transaction.set_rollback(True)
    return Verdict(row["n"], row["kind"], found, row["answer"], tuple(row.get("also", ())))


@transaction.atomic
def _reimport(row: Row) -> Verdict:
    """The states of one page, one after the other."""
    for state in row["states"]:
        stored = _store({**state, "url": row["url"], "source": row["source"], "guid": ""})
    article = stored.article
    article.refresh_from_db()
    versions = article.versions.count() + 1
    transaction.set_rollback(True)
    said = [_folded(article.title), _folded(article.body)]
    right = [_folded(row["final_title"]), _folded(row["final_body"])]
    if row.get("final_published"):
        said.append(article.published_at.isoformat() if article.published_at else "")
        right.append(datetime.fromisoformat(row["final_published"]).astimezone(UTC).isoformat())
    return Verdict(
        row["n"],
        row["kind"],
        " | ".join((str(versions), *said)),
        " | ".join((str(row["versions"]), *right)),
        tuple(" | ".join((str(also), *right)) for also in row.get("also", ())),
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def _store(row: Row) -> Stored:
    document = Document(
        title=row["title"],
        body=row["body"],
        canonical_url=row["url"],
        guid=row["guid"],
        published=parse_date(row["published"]) if row["published"] else None,
        published_origin="metadata",
    )
    raw = json.dumps([row["title"], row["body"], row["published"], row["url"]]).encode()
    incoming = Incoming(
        document,
        source_named(f"مصدر {row['source']}"),
        sha256_of(raw),
        fetched_at=datetime.fromisoformat(row["fetched"]),
        kind=RawFile.Kind.PAGE,
    )
    return Batch([incoming]).store(0)


JUDGES: dict[str, Callable[[Row], Verdict]] = {
    "addresses": _address,
    "same_page": _same_page,
    "pairs": _pair,
    "reimports": _reimport,
}
