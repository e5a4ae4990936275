"""Raw input that was kept, read again by the reader of today."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from articles.ingest.canonical import article_address
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.feeds import Item, read_feed_item, with_item
from articles.ingest.readers.html import read_html
from articles.ingest.readers.jsonl import read_jsonl
from articles.ingest.readers.record import Reader
from articles.ingest.readers.saved_page import read_saved_page
from articles.ingest.readers.separated import read_separated
from articles.models import RawFile


def read_again(data: bytes, kind: str, context: dict[str, Any]) -> Document:
    """The document in a raw file of this kind (of RawFile.Kind) with its context. Raises UnreadableInput."""
    if kind not in _READERS:
        raise UnreadableInput(
            "It is not known how this raw file is to be read.", "لا يُعرف كيف يُقرأ هذا الملف الخام."
        )
    return _READERS[kind](data, context)


def _page(data: bytes, context: dict[str, Any]) -> Document:
    return read_saved_page(data)


def _html(data: bytes, context: dict[str, Any]) -> Document:
    url = context.get("url", "")
    document = read_html(data, url=url, content_type=context.get("content_type", ""))
    if "item" not in context:
        return document
    # The page's address first, as when it was collected: that of the item may be a redirect's.
    document = replace(document, canonical_url=article_address(document.canonical_url, url))
    return with_item(document, Item.from_json(context["item"].encode()))


def _row(reader: Reader) -> Callable[[bytes, dict[str, Any]], Document]:
    def read(data: bytes, context: dict[str, Any]) -> Document:
        for record in reader(io.BytesIO(data), "", RowFormat.from_context(context)):
            if record.document is not None:
                return record.document
            if record.problem is not None:
                raise UnreadableInput(record.problem.message_en, record.problem.message_ar)
        raise UnreadableInput("The row holds no article.", "ليس في السطر مقال.")

    return read


_READERS: dict[str, Callable[[bytes, dict[str, Any]], Document]] = {
    RawFile.Kind.PAGE: _page,
    RawFile.Kind.HTML: _html,
    RawFile.Kind.JSON_ROW: _row(read_jsonl),
    RawFile.Kind.SEPARATED_ROW: _row(read_separated),
    RawFile.Kind.FEED_ITEM: read_feed_item,
}
