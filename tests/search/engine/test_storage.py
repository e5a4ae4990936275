from pathlib import Path
from typing import Any

import pytest

from articles.search.whoosh.storage import DurableStorage


class Recorder(DurableStorage):
    """Notes what it asks of the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked: list[str] = []

    def _sync(self, file: Any) -> None:
        self.asked.append(f"sync {Path(file.name).name}")
        super()._sync(file)

    def _sync_directory(self) -> None:
        self.asked.append("sync directory")
        super()._sync_directory()

    def _rename(self, old: str, new: str) -> None:
        self.asked.append(f"rename to {Path(new).name}")
        super()._rename(old, new)


def test_a_file_is_on_disk_before_it_gets_its_name_and_the_name_before_the_call_returns(
    tmp_path: Path,
) -> None:
    storage = Recorder(tmp_path)
    with storage.create_file("new") as file:
        file.write(b"contents")
    storage.rename_file("new", "toc", safe=True)
    assert storage.asked == ["sync new", "sync directory", "rename to toc", "sync directory"]
    assert (tmp_path / "toc").read_bytes() == b"contents"


def test_no_file_is_written_twice(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path)
    storage.create_file("segment").close()
    with pytest.raises(FileExistsError):
        storage.create_file("segment")


def test_no_file_is_replaced_by_a_renamed_one(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path)
    for name in ("old", "new"):
        storage.create_file(name).close()
    with pytest.raises(FileExistsError):
        storage.rename_file("new", "old", safe=True)


def test_what_is_put_aside_stays_in_memory(tmp_path: Path) -> None:
    aside = DurableStorage(tmp_path).temp_storage("aside")
    with aside.create_file("run") as file:
        file.write(b"x")
    aside.destroy()
    assert list(tmp_path.iterdir()) == []
