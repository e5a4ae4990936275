"""Item: one entry of a feed, and how it becomes a Document, alone or beside the page that it points to."""

import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, timedelta
from typing import Any

from articles.arabic.dates import ParsedDate, Precision
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.readers.feeds.dates import date_from_json, date_to_json

#: A report of one sentence has more words than these.
_FEWEST_WORDS = 20
_DATES = ("published", "updated")
#: Farthest east that Arabic outlets sit; in so many hours after Greenwich their day has turned.
_EAST = timedelta(hours=4)


@dataclass(frozen=True)
class Item:
    """One entry of a feed; every text is plain text, paragraphs parted by an empty line.

    `link` is as the feed gives it, absolute, with whatever tracking it carries. `content` is there only if
    the feed gives the whole article; what was cut stands in `summary`. `source_name` is the outlet that the
    feed took the item from, if it says so.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    published: ParsedDate | None = None
    updated: ParsedDate | None = None
    author: str = ""
    section: str = ""
    language: str = ""
    source_name: str = ""

    @property
    def is_full_text(self) -> bool:
        return bool(self.content)

    @property
    def text(self) -> str:
        return self.content or self.summary

    def to_json(self) -> bytes:
        """The item as it is kept; `from_json` gives it back."""
        row = {name: value for name, value in vars(self).items() if value}
        row |= {name: date_to_json(row[name]) for name in _DATES if name in row}
        return json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    @classmethod
    def from_json(cls, data: bytes) -> "Item":
        """Raises UnreadableInput."""
        try:
            row = json.loads(data)
            texts: dict[str, Any] = {name: row[name] for name in _TEXTS if isinstance(row.get(name), str)}
            dates = {name: date_from_json(row[name]) for name in _DATES if row.get(name)}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UnreadableInput(
                "This is no item of a feed as it is kept.", "ليس هذا عنصر خلاصة بالصورة المحفوظة."
            ) from error
        return cls(**(texts | dates))


_TEXTS = tuple(field.name for field in fields(Item) if field.name not in _DATES)


def item_document(item: Item, feed_title: str) -> Document:
    """The article that an item gives without its page."""
    return Document(
        title=item.title,
        section=item.section,
        byline=item.author,
        body=item.text,
        source_name=item.source_name or feed_title,
        canonical_url=item.link,
        guid=item.guid,
        language=item.language or "ar",
        published=item.published,
        published_origin="feed",
        modified=item.updated,
        doubts=_doubts(item.title, item.text),
    )


def with_item(document: Document, item: Item) -> Document:
    """The article of a page, with what the page lacks from the item that led to it."""
    found: dict[str, Any] = {
        "title": document.title or item.title,
        "section": document.section or item.section,
        "byline": document.byline or item.author,
        "body": document.body or item.text,
        "source_name": document.source_name or item.source_name,
        "canonical_url": document.canonical_url or item.link,
        "guid": item.guid,
        "modified": document.modified or item.updated,
    }
    settled = {"no_title"} if found["title"] else set()
    if not document.body and item.text:
        settled.add("too_short")
        found["doubts"] = _doubts(found["title"], found["body"])
    kept = tuple(doubt for doubt in document.doubts if doubt.reason not in settled)
    found["doubts"] = kept + tuple(
        doubt for doubt in found.get("doubts", ()) if doubt.reason not in {each.reason for each in kept}
    )
    if document.published is None and item.published is not None:
        found |= {"published": item.published, "published_origin": "feed"}
    elif document.published is not None:
        found["published"] = _with_clock(document.published, item.published)
    return replace(document, **found)


def _with_clock(page: ParsedDate, item: ParsedDate | None) -> ParsedDate:
    """The page's day with the item's clock, if both are of one day wherever the outlet sits."""
    if item is None or item.time is None or page.precision is not Precision.DAY or not item.is_full:
        return page
    if item.first_day() != page.first_day():
        return page
    moment = item.at(UTC)
    is_greenwich = item.zone is not None and not item.zone.utcoffset(None)
    if is_greenwich and (moment + _EAST).date() != moment.date():
        return page
    return item


def _doubts(title: str, body: str) -> tuple[Doubt, ...]:
    doubts = []
    if not title:
        doubts.append(Doubt("no_title", {"first_words": body[:80]}))
    words = len(body.split())
    if words < _FEWEST_WORDS:
        doubts.append(Doubt("too_short", {"words": words}))
    return tuple(doubts)
