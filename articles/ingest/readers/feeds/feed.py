"""Any bytes to a Feed: payload, kind, drafts, items, what the items say of each other.

docs/decisions/feeds.md has the rules and why.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem
from articles.ingest.readers.feeds import json_feed, xml_text
from articles.ingest.readers.feeds.compare import compared
from articles.ingest.readers.feeds.dates import day_in_address, read_dates
from articles.ingest.readers.feeds.drafts import absolute, item_of, language_of
from articles.ingest.readers.feeds.faults import date_problems, link_problems
from articles.ingest.readers.feeds.item import Item
from articles.ingest.readers.feeds.pages import not_a_feed
from articles.ingest.readers.feeds.payload import beginning, read_payload
from articles.ingest.readers.feeds.texts import title_text
from articles.ingest.readers.feeds.xml_feed import RawFeed, read_xml

#: Bytes of a feed, unpacked; 10,000 items of 3 KB.
MAX_BYTES = 32 * 1024 * 1024
_FEEDS = ("rss", "rdf", "feed", "channel")


@dataclass(frozen=True)
class Feed:
    """A feed as it was read; `problems` say what of it was left out, and why.

    `ttl_minutes` is how often the feed asks to be read, None if it does not say.
    """

    title: str = ""
    home_page: str = ""
    language: str = ""
    ttl_minutes: int | None = None
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_feed(data: bytes, *, url: str = "", content_type: str = "", now: datetime | None = None) -> Feed:
    """The feed in these bytes, which came from `url`; `now` (aware) tells dates that lie in the future.

    Raises UnreadableInput for what is no feed, and for nothing else.
    """
    now = now or datetime.now(UTC)
    payload = read_payload(data, content_type, max_bytes=MAX_BYTES)
    raw = _read(payload.text, url=url, is_cut=payload.is_cut)
    home_page = absolute(raw.home_page, url)
    base = home_page or url
    items, problems = compared([item_of(draft, base) for draft in raw.drafts], home_page)
    published = read_dates([draft.published for draft in raw.drafts], now, raw.written)
    updated = read_dates([draft.updated for draft in raw.drafts], now)
    dated = [
        replace(
            item,
            published=published.dates[place] or day_in_address(item.link, updated.dates[place]),
            updated=updated.dates[place],
        )
        for place, item in items
    ]
    return Feed(
        title=title_text(raw.title),
        home_page=home_page,
        language=language_of(raw.language, " ".join(item.title for item in dated[:20])),
        ttl_minutes=raw.ttl_minutes,
        items=tuple(
            item
            if item.language
            else replace(item, language=language_of(raw.language, item.title + item.text[:500]))
            for item in dated
        ),
        problems=(*raw.problems, *link_problems(raw.drafts, base), *problems, *date_problems(published)),
    )


def _read(text: str, *, url: str, is_cut: bool) -> RawFeed:
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return json_feed.read_json(text, is_cut=is_cut)
    root, start = xml_text.root_of(text)
    if root in _FEEDS:
        return read_xml(text, root=root, start=start, is_cut=is_cut)
    if root in ("urlset", "sitemapindex"):
        raise UnreadableInput("This is a sitemap, not a feed.", "هذه خريطة موقع وليست خلاصة.")
    raise not_a_feed(text, url)


def looks_like_feed(data: bytes) -> bool:
    """Whether these bytes begin like a feed."""
    text = beginning(data)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return json_feed.is_announced(text)
    try:
        return xml_text.root_of(text)[0] in _FEEDS
    except UnreadableInput:
        return False
