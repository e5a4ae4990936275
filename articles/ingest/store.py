"""From a Document to a stored Article: identity, date, reviews, earlier versions.

Storing never indexes: it leaves a Change row in the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.arabic.dates import find_dates
from articles.arabic.normalize import clean_input
from articles.ingest.documents import Document, Doubt, UnreadableInput
from articles.ingest.identity import Known, find_existing, is_earlier
from articles.ingest.remove import is_removed
from articles.ingest.sources import UNKNOWN_SLUG
from articles.models import Article, ArticleVersion, RawFile, RelatedItem, Review, Source

#: Dates beyond this many say nothing more about when an article was published.
MAX_EVIDENCE = 20
#: Letters of a report; what is longer is a book, a dump or an attack, and waits for a curator.
LONGEST_BODY = 200_000
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
    """A document to be stored, with the raw input that it was read from."""

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

    An article that is stored already keeps its source: a curator may have corrected it.
    Raises UnreadableInput for an article that was removed for legal reasons.
    """
    return Batch([Incoming(document, source, raw_sha256, fetched_at)]).store(0)


class Batch:
    """Documents that are stored in one transaction of the caller's, one after the other."""

    def __init__(self, incoming: Sequence[Incoming]) -> None:
        self._documents = [each.document for each in incoming]
        self._articles = [_article_from(each) for each in incoming]
        # Two imports at once: the second waits here, and then finds what the first has stored.
        sources = Source.objects.select_for_update().filter(pk__in={each.source.pk for each in incoming})
        list(sources.order_by("pk"))
        self._known = Known(self._articles)

    @transaction.atomic
    def store(self, number: int) -> Stored:
        """Store one of the documents; what `store` says of it holds here."""
        document, incoming = self._documents[number], self._articles[number]
        if self._known.may_be_removed(incoming) and is_removed(incoming):
            raise UnreadableInput(
                "This article was removed for legal reasons and is not stored again.",
                "حُذف هذا المقال لأسباب قانونية، ولا يُحفظ من جديد.",
            )
        existing = find_existing(incoming) if self._known.may_be_stored(incoming) else None
        if existing is not None and is_earlier(incoming, existing):
            return Stored(existing, Outcome.UNCHANGED)
        if existing is not None:
            incoming.source = existing.source
        _date(incoming, document)
        doubts = list(_doubts(document, incoming))
        if existing is not None:
            stored = _update(existing, incoming, document, doubts)
        else:
            stored = _create(incoming, document, doubts)
        self._known.add(incoming)
        return stored


def _create(article: Article, document: Document, doubts: list[Doubt]) -> Stored:
    article.status = _status(doubts)
    article.save()
    if article.raw_sha256:
        RawFile.objects.create(article=article, sha256=article.raw_sha256)
    _add_related(article, related_items(document))
    _open_reviews(article, doubts, known=set())
    return Stored(article, Outcome.CREATED)


def _article_from(incoming: Incoming) -> Article:
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
    article.canonical_url = clean_input(document.canonical_url).strip() or None
    article.content_hash = article.hash_content()
    return article


def _fitting(name: str, text: str) -> str:
    """The text without what cannot be stored, and no longer than its column."""
    text = clean_input(text).strip()
    limit = getattr(Article._meta.get_field(name), "max_length", None)
    return text[:limit] if limit else text


def _date(article: Article, document: Document) -> None:
    """Date the article by the clock of its source; not by a date that had not come when it was fetched."""
    if document.published is None:
        return
    moment = document.published.at(article.source.zone)
    if moment <= article.fetched_at + TOLERANCE:
        article.set_published(
            moment,
            precision=document.published.precision.value,
            origin=document.published_origin,
            zone_named=document.published.zone is not None,
        )


def _remember_raw(article: Article) -> None:
    if article.raw_sha256:
        RawFile.objects.get_or_create(article=article, sha256=article.raw_sha256)


def _doubts(document: Document, article: Article) -> Iterable[Doubt]:
    yield from document.doubts
    if len(article.body) > LONGEST_BODY and not document.doubts:
        yield Doubt(Review.Reason.FURNITURE, {"letters": len(article.body)})
    if article.source.slug == UNKNOWN_SLUG:
        yield Doubt(Review.Reason.NO_SOURCE)
    if article.published_at is None and article.has_text:
        evidence = {}
        if article.page_clock:
            evidence["page_clock"] = article.page_clock
        if document.published is not None:
            evidence["future_date"] = document.published.text
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


