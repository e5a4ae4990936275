"""The power goes at any moment: what was not synced is lost, and the index must open all the same.

A recording storage keeps a log of what reaches the disk. Every beginning of the log is played back onto an
empty disk, in several ways, of which each is what some file system may do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from errno import ENOSPC
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from articles.search.whoosh import merge_policy
from articles.search.whoosh.segments import Snapshot, latest_generation
from articles.search.whoosh.storage import DurableStorage
from articles.search.whoosh.writer import StreamIndex, create_index, open_index
from tests.search.engine import corpus

Step = tuple[str, str, bytes]  # what, of which file, data or new name


class RecordingStorage(DurableStorage):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.log: list[Step] = []

    def _create(self, path: str) -> Any:
        self.log.append(("create", Path(path).name, b""))
        return _RecordingFile(super()._create(path), self.log)

    def _sync(self, file: Any) -> None:
        self.log.append(("sync", Path(file.name).name, b""))

    def _sync_directory(self) -> None:
        self.log.append(("sync directory", "", b""))

    def _rename(self, old: str, new: str) -> None:
        self.log.append(("rename", Path(old).name, Path(new).name.encode()))
        super()._rename(old, new)

    def delete_file(self, name: str) -> None:
        self.log.append(("delete", name, b""))
        super().delete_file(name)


class _RecordingFile:
    def __init__(self, file: Any, log: list[Step]) -> None:
        self._file = file
        self._log = log
        self.name = file.name
        self.flush, self.close = file.flush, file.close

    def write(self, data: Any) -> None:
        self._log.append(("write", Path(self.name).name, bytes(data)))
        self._file.write(data)


@dataclass
class Disk:
    """Contents and names, as the programs see them and as they are safe."""

    contents: dict[int, bytes] = field(default_factory=dict)
    safe_contents: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    safe_names: dict[str, int] = field(default_factory=dict)

    def play(self, step: Step) -> None:
        what, name, data = step
        if what == "create":
            number = len(self.contents)
            self.contents[number] = self.safe_contents[number] = b""
            self.names[name] = number
        elif what == "write":
            self.contents[self.names[name]] += data
        elif what == "sync":
            self.safe_contents[self.names[name]] = self.contents[self.names[name]]
        elif what == "rename":
            self.names[data.decode()] = self.names.pop(name)
        elif what == "delete":
            del self.names[name]
        else:
            self.safe_names = dict(self.names)

    def after_power_cut(self) -> Iterator[dict[str, bytes]]:
        """Nothing that was not synced; all or some names, without contents; everything, as after kill -9."""
        tables = {name: number for name, number in self.names.items() if name.endswith(".toc")}
        yield {name: self.safe_contents[number] for name, number in self.safe_names.items()}
        yield {name: self.safe_contents[number] for name, number in self.names.items()}
        yield {name: self.safe_contents[number] for name, number in (self.safe_names | tables).items()}
        yield {name: self.contents[number] for name, number in self.names.items()}


def document(text: str) -> corpus.Document:
    return corpus.Document(text, None, None, None)


HISTORY = (
    corpus.Commit((("a", document("قمة هلسنكي")), ("b", document("وزير"))), merge_policy.nothing, 1000),
    corpus.Commit((("c", document("أمريكا")), ("a", document("موسكو"))), merge_policy.nothing, 1),
    corpus.Commit((("b", None),), merge_policy.with_deletions, 1000),
    corpus.Commit((("d", document("روسيا")),), merge_policy.everything, 1000),
)
State = dict[str, str]  # key of each document -> its words


def test_a_power_cut_at_any_moment_leaves_the_commit_before_or_after_it(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    storage = RecordingStorage(tmp_path / "store")
    index = create_index(storage, corpus.schema())
    disk = Disk()
    states: list[State] = [{}]
    played = 0
    seen: set[frozenset[tuple[str, bytes]]] = set()
    archive: dict[str, corpus.Document] = {}
    for step in storage.log:
        disk.play(step)
    for commit in HISTORY:
        played = len(storage.log)
        corpus.apply(index, commit, archive)
        states.append({key: str(each.text) for key, each in archive.items()})
        for number, step in enumerate(storage.log[played:]):
            disk.play(step)
            if step[0] == "write" and number % 25:
                continue  # a write alone changes nothing that is safe
            for files in disk.after_power_cut():
                if frozenset(files.items()) not in seen:
                    seen.add(frozenset(files.items()))
                    assert reopened(files, tmp_path / str(len(seen))) in states[-2:], step
        *_, everything = disk.after_power_cut()
        safe = next(disk.after_power_cut())
        for name, files in (("safe", safe), ("everything", everything)):
            assert reopened(files, tmp_path / f"{name}{len(states)}") == states[-1]
    assert len(seen) > 30


def reopened(files: dict[str, bytes], path: Path) -> State:
    path.mkdir()
    for name, contents in files.items():
        (path / name).write_bytes(contents)
    found: State = {}
    for text, postings in corpus.stored(Snapshot.open(path), "text.written").items():
        for key, occurrences in postings.items():
            words = found.setdefault(key, "").split()
            words.insert(occurrences.positions[0], text)
            found[key] = " ".join(words)
    return found


def test_a_failure_while_a_segment_is_written_leaves_the_index_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store").mkdir()
    index, _ = corpus.build(tmp_path / "store", HISTORY[:1])
    writer = index.writer()
    writer.add_document(id="z", text="كلمة")
    monkeypatch.setattr(DurableStorage, "create_file", _full)
    with pytest.raises(OSError, match="full"):
        writer.commit()
    writer.cancel()
    monkeypatch.undo()
    assert keys(index) == ["a", "b"]
    corpus.apply(index, HISTORY[1], {})
    assert keys(index) == ["a", "b", "c"]


class FullStorage(DurableStorage):
    """After so many steps the disk is full."""

    def __init__(self, path: Path, steps: int) -> None:
        super().__init__(path)
        self.steps_left = steps

    def step(self) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise OSError(ENOSPC, "The disk is full.")

    def _create(self, path: str) -> Any:
        self.step()
        return _FullFile(super()._create(path), self)

    def _sync(self, file: Any) -> None:
        self.step()

    def _sync_directory(self) -> None:
        self.step()


class _FullFile:
    def __init__(self, file: Any, storage: FullStorage) -> None:
        self._file = file
        self._storage = storage
        self.name = file.name
        self.flush, self.close = file.flush, file.close

    def write(self, data: Any) -> None:
        self._storage.step()
        self._file.write(data)


# Whoosh leaves closing the file of a table that failed to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_no_fuller_after_a_commit_that_failed(tmp_path: Path) -> None:
    """At every step: while segments are flushed, merged, and while the table is written."""
    path = tmp_path / "store"
    path.mkdir()
    corpus.build(path, HISTORY[:2])
    before = sizes(path)
    failures = 0
    for steps in count(0, 7):
        index = StreamIndex(FullStorage(path, steps))
        writer = index.writer(max_words=1)
        try:
            for key in "ca":
                writer.update_document(id=key, text=f"كلمة {key}")
            writer.commit(mergetype=merge_policy.everything)
        except OSError as error:
            assert error.errno == ENOSPC
            writer.cancel()
        else:
            break
        if latest_generation(path) != 2:
            break  # the last step of all failed: the commit may stand, and its files do
        assert sizes(path) == before
        failures += 1
    assert failures > 20
    assert keys(open_index(path)) == ["a", "b", "c"]


def test_what_a_killed_writer_left_is_removed_when_the_next_one_begins(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    index, _ = corpus.build(tmp_path / "store", HISTORY[:1])
    before = sizes(tmp_path / "store")
    for name in ("MAIN_0123456789abcdef.arrays", "_MAIN_9.toc.1732270000.5"):
        (tmp_path / "store" / name).write_text("words")
    index.writer().cancel()
    assert sizes(tmp_path / "store") == before


def sizes(path: Path) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in path.iterdir()}


def _full(*_: Any, **__: Any) -> None:
    raise OSError("The disk is full.")


def keys(index: StreamIndex) -> list[str]:
    segments = Snapshot.open(Path(index.storage.folder)).segments
    return sorted(corpus.keys(segment)[number] for segment in segments for number in corpus.live(segment))
