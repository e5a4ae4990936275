"""The records of a WARC file, cut out one by one in little memory, whatever stands in it.

Headers are warcio's to read. Records are not: warcio reads lines and chunks of any length at once, stops for
good at a record without an address, and writes to the terminal.
"""

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from articles.arabic.normalize import clean_input
from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.limits import Unpacked

MAX_BLOCK_BYTES = 20 * 1024 * 1024
LONGEST_LINE = 64 * 1024
GZIP = b"\x1f\x8b"
_MOST_LINES = 200
_PIECE = 1 << 16
_VERSION = b"WARC/"
_WARC = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.17", "WARC/0.18"])


@dataclass(frozen=True)
class CutRecord:
    """A record as it is cut out of the file; of a block that is too large only the beginning is there."""

    headers: StatusAndHeaders
    block: bytes
    is_too_large: bool

    def header(self, name: str) -> str:
        return (self.headers.get_header(name) or "").strip()

    @property
    def url(self) -> str:
        return clean_input(self.header("WARC-Target-URI").strip("<>"))[:2000]

    @property
    def fetched_at(self) -> datetime | None:
        try:
            moment = datetime.fromisoformat(self.header("WARC-Date"))
        except ValueError:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def unpacked(file: io.BufferedIOBase) -> io.BufferedIOBase:
    """The file without the gzip around it; a caller may have taken that off already."""
    if not isinstance(file, io.BufferedReader) or not file.peek(2).startswith(GZIP):
        return file
    size = 0
    if file.seekable():
        place = file.tell()
        size = file.seek(0, io.SEEK_END) - place
        file.seek(place)
    return io.BufferedReader(Unpacked(gzip.GzipFile(fileobj=file), size))


def cut_records(file: io.BufferedIOBase) -> Iterator[CutRecord | UnreadableInput]:
    """The records of a file, and what is wrong with those that cannot be cut out."""
    line = _next_line(file)
    if not line:
        raise UnreadableInput("The file is empty.", "الملف فارغ.")
    if not line.startswith(_VERSION):
        raise UnreadableInput("This is no WARC file.", "ليس هذا ملف WARC.")
    while line:
        is_damaged = False
        try:
            yield _record(file, line)
        except _Damaged as damage:
            is_damaged = True
            yield damage.problem
            if damage.ends_file:
                return
        line = _next_line(file)
        if line and not line.startswith(_VERSION):
            if not is_damaged:
                yield UnreadableInput(
                    "A record is longer or shorter than it says; reading went on with the next one.",
                    "سجل أطول أو أقصر مما يعلن، فتابعت القراءة من السجل التالي.",
                )
            while line and not line.startswith(_VERSION):
                line = file.readline(LONGEST_LINE)


class _Damaged(Exception):
    def __init__(self, problem: UnreadableInput, *, ends_file: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.ends_file = ends_file


def _next_line(file: io.BufferedIOBase) -> bytes:
    """The next line that is not blank; empty at the end."""
    while (line := file.readline(LONGEST_LINE)) and not line.strip():
        pass
    return line


def _record(file: io.BufferedIOBase, line: bytes) -> CutRecord:
    """Raises _Damaged and, for what the packing of the file says, UnreadableInput."""
    lines = [line]
    while lines[-1].strip():
        lines.append(file.readline(LONGEST_LINE))
        if not lines[-1]:
            raise _Damaged(_cut_off(), ends_file=True)
        if len(lines) > _MOST_LINES or not lines[-1].endswith(b"\n"):
            raise _Damaged(_bad_header())
    try:
        headers = _WARC.parse(io.BytesIO(b"".join(lines)))
    except (StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise _Damaged(_bad_header()) from error
    length = (headers.get_header("Content-Length") or "").strip()
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise _Damaged(_bad_header())
    block = _exactly(file, min(int(length), MAX_BLOCK_BYTES))
    left = int(length) - len(block)
    while left > 0:
        left -= len(_exactly(file, min(left, _PIECE)))
    return CutRecord(headers, block, is_too_large=int(length) > MAX_BLOCK_BYTES)


def _exactly(file: io.BufferedIOBase, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise _Damaged(_cut_off(), ends_file=True)
    return data


def _cut_off() -> UnreadableInput:
    return UnreadableInput(
        "The file ends in the middle of this record; the pages before were read.",
        "ينتهي الملف في وسط هذا السجل، فقُرئت الصفحات التي قبله.",
    )


def _bad_header() -> UnreadableInput:
    return UnreadableInput("The header of this record cannot be read.", "لا تُقرأ ترويسة هذا السجل.")
