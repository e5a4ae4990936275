"""What a reader is: an open file to the articles in it, one by one.

A reader never raises for what is wrong with one record: it gives a record with a problem and goes on. What
makes the rest of the file unreadable is raised as UnreadableInput, after the records before it.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from articles.ingest.documents import Document
from articles.ingest.problems import Problem
from articles.ingest.readers.columns import RowFormat


@dataclass(frozen=True)
class Record:
    """One article that an input holds, or why there is none.

    `raw`, read again as its `kind` (of models.RawFile.Kind) with its `context`, gives the same document.
    `notes` are about what was left out of an article that can be stored all the same. `fetched_at` is None
    for what comes from a file that does not say it.
    """

    path: str
    line: int | None = None
    document: Document | None = None
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()
    raw: bytes = b""
    kind: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    fetched_at: datetime | None = None


class Reader(Protocol):
    def __call__(self, file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
        """The records of an open file. `path` is its name as shown; `rows` is for files of rows alone."""
