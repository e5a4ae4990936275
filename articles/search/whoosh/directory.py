"""Where the index lies on disk: complete indexes side by side, and a pointer to the one in use.

    index/current        the name of the directory in use, replaced atomically
    index/write.lock     held by the one process that writes
    index/v1732270000-…  a Whoosh index, with format.json saying what wrote it, and purge.due
                         while words of what was removed may be in its files

A rebuild fills a new directory and then moves the pointer, so search is never dark.
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from articles.search.engine import IndexNotReady

PURGE_DUE = "purge.due"


class IndexDirectory:
    """The directory of one Haystack connection; mode 0700, since Whoosh reads pickles from it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def current(self) -> Path | None:
        """The index in use, or None before the first one."""
        while (path := self._pointed_at()) is not None and not path.is_dir():
            # A rebuild moves the pointer before it removes what it pointed at.
            if path == self._pointed_at():
                return None
        return path

    @property
    def is_purge_due(self) -> bool:
        current = self.current
        return current is not None and (current / PURGE_DUE).exists()

    @property
    def purge_due_for_s(self) -> float:
        """Seconds since the oldest removal that was not purged; below 0 when there is none."""
        current = self.current
        try:
            return time.time() - (current / PURGE_DUE).stat().st_mtime if current else -1
        except FileNotFoundError:
            return -1

    def note_purge(self) -> None:
        """Call it before the removal is committed, so that no crash can come between."""
        assert self.current is not None
        due = self.current / PURGE_DUE
        if not due.exists():
            due.touch()
            _sync(due, self.current)

    def forget_purge(self) -> None:
        """Call it with the write lock held, under which the purge was made."""
        assert self.current is not None
        (self.current / PURGE_DUE).unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock: waits for another writer; freed by the system if we die."""
        with _own_files():
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = open(self.root / "write.lock", "w")  # noqa: SIM115 (closed below)
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def prepare(self) -> Path:
        """A new, empty directory that no reader sees yet; call it with the write lock held.

        What a failed or killed rebuild left goes first: no removal would reach its words.
        """
        self.sweep()
        prefix = f"v{int(time.time())}-"
        return Path(tempfile.mkdtemp(prefix=prefix, dir=self.root))

    def publish(self, new: Path, index_format: dict[str, Any]) -> None:
        """Make `new` the index in use and remove the others; call it with the write lock held."""
        (new / "format.json").write_text(json.dumps(index_format))
        # Until the others are removed: a crash before that leaves words of what was removed in them.
        (new / PURGE_DUE).touch()
        _sync(*new.iterdir(), new)
        pointer = self.root / "current.new"
        pointer.write_text(new.name)
        _sync(pointer)
        pointer.replace(self.root / "current")
        _sync(self.root)
        self.sweep()
        self.forget_purge()

    def sweep(self) -> None:
        """Remove every index but the one in use; call it with the write lock held."""
        current = self.current
        for other in self.root.glob("v*-*"):
            if other != current:
                # A reader that has files of it open keeps them until it closes them.
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, new: Path) -> None:
        """Remove a directory that was prepared and not published; call it with the write lock held."""
        (self.root / "current.new").unlink(missing_ok=True)
        if new != self.current:
            shutil.rmtree(new, ignore_errors=True)

    def _pointed_at(self) -> Path | None:
        try:
            with _own_files():
                name = (self.root / "current").read_text().strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return self.root / name if name else None


def recorded_format(directory: Path) -> dict[str, Any] | None:
    """What an index was written with, or None when that cannot be told."""
    try:
        with _own_files():
            recorded = json.loads((directory / "format.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return recorded if isinstance(recorded, dict) else None


@contextmanager
def _own_files() -> Iterator[None]:
    """Say what to do when they are not ours. Raises IndexNotReady."""
    try:
        yield
    except PermissionError as error:
        raise IndexNotReady(
            f"The search index belongs to another user: {error}. "
            "Run this as that user, or give the directory to this one (chown -R)."
        ) from error


def _sync(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
