"""From a Document to a stored Article: its date, its identity, the gate, and what it changes.

Storing never indexes: it leaves a Change row in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.arabic.dates import ParsedDate
from articles.arabic.normalize import clean_input
from articles.ingest.canonical import article_address
from articles.ingest.claims import has_better_claim, is_anothers
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.gate import doubts_about, is_held_back
from articles.ingest.identity import Known, find_existing, is_earlier
from articles.ingest.remove import is_removed
from articles.ingest.reviews import open_reviews
from articles.ingest.update import (
    add_related,
    changes_nothing,
    find_changes,
    keep_version,
    related_items,
    update,
)
from articles.models import Article, RawFile, Review, Source

__all__ = ["Batch", "Incoming", "Outcome", "Stored", "keep_version", "store", "store_again"]

#: Clocks differ, and so do the days of the world's zones.
TOLERANCE = timedelta(days=1)


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Stored:
    """What became of a document."""

    article: Article
    outcome: Outcome


@dataclass(frozen=True)
class Incoming:
    """A document to be stored, with the raw input that it was read from.

    `kind` (of RawFile.Kind) and `context` say how the raw input is read again; without a kind the document
    was written by hand. `fetched_at` is None where nobody knows.
    """

    document: Document
    source: Source
    raw_sha256: str = ""
    fetched_at: datetime | None = None
    kind: str = ""
    context: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def store(
    document: Document,
    *,
    source: Source,
    raw_sha256: str = "",
    fetched_at: datetime | None = None,
) -> Stored:
    """Store a document as a new article, or bring the one it belongs to up to date.

    An article that is stored already keeps its source, unless it is on the site of this one and not of its.
    Raises UnreadableInput for an article that was removed for legal reasons.
    """
    return Batch([Incoming(document, source, raw_sha256, fetched_at)]).store(0)


class Batch:
    """Documents that are stored in one transaction of the caller's, one after the other."""

    def __init__(self, incoming: Sequence[Incoming]) -> None:
        self._incoming = incoming
        self._articles = [article_from(each) for each in incoming]
        # Two imports at once: the second waits here, and then finds what the first has stored.
        sources = Source.objects.select_for_update().filter(pk__in={each.source.pk for each in incoming})
        list(sources.order_by("pk"))
        self._known = Known(self._articles)

    @transaction.atomic
    def store(self, number: int) -> Stored:
        """Store one of the documents; what `store` says of it holds here."""
        incoming, article = self._incoming[number], self._articles[number]
        if self._known.may_be_removed(article) and is_removed(article):
            raise UnreadableInput(
                "This article was removed for legal reasons and is not stored again.",
                "حُذف هذا المقال لأسباب قانونية، ولا يُحفظ من جديد.",
            )
        found = find_existing(article, self._known.stored(article), incoming.fetched_at)
        if found.article is None:
            stored = _create(incoming, article, found.doubt)
        elif is_earlier(article, found.article, incoming.fetched_at):
            stored = Stored(found.article, Outcome.UNCHANGED)
        else:
            stored = _bring_up_to_date(found.article, incoming, article)
        if stored.outcome is Outcome.UNCHANGED and article.raw_sha256 in self._known.kindless:
            _name_kind(stored.article, incoming)
        self._known.add(article)
        return stored


@transaction.atomic
def store_again(existing: Article, incoming: Incoming) -> Stored:
    """Bring an article up to date with what today's reader makes of its raw input.

    Nothing was fetched: the article keeps its time of fetching. `existing` is locked by the caller.
    """
    article = article_from(replace(incoming, fetched_at=existing.fetched_at))
    return _bring_up_to_date(existing, incoming, article, is_again=True)


def _create(incoming: Incoming, article: Article, possible: Doubt | None) -> Stored:
    doubts = doubts_about(article, incoming.document, was_read=bool(incoming.kind))
    if possible is not None:
        doubts = (*doubts, possible)
    article.status = Article.Status.DRAFT if is_held_back(doubts) else Article.Status.PUBLISHED
    article.save()
    if article.raw_sha256:
        RawFile.objects.create(article=article, sha256=article.raw_sha256, **_how_read(incoming))
    add_related(article, related_items(incoming.document))
    open_reviews(article, doubts, known=set())
    return Stored(article, Outcome.CREATED)


