"""A directory of index files in which a commit is on disk before it counts.

A file is written once under a new name and synced when it is closed. The table of contents is written
beside and renamed: before that the directory is synced, so that the files which it names cannot be missing,
and after it again, so that the commit stands when the call returns.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile


class DurableStorage(FileStorage):
    def __init__(self, path: str | Path) -> None:
        super().__init__(str(path))

    def create_file(self, name: str, **kwargs: Any) -> StructFile:
        """A new file. Raises FileExistsError: nothing is written twice, since readers have it mapped."""
        return StructFile(self._create(self._fpath(name)), name=name, onclose=self._on_close)

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """The contents as they are now, for the table of contents; segments are mapped by `arrays`."""
        return StructFile(BytesIO(Path(self._fpath(name)).read_bytes()), name=name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        if safe and self.file_exists(newname):
            raise FileExistsError(f"There is a file {newname} in the index.")
        self._sync_directory()
        self._rename(self._fpath(oldname), self._fpath(newname))
        self._sync_directory()

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """In memory: the writer puts nothing aside on disk."""
        return RamStorage()

    def _on_close(self, file: StructFile) -> None:
        file.flush()
        self._sync(file.raw_file())

    # ------------------------------------------------------------ what reaches the disk

    def _create(self, path: str) -> Any:
        return open(path, "xb")

    def _sync(self, file: Any) -> None:
        os.fsync(file.fileno())

    def _sync_directory(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _rename(self, old: str, new: str) -> None:
        Path(old).rename(new)
