"""A cache bounded in bytes, for threads."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Value = TypeVar("Value")


class ByteCache:
    """Keeps what was used last. Two threads may make the same value at once; one of the two is kept."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value], size: Callable[[Value], int]) -> Value:
        """The value kept under a key, or else the one that `make` makes, without the lock."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
                return found[0]
        value = make()
        self._keep(key, value, size(value))
        return value

    def _keep(self, key: Hashable, value: Any, size: int) -> None:
        if size > self.max_bytes // 4:
            return  # it would drive out too much
        with self._lock:
            if key in self._values:
                return
            self._values[key] = value, size
            self.bytes += size
            while self.bytes > self.max_bytes:
                _, (_, freed) = self._values.popitem(last=False)
                self.bytes -= freed
