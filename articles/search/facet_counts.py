"""What an engine counted for one facet."""

from collections.abc import Iterable
from typing import Any


class Counts(list[tuple[Any, int]]):
    """Values of an index field with the number of documents that have them, most first.

    `values` is how many there are in all; fewer may have been asked for.
    """

    def __init__(self, rows: Iterable[tuple[Any, int]] = (), values: int | None = None) -> None:
        super().__init__(rows)
        self.values = len(self) if values is None else values
