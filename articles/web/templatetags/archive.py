"""What templates need beside Django's own: numbers, dates, links between searches."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.admin.present import evidence, field_names
from articles.models import Article, Entity, Source
from articles.search.criteria import Period, SearchCriteria
from articles.search.find import SearchResults
from articles.search.syntax import ParsedQuery
from articles.search.syntax.shown import shown
from articles.web.dates_text import Writing, iso, utc_text

register = template.Library()

#: Around the page shown, and at both ends.
PAGES_AROUND = 2


def writing() -> Writing:
    return Writing(get_language() or settings.LANGUAGE_CODE, settings.DIGITS, settings.MONTH_NAMES)


# ------------------------------------------------------------ numbers and dates


@register.filter
def number(value: int) -> SafeString:
    """1,234 or ١٬٢٣٤, apart from the direction of what is around it."""
    return format_html("<bdi>{}</bdi>", writing().number(int(value)))


@register.filter
def plain_number(value: int) -> str:
    """The same where no element may stand: in an attribute, in a drawing."""
    return writing().number(int(value))


@register.filter
def period_label(period: Period) -> str:
    """حزيران (يونيو) 2018 for 2018-06."""
    return writing().period(period.year, period.month, period.day)


@register.filter
def period_within(period: Period) -> str:
    """The period's name inside the one around it: a month without its year."""
    year = None if period.month else period.year
    return writing().period(year, period.month, period.day)


@register.filter
def day(value: date | None) -> str:
    return writing().day(value) if value else ""


@register.simple_tag
def article_date(article: Article) -> SafeString:
    """The date of publication in the source's zone, as precise as it is known."""
    if article.published_at is None:
        return mark_safe("")
    zone, precision = article.source.zone, article.published_precision
    return format_html(
        '<time datetime="{}" title="{}"><bdi>{}</bdi></time>',
        iso(article.published_at, precision, zone),
        utc_text(article.published_at, precision),
        writing().moment(article.published_at, precision, zone),
    )


@register.simple_tag
def modified_date(article: Article) -> SafeString:
    """When the outlet says that it changed the article, in its zone; midnight is a day without a clock."""
    if article.modified_at is None:
        return mark_safe("")
    zone = article.source.zone
    precision = "minute" if article.modified_at.astimezone(zone).time() != time() else "day"
    return format_html(
        '<time datetime="{}" title="{}"><bdi>{}</bdi></time>',
        iso(article.modified_at, precision, zone),
        utc_text(article.modified_at, precision),
        writing().moment(article.modified_at, precision, zone),
    )


@register.filter
def cited_date(article: Article) -> str:
    """The day of publication, or the month or year, as a citation gives it; says so if there is none."""
    if article.published_at is None:
        return _("undated")
    precision = "day" if has_clock(article) else article.published_precision
    return writing().moment(article.published_at, precision, article.source.zone)


@register.filter
def has_clock(article: Article) -> bool:
    return article.published_precision in (Article.Precision.MINUTE, Article.Precision.HOUR)


@register.filter
def zone_label(name: str) -> str:
    return writing().zone(name)


@register.filter
def utc_moment(moment: datetime) -> SafeString:
    """A moment of the archive's own, such as when a page was fetched, at Greenwich."""
    return format_html(
        '<time datetime="{}"><bdi>{}</bdi></time>',
        iso(moment, "minute", timezone.get_default_timezone()),
        writing().moment(moment, "minute", timezone.get_default_timezone()),
    )


@register.simple_tag
def today() -> str:
    """The day in the zone of the archive's own readers, as far as the settings tell."""
    zone = ZoneInfo(settings.DEFAULT_SOURCE_TIME_ZONE)
    return writing().day(timezone.localdate(timezone=zone))


# ------------------------------------------------------------ queries

register.filter("typed", shown)


@register.filter
def as_read(parsed: ParsedQuery) -> SafeString:
    """What the query says, in the words of the page's language."""
    return shown(parsed.written_out(in_arabic=writing().is_arabic))


# ------------------------------------------------------------ links between searches


@register.simple_tag
def search_url(criteria: SearchCriteria | None = None, **changes: Any) -> str:
    """The search page for these criteria; with changes, for others like them."""
    if criteria is None:
        criteria = SearchCriteria()
    if changes:
        criteria = criteria.with_changes(**changes)
    return reverse("search") + criteria.url_query()


@register.simple_tag
def feed_url(criteria: SearchCriteria) -> str:
    return reverse("search_rss") + criteria.with_changes().url_query()


@register.simple_tag
def facet_url(name: str, criteria: SearchCriteria) -> str:
    return reverse("facet", args=[name]) + criteria.with_changes().url_query()


@register.simple_tag
def entity_url(entity: Entity) -> str:
    return search_url(SearchCriteria(entities=(entity.pk,)))


@register.simple_tag
def source_url(source: Source) -> str:
    return search_url(SearchCriteria(sources=(source.slug,)))


@register.filter
def with_entity(criteria: SearchCriteria, entity: Entity) -> SearchCriteria:
    """The same search among the articles that name this entity, instead of those chosen before."""
    return criteria.with_changes(entities=(entity.pk,))


@register.filter
def without_filters(criteria: SearchCriteria) -> SearchCriteria:
    """The same words, order and match, in the whole archive."""
    return SearchCriteria(
        query=criteria.query,
        match=criteria.match,
        plain=criteria.plain,
        off=criteria.off,
        sort=criteria.sort,
    )


@register.simple_tag
def hidden_inputs(criteria: SearchCriteria | str | None, *left_out: str) -> SafeString:
    """The criteria as hidden form fields, without those that the form itself asks for."""
    if not isinstance(criteria, SearchCriteria):  # a page without a search
        return mark_safe("")
    fields = criteria.with_changes().to_query()
    rows = ((name, value) for name, values in fields.lists() for value in values if name not in left_out)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)


@register.simple_tag
def page_window(results: SearchResults) -> list[int | None]:
    """Numbers of the pages to offer; None where some are left out."""
    last, here = results.pages, results.criteria.page
    near = {1, last, *range(here - PAGES_AROUND, here + PAGES_AROUND + 1)}
    shown = sorted(page for page in near if 1 <= page <= last)
    return list(_with_gaps(shown))


def _with_gaps(pages: list[int]) -> Iterator[int | None]:
    before = 0
    for page in pages:
        if page - before == 2:
            yield page - 1
        elif page - before > 2:
            yield None
        yield page
        before = page


# ------------------------------------------------------------ articles and sources


@register.simple_tag
def entities_by_kind(entities: tuple[Entity, ...]) -> list[tuple[str, list[Entity]]]:
    """(kind, its entities) in the order of kinds; kinds that are not there are left out."""
    grouped = [(kind, [one for one in entities if one.kind == kind]) for kind in Entity.Kind.values]
    return [(kind, found) for kind, found in grouped if found]


@register.filter
def web_address(url: str | None) -> str:
    """The address if a browser may be sent there, else nothing: no javascript:, no file:."""
    url = (url or "").strip()
    return url if url.lower().startswith(("http://", "https://")) else ""


# As the curators' side shows them.
register.filter(evidence)
register.filter(field_names)


@register.simple_tag
def has_invented_sources() -> bool:
    sources: QuerySet[Source] = Source.objects.filter(is_invented=True)
    return sources.exists()
