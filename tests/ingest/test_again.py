"""What was kept of a record, read again, is the same document: for each reader, on files of `tests/data/`."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from articles.arabic.dates import parse_date
from articles.collect.pages import Fetching, record_behind, record_of_item, record_of_page
from articles.ingest.canonical import article_address
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.fetch import Fetched
from articles.ingest.page_scores import judge_pages
from articles.ingest.readers import registry
from articles.ingest.readers.again import read_again
from articles.ingest.readers.columns import ColumnMap, RowFormat
from articles.ingest.readers.feeds import Item
from articles.ingest.readers.page_files import read_page_file
from articles.ingest.readers.record import Record
from articles.models import RawFile

DATA = Path(__file__).parent.parent / "data"
HOME = "https://sham-alghad.example"
#: Of judged pages those with an even number: the others judge.
FILES = {
    "bulk": "*",
    "feeds": "*",
    "feeds/warc": "*",
    "html_pages": "*[02468].html",
}


def files(folder: str) -> list[Path]:
    found = sorted((DATA / folder).glob(FILES[folder]))
    return [path for path in found if path.is_file() and path.name != "README.md"]


def read(path: Path, rows: RowFormat | None = None) -> list[Record]:
    return read_bytes(path.read_bytes(), path.name, rows)


def read_bytes(data: bytes, name: str, rows: RowFormat | None = None) -> list[Record]:
    file = io.BufferedReader(io.BytesIO(data))
    return list(registry.read(file, name, rows or RowFormat(), size=len(data)))


def again(record: Record) -> Document:
    """As reextract does: the context comes from a column of JSON."""
    return read_again(record.raw, record.kind, json.loads(json.dumps(record.context)))


def documents(records: list[Record]) -> list[Record]:
    return [record for record in records if record.document is not None]


@pytest.mark.parametrize("path", [p for folder in FILES for p in files(folder)], ids=lambda path: path.name)
def test_what_was_kept_gives_the_same_document(path):
    for record in documents(read(path)):
        assert record.kind in RawFile.Kind.values
        assert again(record) == record.document


@pytest.mark.parametrize("folder", ["saved_pages", "page_variants"])
def test_the_text_of_a_page_gives_the_same_document(folder):
    for page in judge_pages(DATA / folder, "even"):
        [record] = read_bytes(page.data, "page.txt")
        assert record.kind == RawFile.Kind.PAGE
        assert again(record) == record.document


@pytest.mark.parametrize(
    ("folder", "kinds"),
    [
        ("bulk", {"jsonl", "separated", "page"}),
        ("feeds", {"feed_item", "html", "page"}),
        ("feeds/warc", {"html"}),
        ("html_pages", {"html"}),
    ],
)
def test_the_files_hold_articles_of_each_kind(folder, kinds):
    found = [record for path in files(folder) for record in documents(read(path))]
    assert {record.kind for record in found} == kinds
    assert len(found) > 20


@pytest.mark.parametrize(
    ("name", "said"),
    [("months_first.csv", RowFormat(date_order="mdy")), ("good.jsonl", RowFormat(ColumnMap({"title": ""})))],
)
def test_what_the_user_said_of_a_row_is_kept_with_it(name, said):
    found = documents(read(DATA / "bulk" / name, said))
    unsaid = documents(read(DATA / "bulk" / name))
    assert [record.document for record in found] != [record.document for record in unsaid]
    assert [again(record) for record in found] == [record.document for record in found]


ITEM = Item(
    guid="g",
    link=f"{HOME}/redirect?to=1&utm_source=rss",
    title="عنوان الخلاصة",
    summary="ملخص الخبر",
    published=parse_date("Fri, 08 Jun 2018 11:26:00 +0300"),
    author="سليم الوهمي",
    section="محليات",
)
PAGES = {
    "with its address": "<link rel=canonical href='/news/1'>",
    "with an address of the front page": "<link rel=canonical href='/'>",
    "with an address of another site": "<link rel=canonical href='https://agency.example/1'>",
    "without an address": "",
}


class _Fetcher:
    """Answers with one page, whatever is asked for."""

    def __init__(self, head: str) -> None:
        text = "<p>" + "افتتحت البلدية الجسر الجديد فوق النهر صباح اليوم بحضور الأهالي. " * 8 + "</p>"
        page = f"<html><head>{head}</head><body><h1>افتتاح الجسر الجديد</h1>{text * 3}</body></html>"
        self.fetched = Fetched(
            status=200,
            url=f"{HOME}/news/1?utm_source=rss",
            headers={},
            body=page.encode(),
            etag="",
            last_modified="",
            content_type="text/html; charset=utf-8",
            fetched_at=datetime(2018, 6, 9, tzinfo=UTC),
        )

    def fetch(self, url: str, **more: Any) -> Fetched:
        return self.fetched


def stored(document: Document, record: Record) -> Document:
    """With its address as `store` settles it."""
    address = article_address(document.canonical_url, record.context.get("url", ""))
    return replace(document, canonical_url=address)


@pytest.mark.parametrize("head", PAGES.values(), ids=PAGES)
def test_a_page_that_was_collected_is_the_same_with_and_without_its_item(head):
    fetcher = _Fetcher(head)
    with_item = record_behind(ITEM, Fetching(fetcher))
    assert with_item.document.byline == "سليم الوهمي"
    assert again(with_item) == with_item.document
    alone = record_of_page(fetcher.fetched)
    assert stored(again(alone), alone) == stored(alone.document, alone)


@pytest.mark.parametrize("link", [ITEM.link, f"{HOME}/", ""])
def test_an_item_that_was_collected_is_the_same(link):
    record = record_of_item(replace(ITEM, link=link), "شام الغد")
    assert record.document.source_name == "شام الغد"
    assert stored(again(record), record) == stored(record.document, record)


def test_a_page_is_read_again_as_what_it_was_read():
    [record] = read_page_file(io.BytesIO("<عاجل> افتتاح الجسر\n\nنص الخبر.".encode()), "a.txt", RowFormat())
    assert again(record) == record.document


@pytest.mark.parametrize(
    ("kind", "context"),
    [("", {}), ("pdf", {}), ("html", {"item": "{"}), ("jsonl", {}), ("separated", {}), ("feed_item", {})],
)
def test_what_cannot_be_read_again_is_unreadable(kind, context):
    with pytest.raises(UnreadableInput) as caught:
        read_again("<p>نص</p>".encode(), kind, context)
    assert caught.value.message_ar
