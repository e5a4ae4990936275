"""A web page given as a feed: which feeds it names."""

import html
import re
from itertools import islice

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.feeds import xml_text
from articles.ingest.readers.feeds.drafts import absolute

_LINK = re.compile(r"<link\s([^<>]{1,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_MOST = 10
_LOOKED_AT = 500_000


def feeds_of(text: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page links to as its own."""
    found = []
    for link in islice(_LINK.finditer(text, 0, _LOOKED_AT), 500):
        attributes = {
            name.lower(): html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(link[1])
        }
        if "alternate" in attributes.get("rel", "").lower().split() and (
            attributes.get("type", "").strip().lower() in _KINDS
        ):
            found.append(absolute(attributes.get("href", ""), url))
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST]


def not_a_feed(text: str, url: str) -> UnreadableInput:
    """What to say of a text that is no feed."""
    if xml_text.root_of(text)[0] != "html":
        return UnreadableInput("This is no feed.", "ليست هذه خلاصة.")
    if feeds := feeds_of(text, url):
        names = " ".join(feeds)
        return UnreadableInput(
            f"This is a web page, not a feed. It names these feeds: {names}",
            f"هذه صفحة وليست خلاصة. الخلاصات التي تذكرها: {names}",
        )
    return UnreadableInput(
        "This is a web page, not a feed, and it names none.", "هذه صفحة وليست خلاصة، ولا تذكر خلاصة."
    )
