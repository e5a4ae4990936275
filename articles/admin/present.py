"""How stored values look in the admin: dates, evidence, problems, as HTML."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article, Review

#: Shown of the entities that an article names.
MAX_SHOWN = 20

_SHAPES = {
    Article.Precision.MINUTE: "%Y-%m-%d %H:%M",
    Article.Precision.HOUR: "%Y-%m-%d %H",
    Article.Precision.DAY: "%Y-%m-%d",
    Article.Precision.MONTH: "%Y-%m",
    Article.Precision.YEAR: "%Y",
}

#: What readers and `store` put into the evidence of a review, in words.
EVIDENCE_LABELS = {
    "arabic_share": gettext_lazy("Arabic letters"),
    "article": gettext_lazy("the other article"),
    "because": gettext_lazy("what they share"),
    "dates": gettext_lazy("dates in the text"),
    "first_words": gettext_lazy("first words"),
    "future_date": gettext_lazy("date that had not come yet"),
    "jaccard": gettext_lazy("common words"),
    "letters": gettext_lazy("letters"),
    "lines_read": gettext_lazy("lines read"),
    "menu_lines": gettext_lazy("lines of menus"),
    "page_clock": gettext_lazy("clock time on the page"),
    "paragraphs": gettext_lazy("paragraphs"),
    "says": gettext_lazy("the page says"),
    "words": gettext_lazy("words"),
}
#: What makes two articles possible duplicates.
_BECAUSE = {
    "title": gettext_lazy("the headline and the day"),
    "guid": gettext_lazy("the name in the feeds"),
}
#: These are parts of one.
_SHARES = {"arabic_share", "jaccard"}


def written_date(article: Article) -> str:
    """The date as far as it is known, in the source's zone: 2018-06-08 11:26, 2018-06-08, 2018-06."""
    if article.published_at is None:
        return ""
    local: datetime = article.published_at.astimezone(article.source.zone)
    return local.strftime(_SHAPES[Article.Precision(article.published_precision)])


def isolated(text: object) -> SafeString:
    """Text in its own direction, so that it does not turn what stands beside it."""
    return format_html('<bdi dir="auto">{}</bdi>', text)


