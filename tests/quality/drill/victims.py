"""Processes to be killed: the worker and rebuild_index, forks of the drill, so that they begin at once."""

import os
import signal
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from haystack import connections as engines
from haystack.constants import DEFAULT_ALIAS

from articles.management.commands import run_indexer
from articles.search.whoosh.directory import IndexDirectory
from articles.search.whoosh.segments import read_toc

#: Safe, since the drill runs no threads of its own.
FORK = get_context("fork")
#: What is done to files, by the names of Python's audit events; "open" counts for writing and syncing.
_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


@dataclass(frozen=True)
class Victim:
    """A running command; what it says goes to a file of its own kind."""

    command: str
    process: Any

    @classmethod
    def start(cls, command: str, log: Path, index: Path, *, last_step: int = 0) -> "Victim":
        """With `last_step`, it dies before it does so many things to the files of the index."""
        connections.close_all()
        process = FORK.Process(target=_run, args=(command, log, index, last_step), daemon=True)
        process.start()
        return cls(command, process)

    def kill(self) -> bool:
        """As kill -9 does; False when it had come to its end by itself before."""
        self.process.kill()
        self.process.join()
        return bool(self.process.exitcode == -signal.SIGKILL)

    def lives(self, at_most_s: float) -> bool:
        """Wait for its end so long; whether it lives on."""
        self.process.join(at_most_s)
        return bool(self.process.is_alive())

    def stop(self) -> int:
        self.process.terminate()
        self.process.join()
        return int(self.process.exitcode)


def _run(command: str, log: Path, index: Path, last_step: int) -> None:
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    engines.reload(DEFAULT_ALIAS)
    # Purges are to be killed too, not to be waited for.
    run_indexer.PURGE_AFTER_S = 0
    if last_step:
        _die_before(last_step, f"{index}{os.sep}")
    try:
        call_command(command)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _die_before(step: int, index: str) -> None:
    left = step

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event not in _STEPS or not str(arguments[0]).startswith(index):
            return
        if event == "open" and arguments[1] in {"r", "rb"}:
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def remains(index: Path) -> Counter[str]:
    """What nobody needs, or is still to be done, in an index that nobody writes to."""
    current = IndexDirectory(index).current
    assert current is not None
    named = {segment.file_name for segment in read_toc(current).segments}
    names = {path.name for path in current.iterdir()}
    found = Counter(
        {
            "segments in no table of contents": sum(
                name.endswith(".arrays") and name not in named for name in names
            ),
            "unfinished tables of contents": sum(".toc." in name for name in names),
            "older tables of contents": sum(name.endswith(".toc") for name in names) - 1,
            "unfinished or older indexes": sum(path != current for path in index.glob("v*-*")),
            "purges due": int(IndexDirectory(index).is_purge_due),
        }
    )
    return +found
