"""When articles belong in time: on the same day, near each other, or nobody can tell."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from articles.models import Article

#: A report of before midnight in its state of after it.
_ACROSS_MIDNIGHT = timedelta(hours=2)
#: What an outlet brings under one headline within these hours may be one report.
_NEAR = timedelta(hours=12)
_DAY = timedelta(days=1)
#: «Breaking» stands over thousands of articles: the nearest on each side are enough.
_MOST_ON_A_SIDE = 6
_EXACT = (Article.Precision.MINUTE, Article.Precision.HOUR)
_TO_THE_DAY = (*_EXACT, Article.Precision.DAY)


@dataclass(frozen=True)
class When:
    """A day in the source's zone, and the moment where that is known; neither where nobody knows."""

    day: date | None = None
    moment: datetime | None = None

    @property
    def is_known(self) -> bool:
        return self.day is not None

    def is_same_day(self, other: "When") -> bool:
        if self.day is None or other.day is None:
            return False
        return self.day == other.day or self._is_within(_ACROSS_MIDNIGHT, other)

    def is_near(self, other: "When") -> bool:
        return self.is_same_day(other) or self._is_within(_NEAR, other)

    def contradicts(self, other: "When") -> bool:
        """Both are known, and more than a day apart: no difference of zones explains that."""
        return self.day is not None and other.day is not None and abs(self.day - other.day) > _DAY

    def _is_within(self, span: timedelta, other: "When") -> bool:
        return (
            self.moment is not None and other.moment is not None and abs(self.moment - other.moment) <= span
        )


def when(article: Article, fetched_at: datetime | None) -> When:
    """When an article belongs; one without a date, or with a month alone, when it was fetched, if known."""
    if article.published_at is not None and article.published_precision in _EXACT:
        return When(article.published_day, article.published_at)
    if article.published_at is not None and article.published_precision == Article.Precision.DAY:
        return When(article.published_day)
    if article.published_at is None and fetched_at is not None:
        return When(fetched_at.astimezone(article.source.zone).date(), fetched_at)
    return When()


def candidates_in_time(rows: QuerySet[Article], ours: When) -> QuerySet[Article]:
    """A bounded number of these articles: those nearest in time, and the newest of unknown time."""
    # First their keys: to sort thousands of them by time, no database needs to read their texts.
    return Article.objects.filter(pk__in=_keys(rows, ours)).select_related("source").order_by("pk")


def _keys(rows: QuerySet[Article], ours: When) -> set[int]:
    keys = rows.values_list("pk", flat=True)
    if ours.day is None:
        # In the order of the index: by keys alone SQLite would read all that the source ever wrote.
        return set(keys.order_by("-published_day", "-pk")[: 2 * _MOST_ON_A_SIDE])
    dated = keys.filter(
        published_day__range=(ours.day - _DAY, ours.day + _DAY), published_precision__in=_TO_THE_DAY
    )
    undated = keys.filter(published_day=None).order_by("-pk")[:_MOST_ON_A_SIDE]
    periods = {ours.day.replace(day=1), ours.day.replace(month=1, day=1)}
    coarse = keys.filter(published_day__in=periods).exclude(published_precision__in=_TO_THE_DAY)
    found = {*undated, *coarse.order_by("-pk")[:_MOST_ON_A_SIDE]}
    if ours.moment is None:
        return found.union(dated.filter(published_day=ours.day).order_by("-pk")[:_MOST_ON_A_SIDE])
    before = dated.filter(published_at__lte=ours.moment).order_by("-published_at", "-pk")
    after = dated.filter(published_at__gt=ours.moment).order_by("published_at", "pk")
    return found.union(before[:_MOST_ON_A_SIDE], after[:_MOST_ON_A_SIDE])