def code(text: object) -> SafeString:
    """Hashes and addresses: left to right in any text."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def digits(text: object) -> SafeString:
    """A date or number in one piece, left to right."""
    return format_html('<bdi dir="ltr" class="short">{}</bdi>', text)


def moment(when: datetime | None) -> SafeString:
    """A moment in UTC, and saying so: a source's zone is not the curator's."""
    if when is None:
        return mark_safe("—")
    return format_html('<bdi dir="ltr" class="short">{}</bdi>', f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC")


def labelled(label: object, value: SafeString) -> SafeString:
    """A value with its name, which shows where a list has no heads of columns: on a phone."""
    return format_html('<span class="on-phone">{}: </span>{}', label, value)


def link_to_article(pk: int, text: object) -> SafeString:
    return format_html(
        '<a href="{}"><bdi dir="auto">{}</bdi></a>', reverse("admin:articles_article_change", args=[pk]), text
    )


def evidence(found: Any, others: Mapping[int, Article] | None = None) -> SafeString:
    """The evidence of a review, whatever its shape: names with their values, lists as lists.

    `others`: the articles that evidence may name, where many are shown; else they are looked up.
    """
    if isinstance(found, Mapping):
        others = others_of([found]) if others is None else others
        return format_html_join(
            "",
            '<div class="evidence"><b>{}:</b> {}</div>',
            ((_label(key), _evidence_value(key, found[key], others)) for key in found),
        )
    return _value(found)


def others_of(found: Iterable[Any]) -> dict[int, Article]:
    """The articles that the evidence of possible duplicates names, without their texts, in one query."""
    keys = {each.get("article") for each in found if isinstance(each, Mapping)}
    numbers = {key for key in keys if isinstance(key, int)}
    if not numbers:
        return {}
    articles = Article.objects.select_related("source").only("title", "source", "published_day")
    return articles.in_bulk(sorted(numbers))


def _evidence_value(key: str, value: Any, others: Mapping[int, Article]) -> SafeString:
    if key == "article" and isinstance(value, int):
        if value not in others:
            return isolated(_("no longer there"))
        return _other(others[value])
    if key in _SHARES and isinstance(value, int | float):
        return digits(f"{value:.0%}")
    if key == "because":
        return isolated(_BECAUSE.get(str(value), value))
    return _value(value)


def _other(article: Article) -> SafeString:
    headline = link_to_article(article.pk, article.title or _("(no headline)"))
    day = article.published_day or _("undated")
    return format_html("{} — {} · {}", headline, isolated(article.source), digits(day))


def review_evidence(review: Review, others: Mapping[int, Article] | None = None) -> SafeString:
    """The evidence, and for a possible duplicate the way to both texts side by side."""
    found = review.evidence
    others = others_of([found]) if others is None else others
    shown = evidence(found, others)
    other = found.get("article") if isinstance(found, Mapping) else None
    if review.reason != Review.Reason.POSSIBLE_DUPLICATE or other not in others:
        return shown
    address = reverse("admin:articles_article_beside", args=[review.article_id, other])
    return shown + format_html(
        '<div class="evidence"><a href="{}">{}</a></div>', address, _("Both side by side")
    )


def _label(key: str) -> str:
    return str(EVIDENCE_LABELS.get(key, key))


def _value(value: Any) -> SafeString:
    if isinstance(value, Mapping):
        if "text" in value:
            return _dated_text(value)
        return format_html_join(" · ", "{} {}", ((_label(key), _value(value[key])) for key in value))
    if isinstance(value, list | tuple) and value:
        return format_html_join(" · ", "{}", ((_value(item),) for item in value))
    if value in (None, "", [], ()):
        return mark_safe("—")
    return isolated(value)


def _dated_text(found: Mapping[str, Any]) -> SafeString:
    """A date as the text writes it, and how it was read; what it does not say is a question mark."""
    parts = [found.get(part) for part in ("year", "month", "day")]
    if not any(parts):
        return isolated(found["text"])
    read = "-".join("?" if part is None else f"{part:02d}" for part in parts)
    return format_html("{} ({})", isolated(found["text"]), digits(read))


def earlier_versions(article: Article) -> SafeString:
    """How often the article was changed and when last, and the page that shows what."""
    if not article.pk or (last := article.versions.first()) is None:
        return mark_safe("—")
    number = article.versions.count()
    text = ngettext("%(n)d earlier version", "%(n)d earlier versions", number) % {"n": number}
    return format_html(
        '<a href="{}">{}</a> · {} · {} {}',
        reverse("admin:articles_article_versions", args=[article.pk]),
        _("What changed, and when"),
        text,
        _("last changed:"),
        moment(last.replaced_at),
    )


def _field_name(name: str) -> str:
    field = Article._meta.get_field(name)
    if field.auto_created and field.related_model is not None:  # related_items: rows of their own
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)  # type: ignore[union-attr]


def field_names(names: Iterable[str]) -> str:
    """Fields of an article in the reader's language."""
    known = {field.name for field in Article._meta.get_fields()}
    return " · ".join(_field_name(name) if name in known else name for name in names)


def mentioned_entities(article: Article) -> SafeString:
    """The entities that the article names, most mentioned first, with how often."""
    counts: dict[int, int] = {}
    entities = {}
    for mention in article.mentions.select_related("entity"):
        entities[mention.entity_id] = mention.entity
        counts[mention.entity_id] = counts.get(mention.entity_id, 0) + 1
    ranked = sorted(counts, key=lambda pk: (-counts[pk], pk))
    shown = format_html_join(
        " · ",
        '<a href="{}"><bdi>{}</bdi></a> ({})',
        (
            (reverse("admin:articles_entity_change", args=[pk]), entities[pk].name, counts[pk])
            for pk in ranked[:MAX_SHOWN]
        ),
    )
    return shown + _more(len(ranked) - MAX_SHOWN) if ranked else mark_safe("—")


def _more(number: int) -> SafeString:
    if number <= 0:
        return mark_safe("")
    return format_html(" {}", ngettext("and %(n)d more", "and %(n)d more", number) % {"n": number})


def date_with_precision(article: Article) -> SafeString:
    """The date as it is written, and in words how exact it is when that is not the minute."""
    written = digits(written_date(article))
    if article.published_precision == Article.Precision.MINUTE:
        return written
    return format_html(
        '{} <span class="precision">{}</span>', written, article.get_published_precision_display()
    )


def questions(reviews: Iterable[Review]) -> SafeString:
    """What a curator has to settle about one article."""
    reviews = list(reviews)
    others = others_of(review.evidence for review in reviews)
    rows = ((review, review_evidence(review, others)) for review in reviews)
    return format_html_join("", '<div class="question"><strong>{}</strong>{}</div>', rows)


def problem_list(rows: Iterable[tuple[str, str]], *, more: int) -> SafeString:
    """What went wrong and where; how many problems are not shown."""
    items = format_html_join(
        "", "<li>{}<br>{}</li>", ((code(place), isolated(message)) for place, message in rows)
    )
    if not items:
        return mark_safe("—")
    return format_html('<ul class="problems">{}</ul>', items) + _more(more)
