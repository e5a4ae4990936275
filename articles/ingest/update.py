"""What a document changes in the article that it belongs to.

A curator's edits are never overwritten, and every text that is replaced is kept as a version.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from articles.arabic.letters import FORMAT
from articles.arabic.normalize import clean_input
from articles.ingest.documents import Document, Doubt
from articles.ingest.gate import NO_ARTICLE, is_held_back
from articles.ingest.likeness import overlap, word_set
from articles.ingest.reviews import open_reviews
from articles.models import Article, ArticleVersion, RawFile, RelatedItem, Review

_INVISIBLE = re.compile(f"[{FORMAT}]")
_FINEST_FIRST: list[str] = Article.Precision.values
#: An excerpt says nothing that the article does not say.
_EXCERPT = 0.95


@dataclass(frozen=True)
class Changes:
    """What would be taken over: content fields, other fields, the date, the related items.

    `is_teaser`: a feed announced what is stored in full; the body comes from elsewhere.
    """

    texts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    redated: bool = False
    relinked: bool = False
    is_teaser: bool = False

    def __bool__(self) -> bool:
        return bool(self.texts or self.others or self.redated or self.relinked)


def find_changes(
    existing: Article, incoming: Article, items: list[RelatedItem], *, kind: str = ""
) -> Changes:
    """How the incoming differs from what is stored, the curator's edits left aside."""
    curated = set(existing.curated_fields)
    # Read again, a text may get better paragraphs; fetched again, other white space is no news.
    is_reread = bool(incoming.raw_sha256) and incoming.raw_sha256 == existing.raw_sha256
    differs = str.__ne__ if is_reread else _differ
    is_item = kind == RawFile.Kind.FEED_ITEM
    is_teaser = is_item and _is_teaser(incoming, existing)
    others = tuple(name for name in _added(existing, incoming) if name not in curated)
    if is_teaser:
        return Changes(others=others, is_teaser=True)
    # What a feed does not say, its page may.
    silent = {name for name in Article.CONTENT_FIELDS if is_item and not getattr(incoming, name)}
    return Changes(
        texts=tuple(
            name
            for name in Article.CONTENT_FIELDS
            if name not in curated | silent and differs(getattr(existing, name), getattr(incoming, name))
        ),
        others=others,
        redated="published_at" not in curated and _dates_anew(existing, incoming),
        relinked=(
            "related_items" not in curated
            and not (is_item and not items)
            and _contents(items) != _contents(existing.related_items.all())
        ),
    )


def _dates_anew(existing: Article, incoming: Article) -> bool:
    """Whether the date is another one; a coarser one that agrees with what is known says nothing new."""
    if incoming.published_at is None:
        return False
    if existing.published_at is None:
        return True
    precision = incoming.published_precision
    if _FINEST_FIRST.index(precision) <= _FINEST_FIRST.index(existing.published_precision):
        return (incoming.published_at, precision) != (existing.published_at, existing.published_precision)
    return _to(precision, incoming) != _to(precision, existing)


def _to(precision: str, article: Article) -> tuple[int, ...]:
    """Year, month, day and hour in the source's zone, as far as the precision goes."""
    assert article.published_at is not None
    moment = article.published_at.astimezone(article.source.zone)
    whole = (moment.year, moment.month, moment.day, moment.hour)
    return whole[: len(_FINEST_FIRST) - _FINEST_FIRST.index(precision)]


def _differ(first: str, second: str) -> bool:
    return first != second and _folded(first) != _folded(second)


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _added(existing: Article, incoming: Article) -> Iterable[str]:
    """What an article takes once, when it has none: where it is, what feeds call it, when it was changed.

    The source differs only where the incoming one has the better claim.
    """
    if incoming.source_id != existing.source_id:
        yield "source"
    if incoming.modified_at and not existing.modified_at:
        yield "modified_at"
    if incoming.feed_guid and not existing.feed_guid:
        yield "feed_guid"
    if incoming.address_key and not existing.address_key:
        others = Article.objects.exclude(pk=existing.pk)
        if not others.filter(address_key=incoming.address_key).exists():
            yield "canonical_url"


