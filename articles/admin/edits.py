"""What a curator's edit of an article brings with it: what is remembered, and what it answers."""

from typing import Any

from django.db.models import Max

from articles.models import Article, Review


def remembered(curated: list[str], edited: list[str]) -> list[str]:
    return list(dict.fromkeys([*curated, *edited]))


def answered_reasons(article: Article, edited: list[str]) -> frozenset[str]:
    """The reasons for a review that this edit has dealt with."""
    answered: set[str] = set()
    if "published_at" in edited and article.published_at is not None:
        answered.add(Review.Reason.NO_DATE)
    if "title" in edited and article.title:
        answered.add(Review.Reason.NO_TITLE)
    if "source" in edited:
        answered.add(Review.Reason.NO_SOURCE)
    if "status" in edited and article.status == Article.Status.PUBLISHED:
        answered |= Review.HOLD_BACK
    if "status" in edited and article.status == Article.Status.REJECTED:
        answered |= set(Review.Reason.values)
    return frozenset(answered)


def number_new_items(formset: Any, article: Article) -> None:
    """New related items come after those that the page had."""
    last = article.related_items.aggregate(last=Max("position"))["last"] or 0
    for position, inline in enumerate(formset.extra_forms, start=last + 1):
        inline.instance.position = position


def remember_related(article: Article) -> None:
    """So that no later import puts back what a curator took out."""
    curated = remembered(article.curated_fields, ["related_items"])
    if curated != article.curated_fields:
        article.curated_fields = curated
        article.save(update_fields=["curated_fields"])
