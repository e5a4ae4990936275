"""The reviews that an article's doubts open, with what its text says."""

from collections.abc import Iterable
from typing import Any

from articles.arabic.dates import find_dates
from articles.ingest.documents import Doubt
from articles.models import Article, Review

#: Dates beyond this many say nothing more about when an article was published.
MAX_EVIDENCE = 20


def open_reviews(article: Article, doubts: Iterable[Doubt], *, known: set[str] | None = None) -> None:
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