def _is_teaser(incoming: Article, existing: Article) -> bool:
    """Whether a feed only announces what was read in full, from its page or from an earlier item."""
    if 2 * len(word_set(incoming.body)) >= len(word_set(existing.body)):
        return False
    stored = existing.raw_files.filter(sha256=existing.raw_sha256, kind=RawFile.Kind.FEED_ITEM)
    is_excerpt = not incoming.body or overlap(incoming.body, existing.body) >= _EXCERPT
    return is_excerpt or not stored.exists()


def changes_nothing(existing: Article, incoming: Article, doubts: Iterable[Doubt]) -> bool:
    """Whether the page holds no article any more: a consent wall, an error, a rest of the text.

    What a curator has settled holds nothing back a second time.
    """
    reasons = {doubt.reason for doubt in doubts} & Review.HOLD_BACK
    if not reasons:
        return False
    if existing.has_text and (reasons & NO_ARTICLE or not incoming.title or not incoming.body):
        return True
    if existing.status != Article.Status.PUBLISHED:
        return False
    settled = existing.reviews.exclude(settled_by=None).values_list("reason", flat=True)
    return bool(reasons - set(settled))


def update(
    existing: Article,
    incoming: Article,
    changes: Changes,
    items: list[RelatedItem],
    doubts: tuple[Doubt, ...],
) -> None:
    """Take the changes over and save; the caller remembers the raw file."""
    if changes.is_teaser:
        for name in changes.others:
            setattr(existing, name, getattr(incoming, name))
        existing.save()
        return
    curated = set(existing.curated_fields)
    if changes.texts:
        keep_version(existing)
    for name in (*changes.texts, *changes.others):
        setattr(existing, name, getattr(incoming, name))
    existing.modified_at = incoming.modified_at or existing.modified_at
    if changes.redated:
        _take_date(existing, incoming)
    if existing.status == Article.Status.DRAFT and "status" not in curated and not is_held_back(doubts):
        existing.status = Article.Status.PUBLISHED
        _settle(existing, Review.HOLD_BACK)
    if "page_clock" not in curated:
        existing.page_clock = incoming.page_clock or existing.page_clock
    existing.raw_sha256 = incoming.raw_sha256 or existing.raw_sha256
    existing.fetched_at = incoming.fetched_at
    existing.save()
    if changes.relinked:
        existing.related_items.all().delete()
        add_related(existing, items)
    dated = existing.published_at is not None
    open_reviews(existing, [d for d in doubts if not (dated and d.reason == Review.Reason.NO_DATE)])


def _take_date(existing: Article, incoming: Article) -> None:
    assert incoming.published_at is not None
    existing.set_published(
        incoming.published_at,
        precision=incoming.published_precision,
        origin=incoming.published_origin,
        zone_named=incoming.published_zone_named,
    )
    _settle(existing, {Review.Reason.NO_DATE})


def _settle(article: Article, reasons: Iterable[str]) -> None:
    article.reviews.open().filter(reason__in=reasons).update(settled_at=timezone.now())


def keep_version(article: Article) -> None:
    """Keep what the article says now, before it changes; `article` is as stored."""
    ArticleVersion.objects.create(
        article=article,
        revision=article.revision,
        content={name: getattr(article, name) for name in Article.CONTENT_FIELDS},
        content_hash=article.content_hash,
    )


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


def add_related(article: Article, items: list[RelatedItem]) -> None:
    for item in items:
        item.article = article
    if items:
        RelatedItem.objects.bulk_create(items)


def _contents(items: Iterable[RelatedItem]) -> list[tuple[str, str, str]]:
    return [(item.title, item.text, item.url) for item in items]
