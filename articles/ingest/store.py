"""From a Document to a stored Article: identity, date, reviews, earlier versions.

Storing never indexes: it leaves a Change row in the same transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.arabic.dates import find_dates
from articles.arabic.normalize import clean_input
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.remove import is_removed
from articles.ingest.sources import UNKNOWN_SLUG
from articles.models import Article, ArticleVersion, RelatedItem, Review, Source

#: Dates beyond this many say nothing more about when an article was published.
MAX_EVIDENCE = 20


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Stored:
    """What became of a document."""

    article: Article
    outcome: Outcome


@transaction.atomic
def store(
    document: Document,
    *,
    source: Source,
    raw_sha256: str = "",
    fetched_at: datetime | None = None,
) -> Stored:
    """Store a document as a new article, or bring the one it belongs to up to date.

    Raises UnreadableInput for an article that was removed for legal reasons.
    """
    incoming = _article_from(document, source)
    incoming.raw_sha256 = raw_sha256
    incoming.fetched_at = fetched_at or timezone.now()
    _refuse_removed(incoming)
    doubts = list(_doubts(document, incoming))
    existing, is_earlier = _find_existing(incoming)
    if existing is not None and is_earlier:
        return Stored(existing, Outcome.UNCHANGED)
    if existing is not None:
        return _update(existing, incoming, document, doubts)
    incoming.status = _status(doubts)
    incoming.save()
    _replace_related(incoming, document)
    _open_reviews(incoming, doubts)
    return Stored(incoming, Outcome.CREATED)


def _article_from(document: Document, source: Source) -> Article:
    article = Article(source=source, language=document.language[:10], page_clock=document.page_clock[:20])
    for name in Article.CONTENT_FIELDS:
        setattr(article, name, _fitting(name, getattr(document, name)))
    article.canonical_url = clean_input(document.canonical_url).strip() or None
    if document.published is not None:
        article.set_published(
            document.published.at(source.zone),
            precision=document.published.precision.value,
            origin=document.published_origin,
        )
    article.content_hash = article.hash_content()
    return article


def _fitting(name: str, text: str) -> str:
    """The text without what cannot be stored, and no longer than its column."""
    text = clean_input(text).strip()
    limit = getattr(Article._meta.get_field(name), "max_length", None)
    return text[:limit] if limit else text


def _refuse_removed(article: Article) -> None:
    if is_removed(article):
        raise UnreadableInput(
            "This article was removed for legal reasons and is not stored again.",
            "حُذف هذا المقال لأسباب قانونية، ولا يُحفظ من جديد.",
        )


def _find_existing(article: Article) -> tuple[Article | None, bool]:
    """The stored article that this one is, and whether this is what it said in an earlier version.

    Found by address, by raw file, by equal content within the source.
    """
    stored = Article.objects.select_for_update(of=("self",)).select_related("source")
    same_now = Q(content_hash=article.content_hash, source=article.source)
    same_before = Q(versions__content_hash=article.content_hash, source=article.source)
    if article.raw_sha256:
        same_now |= Q(raw_sha256=article.raw_sha256)
        same_before |= Q(versions__raw_sha256=article.raw_sha256)
    if article.canonical_url and (found := stored.filter(canonical_url=article.canonical_url).first()):
        return found, False
    if found := stored.filter(same_now).order_by("pk").first():
        return found, False
    key = Article.objects.filter(same_before).order_by("pk").values_list("pk", flat=True).first()
    return (stored.get(pk=key), True) if key is not None else (None, False)


def _doubts(document: Document, article: Article) -> Iterable[Doubt]:
    yield from document.doubts
    if article.source.slug == UNKNOWN_SLUG:
        yield Doubt(Review.Reason.NO_SOURCE)
    if article.published_at is None:
        evidence: dict[str, Any] = {"dates": dates_in(article.body)}
        if article.page_clock:
            evidence["page_clock"] = article.page_clock
        yield Doubt(Review.Reason.NO_DATE, evidence)


def dates_in(body: str) -> list[dict[str, Any]]:
    """The dates that a text mentions, with their places: what may tell when it was published."""
    return [
        {
            "text": found.text,
            "start": found.start,
            "end": found.end,
            "year": found.year,
            "month": found.month,
            "day": found.day,
        }
        for found in find_dates(body)[:MAX_EVIDENCE]
    ]


def _status(doubts: Iterable[Doubt]) -> str:
    if any(doubt.reason in Review.HOLD_BACK for doubt in doubts):
        return Article.Status.DRAFT
    return Article.Status.PUBLISHED


def _open_reviews(article: Article, doubts: Iterable[Doubt]) -> None:
    """Open a review for each doubt that has none; what a curator settled stays settled."""
    known = set(article.reviews.values_list("reason", flat=True))
    Review.objects.bulk_create(
        Review(article=article, reason=doubt.reason, evidence=doubt.evidence)
        for doubt in doubts
        if doubt.reason not in known
    )


def _replace_related(article: Article, document: Document) -> None:
    article.related_items.all().delete()
    RelatedItem.objects.bulk_create(
        RelatedItem(
            article=article,
            position=position,
            title=clean_input(link.title)[:1000],
            text=clean_input(link.text),
            url=clean_input(link.url)[:2000],
        )
        for position, link in enumerate(document.related, start=1)
    )


def _update(existing: Article, incoming: Article, document: Document, doubts: list[Doubt]) -> Stored:
    """Take over what the page changed, but nothing that a curator has edited."""
    free = [name for name in Article.CONTENT_FIELDS if name not in existing.curated_fields]
    changed = [name for name in free if getattr(existing, name) != getattr(incoming, name)]
    redated = (
        "published_at" not in existing.curated_fields
        and incoming.published_at is not None
        and (incoming.published_at, incoming.published_precision)
        != (existing.published_at, existing.published_precision)
    )
    related = [(item.title, item.text, item.url) for item in existing.related_items.all()]
    relinked = "related_items" not in existing.curated_fields and related != [
        (link.title, link.text, link.url) for link in document.related
    ]
    if not changed and not redated and not relinked:
        return Stored(existing, Outcome.UNCHANGED)
    if changed:
        keep_version(existing)
        for name in changed:
            setattr(existing, name, getattr(incoming, name))
    if redated:
        existing.set_published(
            incoming.published_at,
            precision=incoming.published_precision,
            origin=incoming.published_origin,
        )
        existing.reviews.open().filter(reason=Review.Reason.NO_DATE).update(settled_at=timezone.now())
    if existing.status == Article.Status.DRAFT and "status" not in existing.curated_fields:
        existing.status = _status(doubts)
    existing.raw_sha256 = incoming.raw_sha256 or existing.raw_sha256
    if "page_clock" not in existing.curated_fields:
        existing.page_clock = incoming.page_clock or existing.page_clock
    existing.fetched_at = incoming.fetched_at
    existing.save()
    if relinked:
        _replace_related(existing, document)
    _open_reviews(
        existing, [d for d in doubts if d.reason != Review.Reason.NO_DATE or not existing.published_at]
    )
    return Stored(existing, Outcome.UPDATED)


def keep_version(article: Article) -> None:
    """Keep what the article says now, before it changes; `article` is as stored."""
    ArticleVersion.objects.create(
        article=article,
        revision=article.revision,
        content={name: getattr(article, name) for name in Article.CONTENT_FIELDS},
        content_hash=article.content_hash,
        raw_sha256=article.raw_sha256,
    )
