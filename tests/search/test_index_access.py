"""The index on disk between two processes: what one of them sees while the other replaces files."""

import fcntl
import gc
from concurrent.futures import ThreadPoolExecutor
from errno import EACCES, ENOSPC
from pathlib import Path

import pytest
from haystack import connections

from articles.models import Article
from articles.search.engine import IndexNotReady
from articles.search.whoosh import directory as index_directory
from articles.search.whoosh import index_access
from articles.search.whoosh.backend import ArabicWhooshBackend
from articles.search.whoosh.directory import IndexDirectory, recorded_format
from articles.search.whoosh.writer import StreamWriter


def rebuild(directory: IndexDirectory) -> None:
    with directory.writing():
        directory.publish(directory.prepare(), {})


@pytest.fixture
def directory(tmp_path) -> IndexDirectory:
    made = IndexDirectory(tmp_path / "index")
    rebuild(made)
    return made


@pytest.fixture
def made_when_missing(tmp_path) -> ArabicWhooshBackend:
    """A backend with Haystack's defaults, without an index yet."""
    return ArabicWhooshBackend("default", PATH=str(tmp_path / "other"))


def meanwhile(monkeypatch, cls: type, name: str, event) -> None:
    """Let something happen just before a method is called for the first time."""
    method = getattr(cls, name)

    def first(*arguments, **options):
        monkeypatch.setattr(cls, name, method)
        event()
        return method(*arguments, **options)

    monkeypatch.setattr(cls, name, first)


def test_all_threads_read_the_same_snapshot(archive):
    access = connections["default"].get_backend().access
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: connections["default"].get_backend().access).result() is access


def test_the_snapshot_outlives_the_thread_that_opened_it(archive):
    """A server with a thread for each request makes a backend for each."""

    def one_request():
        backend = ArabicWhooshBackend("default", PATH=str(connections["default"].get_backend().path))
        return id(backend.access.snapshot())

    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(one_request).result()
    connections.reload("default")
    gc.collect()
    assert one_request() == first


def test_no_more_than_a_few_indexes_are_kept_open(tmp_path):
    for number in range(10):
        assert ArabicWhooshBackend("default", PATH=str(tmp_path / str(number))).access.snapshot()
    assert list(index_access._kept_open) == [tmp_path / str(number) for number in range(6, 10)]


def test_an_index_of_another_user_says_what_to_do(directory, monkeypatch):
    def refused(path, *_arguments, **_options):
        raise PermissionError(EACCES, "Permission denied", str(path))

    current = directory.current
    monkeypatch.setattr(Path, "read_text", refused)
    for read in (lambda: directory.current, lambda: recorded_format(current)):
        with pytest.raises(IndexNotReady, match=r"another user.*chown"):
            read()
    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(IndexNotReady, match=r"another user.*chown"), directory.writing():
        pass


@pytest.mark.parametrize("failing", ["create_index", "publish", "_sync", "commit"])
def test_a_rebuild_on_a_full_disk_leaves_nothing(archive, monkeypatch, failing):
    access = connections["default"].get_backend().access
    before = sizes(access.directory.root)

    def full(*_arguments, **_options):
        raise OSError(ENOSPC, "The disk is full.")

    owner = {
        "create_index": index_access,
        "publish": IndexDirectory,
        "_sync": index_directory,
        "commit": StreamWriter,
    }[failing]
    with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr(owner, failing, full)
        with access.replacing():
            pass
    assert sizes(access.directory.root) == before


def sizes(root):
    return {path.relative_to(root): path.stat().st_size for path in root.rglob("*") if path.is_file()}


def test_a_search_that_fails_by_damage_says_so_and_another_error_stays_what_it_is(archive):
    access = connections["default"].get_backend().access
    with pytest.raises(ValueError, match="our own"), access.reading():
        raise ValueError("our own")
    access.verify()
    damaged = next(iter(access.directory.current.glob("*.arrays")))
    content = bytearray(damaged.read_bytes())
    content[100] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(IndexNotReady, match=r"damaged.*rebuild_index"), access.reading():
        raise ValueError("by damaged bytes")
    with pytest.raises(IndexNotReady, match=r"damaged.*rebuild_index"):
        access.verify()


def test_an_index_is_in_use_while_a_rebuild_replaces_it(directory, monkeypatch):
    meanwhile(monkeypatch, Path, "is_dir", lambda: rebuild(directory))
    assert directory.current is not None


def test_a_pointer_to_nothing_is_no_index(directory):
    (directory.root / "current").write_text("v0-gone")
    assert directory.current is None


def test_an_index_made_by_another_process_is_not_emptied(made_when_missing, archive, monkeypatch):
    other = ArabicWhooshBackend("default", PATH=str(made_when_missing.path))
    index = connections["default"].get_unified_index().get_index(Article)
    # Between our look, which finds no index, and our turn to write.
    meanwhile(
        monkeypatch, IndexDirectory, "writing", lambda: other.update(index, [archive.articles["canal"]])
    )
    assert made_when_missing.status().documents == 1


def test_setting_up_makes_an_index_and_keeps_the_one_there_is(made_when_missing, archive):
    made_when_missing.setup()
    assert made_when_missing.status().documents == 0
    index = connections["default"].get_unified_index().get_index(Article)
    made_when_missing.update(index, [archive.articles["canal"]])
    made_when_missing.setup()
    assert made_when_missing.status().documents == 1


def test_the_size_is_told_while_files_go(archive, monkeypatch):
    backend = connections["default"].get_backend()
    current = backend.access.directory.current
    size = backend.status().bytes
    (current / "going").write_text("words")
    assert backend.status().bytes == size + len("words")
    stat = Path.stat

    def gone_first(path, **options):
        if path.name == "going":
            path.unlink()
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", gone_first)
    assert backend.status().bytes == size


def test_a_rebuild_killed_before_it_swept_leaves_a_purge_due(directory, monkeypatch):
    before = directory.current

    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), directory.writing():
        new = directory.prepare()
        patch.setattr(IndexDirectory, "sweep", killed)
        directory.publish(new, {})
    assert before.exists()
    assert directory.is_purge_due


def test_no_purge_is_due_after_a_rebuild(directory):
    assert not directory.is_purge_due


def test_a_purge_is_forgotten_before_anybody_else_can_note_one(archive, monkeypatch):
    backend = connections["default"].get_backend()
    directory = backend.access.directory
    backend.remove(archive.articles["canal"])
    noted = []

    def lock_is_held(self, forget=IndexDirectory.forget_purge):
        with open(directory.root / "write.lock") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        noted.append(True)
        forget(self)

    monkeypatch.setattr(IndexDirectory, "forget_purge", lock_is_held)
    backend.purge()
    assert noted
    assert not directory.is_purge_due
