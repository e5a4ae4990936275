"""Sitemaps and news sitemaps, as sitemaps.org and Google News describe them, and as sites write them.

Rules:
1. Names count, namespaces do not: half of the sitemaps in the wild have a wrong one, or none.
2. `news:publication_date` is when an article was published, `lastmod` when its page was changed. A lastmod is
   never a publication date.
3. Addresses are made absolute by the sitemap's own; another host may stand in them (the store decides).
4. Of an index the sitemaps that were changed last come first: who reads only some reads the newest.
5. More than MAX_ENTRIES (the protocol's own limit) are not read.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem
from articles.ingest.readers.feeds import xml_text
from articles.ingest.readers.feeds.dates import LONGEST, FeedDates, read_dates
from articles.ingest.readers.feeds.drafts import absolute, language_of
from articles.ingest.readers.feeds.faults import date_problems
from articles.ingest.readers.feeds.item import Item
from articles.ingest.readers.feeds.payload import beginning, read_payload
from articles.ingest.readers.feeds.texts import title_text

#: Both are the protocol's.
MAX_ENTRIES = 50_000
MAX_BYTES = 50 * 1024 * 1024
_ROOTS = ("urlset", "sitemapindex")
_FIELDS = {"loc": "link", "lastmod": "updated", "title": "title", "publication_date": "published",
           "language": "language"}  # fmt: skip
_LONGEST_TEXT = 2000
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Sitemap:
    """The pages that a sitemap lists, or the sitemaps that an index does, newest first."""

    pages: tuple[Item, ...] = ()
    sitemaps: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Found:
    entries: list[dict[str, str]] = field(default_factory=list)
    sitemaps: list[dict[str, str]] = field(default_factory=list)


def read_sitemap(
    data: bytes, *, url: str = "", content_type: str = "", now: datetime | None = None
) -> Sitemap:
    """The sitemap in these bytes, which came from `url`.

    Raises UnreadableInput for what is no sitemap, and for nothing else.
    """
    payload = read_payload(data, content_type, max_bytes=MAX_BYTES)
    root, start = xml_text.root_of(payload.text)
    if root not in _ROOTS:
        raise UnreadableInput("This is no sitemap.", "ليست هذه خريطة موقع.")
    text, has_more = xml_text.first_items(xml_text.repaired(payload.text, start), MAX_ENTRIES)
    is_cut = payload.is_cut
    if not has_more:
        text, ends_early = xml_text.without_open_item(text, root)
        is_cut = is_cut or ends_early
    found = _Found()
    for element in _entries(text):
        _read_entry(element, found)
    now = now or datetime.now(UTC)
    problems = _problems(found, url, is_cut=is_cut, has_more=has_more)
    pages, about_dates = _pages(found.entries, url, now)
    return Sitemap(pages, _sitemaps(found.sitemaps, url, now), (*problems, *about_dates))


def looks_like_sitemap(data: bytes) -> bool:
    """Whether these bytes begin like a sitemap."""
    try:
        return xml_text.root_of(beginning(data))[0] in _ROOTS
    except UnreadableInput:
        return False


def _entries(text: str) -> Iterator[Any]:
    """The `url` and `sitemap` elements one by one; each is emptied when the next is asked for."""
    file = io.BytesIO(text.encode("utf-8", "replace"))
    parsed = etree.iterparse(
        file, events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False,
        load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
        encoding="utf-8",
    )  # fmt: skip
    try:
        for _event, element in parsed:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # what was whole before was read


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _read_entry(element: Any, found: _Found) -> None:
    row: dict[str, str] = {}
    for child in element:
        _read_field(child, row)
        if _local(child) == "news":
            for inner in child.iter():
                _read_field(inner, row)
    (found.sitemaps if _local(element) == "sitemap" else found.entries).append(row)


def _read_field(element: Any, row: dict[str, str]) -> None:
    name = _FIELDS.get(_local(element))
    if name and (text := (element.text or "").strip()):
        row.setdefault(name, text[:_LONGEST_TEXT])


def _problems(found: _Found, url: str, *, is_cut: bool, has_more: bool) -> list[Problem]:
    problems = []
    if is_cut:
        problems.append(
            Problem(
                "The sitemap is cut off; the entries before the cut were read.",
                "خريطة الموقع مقطوعة، فقُرئت المداخل التي قبل القطع.",
            )
        )
    if has_more:
        problems.append(
            Problem(
                f"The sitemap has more than {MAX_ENTRIES:,} entries; the rest was not read.",
                f"في خريطة الموقع أكثر من {MAX_ENTRIES:,} مدخل، فلم يُقرأ الباقي.",
            )
        )
    if lost := sum(not absolute(row.get("link", ""), url) for row in (*found.sitemaps, *found.entries)):
        problems.append(
            Problem(
                f"Entries without an address of the web were left out: {lost}.",
                f"تُركت مداخل بلا عنوان صفحة على الشبكة: {lost}.",
                field="loc",
            )
        )
    return problems


def _sitemaps(rows: list[dict[str, str]], url: str, now: datetime) -> tuple[str, ...]:
    changed = _dates(rows, "updated", now).dates
    moments = [(date.at(UTC) if date else _NEVER, row) for date, row in zip(changed, rows, strict=True)]
    moments.sort(key=lambda pair: pair[0], reverse=True)  # keeps the order of what has no date
    return tuple(dict.fromkeys(filter(None, (absolute(row.get("link", ""), url) for _at, row in moments))))


def _dates(rows: list[dict[str, str]], name: str, now: datetime) -> FeedDates:
    return read_dates([row.get(name, "")[:LONGEST] for row in rows], now)


def _pages(
    rows: list[dict[str, str]], url: str, now: datetime
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    published, updated = _dates(rows, "published", now), _dates(rows, "updated", now)
    pages: dict[str, Item] = {}
    for place, row in enumerate(rows):
        if link := absolute(row.get("link", ""), url):
            title = title_text(row.get("title", ""))
            item = Item(link=link, title=title, language=language_of(row.get("language", ""), title))
            item = replace(item, published=published.dates[place], updated=updated.dates[place])
            pages.setdefault(link, item)
    return tuple(pages.values()), tuple(date_problems(published))
