"""RSS, RDF and Atom: what feedparser reads of a document that was made clean for it."""

import io
from dataclasses import dataclass
from typing import Any

import feedparser

from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem
from articles.ingest.readers.feeds import tree, xml_text
from articles.ingest.readers.feeds.drafts import Draft
from articles.ingest.readers.feeds.ttl import ttl_of

#: Items of one feed; what has more is a dump, and its newest stand first.
MAX_ITEMS = 10_000


@dataclass(frozen=True)
class RawFeed:
    """What a feed says, before its items are compared."""

    title: str = ""
    home_page: str = ""
    language: str = ""
    ttl_minutes: int | None = None
    written: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_xml(text: str, *, root: str, start: int, is_cut: bool) -> RawFeed:
    """Raises UnreadableInput."""
    text, has_more = xml_text.first_items(xml_text.repaired(text, start), MAX_ITEMS)
    if not has_more:
        text, ends_early = xml_text.without_open_item(text, root)
        is_cut = is_cut or ends_early
    parsed, is_repaired = tree.parse(text)
    items = tree.items_of(parsed)[:MAX_ITEMS]
    head = tree.channel_of(parsed)
    found = _feedparsed(tree.document(parsed, items))
    return RawFeed(
        title=_text(found.feed, "title"),
        home_page=_text(found.feed, "link"),
        language=_text(found.feed, "language"),
        ttl_minutes=ttl_of(head),
        written=tree.dates_of(head),
        drafts=tuple(_draft(entry) for entry in found.entries),
        problems=tuple(
            _problems(is_cut=is_cut, has_more=has_more, is_repaired=is_repaired and not (is_cut or has_more))
        ),
    )


def _feedparsed(data: bytes) -> Any:
    """feedparser gets a file: a string could be an address for it, and bytes a name on the disk."""
    try:
        return feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # whatever it stumbles over costs this feed, not the run
        raise UnreadableInput("This feed cannot be read.", "لا تُقرأ هذه الخلاصة.") from error


def _problems(*, is_cut: bool, has_more: bool, is_repaired: bool) -> list[Problem]:
    problems = []
    if is_cut:
        problems.append(cut_off())
    if has_more:
        problems.append(too_many(MAX_ITEMS))
    if is_repaired:
        problems.append(
            Problem(
                "The feed is no valid XML; it was repaired as far as possible.",
                "صيغة XML في الخلاصة غير سليمة، فأُصلحت بقدر المستطاع.",
            )
        )
    return problems


def cut_off() -> Problem:
    return Problem(
        "The feed is cut off; the items before the cut were read.",
        "الخلاصة مقطوعة، فقُرئت العناصر التي قبل القطع.",
    )


def too_many(most: int) -> Problem:
    return Problem(
        f"The feed has more than {most:,} items; the rest was not read.",
        f"في الخلاصة أكثر من {most:,} عنصر، فلم يُقرأ الباقي.",
    )


def _text(found: dict[str, Any], name: str) -> str:
    # Not found[name]: feedparser gives one thing for another.
    value = dict.get(found, name)
    return value if isinstance(value, str) else ""


def _draft(entry: Any) -> Draft:
    source = dict.get(entry, "source") or {}
    contents = dict.get(entry, "content") or ()
    content = max((_text(each, "value") for each in contents), key=len, default="")
    title = dict.get(entry, "title_detail") or {}
    summary = _text(entry, "summary")
    return Draft(
        guid=_text(entry, "id"),
        link=_text(entry, "feedburner_origlink") or _text(entry, "link"),
        title=_text(entry, "title"),
        # Where there is none, feedparser gives the content for it.
        summary="" if summary == content else summary,
        content=content,
        published=_text(entry, "published"),
        updated=_text(entry, "updated"),
        author=_authors(entry),
        section="\n".join(
            _text(tag, "label") or _text(tag, "term")
            for tag in dict.get(entry, "tags") or ()
            if "schemas.google.com" not in _text(tag, "scheme")
        ),
        language=_text(entry, "language") or _text(title, "language"),
        source_name=_text(source, "title"),
    )


def _authors(entry: Any) -> str:
    """One name a line."""
    authors = dict.get(entry, "authors") or ()
    if len(authors) < 2 and (author := _text(entry, "author")):
        return author  # as written: feedparser takes the wrong part of `a@b.example (Name)` for the address
    return "\n".join(_text(author, "name") or _text(author, "email") for author in authors)
