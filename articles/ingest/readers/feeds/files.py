"""Feeds saved as files, imported without fetching; and items as they were kept, read again."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.problems import Problem
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.feeds.feed import MAX_BYTES, read_feed
from articles.ingest.readers.feeds.item import Item, item_document
from articles.ingest.readers.record import Record

KIND = "feed_item"


def read_feed_file(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """A record for each item of a feed that has a text. Raises UnreadableInput for what is no feed."""
    feed = read_feed(_bytes_of(file))
    notes = list(feed.problems)
    if empty := sum(not item.text for item in feed.items):
        notes.append(
            Problem(
                f"Items without text, which are links only, were left out: {empty}.",
                f"تُركت عناصر بلا نص، فهي روابط فقط: {empty}.",
            )
        )
    context = {"feed_title": feed.title}
    for item in feed.items:
        if item.text:
            yield Record(
                path, document=item_document(item, feed.title), raw=item.to_json(), kind=KIND, context=context
            )
    if notes:
        yield Record(path, notes=tuple(notes))


def read_feed_item(data: bytes, context: Mapping[str, Any]) -> Document:
    """The article of an item that was kept with `to_json`. Raises UnreadableInput."""
    title = context.get("feed_title", "")
    return item_document(Item.from_json(data), title if isinstance(title, str) else "")


def _bytes_of(file: io.BufferedIOBase) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // 1024**2
        raise UnreadableInput(
            f"The feed is larger than {megabytes} MB.", f"حجم الخلاصة أكبر من {megabytes} ميغابايت."
        )
    return data
