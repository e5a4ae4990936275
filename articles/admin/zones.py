"""What happens to dates when their source, or its time zone, turns out to be another."""

from zoneinfo import ZoneInfo

from articles.models import Article, Source

_EXACT = (Article.Precision.MINUTE, Article.Precision.HOUR)
#: These name a moment; the others were read as the clock of the source, unless they named their zone.
_MOMENTS = (Article.DateOrigin.METADATA, Article.DateOrigin.FEED, Article.DateOrigin.STORY)


def move_date(article: Article, *, before: ZoneInfo) -> None:
    """Read the article's date, which was read in the zone `before`, in its source's zone.

    A day stays the same day, and a time that the page shows stays the time that it shows;
    a moment that a feed, metadata or a time with its zone (11:26 GMT) named stays that moment.
    """
    if article.published_at is None:
        return
    moment = article.published_at.astimezone(before)
    if not _names_a_moment(article):
        moment = moment.replace(tzinfo=article.source.zone)
    article.set_published(
        moment,
        precision=article.published_precision,
        origin=article.published_origin,
        zone_named=article.published_zone_named,
    )


def _names_a_moment(article: Article) -> bool:
    return article.published_precision in _EXACT and (
        article.published_zone_named or article.published_origin in _MOMENTS
    )


def move_dates(source: Source, *, before: ZoneInfo) -> int:
    """Do so for all articles of a source; how many had a date. At most a transaction's worth."""
    dated = list(source.articles.exclude(published_at=None).select_for_update(of=("self",)).order_by("pk"))
    for article in dated:
        article.source = source
        move_date(article, before=before)
        article.save(update_fields=["published_at"])
    return len(dated)
