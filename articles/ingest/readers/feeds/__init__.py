"""Feeds and sitemaps: bytes to items.

The order for a feed: payload (text), xml_text and tree (a clean document), xml_feed or json_feed (drafts),
drafts (items), compare and dates (what the items of a feed say of each other).
"""

from articles.ingest.readers.feeds.feed import Feed, looks_like_feed, read_feed
from articles.ingest.readers.feeds.files import read_feed_file, read_feed_item
from articles.ingest.readers.feeds.item import Item, item_document, with_item
from articles.ingest.readers.feeds.sitemap import Sitemap, looks_like_sitemap, read_sitemap

__all__ = [
    "Feed",
    "Item",
    "Sitemap",
    "item_document",
    "looks_like_feed",
    "looks_like_sitemap",
    "read_feed",
    "read_feed_file",
    "read_feed_item",
    "read_sitemap",
    "with_item",
]
