"""From paths to records: which files there are, and what is in them."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from articles.arabic.normalize import clean_input
from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import problem_of
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.record import Record
from articles.ingest.readers.registry import is_known, read, unreadable


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and all files of known kinds below the directories named, in order."""
    for path in paths:
        try:
            is_directory = path.is_dir()
        except OSError:  # a name that no system takes; reading it says why
            is_directory = False
        if is_directory:
            yield from sorted(found for found in path.rglob("*") if is_known(found.name) and found.is_file())
        else:
            yield path


def shown_path(path: Path) -> str:
    """The path as text that can be stored and printed, whatever bytes it is made of."""
    return clean_input(os.fsencode(path).decode("utf-8", "replace"))


def records_of(
    path: Path, rows: RowFormat, *, on_bytes: Callable[[int], None] = lambda count: None
) -> Iterator[Record]:
    """The records of a file of any kind that has a reader; never raises.

    `on_bytes` is called with how many more bytes have been read.
    """
    shown = shown_path(path)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableInput("This is no regular file.", "هذا ليس ملفًا عاديًا.")
        file = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        yield Record(shown, problem=problem_of(unreadable(error), shown))
        return
    except UnreadableInput as error:
        yield Record(shown, problem=problem_of(error, shown))
        return
    done = 0
    with file:
        size = os.fstat(file.fileno()).st_size
        for record in read(file, shown, rows, size=size):
            position = 0 if file.closed else file.tell()
            on_bytes(max(0, position - done))
            done = max(done, position)
            yield record
        on_bytes(size - done)
