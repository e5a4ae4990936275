"""What the archive asks of its search engine beyond Haystack's contract.

Any engine that has this and a Haystack backend may stand behind `find()`.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from haystack import connections
from haystack.exceptions import SearchBackendError


class IndexNotReady(SearchBackendError):
    """There is no index that can be read, or it was written by another version of the analysis."""


class Engine(Protocol):
    """The backend of a Haystack connection. Its searches raise IndexNotReady."""

    @property
    def is_ready(self) -> bool:
        """There is an index that can be read, written by this version of the analysis and these fields."""
        ...

    @property
    def generation(self) -> str:
        """Names the index in use, another after every commit and rebuild. Raises IndexNotReady."""
        ...

    def apply(self, search_index: Any, objects: Iterable[Any], gone: Iterable[str]) -> None:
        """Index `objects` and remove the identifiers `gone`, in one commit that is on disk at the end."""
        ...

    def purge(self) -> None:
        """Leave no word of what was removed in a file of the index; costs nothing when nothing was."""
        ...

    def rebuild(self, batches: Iterable[tuple[Any, Iterable[Any]]]) -> None:
        """Index (search index, objects) anew, while search goes on with what was there."""
        ...


def default_backend() -> Engine:
    """The engine of the default connection."""
    backend: Engine = connections["default"].get_backend()
    return backend
