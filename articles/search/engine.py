"""What the archive asks of its search engine beyond Haystack's contract.

Any engine that has this and a Haystack backend may stand behind `find()`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from haystack import connections
from haystack.exceptions import SearchBackendError


class IndexNotReady(SearchBackendError):
    """There is no index that can be read, or it was written by another version of the analysis."""


@dataclass(frozen=True)
class IndexStatus:
    """`documents` are those that can be found; `deleted` are still in the files."""

    generation: str
    documents: int
    deleted: int
    segments: int
    bytes: int


class Engine(Protocol):
    """The backend of a Haystack connection. What reads an index raises IndexNotReady."""

    @property
    def is_missing(self) -> bool:
        """There never was an index, or its files are gone."""
        ...

    @property
    def is_ready(self) -> bool:
        """There is an index that can be read, written by this version of the analysis and these fields."""
        ...

    @property
    def generation(self) -> str:
        """Names the index in use, another after every commit and rebuild."""
        ...

    def verify(self) -> None:
        """Read every byte of the index; raises IndexNotReady where one is not what was written."""
        ...

    def status(self) -> IndexStatus: ...

    def revisions(self) -> Iterator[tuple[int, int]]:
        """The key and revision of each indexed article, by ascending key."""
        ...

    def apply(self, search_index: Any, objects: Iterable[Any], gone: Iterable[str]) -> None:
        """Index `objects` and remove the identifiers `gone`, in one commit that is on disk at the end."""
        ...

    def purge(self, *, older_than_s: float = 0) -> None:
        """Leave no word of what was removed in a file of the index; costs nothing when nothing was.

        Waits until the oldest removal is so old: segments are written anew, however little was removed.
        """
        ...

    def optimize(self) -> None:
        """Make searching as cheap as it can be, while search goes on."""
        ...

    def rebuild(self, batches: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        """Index (search index, objects) anew, while search goes on with what was there."""
        ...

    def words_near(self, word: str, distance: int) -> Iterable[tuple[str, int]]:
        """Words of the archive in normal spelling, so many edits away at most, and their documents."""
        ...

    def words_beginning(self, field: str, letters: str) -> list[str]:
        """Words of a text field in normal spelling that begin so: as many as a search may well have."""
        ...

    def frequency_as_written(self, word: str) -> int:
        """In how many documents a word stands letter for letter."""
        ...


def default_backend() -> Engine:
    """The engine of the default connection."""
    backend: Engine = connections["default"].get_backend()
    return backend
