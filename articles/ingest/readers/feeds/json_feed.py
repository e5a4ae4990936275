"""JSON Feed 1.0 and 1.1."""

import json
from typing import Any

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.feeds.drafts import Draft
from articles.ingest.readers.feeds.xml_feed import MAX_ITEMS, RawFeed, cut_off, too_many

_VERSION = "jsonfeed.org/version/"
_OWN = ("content_html", "content_text")


def is_announced(text: str) -> bool:
    return _VERSION in text or any(f'"{name}"' in text for name in _OWN)


def read_json(text: str, *, is_cut: bool) -> RawFeed:
    """Raises UnreadableInput."""
    text = text.lstrip("\ufeff \t\r\n")
    problems = [cut_off()] if is_cut else []
    try:
        feed = json.loads(text)
    except RecursionError as error:
        raise _no_feed() from error
    except ValueError:
        feed = _before_the_cut(text)
        problems = [cut_off()]
    if not isinstance(feed, dict) or not isinstance(items := feed.get("items"), list):
        raise _no_feed()
    items = [item for item in items if isinstance(item, dict)]
    if _VERSION not in _text(feed, "version") and not any(
        name in item for item in items[:10] for name in _OWN
    ):
        raise _no_feed()
    if len(items) > MAX_ITEMS:
        problems.append(too_many(MAX_ITEMS))
    return RawFeed(
        title=_text(feed, "title"),
        home_page=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        drafts=tuple(_draft(item) for item in items[:MAX_ITEMS]),
        problems=tuple(problems),
    )


def _before_the_cut(text: str) -> dict[str, Any]:
    """What of a feed is whole before its JSON breaks. Raises UnreadableInput if no item is."""
    decoder = json.JSONDecoder()
    head, _items, rest = text.partition('"items"')
    start = rest.find("[")
    if start < 0 or rest[:start].strip(" \t\r\n:"):
        raise _no_feed()
    items: list[Any] = []
    place = start + 1
    while len(items) <= MAX_ITEMS:
        place += len(rest[place : place + 1000]) - len(rest[place : place + 1000].lstrip(" \t\r\n,"))
        try:
            item, place = decoder.raw_decode(rest, place)
        except (ValueError, RecursionError):
            break
        items.append(item)
    try:
        feed = json.loads(head.rstrip(" \t\r\n,") + "}")
    except (ValueError, RecursionError):
        feed = {}
    if not items or not isinstance(feed, dict):
        raise _no_feed()
    return {**feed, "items": items}


def _no_feed() -> UnreadableInput:
    return UnreadableInput("This JSON is no feed.", "صيغة JSON هذه ليست خلاصة.")


def _draft(item: dict[str, Any]) -> Draft:
    plain = _text(item, "content_text")
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    tags = item.get("tags")
    return Draft(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url") or _address(_text(item, "id")),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or plain.replace("<", "&lt;"),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        author="\n".join(
            _text(author, "name") for author in (authors or ())[:20] if isinstance(author, dict)
        ),
        section="\n".join(tag for tag in tags[:50] if isinstance(tag, str)) if isinstance(tags, list) else "",
        language=_text(item, "language"),
    )


def _address(guid: str) -> str:
    return guid if guid.startswith(("http://", "https://")) else ""


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and name == "id":
        return str(value)[:100]
    return value if isinstance(value, str) else ""
