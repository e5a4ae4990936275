"""Lines of a file that may have no end, in any encoding, and in little memory."""

import codecs
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from articles.ingest.decode import decode
from articles.ingest.documents import UnreadableInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Bytes of one row; a report of 200,000 letters has less than a tenth.
MAX_ROW_BYTES = 8 * 1024 * 1024
_SAMPLE_BYTES = 1 << 18
#: What `decode` tells apart, the wide ones in a family of their own.
_ENCODINGS = ("utf-8", "cp1256", "iso8859-6", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


class Line(NamedTuple):
    """A line with its end. Its bytes are in the encoding of the file; UTF-16 and UTF-32 have become UTF-8."""

    number: int
    data: bytes
    encoding: str
    is_whole: bool = True

    @property
    def text(self) -> str:
        # Arabic in another encoding is never valid UTF-8: a file put together of several is read right too.
        for encoding in ("utf-8", self.encoding):
            with suppress(UnicodeDecodeError):
                return self.data.decode(encoding)
        return decode(self.data)

    @property
    def is_blank(self) -> bool:
        return not self.data.strip()


def lines_of(file: io.BufferedIOBase) -> Iterator[Line]:
    """The lines of a file. Of one that is longer than MAX_ROW_BYTES only a beginning is kept.

    Raises UnreadableInput for empty or binary input.
    """
    sample, damage = _sample(file)
    encoding = encoding_of(sample)
    rest: Iterator[tuple[bytes, bool]]
    if encoding.startswith(("utf-16", "utf-32")):
        rest = _cut_lines_of_text(
            io.TextIOWrapper(
                io.BufferedReader(_Joined(sample, damage, file)), encoding, "replace", newline="\n"
            )
        )
        encoding = "utf-8"
    else:
        rest = _cut_lines(io.BufferedReader(_Joined(sample, damage, file)))
    for number, (data, is_whole) in enumerate(rest, 1):
        without_mark = data.removeprefix(codecs.BOM_UTF8) if number == 1 else data
        yield Line(number, without_mark, encoding, is_whole)


def encoding_of(sample: bytes) -> str:
    """The encoding in which `decode` reads the beginning of a file. Raises UnreadableInput."""
    if len(sample) >= _SAMPLE_BYTES and b"\n" in sample:
        # A character cut off at the end is no damage. The line end of UTF-16 has two bytes.
        sample = sample[: (sample.rindex(b"\n") + 1) & ~3 or None]
    text = decode(sample)
    for encoding in _ENCODINGS:
        if sample.decode(encoding, errors="replace").removeprefix("\ufeff") == text.removeprefix("\ufeff"):
            return encoding
    return "utf-8"


def _sample(file: io.BufferedIOBase) -> tuple[bytes, UnreadableInput | None]:
    """The beginning of a file, and what ended it too early. Raises UnreadableInput if nothing can be read."""
    sample = bytearray()
    try:
        while len(sample) < _SAMPLE_BYTES and (data := file.read1(_SAMPLE_BYTES - len(sample))):
            sample += data
    except UnreadableInput as damage:
        if not sample:
            raise
        return bytes(sample), damage
    return bytes(sample), None


class _Joined(io.RawIOBase):
    """What was read already, and the rest of the file."""

    def __init__(self, head: bytes, damage: UnreadableInput | None, file: io.BufferedIOBase) -> None:
        self._head = io.BytesIO(head)
        self._damage = damage
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._head.read(len(view))
        if not data and self._damage:
            raise self._damage
        data = data or self._file.read1(len(view))
        view[: len(data)] = data
        return len(data)


def _cut_lines(file: io.BufferedReader) -> Iterator[tuple[bytes, bool]]:
    while line := file.readline(MAX_ROW_BYTES):
        is_whole = len(line) < MAX_ROW_BYTES or line.endswith(b"\n")
        yield line, is_whole
        while not is_whole and line and not line.endswith(b"\n"):
            line = file.readline(MAX_ROW_BYTES)


def _cut_lines_of_text(file: io.TextIOWrapper) -> Iterator[tuple[bytes, bool]]:
    while line := file.readline(MAX_ROW_BYTES):
        is_whole = len(line) < MAX_ROW_BYTES or line.endswith("\n")
        yield line.removeprefix("\ufeff").encode("utf-8", "replace"), is_whole
        while not is_whole and line and not line.endswith("\n"):
            line = file.readline(MAX_ROW_BYTES)


def too_long() -> UnreadableInput:
    megabytes = MAX_ROW_BYTES // 1024**2
    return UnreadableInput(f"The row is longer than {megabytes} MB.", f"السطر أطول من {megabytes} ميغابايت.")
