"""Crawls, on the files of `tests/data/feeds/warc/` that are named for their defects."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers import registry, warc_records
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.html import read_html
from articles.ingest.readers.record import Record
from articles.ingest.readers.warc import read_warc

WARCS = Path(__file__).parent.parent / "data" / "feeds" / "warc"
FILES = sorted(path.name for path in WARCS.iterdir())
HOME = "https://sham-alghad.example"


def read(data: bytes) -> list[Record]:
    return list(read_warc(io.BufferedReader(io.BytesIO(data)), "crawl.warc", RowFormat()))


def read_file(name: str) -> list[Record]:
    return read((WARCS / name).read_bytes())


def pages(records: list[Record]) -> list[Record]:
    return [record for record in records if record.document is not None]


#: file: pages, places of problems, notes; None for what is no WARC
EXPECTED = {
    "a_header_without_end.warc": (1, [2], 0),
    "a_page_is_a_bomb.warc": (1, [1], 0),
    "chunked_and_packed.warc": (3, [], 0),
    "cut_off.warc": (1, [3], 1),
    "cut_off.warc.gz": (1, [2], 1),
    "empty.warc": None,
    "good.warc.gz": (2, [], 1),
    "good_with_other_records.warc": (2, [], 1),
    "headers_say_packed_but_it_is_not.warc": (3, [], 0),
    "lengths_are_wrong.warc": (3, [2, 4], 0),
    "no_address_and_no_answer.warc": (1, [2], 1),
    "no_warc.warc": None,
    "one_gzip_stream.warc.gz": (2, [], 1),
    "packed_in_an_unknown_way.warc": (1, [1], 0),
    "windows_1256_page.warc": (1, [], 0),
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_its_pages_and_says_the_rest(name):
    try:
        records = read_file(name)
    except UnreadableInput as error:
        assert EXPECTED[name] is None, error.message_en
        return
    problems = [record.line for record in records if record.problem]
    assert (len(pages(records)), problems, sum(len(record.notes) for record in records)) == EXPECTED[name]


@pytest.mark.parametrize("name", FILES)
def test_every_page_says_where_and_when_it_was_read(name):
    if EXPECTED[name] is None:
        return
    for record in pages(read_file(name)):
        assert record.kind == "html"
        assert record.context["url"].startswith(HOME)
        assert record.fetched_at == datetime(2018, 6, 8, 9, tzinfo=UTC)
        assert read_html(record.raw, **record.context) == record.document
        assert record.document.title == "افتتاح الجسر الجديد في وسط المدينة"


def test_what_is_no_page_is_told_once_with_its_counts():
    [note] = [note for record in read_file("good_with_other_records.warc") for note in record.notes]
    for part in ("6 (", "HTTP 404 1", "image/png 1", "request 1", "revisit 1"):
        assert part in note.message_en


@pytest.mark.parametrize("name", ["good.warc.gz", "one_gzip_stream.warc.gz", "good_with_other_records.warc"])
def test_the_registry_reads_it_the_same(name):
    data = (WARCS / name).read_bytes()
    records = list(registry.read(io.BufferedReader(io.BytesIO(data)), name, RowFormat(), size=len(data)))
    assert [record.document for record in pages(records)] == [record.document for record in pages(read(data))]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio closes no file
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_what_warcio_writes_is_read(packed):
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    body = (WARCS / "cut_off.warc").read_bytes().partition(b"\r\n\r\nHTTP/1.1")[2].partition(b"\r\n\r\n")[2]
    for number in range(3):
        page = io.BytesIO(body)
        writer.write_record(
            writer.create_warc_record(f"{HOME}/{number}", "response", payload=page, http_headers=headers)
        )
    assert [record.context["url"] for record in pages(read(file.getvalue()))] == [
        f"{HOME}/{n}" for n in range(3)
    ]


def test_a_page_that_is_too_large_is_refused_alone(monkeypatch):
    monkeypatch.setattr(warc_records, "MAX_BLOCK_BYTES", 300)
    records = read_file("good_with_other_records.warc")
    assert [record.problem.message_en[:18] for record in records if record.problem] == [
        "The page is larger"
    ] * 2
    assert records[-1].notes


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_anywhere_is_never_worse_than_unreadable(name):
    data = (WARCS / name).read_bytes()[:8000]
    for end in range(0, len(data), max(len(data) // 40, 1)):
        try:
            read(data[:end])
        except UnreadableInput:
            continue


_PIECES = st.sampled_from(
    [
        b"WARC/1.0\r\n",
        b"\r\n",
        b"\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"WARC-Type: response\r\n",
        b"WARC-Target-URI: http://x.example/\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"Content-Type: text/html\r\n",
        b"<html>",
        b"Content-Encoding: gzip\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"5\r\n",
        b"\x1f\x8b\x08",
        b"\xff\xfe",
        b": \r\n",
        b"WARC-Date: x\r\n",
        b"hello",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=30).map(b"".join)))
def test_any_bytes_are_records_or_unreadable(data):
    answer = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Length: %d\r\n\r\n"
    )
    for each in (data, b"WARC/1.0\r\n" + data, answer % len(data) + data):
        try:
            read(each)
        except UnreadableInput as error:
            assert error.message_ar
