"""Collects from the feeds of the sources."""

import json
import logging
import signal
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.collect.collector import LOOK_EVERY_S, Collector, CollectorIsRunning, only_collector
from articles.collect.rounds import Round
from articles.ingest.problems import Problem
from articles.management.import_report import COUNTS
from articles.models import Source

logger = logging.getLogger("newsarchive.collect")

#: Of one feed, where nobody goes on after the round.
PAGES_BY_HAND = 100


class Command(BaseCommand):
    help = (
        "Ask the feeds that are due, fetch the pages of their new items, and store the articles. "
        "One round; what is left goes on at the next call."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", metavar="SLUG", help="only the feeds of this source")
        parser.add_argument(
            "--now", action="store_true", help="let nothing wait: ask all feeds, try pages that failed"
        )
        parser.add_argument("--follow", action="store_true", help="go on until stopped (Ctrl-C, SIGTERM)")
        parser.add_argument("--json", action="store_true", help="print one JSON object (not with --follow)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["follow"] and (options["json"] or options["now"] or options["source"]):
            raise CommandError(
                "--follow collects from all feeds as they are due; it takes no other option.\n"
                "يجمع الخيار --follow من كل الخلاصات في مواعيدها، ولا يقبل خيارًا آخر."
            )
        if options["follow"]:
            self._follow()
            return
        try:
            with only_collector():
                has_failed = self._once(options)
        except CollectorIsRunning as error:
            raise CommandError(
                "Another collector is running on this data directory; the site that `make run` starts has "
                "one. To have a feed fetched at once, ask for it in the admin.\n"
                "هناك جامع أخبار آخر يعمل على مجلد البيانات نفسه؛ فالموقع العامل يجمع بنفسه. "
                "لجلب خلاصة فورًا اطلب ذلك في لوحة الإدارة."
            ) from error
        if has_failed:
            sys.exit(1)

    def _follow(self) -> None:
        """Collect until SIGTERM or SIGINT. A round that somebody makes by hand comes to its end first."""
        collector = Collector()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: collector.stop())
        is_told = False
        while not collector.is_stopped:
            try:
                with only_collector():
                    collector.follow(log)
            except CollectorIsRunning:
                if not is_told:
                    self.stderr.write(
                        "Another collector is running on this data directory; this one waits for its end.\n"
                        "هناك جامع أخبار آخر يعمل على مجلد البيانات نفسه، وهذا ينتظر انتهاءه."
                    )
                is_told = True
                collector.pause(LOOK_EVERY_S)

    def _once(self, options: dict[str, Any]) -> bool:
        """One round of the feeds; whether anything failed."""
        source = source_of(options["source"]) if options["source"] else None
        collector = Collector(pages_per_round=PAGES_BY_HAND, at_once=options["now"])
        rounds: list[Round] = []
        asked: set[int] = set()
        with tqdm(total=0, unit="feed", disable=True if options["json"] else None) as bar:

            def on_round(done: Round) -> None:
                rounds.append(done)
                bar.update()
                if not options["json"]:
                    self._show(done)

            try:
                # A sitemap index makes new feeds of its parts: they belong to this round.
                while tasks := [
                    task
                    for task in collector.tasks()
                    if task.feed.pk not in asked and source in (None, task.feed.source)
                ]:
                    asked |= {task.feed.pk for task in tasks}
                    bar.total = len(asked)
                    collector.once(tasks, on_round)
            except KeyboardInterrupt:
                collector.end()
                self._end(rounds, as_json=options["json"])
                self.stderr.write("Interrupted; repeat the command to go on.\nقُطع الجمع؛ أعد الأمر لإكماله.")
                sys.exit(130)
        self._end(rounds, as_json=options["json"])
        return any(done.has_failed for done in rounds) or len(rounds) < len(asked)

    def _show(self, done: Round) -> None:
        with tqdm.external_write_mode():
            for path, problem in problems_of(done):
                self.stderr.write(f"{path}: {problem.message_en}")
                self.stderr.write(f"{path}: {problem.message_ar}")
            self.stdout.write(f"{done.feed.source} · {done.feed.url}: {summary(done)}")

    def _end(self, rounds: list[Round], *, as_json: bool) -> None:
        counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
        for done in rounds:
            counts.update(counts_of(done))
        if as_json:
            feeds = [as_row(done) for done in rounds]
            self.stdout.write(json.dumps({"feeds": feeds, "counts": counts}, ensure_ascii=False))
            return
        waiting = sum(done.waiting for done in rounds)
        more = f"; waiting for the next round {waiting}" if waiting else ""
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()) + more)


def log(done: Round) -> None:
    if done.imported or done.new or not done.is_good:
        logger.info("feed %s: %s", done.feed.url, summary(done))


def source_of(slug: str) -> Source:
    """Raises CommandError."""
    try:
        return Source.objects.get(slug=slug)
    except Source.DoesNotExist as error:
        known = ", ".join(Source.objects.order_by("slug").values_list("slug", flat=True)[:50]) or "-"
        raise CommandError(
            f"There is no source “{slug}”. Known: {known}\nلا يوجد مصدر بالاسم «{slug}». المعروف: {known}"
        ) from error


def problems_of(done: Round) -> list[tuple[str, Problem]]:
    """The places and what is wrong there; a feed's own error also if it was told before."""
    told = [
        (each.path, problem)
        for each in done.imported
        for problem in (each.problem, *each.notes)
        if problem is not None
    ]
    if not done.is_good and all(problem.message_en != done.feed.error_en for _path, problem in told):
        told.insert(0, (done.feed.url, Problem(done.feed.error_en, done.feed.error_ar)))
    return told


def counts_of(done: Round) -> Counter[str]:
    return Counter(each.counted_as for each in done.imported if each.counted_as)


def summary(done: Round) -> str:
    counts = counts_of(done)
    said = [f"{name} {counts[name]}" for name in COUNTS if counts[name]]
    if not done.is_good:
        said.append("not fetched")
    if done.waiting:
        said.append(f"waiting {done.waiting}")
    return ", ".join(said) or "nothing new"


def as_row(done: Round) -> dict[str, Any]:
    return {
        "feed": done.feed.url,
        "source": done.feed.source.slug,
        "is_good": done.is_good,
        "new_items": done.new,
        "changed_items": done.changed,
        "waiting_items": done.waiting,
        **{name: counts_of(done)[name] for name in COUNTS},
        "problems": [
            {"path": path, "message_en": problem.message_en, "message_ar": problem.message_ar}
            for path, problem in problems_of(done)
        ],
    }
