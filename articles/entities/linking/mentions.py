"""Storing what articles mention. Recognising and looking up take longer than writing, so they come before the
transaction: SQLite has one lock for all writers."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from django.db import transaction

from articles.entities.curated import curated
from articles.entities.linking.article_text import article_text
from articles.entities.linking.create import create
from articles.entities.linking.dictionary import Dictionary
from articles.entities.linking.found import Decided, Entry, find_names
from articles.entities.linking.link import Link, Links, ReadArticle
from articles.entities.recogniser import recogniser
from articles.entities.recognition.spans import Span
from articles.models import Article, EntityAlias, EntityRevision, Mention
from articles.models.entity import MAX_NAME_LENGTH

logger = logging.getLogger("newsarchive.entities")

#: Where an article names an entity: field, start, end, key of the entity, as written.
Places = set[tuple[str, int, int, int, str]]


def store_mentions(articles: list[Article]) -> list[Article]:
    """Store the mentions of the articles, where they differ from those stored; new entities with them.

    Returns the articles that nobody has changed meanwhile; the others have newer Change rows.
    """
    read = read_articles(articles)
    links = Links(read)
    with transaction.atomic():
        locked = Article.objects.select_for_update().filter(pk__in=[a.pk for a in articles]).order_by("pk")
        revisions = dict(locked.values_list("pk", "revision"))
        unchanged = [article for article in articles if revisions.get(article.pk) == article.revision]
        # Whoever changes an entity counts this row up first: from here on nobody does.
        EntityRevision.objects.select_for_update().filter(pk=EntityRevision.ONLY).first()
        if EntityRevision.current() != links.revision:
            links = Links(read)
        kept = {article.pk for article in unchanged}
        _store([article for article in read if article.key in kept], links)
    return unchanged


def outdated(articles: list[Article]) -> list[int]:
    """The keys of those whose stored mentions are not what would be found now. Creates nothing."""
    read = read_articles(articles)
    links, known = Links(read), _known_places([article.key for article in read])
    return [
        article.key
        for article in read
        if any(link.new or link.spelling for _place, link in _linked(article, links))
        or {(*place, link.key) for place, link in _linked(article, links)}
        != {(*row[:3], row[4], row[3]) for row in known[article.key]}
    ]


def read_articles(articles: Sequence[Article]) -> list[ReadArticle]:
    """The names in each, before anybody asks who is meant."""
    dictionary, recognise = load_dictionary(), recogniser()
    return [_read(article, dictionary, recognise) for article in articles]


def load_dictionary() -> Dictionary[Entry]:
    """The spellings that somebody wrote down: curators, and the curated table."""
    aliases = EntityAlias.objects.decided().order_by("entity_id", "pk")
    return _dictionary(tuple(aliases.values_list("name", "entity_id", "entity__canonical__kind")))


@lru_cache(maxsize=1)
def _dictionary(aliases: tuple[tuple[str, int, str], ...]) -> Dictionary[Entry]:
    spellings: list[tuple[str, Entry]] = [(name, Decided(key, kind)) for name, key, kind in aliases]
    return Dictionary([*spellings, *curated().spellings()])


def _read(
    article: Article, dictionary: Dictionary[Entry], recognise: Callable[[str], Iterable[Span]]
) -> ReadArticle:
    try:
        text = article_text(article)
        return ReadArticle(article.pk, text.text, tuple(find_names(text, dictionary, recognise)))
    except Exception:  # whatever it is, the others are to be indexed, and this one to be found by its words
        logger.exception("article %d is indexed without its mentions", article.pk)
        return ReadArticle(article.pk)


def _linked(article: ReadArticle, links: Links) -> Iterator[tuple[tuple[str, int, int, str], Link]]:
    for one in article.found:
        if link := links.link(article, one):
            yield (*one.place, one.written[:MAX_NAME_LENGTH]), link


def _store(articles: list[ReadArticle], links: Links) -> None:
    linked = {article.key: list(_linked(article, links)) for article in articles}
    keys = create(list(dict.fromkeys(link for rows in linked.values() for _place, link in rows)))
    known = _known_places(list(linked))
    found: dict[int, Places] = {
        article: {(*place[:3], keys[link], place[3]) for place, link in rows}
        for article, rows in linked.items()
    }
    _replace_mentions({key: places for key, places in found.items() if places != known[key]})


def _known_places(articles: list[int]) -> dict[int, Places]:
    known: dict[int, Places] = {key: set() for key in articles}
    rows = Mention.objects.filter(article__in=known).order_by()
    for row in rows.values_list("article_id", "field", "start", "end", "entity_id", "name"):
        known[row[0]].add(row[1:])
    return known


def _replace_mentions(found: dict[int, Places]) -> None:
    Mention.objects.filter(article__in=found).delete()
    Mention.objects.bulk_create(
        (
            Mention(article_id=key, field=field, start=start, end=end, entity_id=entity, name=name)
            for key, places in found.items()
            for field, start, end, entity, name in sorted(places)
        ),
        batch_size=500,
    )
