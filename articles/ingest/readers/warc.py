"""WARC (ISO 28500): the web pages of a crawl, one by one.

Rules:
1. Responses with status 200 and HTML are articles; all else is counted and told in one note at the end.
2. Chunks and gzip or deflate are undone; a page of more than 20 MB, before or after, is refused alone.
   Crawlers also keep pages unpacked under headers that say otherwise: what is not packed is taken as it is.
3. Where a record is damaged, reading goes on with the next one that can be found. Where the file ends too
   early, the pages before are read and a problem tells.
"""

import io
from collections import Counter
from collections.abc import Iterator

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from articles.arabic.normalize import clean_input
from articles.ingest.documents import UnreadableInput
from articles.ingest.fetch.body import unpack
from articles.ingest.fetch.errors import Fault
from articles.ingest.fetch.limits import Limits
from articles.ingest.problems import Problem, problem_of
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.html import looks_like_html, read_html
from articles.ingest.readers.record import Record
from articles.ingest.readers.warc_records import (
    GZIP,
    LONGEST_LINE,
    MAX_BLOCK_BYTES,
    CutRecord,
    cut_records,
    unpacked,
)

KIND = "html"
_MOST_NAMED = 8
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2"])
_LIMITS = Limits(max_bytes=MAX_BLOCK_BYTES, max_raw_bytes=MAX_BLOCK_BYTES)


def read_warc(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """A record for each page of a crawl; at the end a note on what else the file holds.

    Raises UnreadableInput for what is no WARC, and for nothing else.
    """
    ignored: Counter[str] = Counter()
    number = 0
    try:
        for number, record in enumerate(cut_records(unpacked(file)), 1):
            if isinstance(record, UnreadableInput):
                yield Record(path, number, problem=problem_of(record, f"{path}:{number}"))
            elif kind := _ignored_kind(record):
                ignored[kind] += 1
            else:
                yield _page(record, path, number)
    except UnreadableInput as error:
        if not number:
            raise
        yield Record(path, number, problem=problem_of(error, path))
    if ignored:
        yield Record(path, notes=(_note(ignored),))


def _ignored_kind(record: CutRecord) -> str:
    """What a record is, if no page of the web; empty for a page."""
    kind = record.header("WARC-Type").lower()
    if kind != "response":
        return clean_input(kind)[:20] or "?"
    if not record.url.startswith(("http://", "https://")):
        return "response (dns, …)"
    return _ignored_answer(record)


def _ignored_answer(record: CutRecord) -> str:
    http = _http(record)
    if http is None:
        return ""  # told as a problem of this page
    headers, body = http
    code = headers.get_statuscode()
    if code != "200":
        return f"HTTP {clean_input(code)[:3] or '?'}"
    content_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    is_html = content_type in ("text/html", "application/xhtml+xml")
    if is_html or (not content_type and looks_like_html(body[:4096])):
        return ""
    return clean_input(content_type)[:50] or "?"


def _http(record: CutRecord) -> tuple[StatusAndHeaders, bytes] | None:
    """The headers of an answer and its body as sent; None if it has none."""
    head, blank, body = record.block.partition(b"\r\n\r\n")
    if not blank:
        head, blank, body = record.block.partition(b"\n\n")
    if not blank or len(head) > LONGEST_LINE:
        return None
    try:
        return _HTTP.parse(io.BytesIO(head + b"\r\n\r\n")), body
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None


def _page(record: CutRecord, path: str, number: int) -> Record:
    url = record.url
    try:
        if record.is_too_large:
            raise _too_large()
        http = _http(record)
        if http is None:
            raise UnreadableInput("The answer in this record has no header.", "الرد في هذا السجل بلا ترويسة.")
        headers, body = http
        payload = _payload(headers, body)
        content_type = clean_input(headers.get_header("Content-Type") or "")[:200]
        document = read_html(payload, url=url, content_type=content_type)
    except Exception as error:
        return Record(path, number, problem=problem_of(error, f"{path}:{number} {url}"))
    context = {"url": url, "content_type": content_type}
    return Record(
        path, number, document, raw=payload, kind=KIND, context=context, fetched_at=record.fetched_at
    )


def _payload(headers: StatusAndHeaders, body: bytes) -> bytes:
    """The page as its reader saw it. Raises UnreadableInput."""
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        body = _dechunked(body)
    encoding = (headers.get_header("Content-Encoding") or "").strip().lower()
    is_said_only = encoding in ("gzip", "x-gzip") and not body.startswith(GZIP)
    if is_said_only or (encoding and looks_like_html(body[:4096])):
        encoding = ""
    try:
        return unpack(body, encoding, _LIMITS)
    except Fault as fault:
        raise UnreadableInput(
            "The page is packed in a way that cannot be undone, or becomes too large.",
            "الصفحة مضغوطة بطريقة لا تُفك، أو تكبر أكثر مما يُسمح به.",
        ) from fault


def _dechunked(body: bytes) -> bytes:
    """The body without its chunks; as it is where it has none. What follows a damaged chunk is left out."""
    parts: list[bytes] = []
    place = 0
    while True:
        end = body.find(b"\r\n", place, place + LONGEST_LINE)
        size = body[place:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if size.isalnum() and len(size) <= 8 else -1
        except ValueError:
            length = -1
        if length < 0:
            return b"".join(parts) if parts else body
        if length == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        place = end + 2 + length + 2
        if place >= len(body):
            return b"".join(parts)


def _note(ignored: Counter[str]) -> Problem:
    named = ", ".join(f"{kind} {count}" for kind, count in ignored.most_common(_MOST_NAMED))
    more = ", …" if len(ignored) > _MOST_NAMED else ""
    return Problem(
        f"Records that are no pages were not read: {ignored.total()} ({named}{more}).",
        f"سجلات ليست صفحات لم تُقرأ: {ignored.total()} ({named}{more}).",
    )


def _too_large() -> UnreadableInput:
    megabytes = MAX_BLOCK_BYTES // 1024**2
    return UnreadableInput(
        f"The page is larger than {megabytes} MB.", f"حجم الصفحة أكبر من {megabytes} ميغابايت."
    )
