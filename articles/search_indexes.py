"""Haystack's description of what is indexed. Database keys go in, names come from the database."""

from datetime import UTC, datetime

from haystack import indexes

from articles.models import Article

#: Parts of an article that are searched, in the order in which they are joined.
SEARCHED_FIELDS = ("title", "subtitle", "body", "caption", "byline", "dateline", "section", "credit")


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    """An article as the search engine sees it."""

    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="title")
    source = indexes.IntegerField(model_attr="source_id")
    status = indexes.IntegerField()
    #: The day as 20180608, 0 when undated; a month or year known no closer has 00 in its place.
    day = indexes.IntegerField()
    #: Minutes since 1970, for sorting.
    published = indexes.IntegerField()
    undated = indexes.IntegerField()
    entities = indexes.MultiValueField()

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using=None):
        return Article.objects.select_related("source").prefetch_related("mentions").order_by("pk")

    def prepare_text(self, article: Article) -> str:
        return "\n\n".join(filter(None, (getattr(article, name) for name in SEARCHED_FIELDS)))

    def prepare_status(self, article: Article) -> int:
        return Article.Status.values.index(article.status)

    def prepare_day(self, article: Article) -> int:
        return day_number(article)

    def prepare_published(self, article: Article) -> int:
        if article.published_at is None:
            return 0
        return int((article.published_at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 60)

    def prepare_undated(self, article: Article) -> int:
        return int(article.published_at is None)

    def prepare_entities(self, article: Article) -> list[int]:
        return sorted({mention.entity_id for mention in article.mentions.all()})


def day_number(article: Article) -> int:
    """The day of publication as a number that sorts: 20180608, 20180600 for June, 20180000."""
    day = article.published_day
    if day is None:
        return 0
    precision = article.published_precision
    month = 0 if precision == Article.Precision.YEAR else day.month
    day_of_month = 0 if precision in (Article.Precision.YEAR, Article.Precision.MONTH) else day.day
    return day.year * 10_000 + month * 100 + day_of_month
