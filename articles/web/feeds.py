"""RSS 2.0 of any search: the same parameters as the page, newest first unless sorted otherwise."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Entity
from articles.search.criteria import SearchCriteria
from articles.search.find import SearchResults, find

FEED_SIZE = 50
COARSE = (Article.Precision.MONTH, Article.Precision.YEAR)


@require_safe
def search_rss(request: HttpRequest) -> HttpResponse:
    criteria = SearchCriteria.from_query(request.GET)
    if not criteria.sort:
        criteria = criteria.with_changes(sort="newest", page=criteria.page)
    results = find(criteria, request.user, widen=False, with_facets=False, with_marks=False, size=FEED_SIZE)
    feed = Rss201rev2Feed(
        title=feed_title(results),
        link=request.build_absolute_uri(reverse("search") + results.asked.url_query()),
        description=_("Articles found in the news archive."),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    names = entity_names([hit.article for hit in results.hits])
    for hit in results.hits:
        add_item(feed, hit.article, request, names.get(hit.article.pk, []))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["X-Robots-Tag"] = "noindex"
    return response


def feed_title(results: SearchResults) -> str:
    """The site's name, the query and the filters, so that a reader tells one feed from another."""
    parts = [_("News archive"), results.asked.query, *(chip.label for chip in results.chips)]
    return " · ".join(filter(None, parts))


def add_item(feed: Rss201rev2Feed, article: Article, request: HttpRequest, names: list[str]) -> None:
    """One article as a feed item; its address is its identity."""
    link = request.build_absolute_uri(article.get_absolute_url())
    paragraphs = article.paragraphs
    feed.add_item(
        title=article.title,
        link=link,
        description=article.subtitle or (paragraphs[0] if paragraphs else ""),
        author_name=article.byline or article.source.name,
        pubdate=feed_date(article),
        unique_id=link,
        unique_id_is_permalink=True,
        categories=list(dict.fromkeys(filter(None, [article.source.name, article.section, *names]))),
    )


def feed_date(article: Article) -> datetime | None:
    """The time of publication in the source's zone; none unless the day is known: RSS has nothing coarser."""
    if article.published_at is None or article.published_precision in COARSE:
        return None
    return article.published_at.astimezone(article.source.zone)


def entity_names(articles: list[Article]) -> dict[int, list[str]]:
    """Names of the entities of each article, by article key; one query for all."""
    names: dict[int, list[str]] = {}
    rows = (
        Entity.objects.named()
        .filter(mentions__article__in=articles)
        .values_list("mentions__article_id", "canonical__name")
        .order_by("mentions__article_id", "canonical__name")
        .distinct()
    )
    for pk, name in rows:
        names.setdefault(pk, []).append(name)
    return names
