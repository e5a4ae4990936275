"""A cache bounded in bytes, for threads. Keys say what their values were made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from itertools import count
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Value = TypeVar("Value")


class Token(int):
    """Stands in keys for what a value was made of: only numbers are kept, so that the thing itself can go."""


_tokens: WeakKeyDictionary[object, Token] = WeakKeyDictionary()
_next_token = count()
_tokens_lock = Lock()


def token_of(owner: object) -> Token:
    """The same for the same file or snapshot, and of no other."""
    with _tokens_lock:
        token = _tokens.get(owner)
        if token is None:
            token = _tokens[owner] = Token(next(_next_token))
        return token


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

    def keep_only(self, tokens: frozenset[Token]) -> None:
        """Forget what was made of anything else."""
        with self._lock:
            for key in [key for key in self._values if not tokens.issuperset(_tokens_in(key))]:
                _, freed = self._values.pop(key)
                self.bytes -= freed

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


def _tokens_in(key: Hashable) -> Iterator[Token]:
    if isinstance(key, Token):
        yield key
    elif type(key) is tuple:
        for part in key:
            yield from _tokens_in(part)