def _open_reviews(article: Article, doubts: Iterable[Doubt], *, known: set[str] | None = None) -> None:
    """Open a review for each doubt that has none; what a curator settled stays settled."""
    if known is None:
        known = set(article.reviews.values_list("reason", flat=True))
    reviews = [
        Review(article=article, reason=doubt.reason, evidence=_evidence(doubt, article))
        for doubt in doubts
        if doubt.reason not in known
    ]
    if reviews:
        Review.objects.bulk_create(reviews)


def _evidence(doubt: Doubt, article: Article) -> dict[str, Any]:
    # Finding dates takes longer than storing: only now that a review is opened.
    if doubt.reason == Review.Reason.NO_DATE:
        evidence: dict[str, Any] = {"dates": dates_in(article.body)}
        return evidence | doubt.evidence
    return doubt.evidence


def related_items(document: Document) -> list[RelatedItem]:
    """What the page put beside the article, as it will be stored."""
    return [
        RelatedItem(
            position=position,
            title=clean_input(link.title)[:1000],
            text=clean_input(link.text),
            url=clean_input(link.url)[:2000],
        )
        for position, link in enumerate(document.related, start=1)
    ]


def _replace_related(article: Article, items: list[RelatedItem]) -> None:
    article.related_items.all().delete()
    _add_related(article, items)


def _add_related(article: Article, items: list[RelatedItem]) -> None:
    for item in items:
        item.article = article
    if items:
        RelatedItem.objects.bulk_create(items)


def _contents(items: Iterable[RelatedItem]) -> list[tuple[str, str, str]]:
    return [(item.title, item.text, item.url) for item in items]


def _update(existing: Article, incoming: Article, document: Document, doubts: list[Doubt]) -> Stored:
    """Take over what the page changed, but nothing that a curator has edited.

    A page that holds no article any more (a consent wall, an error) changes nothing that was published.
    """
    if existing.status == Article.Status.PUBLISHED and _status(doubts) == Article.Status.DRAFT:
        _open_reviews(existing, [doubt for doubt in doubts if doubt.reason in Review.HOLD_BACK])
        return Stored(existing, Outcome.UNCHANGED)
    curated = set(existing.curated_fields)
    changed = [
        name
        for name in Article.CONTENT_FIELDS
        if name not in curated and getattr(existing, name) != getattr(incoming, name)
    ]
    redated = (
        "published_at" not in curated
        and incoming.published_at is not None
        and (incoming.published_at, incoming.published_precision)
        != (existing.published_at, existing.published_precision)
    )
    items = related_items(document)
    relinked = "related_items" not in curated and _contents(items) != _contents(existing.related_items.all())
    if not changed and not redated and not relinked:
        return Stored(existing, Outcome.UNCHANGED)
    if changed:
        keep_version(existing)
        for name in changed:
            setattr(existing, name, getattr(incoming, name))
    if redated:
        _take_date(existing, incoming)
    if existing.status == Article.Status.DRAFT and "status" not in curated:
        existing.status = _status(doubts)
        if existing.status == Article.Status.PUBLISHED:
            answered = existing.reviews.open().filter(reason__in=Review.HOLD_BACK)
            answered.update(settled_at=timezone.now())
    if "page_clock" not in curated:
        existing.page_clock = incoming.page_clock or existing.page_clock
    existing.raw_sha256 = incoming.raw_sha256 or existing.raw_sha256
    existing.fetched_at = incoming.fetched_at
    existing.save()
    _remember_raw(existing)
    if relinked:
        _replace_related(existing, items)
    dated = existing.published_at is not None
    _open_reviews(existing, [d for d in doubts if not (dated and d.reason == Review.Reason.NO_DATE)])
    return Stored(existing, Outcome.UPDATED)


def _take_date(existing: Article, incoming: Article) -> None:
    assert incoming.published_at is not None
    existing.set_published(
        incoming.published_at,
        precision=incoming.published_precision,
        origin=incoming.published_origin,
        zone_named=incoming.published_zone_named,
    )
    existing.reviews.open().filter(reason=Review.Reason.NO_DATE).update(settled_at=timezone.now())


def keep_version(article: Article) -> None:
    """Keep what the article says now, before it changes; `article` is as stored."""
    ArticleVersion.objects.create(
        article=article,
        revision=article.revision,
        content={name: getattr(article, name) for name in Article.CONTENT_FIELDS},
        content_hash=article.content_hash,
    )
