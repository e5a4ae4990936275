"""Adding, replacing and deleting documents; a commit makes it visible and durable at once."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.fields import Schema
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from articles.search.whoosh import merge_policy
from articles.search.whoosh.arrays import ArrayFileWriter, IndexDamaged
from articles.search.whoosh.codec import ArrayCodec, ArraySegment
from articles.search.whoosh.fields import KeyField
from articles.search.whoosh.merge_policy import Policy, Size
from articles.search.whoosh.merging import Source, merge
from articles.search.whoosh.pending import PendingDocuments
from articles.search.whoosh.segments import SegmentFile, generations, read_toc
from articles.search.whoosh.storage import DurableStorage
from articles.search.whoosh.terms import to_bytes

#: So many words, all or different ones, are kept in memory before a segment is written.
MAX_WORDS = 5_000_000
MAX_DIFFERENT_WORDS = 500_000
MAX_CHARACTERS = 50_000_000  # of the strings of columns
#: So many articles are merged in less time than anyone would notice, a quarter of a second.
MERGED_UNSEEN = 2_000


class StreamIndex(FileIndex):
    """Whoosh's index, written by StreamWriter."""

    def writer(self, procs: int = 1, **kwargs: Any) -> "StreamWriter":
        return StreamWriter(self, **kwargs)


def create_index(place: Path | DurableStorage, schema: Schema) -> StreamIndex:
    """A new index without documents in an empty directory."""
    storage = place if isinstance(place, DurableStorage) else DurableStorage(place)
    TOC.create(storage, schema)
    return StreamIndex(storage)


def open_index(path: Path) -> StreamIndex:
    """Raises FileNotFoundError when there is none, and IndexDamaged."""
    read_toc(path)
    return StreamIndex(DurableStorage(path))


class StreamWriter(SegmentWriter):
    """Whoosh's writer: table of contents, lock and deletions are its own, segments are written here."""

    def __init__(self, ix: FileIndex, *, max_words: int = MAX_WORDS, **kwargs: Any) -> None:
        super().__init__(ix, codec=ArrayCodec(), compound=False, **kwargs)
        self.segments: list[ArraySegment]
        self._max_words = max_words
        self._files: dict[str, SegmentFile] = {}
        self._pending = PendingDocuments(self.schema)
        self._remove_unnamed()  # what a writer that was killed left

    # ------------------------------------------------------------ documents

    def add_document(self, **values: Any) -> None:
        self._check_state()
        self._pending.add(values)
        self._added = True
        if self._is_full():
            self.flush()

    def update_document(self, **values: Any) -> None:
        """Add a document in place of those with the same unique keys, added in this commit or before."""
        for name, field in self.schema.items():
            if field.unique and values.get(name) is not None:
                self.delete_by_term(name, values[name])
        self.add_document(**values)

    def delete_by_term(self, fieldname: str, text: str, searcher: Any = None) -> int:
        """Delete the documents with this key, or this term of a stream; returns how many there were."""
        self._check_state()
        if not isinstance(self.schema[fieldname], KeyField):
            self.flush()  # what is pending is found by its keys only
        deleted = self._pending.delete(fieldname, text)
        for segment in self.segments:
            terms = self._file(segment).terms.get(fieldname)
            for number in terms.postings(to_bytes(text)).documents.tolist() if terms else ():
                if not segment.is_deleted(number):
                    segment.delete_document(number)
                    deleted += 1
        return deleted

    def delete_by_query(self, q: Any, searcher: Any = None) -> int:
        self.flush()  # Whoosh's searcher sees segments only
        return super().delete_by_query(q, searcher)

    # ------------------------------------------------------------ segments

    def flush(self) -> None:
        """Write what is pending as a segment. It counts when the commit names it."""
        if len(self._pending):
            self.segments.append(self._written(self._pending.write))
            self._setup_doc_offsets()
        self._pending = PendingDocuments(self.schema)

    def commit(
        self, mergetype: Policy | None = None, optimize: bool | None = None, merge: bool | None = None
    ) -> None:
        """Make it so: all of it, or nothing if this fails or the machine stops.

        optimize: make it one segment. merge=False: leave the segments as they are. Or give a policy.
        Before a merge that takes long the commit is published as it is, so that readers need not wait.
        """
        self._check_state()
        self.flush()
        policy = mergetype or merge_policy.levelled
        if optimize or self.optimize:
            policy = merge_policy.everything
        elif merge is False:
            policy = merge_policy.nothing
        sizes = [Size(segment.doc_count(), segment.deleted_count()) for segment in self.segments]
        groups = policy(sizes)
        if sum(sizes[number].live for group in groups for number in group) > MERGED_UNSEEN:
            self._commit_toc(self.segments)
            self.generation += 1
        self._merge(groups)
        self._commit_toc(self.segments)
        self._finish()

    def cancel(self) -> None:
        """Forget it, and remove what was written of it."""
        self._check_state()
        try:
            self._remove_unnamed()
        finally:
            self._finish()

    def _is_full(self) -> bool:
        pending = self._pending
        return (
            pending.words >= self._max_words
            or len(pending.table) >= MAX_DIFFERENT_WORDS
            or pending.characters >= MAX_CHARACTERS
        )

    def _remove_unnamed(self) -> None:
        """Remove segments that no table names, and tables that were never published."""
        names = list(self.storage.list())
        named: set[str] = set()
        # Of all tables: of a commit that failed at its last step a power cut may leave the one before.
        for generation in generations(names):
            with suppress(FileNotFoundError, IndexDamaged):
                table = read_toc(Path(self.storage.folder), generation)
                named.update(segment.file_name for segment in table.segments)
        is_segment = TOC._segment_pattern(self.indexname).match
        for name in names:
            if ".toc." in name or (is_segment(name) and name not in named):
                with suppress(OSError):  # the next writer tries again
                    self.storage.delete_file(name)

    def _merge(self, groups: list[list[int]]) -> None:
        merged = [self._merged([self.segments[number] for number in sorted(group)]) for group in groups]
        gone = {number for group in groups for number in group}
        left = [segment for number, segment in enumerate(self.segments) if number not in gone]
        self.segments = [segment for segment in left + merged if segment.doc_count()]

    def _merged(self, segments: list[ArraySegment]) -> ArraySegment:
        sources = [Source(self._file(each), _live(each)) for each in segments if each.doc_count()]
        if not sources:
            return self.codec.new_segment(self.storage, self.indexname)
        return self._written(lambda file: merge(file, self.schema, sources))

    def _written(self, write: Callable[[ArrayFileWriter], int]) -> ArraySegment:
        """A new segment, which `write` writes and says the number of its documents."""
        segment: ArraySegment = self.codec.new_segment(self.storage, self.indexname)
        raw = self.storage.create_file(segment.file_name)
        try:
            file = ArrayFileWriter(raw)
            segment.set_doc_count(write(file))
            file.close()
        except BaseException:
            # On a full disk what there is of it would be in the way of everything else.
            with suppress(OSError):
                raw.raw_file().close()  # writes what is left in its buffer
            self.storage.delete_file(segment.file_name)
            raise
        return segment

    def _file(self, segment: ArraySegment) -> SegmentFile:
        name = segment.segment_id()
        if name not in self._files:
            path = Path(self.storage.folder) / segment.file_name
            self._files[name] = SegmentFile(path, self.schema, segment.doc_count_all())
        return self._files[name]


def _live(segment: ArraySegment) -> Any:
    live = np.ones(segment.doc_count_all(), bool)
    live[[*segment.deleted_docs()]] = False
    return np.flatnonzero(live)
