"""One file of named arrays, written once from front to back and then read by mapping it into memory.

    magic, arrays (each begins at a multiple of 8 bytes),
    directory (JSON: name -> type, place, length, CRC-32), place and length and CRC-32 of the directory, magic

A file that was cut short has no magic at its end, which shows when it is opened, before it is mapped. Bytes
that changed inside an array show in its checksum, which costs reading all of it: `ArrayFile.verify`.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MAGIC = b"NAarray1"
_TRAILER = struct.Struct("<QII8s")
_ALIGNED = 8
_TYPES = frozenset({"|u1", "<u2", "<u4", "<i4", "<i8", "<f8"})


class IndexDamaged(Exception):
    """A file of the index is not what was written."""


class Writable(Protocol):
    def write(self, data: bytes, /) -> Any: ...
    def close(self) -> None: ...


class _Entry(NamedTuple):
    """Where an array lies."""

    kind: str
    place: int
    length: int
    #: None in files written before there was one.
    checksum: int | None = None


class ArrayFileWriter:
    """Writes arrays one after another; closing it writes the directory."""

    def __init__(self, file: Writable) -> None:
        self._file = file
        self._place = 0
        self._directory: dict[str, _Entry] = {}
        self._last = ""
        self._write(MAGIC)

    def add(self, name: str, values: Array) -> None:
        if name in self._directory:
            raise ValueError(f"There is an array {name} in this file.")
        self._begin(name, values.dtype)
        self.extend(name, values)

    def extend(self, name: str, values: Array) -> None:
        """Append to the array written last, or begin it."""
        if name not in self._directory:
            self._begin(name, values.dtype)
        entry = self._directory[name]
        if name != self._last or entry.kind != _type_name(values.dtype):
            raise ValueError(f"The array {name} cannot be extended.")
        data = np.ascontiguousarray(values, dtype=entry.kind).data.cast("B") if len(values) else b""
        self._write(data)
        checksum = zlib.crc32(data, entry.checksum or 0)
        self._directory[name] = entry._replace(length=entry.length + len(values), checksum=checksum)

    def close(self) -> None:
        self._pad()
        directory = json.dumps(self._directory).encode()
        place = self._place
        self._write(directory)
        self._write(_TRAILER.pack(place, len(directory), zlib.crc32(directory), MAGIC))
        self._file.close()

    def _begin(self, name: str, dtype: np.dtype[Any]) -> None:
        self._pad()
        self._directory[name] = _Entry(_type_name(dtype), self._place, 0, 0)
        self._last = name

    def _pad(self) -> None:
        self._write(bytes(-self._place % _ALIGNED))

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)  # type: ignore[arg-type]  # anything with a buffer
        self._place += len(data)


class ArrayFile:
    """The arrays of a file, as views of its mapped bytes: they stay readable when the file is removed."""

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, and IndexDamaged for a file that was cut short or is another's."""
        self.path = path
        with path.open("rb") as file:
            self._directory = _read_directory(file, path)
            self._bytes = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory)

    def __getitem__(self, name: str) -> Array:
        kind, place, length, _ = self._directory[name]
        return np.frombuffer(self._bytes, kind, length, place) if length else np.empty(0, kind)

    def verify(self) -> None:
        """Read all of it. Raises IndexDamaged for an array that does not have its checksum."""
        for name, entry in self._directory.items():
            data = memoryview(self[name])  # type: ignore[arg-type]  # an array has a buffer
            if entry.checksum is not None and zlib.crc32(data) != entry.checksum:
                raise IndexDamaged(f"{self.path.name} was changed: {name} does not have its checksum.")


def _read_directory(file: BinaryIO, path: Path) -> dict[str, _Entry]:
    size = file.seek(0, 2)
    if size < len(MAGIC) + _TRAILER.size:
        raise IndexDamaged(f"{path.name} was cut short: {size} bytes are left.")
    file.seek(size - _TRAILER.size)
    place, length, checksum, magic = _TRAILER.unpack(file.read(_TRAILER.size))
    if magic != MAGIC or place + length + _TRAILER.size != size:
        raise IndexDamaged(f"{path.name} was cut short or changed: its end is missing.")
    file.seek(place)
    text = file.read(length)
    if zlib.crc32(text) != checksum:
        raise IndexDamaged(f"{path.name} was changed: its directory does not have its checksum.")
    directory = {name: _Entry(*entry) for name, entry in json.loads(text).items()}
    for name, (kind, start, count, _) in directory.items():
        if kind not in _TYPES or start + count * np.dtype(kind).itemsize > place:
            raise IndexDamaged(f"{path.name} has an array that cannot be: {name}.")
    return directory


def _type_name(dtype: np.dtype[Any]) -> str:
    name = dtype.newbyteorder("<").str
    if name not in _TYPES:
        raise TypeError(f"Arrays of the type {name} are not written.")
    return name
