"""What curators decide about articles: publish, reject, settle. Each in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now

from articles.models import Article, Review

#: No transaction spans more articles than this.
MAX_AT_ONCE = 500


#: As requests have it; the admin has made sure that it is nobody anonymous.
Curator = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Outcome:
    """How many articles were changed, and how many could not be."""

    changed: int
    refused: int = 0


@transaction.atomic
def publish(keys: Iterable[int], user: Curator) -> Outcome:
    """Publish the articles that have a headline; settle the reviews that held them back."""
    locked = _locked(keys)
    ready = [article.pk for article in locked if article.title]
    changed = Article.objects.filter(pk__in=ready).exclude(status=Article.Status.PUBLISHED)
    number = changed.update(
        status=Article.Status.PUBLISHED, first_visible_at=Coalesce("first_visible_at", Now())
    )
    settle(ready, user, reasons=Review.HOLD_BACK)
    return Outcome(number, len(locked) - len(ready))


@transaction.atomic
def reject(keys: Iterable[int], user: Curator) -> Outcome:
    """Take the articles from the readers; nothing is left to ask about them."""
    rejected = [article.pk for article in _locked(keys)]
    changed = Article.objects.filter(pk__in=rejected).exclude(status=Article.Status.REJECTED)
    number = changed.update(status=Article.Status.REJECTED)
    settle(rejected, user)
    return Outcome(number)


@transaction.atomic
def settle(keys: Iterable[int], user: Curator, *, reasons: Iterable[str] = ()) -> int:
    """Settle the open reviews of articles, all or those with some reasons; how many they were."""
    reviews = Review.objects.open().filter(article__in=list(keys))
    if reasons:
        reviews = reviews.filter(reason__in=list(reasons))
    return settle_reviews(reviews, user)


def settle_reviews(reviews: QuerySet[Review], user: Curator) -> int:
    """Settle those that are open; how many they were."""
    return reviews.filter(settled_at=None).update(settled_at=Now(), settled_by=user)


def _locked(keys: Iterable[int]) -> list[Article]:
    """The articles, so that nobody else empties a headline or removes one meanwhile."""
    return list(Article.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))
