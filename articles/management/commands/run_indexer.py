"""The worker's command-line door."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError, close_old_connections

from articles.worker import WorkerIsRunning, drain, only_worker

logger = logging.getLogger("newsarchive.worker")

#: How long a change waits at most before it is looked at.
PAUSE_S = 0.5
#: After the database has refused.
RETRY_AFTER_S = 5
#: How long words of deleted articles may stay in files that nobody searches: to purge holds up the others.
PURGE_AFTER_S = 600


class Command(BaseCommand):
    help = "Recognise entities in changed articles and index them, until stopped (Ctrl-C, SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drain", action="store_true", help="handle what is waiting, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with only_worker():
                if options["drain"]:
                    self.stdout.write(f"handled: {drain()}")
                else:
                    work_until_stopped()
        except WorkerIsRunning as error:
            raise CommandError(
                "Another worker is running on this data directory.\n"
                "هناك عامل فهرسة آخر يعمل على مجلد البيانات نفسه."
            ) from error


def work_until_stopped() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        close_old_connections()
        try:
            drain(stop.is_set, purge_after_s=PURGE_AFTER_S)
        except (OperationalError, IntegrityError):
            # Locked, gone for a moment, or changed by somebody else meanwhile: nothing is lost by waiting.
            logger.exception("the database refused a change; it is tried again")
            stop.wait(RETRY_AFTER_S)
        stop.wait(PAUSE_S)
