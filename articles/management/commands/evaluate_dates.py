"""Measures the date parser on judged dates; tests/data/dates.README.md says how they are counted."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError

from articles.arabic.dates import ParsedDate, find_dates, parse_date
from articles.management.judge_sets import JudgeSetCommand

OUTCOMES = ("right", "missed", "wrong")
#: What is asked of the answers whose date is right.
DETAILS = ("time", "zone", "precision", "calendar")


@dataclass(frozen=True)
class Answer:
    """What a parser says, in the form of the judge's `expected`."""

    date: str
    time: time | None
    zone: tzinfo | None
    precision: str
    calendar: str
    start: int
    end: int


class Parser(Protocol):
    def parse(self, text: str, reference: datetime | None) -> Answer | None: ...

    def find(self, text: str) -> list[Answer]: ...


@dataclass(frozen=True)
class Verdict:
    """On one expected date, one right silence, or one answer that nobody expected."""

    id: str
    kind: str
    outcome: Literal["right", "missed", "wrong"]
    expected: str
    found: str
    details: dict[str, bool] = field(default_factory=dict)


class Ours:
    def parse(self, text: str, reference: datetime | None) -> Answer | None:
        found = parse_date(text, reference=reference)
        return _our_answer(found) if found else None

    def find(self, text: str) -> list[Answer]:
        return [_our_answer(found) for found in find_dates(text)]


class Dateparser:
    """dateparser as one would set it up for Arabic news: both languages, day first, the past preferred."""

    LANGUAGES = ("ar", "en")
    #: What it takes for "now" where a text has no reference: fixed, so that a run can be repeated.
    NOW = datetime(2026, 11, 22, 15, 30)

    def __init__(self) -> None:
        # Not among the packages that the site runs on.
        try:
            from dateparser.date import DateDataParser  # type: ignore[import-untyped]
            from dateparser.search import search_dates  # type: ignore[import-untyped]
        except ImportError as error:
            raise CommandError("dateparser is not installed: make install-dev") from error
        self._parser, self._search = DateDataParser, search_dates

    def _settings(self, reference: datetime | None) -> dict[str, Any]:
        return {
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "past",
            "RELATIVE_BASE": reference or self.NOW,
            "RETURN_TIME_AS_PERIOD": True,
        }

    def parse(self, text: str, reference: datetime | None) -> Answer | None:
        parser = self._parser(languages=list(self.LANGUAGES), settings=self._settings(reference))
        data = parser.get_date_data(text)
        return self._answer(data.date_obj, data.period, 0, len(text)) if data.date_obj else None

    def find(self, text: str) -> list[Answer]:
        found = self._search(text, languages=list(self.LANGUAGES), settings=self._settings(None)) or []
        answers, position = [], 0
        for written, moment in found:
            start = max(text.find(written, position), position)
            position = start + len(written)
            answers.append(self._answer(moment, "day", start, position))
        return answers

    @staticmethod
    def _answer(moment: datetime, period: str, start: int, end: int) -> Answer:
        length = {"month": 7, "year": 4}.get(period, 10)
        clock = moment.time() if period == "time" else None
        precision = "minute" if clock else period
        day = moment.date().isoformat()[:length]
        return Answer(day, clock, moment.tzinfo, precision, "gregorian", start, end)


class Command(JudgeSetCommand):
    example = "dates.jsonl"
    help = "Run judged dates through the date parser; print right, missed and wrong answers by kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        self.add_show_errors(parser)
        parser.add_argument("--compare", choices=["dateparser"], help="judge another parser beside ours")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = self.rows(options)
        parsers: dict[str, Parser] = {"ours": Ours()}
        if options["compare"]:
            parsers["dateparser"] = Dateparser()
        verdicts = {name: [v for row in rows for v in judge(row, parser)] for name, parser in parsers.items()}
        if options["show_errors"]:
            self._show_errors(verdicts["ours"])
        tables = {name: summary(each) for name, each in verdicts.items()}
        if options["json"]:
            self.stdout.write(json.dumps(tables))
        else:
            for name, table in tables.items():
                self._show_table(name, table)

    def _show_errors(self, verdicts: list[Verdict]) -> None:
        for each in verdicts:
            off = [name for name, is_right in each.details.items() if not is_right]
            if each.outcome != "right" or off:
                details = f" ({', '.join(off)})" if off else ""
                self.stdout.write(
                    f"{each.id} {each.kind} {each.outcome}{details}: {each.expected} <> {each.found}"
                )

    def _show_table(self, name: str, table: dict[str, dict[str, int]]) -> None:
        columns = (*OUTCOMES, *DETAILS)
        self.stdout.write(f"{name:<16}{'judged':>8}" + "".join(f"{column:>11}" for column in columns))
        for kind, row in table.items():
            shown = "".join(f"{row[column]:>11}" for column in OUTCOMES)
            shown += "".join(f"{row[column]:>5} of {row['compared']:<3}" for column in DETAILS)
            self.stdout.write(f"{kind:<16}{row['judged']:>8}{shown}")


