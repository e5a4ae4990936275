"""The index on disk as the backend uses it: the snapshot to read, and the one writer."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from haystack.constants import ID
from haystack.exceptions import SkipDocument
from whoosh.fields import Schema

from articles.search.engine import IndexNotReady
from articles.search.whoosh import merge_policy
from articles.search.whoosh.arrays import IndexDamaged
from articles.search.whoosh.directory import IndexDirectory, recorded_format
from articles.search.whoosh.kinds import Kind, indexed
from articles.search.whoosh.schema import NUMBER, can_read, index_format
from articles.search.whoosh.segments import Snapshot, latest_generation
from articles.search.whoosh.writer import StreamIndex, StreamWriter, create_index, open_index

REBUILD_HINT = "Run `python manage.py rebuild_index`."
_OPEN_ATTEMPTS = 5
#: Indexes that a process keeps open when no thread uses them: sites have one or two.
_KEPT_OPEN = 4


class IndexAccess:
    """One snapshot for all threads, replaced when the index has another generation."""

    def __init__(
        self, root: Path, schema: Schema, kinds: dict[str, Kind], *, is_made_when_missing: bool
    ) -> None:
        self.is_made_when_missing = is_made_when_missing
        self.directory = IndexDirectory(root)
        self.schema = schema
        self.kinds = kinds
        self._snapshot: Snapshot | None = None
        self._lock = Lock()

    # ------------------------------------------------------------ reading

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """The newest state, for a search. Raises IndexNotReady.

        Where damaged bytes make the search fail, it says so; an error with undamaged files stays what it is.
        """
        snapshot = self.snapshot()
        try:
            yield snapshot
        except (ValueError, IndexError):
            _verify(snapshot)
            raise

    def verify(self) -> None:
        """Read every byte of the index. Raises IndexNotReady when one of them is not what was written."""
        _verify(self.snapshot())

    def snapshot(self) -> Snapshot:
        """The newest state. Raises IndexNotReady."""
        for attempts_left in reversed(range(_OPEN_ATTEMPTS)):
            try:
                return self._newest()
            except (IndexNotReady, FileNotFoundError, PermissionError, IndexDamaged) as error:
                # A rebuild may have removed the directory between two looks at it.
                if attempts_left:
                    continue
                if isinstance(error, IndexNotReady):
                    raise
                raise IndexNotReady(f"The search index cannot be read: {error} {REBUILD_HINT}") from error
        raise AssertionError("unreachable")

    def _newest(self) -> Snapshot:
        current = self._usable()
        generation = f"{current.name}.{latest_generation(current)}"
        found = self._snapshot
        if found is not None and found.generation == generation:
            return found
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != generation:
                self._snapshot = Snapshot.open(current, self._snapshot)
            return self._snapshot

    def _usable(self) -> Path:
        if self.is_made_when_missing and self.directory.current is None:
            with self.directory.writing():
                self._create_if_missing()
        current = self.directory.current
        if current is None or not self._can_read(current):
            raise IndexNotReady(f"The search index is missing or of another version. {REBUILD_HINT}")
        return current

    def _can_read(self, directory: Path) -> bool:
        return can_read(recorded_format(directory), index_format(self.schema))

    @property
    def size(self) -> int:
        """In bytes."""
        return _bytes_of(self._usable())

    # ------------------------------------------------------------ writing

    @contextmanager
    def changing(self, policy: merge_policy.Policy = merge_policy.levelled) -> Iterator[StreamWriter]:
        """The writer of the index in use; commits at the end, or leaves everything as it was."""
        with self.directory.writing(), self._writer(policy) as writer:
            yield writer

    @contextmanager
    def _writer(self, policy: merge_policy.Policy) -> Iterator[StreamWriter]:
        if self.is_made_when_missing:
            self._create_if_missing()
        writer = self.open().writer()
        with _cancelled_on_failure(writer):
            yield writer
            writer.commit(mergetype=policy)

    def purge(self) -> None:
        """Leave no word of what was removed in a file; costs nothing when nothing was."""
        if not self.directory.is_purge_due:
            return
        # Forgotten under the same lock: nobody can note another purge in between.
        with self.directory.writing():
            with self._writer(merge_policy.with_deletions):
                self.directory.sweep()
            self.directory.forget_purge()

    @contextmanager
    def replacing(self) -> Iterator[StreamWriter]:
        """A writer into a new directory, which takes the place of the one in use at the end."""
        with self.directory.writing(), self._replacement() as index:
            writer = index.writer()
            with _cancelled_on_failure(writer):
                yield writer
                # One segment: the cheapest to search; a rebuild has the time.
                writer.commit(mergetype=merge_policy.everything)

    @contextmanager
    def _replacement(self) -> Iterator[StreamIndex]:
        """A new index, published at the end; nothing is left of it when anything fails, as on a full disk."""
        new = self.directory.prepare()
        try:
            yield create_index(new, self.schema)
            self.directory.publish(new, index_format(self.schema))
        except BaseException:
            self.directory.discard(new)
            raise

    def open(self) -> StreamIndex:
        try:
            return open_index(self._usable())
        except (FileNotFoundError, PermissionError, IndexDamaged) as error:
            raise IndexNotReady(f"The search index cannot be written: {error} {REBUILD_HINT}") from error

    def set_up(self) -> None:
        """Make an empty index where there is none of this version."""
        with self.directory.writing():
            current = self.directory.current
            if current is None or not self._can_read(current):
                self.create_empty()

    def _create_if_missing(self) -> None:
        """Call it with the write lock held: another process may have made one before we had it."""
        if self.directory.current is None:
            self.create_empty()

    def create_empty(self) -> None:
        """Call it with the write lock held."""
        with self._replacement():
            pass

    def write(
        self, writer: StreamWriter, search_index: Any, objects: Iterable[Any], *, new: bool = False
    ) -> None:
        """Add objects as documents; unless they are new, in place of what was there of them."""
        add = writer.add_document if new else writer.update_document
        for item in objects:
            try:
                prepared = search_index.full_prepare(item)
            except SkipDocument:
                continue
            values = {
                name: indexed(self.kinds[name], value)
                for name, value in prepared.items()
                if name in self.kinds
            }
            add(**values, **{NUMBER: number_of(values[ID])})


_shared: WeakValueDictionary[tuple[Any, ...], IndexAccess] = WeakValueDictionary()
#: By path. Each request may have a thread of its own, and so a backend: the cache is to outlive them.
_kept_open: OrderedDict[Path, IndexAccess] = OrderedDict()
_shared_lock = Lock()


def shared_access(
    root: Path, schema: Schema, kinds: dict[str, Kind], *, is_made_when_missing: bool
) -> IndexAccess:
    """The one of this index and these fields: Haystack makes a backend for each thread."""
    key = root, frozenset(kinds.items()), tuple(schema.names()), is_made_when_missing
    with _shared_lock:
        access = _shared.get(key)
        if access is None:
            access = _shared[key] = IndexAccess(
                root, schema, kinds, is_made_when_missing=is_made_when_missing
            )
        _kept_open[root] = access
        _kept_open.move_to_end(root)
        if len(_kept_open) > _KEPT_OPEN:
            _kept_open.popitem(last=False)
        return access


def _verify(snapshot: Snapshot) -> None:
    try:
        snapshot.verify()
    except IndexDamaged as error:
        raise IndexNotReady(f"The search index is damaged: {error} {REBUILD_HINT}") from error


def number_of(identifier: str) -> int | None:
    """The key at the end of an identifier, where it is a number."""
    key = identifier.rpartition(".")[2]
    return int(key) if key.isascii() and key.isdigit() and len(key) <= 18 else None


def _bytes_of(path: Path) -> int:
    """Of a file, or of all in a directory; nothing for what a commit or a rebuild removes meanwhile."""
    try:
        return sum(map(_bytes_of, path.iterdir())) if path.is_dir() else path.stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def _cancelled_on_failure(writer: StreamWriter) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(Exception):  # a commit that failed has closed its writer
            writer.cancel()
        raise
