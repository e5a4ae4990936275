"""What the processes of the drill hand over at their end: a file each, since some of them are killed."""

import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

#: Of the problems of one process, those that are kept in full.
_MOST_PROBLEMS = 20


@dataclass
class Report:
    """How often what was done, and what went wrong."""

    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def count(self, what: str) -> None:
        with self._lock:
            self.done[what] += 1

    def problem(self, text: str) -> None:
        with self._lock:
            self.done["problems"] += 1
            if len(self.problems) < _MOST_PROBLEMS:
                self.problems.append(text)

    @contextmanager
    def watching(self, what: str) -> Iterator[None]:
        """Count what is done in here; an exception is a problem and ends no more than this."""
        try:
            yield
        except Exception:  # whatever it is: that none comes is what the drill is to show
            self.problem(f"{what}:\n{traceback.format_exc()}")
        else:
            self.count(what)

    def add(self, other: "Report") -> None:
        self.done += other.done
        self.problems += other.problems

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({"done": self.done, "problems": self.problems}))

    @classmethod
    def read(cls, path: Path) -> "Report":
        if not path.exists():
            return cls(Counter(problems=1), [f"{path.stem} left no report: it did not end by itself"])
        found = json.loads(path.read_text())
        return cls(Counter(found["done"]), found["problems"])


def reporting(path: Path, work: Callable[[Report], None]) -> None:
    """Carry out `work` and leave its report, whatever happens."""
    report = Report()
    try:
        with report.watching(path.stem):
            work(report)
    finally:
        report.write(path)