def judge(row: dict[str, Any], parser: Parser) -> Iterator[Verdict]:
    if row["mode"] == "find":
        yield from _judge_found(row, parser.find(row["text"]))
        return
    reference = datetime.fromisoformat(row["reference"]) if row["reference"] else None
    answer = parser.parse(row["text"], reference)
    yield _verdict(row, row["expected"], [answer] if answer else [])


def _judge_found(row: dict[str, Any], answers: list[Answer]) -> Iterator[Verdict]:
    """A verdict on each expected date and stray answer, or one on a right silence."""
    left, position = list(answers), 0
    for expected in row["expected"]:
        start = row["text"].index(expected["text"], position)
        position = start + len(expected["text"])
        own = [answer for answer in left if answer.start < position and start < answer.end]
        left = [answer for answer in left if answer not in own]
        yield _verdict(row, expected, own)
    for answer in left:
        yield _verdict(row, None, [answer])
    if not answers and not row["expected"]:
        yield _verdict(row, None, [])


def _verdict(row: dict[str, Any], expected: dict[str, Any] | None, answers: list[Answer]) -> Verdict:
    wanted = expected["date"] if expected else "none"
    found = ", ".join(answer.date for answer in answers) or "none"
    if expected and not answers:
        outcome: Literal["right", "missed", "wrong"] = "missed"
    elif not expected:
        outcome = "wrong" if answers else "right"
    else:
        outcome = "right" if all(_same_date(answer.date, wanted) for answer in answers) else "wrong"
    details = _details(expected, answers[0]) if expected and answers and outcome == "right" else {}
    return Verdict(row["id"], row["kind"], outcome, f"{row['text']!a}: {wanted}", found, details)


def _same_date(found: str, expected: str) -> bool:
    # A day and month without a year: a parser that must name a year may name any.
    return found == expected or (expected.startswith("--") and found[-6:] == expected[1:])


def _details(expected: dict[str, Any], answer: Answer) -> dict[str, bool]:
    """Whether time, zone, precision and calendar are right too, as far as the row asks for them."""
    details = {"precision": answer.precision == expected["precision"]}
    if "time" not in expected:
        return details
    clock = time.fromisoformat(expected["time"]) if expected["time"] else None
    if clock and answer.time and expected["precision"] == "hour":
        details["time"] = clock.hour == answer.time.hour
    else:
        details["time"] = clock == answer.time
    day = datetime.fromisoformat(f"{expected['date']}-01-01"[:10])
    moment = datetime.combine(day, clock or time())
    details["zone"] = _offset(_zone(expected["zone"]), moment) == _offset(answer.zone, moment)
    details["calendar"] = answer.calendar == expected["calendar"]
    return details


def _zone(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    return (
        datetime.fromisoformat(f"2000-01-01T00:00{written}").tzinfo if ":" in written else ZoneInfo(written)
    )


def _offset(zone: tzinfo | None, moment: datetime) -> timedelta | None:
    return zone.utcoffset(moment) if zone else None


def _our_answer(found: ParsedDate) -> Answer:
    month = f"-{found.month:02}" if found.month else ""
    day = f"-{found.day:02}" if found.day else ""
    year = "-" if found.year is None else f"{found.year:04}"
    return Answer(
        f"{year}{month}{day}",
        found.time,
        found.zone,
        found.precision,
        found.calendar,
        found.start,
        found.end,
    )


def summary(verdicts: list[Verdict]) -> dict[str, dict[str, int]]:
    """Counts by kind and over all; `compared` is the number of right dates whose details are judged."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        groups[each.kind].append(each)
    groups["all"] = verdicts
    table = {}
    for kind, group in groups.items():
        row = {"judged": len(group), "compared": sum("time" in each.details for each in group)}
        row |= {outcome: sum(each.outcome == outcome for each in group) for outcome in OUTCOMES}
        table[kind] = row | {
            name: sum(each.details.get(name, False) for each in group if "time" in each.details)
            for name in DETAILS
        }
    return table
