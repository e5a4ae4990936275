"""A stored text as HTML, with its entities marked where they are mentioned."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Change, Entity, Mention
from articles.search.criteria import SearchCriteria

#: Entities shown under a result of a search.
SHOWN_ENTITIES = 5


@dataclass(frozen=True)
class MarkedArticle:
    """The texts of an article as HTML; entities in the order of their first mention."""

    title: SafeString
    subtitle: SafeString
    paragraphs: tuple[SafeString, ...]
    caption: SafeString
    entities: tuple[Entity, ...]


def marked_article(article: Article) -> MarkedArticle:
    """Mark the article's mentions, unless the worker has yet to read it: they may fit an earlier text."""
    named = article.mentions.filter(entity__is_rejected=False)
    mentions = list(named.select_related("entity__canonical").order_by("start"))
    is_read = not Change.objects.filter(article_id=article.pk).exists()
    by_field: dict[str, list[Mention]] = {}
    for mention in mentions if is_read else ():
        by_field.setdefault(mention.field, []).append(mention)
    order = {name: rank for rank, name in enumerate(("title", "subtitle", "body", "caption"))}
    ranked = sorted(mentions, key=lambda mention: (order[mention.field], mention.start))
    return MarkedArticle(
        title=_marked(article.title, by_field.get("title", ())),
        subtitle=_marked(article.subtitle, by_field.get("subtitle", ())),
        paragraphs=tuple(_paragraphs(article.body, by_field.get("body", ()))),
        caption=_marked(article.caption, by_field.get("caption", ())),
        entities=tuple(dict.fromkeys(mention.entity.root for mention in ranked)),
    )


def main_entities(articles: Collection[Article]) -> dict[int, list[Entity]]:
    """The entities that each article names most often, by article key; two queries for all."""
    rows = (
        Mention.objects.filter(article__in=articles, entity__is_rejected=False)
        .values_list("article_id", "entity__canonical_id")
        .annotate(times=Count("pk"))
        .order_by("article_id", "-times", "entity__canonical_id")
    )
    keys: dict[int, list[int]] = {}
    for article, entity, _times in rows:
        shown = keys.setdefault(article, [])
        if len(shown) < SHOWN_ENTITIES:
            shown.append(entity)
    known = Entity.objects.in_bulk({entity for shown in keys.values() for entity in shown})
    return {article: [known[entity] for entity in shown] for article, shown in keys.items()}


def _paragraphs(body: str, mentions: Iterable[Mention]) -> Iterable[SafeString]:
    """Each paragraph marked; `mentions` are sorted, so that one walk is enough however many there are."""
    waiting = deque(mentions)
    start = 0
    for paragraph in body.split("\n\n"):
        end = start + len(paragraph)
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        if paragraph.strip():
            yield _marked(body, inside, start, end)
        start = end + 2


def _marked(text: str, mentions: Iterable[Mention], start: int = 0, end: int | None = None) -> SafeString:
    end = len(text) if end is None else end
    parts: list[str] = []
    for mention in mentions:
        if mention.start < start or mention.end > end:
            continue
        root = mention.entity.root
        parts += [
            escape(text[start : mention.start]),
            format_html(
                '<a class="entity entity--{}" href="{}">{}</a>',
                root.kind,
                reverse("search") + SearchCriteria(entities=(root.pk,)).url_query(),
                text[mention.start : mention.end],
            ),
        ]
        start = mention.end
    parts.append(escape(text[start:end]))
    return mark_safe("".join(parts))  # noqa: S308  (every part was escaped)
