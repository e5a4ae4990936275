"""The index on disk between two processes: what one of them sees while the other replaces files."""

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from haystack import connections

from articles.models import Article
from articles.search.whoosh.backend import ArabicWhooshBackend
from articles.search.whoosh.directory import IndexDirectory


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
