"""Whether the site runs on this data directory: its processes share a lock that `restore` wants alone.

The system frees a lock when its process ends, however it ends. The indexing worker has a lock of its
own (`articles.worker.only_worker`).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

_held: list[IO[str]] = []


class SiteIsRunning(Exception):
    """A process of the site is using the data directory."""


def _open() -> IO[str]:
    return open(Path(settings.DATA_DIR) / "running.lock", "w")


def hold() -> None:
    """Say that the site runs, until this process ends. Waits while a restore is under way."""
    lock = _open()
    fcntl.flock(lock, fcntl.LOCK_SH)
    _held.append(lock)


@contextmanager
def site_stopped() -> Iterator[None]:
    """Keep the site from starting meanwhile; raises SiteIsRunning if it runs."""
    with _open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteIsRunning from error
        yield