def _bring_up_to_date(
    existing: Article, incoming: Incoming, article: Article, *, is_again: bool = False
) -> Stored:
    """`is_again`: the gate of today judges it even if it says what it said."""
    if not is_again and _knows_less(incoming, existing):
        return Stored(existing, Outcome.UNCHANGED)
    if incoming.kind == RawFile.Kind.FEED_ITEM and is_anothers(existing, incoming.source):
        return Stored(existing, Outcome.UNCHANGED)
    if article.source != existing.source and not has_better_claim(article.source, existing):
        article.source = existing.source
        article.clear_published()
        _date(article, incoming.document)
    items = related_items(incoming.document)
    changes = find_changes(existing, article, items, kind=incoming.kind)
    if not changes and not is_again:
        return Stored(existing, Outcome.UNCHANGED)
    doubts = doubts_about(article, incoming.document, was_read=bool(incoming.kind))
    if not changes.is_teaser and changes_nothing(existing, article, doubts):
        open_reviews(existing, [doubt for doubt in doubts if doubt.reason in Review.HOLD_BACK])
        return Stored(existing, Outcome.UNCHANGED)
    if not changes:
        return Stored(existing, Outcome.UNCHANGED)
    update(existing, article, changes, items, doubts)
    if article.raw_sha256:
        RawFile.objects.update_or_create(
            article=existing, sha256=article.raw_sha256, defaults=_how_read(incoming)
        )
    return Stored(existing, Outcome.UPDATED)


def _knows_less(incoming: Incoming, existing: Article) -> bool:
    """Whether this is the very page that is stored, but without the address that it was fetched from."""
    if incoming.kind != RawFile.Kind.HTML or incoming.context.get("url"):
        return False
    if incoming.raw_sha256 != existing.raw_sha256:
        return False
    files = existing.raw_files.filter(sha256=incoming.raw_sha256).values_list("context", flat=True)
    return any(context.get("url") for context in files)


def _how_read(incoming: Incoming) -> dict[str, Any]:
    context = dict(incoming.context)
    if incoming.fetched_at is not None:
        context["fetched_at"] = incoming.fetched_at.isoformat()
    return {"kind": incoming.kind, "context": context}


def _name_kind(article: Article, incoming: Incoming) -> None:
    """Say of a raw file that was kept before kinds were how it is read."""
    if incoming.kind:
        files = RawFile.objects.filter(article=article, sha256=incoming.raw_sha256, kind="")
        files.update(**_how_read(incoming))


def article_from(incoming: Incoming) -> Article:
    """The article of a document as it would be stored, dated and with its keys; not saved."""
    document = incoming.document
    article = Article(
        source=incoming.source,
        language=document.language[:10],
        page_clock=document.page_clock[:20],
        raw_sha256=incoming.raw_sha256,
        fetched_at=incoming.fetched_at or timezone.now(),
    )
    for name in Article.CONTENT_FIELDS:
        setattr(article, name, _fitting(name, getattr(document, name)))
    article.feed_guid = _fitting("feed_guid", document.guid)
    fetched_from = incoming.context.get("url")
    article.canonical_url = article_address(document.canonical_url, str(fetched_from or "")) or None
    article.content_hash = article.hash_content()
    article.set_keys()
    _date(article, document)
    return article


def _fitting(name: str, text: str) -> str:
    """The text without what cannot be stored, and no longer than its column."""
    text = clean_input(text).strip()
    limit = getattr(Article._meta.get_field(name), "max_length", None)
    return text[:limit] if limit else text


def _date(article: Article, document: Document) -> None:
    """Date the article by the clock of its source; not by a date that had not come when it was fetched."""
    article.modified_at = _moment(article, document.modified)
    moment = _moment(article, document.published)
    if moment is None or document.published is None:
        return
    article.set_published(
        moment,
        precision=document.published.precision.value,
        origin=document.published_origin,
        zone_named=document.published.zone is not None,
    )


def _moment(article: Article, said: ParsedDate | None) -> datetime | None:
    if said is None:
        return None
    moment = said.at(article.source.zone)
    return moment if moment <= article.fetched_at + TOLERANCE else None
