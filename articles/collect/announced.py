"""The items of one answer: by what each is known again, and what of it is compared.

An item is known by its link, cleaned of tracking; by its guid where the link is missing, is the site's
front page or is that of several headlines; else by headline and date. Feeds that make new guids at each
poll, and feeds whose items share one guid, announce each item once all the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from articles.arabic.dates import ParsedDate
from articles.ingest.canonical import canonical_address, is_front_page
from articles.ingest.readers.feeds import Item
from articles.models.keys import identity_form


@dataclass(frozen=True)
class Announced:
    """An item with the SHA-256 of its name and of what the feed says of it."""

    key: str
    fingerprint: str
    item: Item


def announced(items: Sequence[Item]) -> list[Announced]:
    """Each item once, oldest first; a guid that is not of one item alone is taken away."""
    pages = [(page_of(item), item) for item in items if item.link or item.title or item.text]
    shared_links = _shared((page, item.title) for page, item in pages)
    shared_guids = _shared((item.guid, page or item.title) for page, item in pages)
    found: dict[str, Announced] = {}
    for page, item in _oldest_first(pages):
        own = replace(item, guid="") if item.guid in shared_guids else item
        key = _sha256(_name(own, "" if page in shared_links else page))
        found[key] = Announced(key, fingerprint_of(item, page), own)
    return list(found.values())


def page_of(item: Item) -> str:
    """The address of the page that the item is about; empty if there is none to be fetched."""
    address = canonical_address(item.link)
    return "" if is_front_page(address) else identity_form(address)


def fingerprint_of(item: Item, page: str) -> str:
    """SHA-256 of all that says whether its page may have changed; tracking and spaces do not."""
    dates = ("" if each is None else each.text for each in (item.published, item.updated))
    words = " ".join(f"{item.summary} {item.content}".split())
    return _sha256("\0".join([" ".join(item.title.split()), page, *dates, words]))


def _name(item: Item, page: str) -> str:
    if page:
        return page
    if item.guid:
        return "guid " + item.guid
    day = item.published.text if item.published else ""
    return "\0".join(["title", " ".join(item.title.split()) or item.text[:200], day])


def _shared(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The first ones that stand beside different second ones."""
    beside: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        beside[first].add(second)
    return {first for first, seconds in beside.items() if first and len(seconds) > 1}


def _oldest_first(pages: Sequence[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """By date where all have one, else as feeds have it: the newest is on top."""
    dated = [(moment, each) for each in pages if (moment := _moment(each[1].published or each[1].updated))]
    if len(dated) < len(pages):
        return list(reversed(pages))
    return [each for _when, each in sorted(dated, key=lambda pair: pair[0])]


def _moment(date: ParsedDate | None) -> datetime | None:
    return date.at(UTC) if date is not None and date.year is not None else None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
