"""Which reader reads a file: its content says whether it is packed, the end of its name what it holds."""

import gzip
import io
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO

from articles.arabic.normalize import clean_input
from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem, problem_of
from articles.ingest.readers.archives import copied, members
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.feeds import looks_like_feed, read_feed_file
from articles.ingest.readers.jsonl import read_jsonl
from articles.ingest.readers.limits import Unpacked
from articles.ingest.readers.page_files import read_page_file
from articles.ingest.readers.record import Reader, Record
from articles.ingest.readers.separated import read_separated
from articles.ingest.readers.warc import read_warc

READERS: dict[str, Reader] = {
    ".txt": read_page_file,
    ".html": read_page_file,
    ".htm": read_page_file,
    ".xhtml": read_page_file,
    ".xml": read_feed_file,
    ".rss": read_feed_file,
    ".atom": read_feed_file,
    ".warc": read_warc,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_separated,
    ".tsv": read_separated,
}
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
#: An archive may lie in an archive, but no third one in that.
_DEEPEST = 2
_NAMED = 5
#: So many rows without an article among them are no rows.
_HOPELESS = 1000
_HEAD_BYTES = 1024
_BLANK = b"\xef\xbb\xbf \t\r\n"
#: What a JSON feed names as its version; without it, an object in JSON is a row.
_JSON_FEED = b"jsonfeed.org/version/"


def ending(name: str) -> str:
    """The end of a name that says what a file holds: `.csv` of `news.CSV.gz`."""
    return PurePosixPath(name.lower().removesuffix(".gz")).suffix


def is_known(name: str) -> bool:
    """Whether a file of this name is read when it lies in a directory or an archive."""
    return ending(name) in (*READERS, ".zip")


def read(
    file: io.BufferedReader, path: str, rows: RowFormat, *, size: int, depth: int = 0
) -> Iterator[Record]:
    """The records of an open file of `size` bytes; never raises.

    What ends the reading before the end of the file is a record with a problem.
    """
    last = None
    try:
        for record in _read(file, path, rows, size=size, depth=depth):
            last = record.line
            yield record
    except OSError as error:
        yield Record(path, problem=problem_of(unreadable(error), path))
    except Exception as error:
        problem = problem_of(error, path)
        yield Record(path, problem.line or last, problem=replace(problem, line=problem.line or last))


def unreadable(error: OSError) -> UnreadableInput:
    reason = error.strerror or type(error).__name__
    return UnreadableInput(f"The file cannot be read: {reason}.", f"تتعذّر قراءة الملف: {reason}.")


def _read(file: io.BufferedReader, path: str, rows: RowFormat, *, size: int, depth: int) -> Iterator[Record]:
    head = file.peek(_HEAD_BYTES)
    if head.startswith(_ZIP):
        if depth >= _DEEPEST:
            raise UnreadableInput(
                "This archive lies too deep in other archives.",
                "ملف ZIP هذا داخل ملفات أخرى أكثر مما يُسمح به.",
            )
        with copied(file) if depth else nullcontext(file) as archive:
            yield from _read_archive(archive, path, rows, depth=depth)
    elif head.startswith(_GZIP):
        with gzip.GzipFile(fileobj=file) as packed:
            inner = io.BufferedReader(Unpacked(packed, size))
            yield from _hopeful(reader_for(path, inner.peek(_HEAD_BYTES))(inner, path, rows))
    else:
        yield from _hopeful(reader_for(path, head)(file, path, rows))


def _hopeful(records: Iterator[Record]) -> Iterator[Record]:
    """The same, but not to the end of a file that goes on and on without an article."""
    for failed, record in enumerate(records, 1):
        yield record
        if record.document is not None:
            yield from records
            return
        if failed >= _HOPELESS:
            raise UnreadableInput(
                f"The first {failed} rows hold no article; the rest was not read.",
                f"ليس في أول {failed} من السطور أي مقال، فلم يُقرأ الباقي.",
            )


def reader_for(name: str, head: bytes) -> Reader:
    """By the end of the name; a file without a known one is a feed, JSON lines or a page, as it begins."""
    if found := READERS.get(ending(name)):
        return found
    if _JSON_FEED in head or (head.lstrip(_BLANK).startswith(b"<") and looks_like_feed(head)):
        return read_feed_file
    return read_jsonl if head.lstrip(_BLANK).startswith(b'{"') else read_page_file


def _read_archive(archive: IO[bytes], path: str, rows: RowFormat, *, depth: int) -> Iterator[Record]:
    others = []
    for member in members(archive):
        inside = f"{path}/{clean_input(member.name)}"
        if not is_known(member.name) or member.name.startswith("__MACOSX/"):
            others.append(clean_input(member.name))
            continue
        try:
            file = member.open()
        except UnreadableInput as error:
            yield Record(inside, problem=problem_of(error, inside))
            continue
        with file:
            yield from read(file, inside, rows, size=member.info.compress_size, depth=depth + 1)
    if others:
        names = ", ".join(name[:100] for name in others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
        note = Problem(
            f"Files of other kinds in the archive were not read: {len(others)} ({names}).",
            f"ملفات من أنواع أخرى داخل ملف ZIP لم تُقرأ: {len(others)} ({names}).",
        )
        yield Record(path, notes=(note,))
