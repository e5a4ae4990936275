"""Haystack's description of what is indexed. Database keys go in, names come from the database."""

from datetime import UTC, datetime

from haystack import indexes

from articles.models import Article, Review
from articles.search.fields import KeysField, WeightedTextField
from articles.search.ranking import TITLE_WEIGHT
from articles.search.text import WeightedText

#: Parts of an article that are searched, in the order in which they follow one another.
SEARCHED_FIELDS = ("title", "subtitle", "body", "caption", "byline", "dateline", "section", "credit")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    """An article as the search engine sees it. Nothing is stored: texts are read from the database."""

    text = WeightedTextField(document=True, stored=False)
    title = indexes.CharField(model_attr="title", stored=False)
    byline = indexes.CharField(model_attr="byline", stored=False)
    source = indexes.IntegerField(model_attr="source_id", stored=False)
    status = indexes.IntegerField(stored=False)
    #: The day as 20180608, 0 when undated; a month or year known no closer has 00 in its place.
    day = indexes.IntegerField(stored=False)
    #: Minutes since 1970, for sorting.
    published = indexes.IntegerField(stored=False)
    undated = indexes.IntegerField(stored=False)
    entities = KeysField(stored=False)
    #: The reasons of open reviews, as places in Review.REASONS.
    reviews = KeysField(stored=False)
    #: To tell whether the index has the article as it is now.
    revision = indexes.IntegerField(model_attr="revision", stored=False)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using=None):
        return Article.objects.select_related("source").prefetch_related("mentions", "reviews").order_by("pk")

    def prepare_text(self, article: Article) -> WeightedText:
        parts = ((name, getattr(article, name)) for name in SEARCHED_FIELDS)
        return WeightedText((text, TITLE_WEIGHT if name == "title" else 1) for name, text in parts if text)

    def prepare_status(self, article: Article) -> int:
        return Article.Status.values.index(article.status)

    def prepare_day(self, article: Article) -> int:
        return day_number(article)

    def prepare_published(self, article: Article) -> int:
        if article.published_at is None:
            return 0
        return int((article.published_at - _EPOCH).total_seconds() // 60)

    def prepare_undated(self, article: Article) -> int:
        return int(article.published_at is None)

    def prepare_entities(self, article: Article) -> list[int]:
        return sorted({mention.entity_id for mention in article.mentions.all()})

    def prepare_reviews(self, article: Article) -> list[int]:
        reasons = {review.reason for review in article.reviews.all() if review.is_open}
        return sorted(Review.REASONS.index(reason) for reason in reasons if reason in Review.REASONS)


def day_number(article: Article) -> int:
    """The day of publication as a number that sorts: 20180608, 20180600 for June, 20180000."""
    day = article.published_day
    if day is None:
        return 0
    precision = article.published_precision
    month = 0 if precision == Article.Precision.YEAR else day.month
    day_of_month = 0 if precision in (Article.Precision.YEAR, Article.Precision.MONTH) else day.day
    return day.year * 10_000 + month * 100 + day_of_month
