"""The one worker: Change rows become mentions and index entries.

A batch: read the rows, recognise entities, commit the index, and then delete exactly the rows of
what was indexed. A crash at any point leaves rows to be handled again, and handling twice is harmless.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects
from haystack import connections
from haystack.exceptions import SearchBackendError

from articles.entities.recognise import Dictionary
from articles.models import Article, Change, Entity, EntityAlias, Mention
from articles.search.engine import default_backend

logger = logging.getLogger("newsarchive.worker")

BATCH_SIZE = 200


class WorkerIsRunning(Exception):
    """Another process holds the worker's lock."""


@contextmanager
def only_worker() -> Iterator[None]:
    """Be the only worker of this data directory; raises WorkerIsRunning. The system frees the lock."""
    with open(Path(settings.DATA_DIR) / "worker.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WorkerIsRunning from error
        yield


def drain(is_stopped: Callable[[], bool] = lambda: False, *, purge_after_s: float = 0) -> int:
    """Handle every Change row there is, or those until `is_stopped`; returns how many.

    Words of what was deleted leave the files once the oldest such deletion is `purge_after_s` old.
    """
    build_missing_index()
    handled = 0
    while not is_stopped():
        if not (count := handle_batch()):
            # Only now: it costs as much after one removal as after thousands.
            default_backend().purge(older_than_s=purge_after_s)
            break
        handled += count
    return handled


def build_missing_index() -> None:
    """An index of nothing but the changes would pass for the whole archive."""
    backend = default_backend()
    if backend.is_missing:
        logger.warning("There is no search index: it is built from the database.")
        index = connections["default"].get_unified_index().get_index(Article)
        backend.rebuild([(index, index.index_queryset().iterator(chunk_size=BATCH_SIZE))])


def handle_batch() -> int:
    """Read up to BATCH_SIZE rows and handle them; returns how many were read."""
    rows = list(Change.objects.order_by("pk")[:BATCH_SIZE])
    if not rows:
        return 0
    keys = {row.article_id for row in rows}
    articles = list(Article.objects.filter(pk__in=keys).order_by("pk"))
    gone = keys - {article.pk for article in articles}
    indexed = store_mentions(articles)
    prefetch_related_objects(indexed, "mentions", "reviews")
    index = connections["default"].get_unified_index().get_index(Article)
    label = Article._meta.label_lower
    _index(index, indexed, [f"{label}.{pk}" for pk in sorted(gone)])
    done = gone | {article.pk for article in indexed}
    Change.objects.filter(pk__in=[row.pk for row in rows if row.article_id in done]).delete()
    logger.info("indexed=%d removed=%d", len(indexed), len(gone))
    return len(rows)


def _index(index: Any, articles: list[Article], gone: list[str]) -> None:
    """Index the batch; where that fails for the sake of an article, every other one all the same.

    An article that cannot be indexed is logged, and a difference that `check_index` shows.
    """
    try:
        default_backend().apply(index, articles, gone)
    except (SearchBackendError, OSError, DatabaseError):
        raise
    except Exception:
        logger.exception("a batch of %d articles is indexed one by one", len(articles))
        default_backend().apply(index, [], gone)
        for article in articles:
            try:
                default_backend().apply(index, [article], [])
            except (SearchBackendError, OSError, DatabaseError):
                raise
            except Exception:
                logger.exception("article %d cannot be indexed", article.pk)


#: Where an article names an entity: field, start, end, key of the entity.
Places = set[tuple[str, int, int, int]]


def store_mentions(articles: list[Article]) -> list[Article]:
    """Store the mentions of the articles, where they differ from those stored.

    Returns the articles that nobody has changed meanwhile; the others have newer Change rows. Recognising
    takes longer than writing, so it is done before the transaction: SQLite has one lock for all writers.
    """
    dictionary = load_dictionary()
    found = {article.pk: _recognise(article, dictionary) for article in articles}
    with transaction.atomic():
        locked = Article.objects.select_for_update().filter(pk__in=found).order_by("pk")
        revisions = dict(locked.values_list("pk", "revision"))
        unchanged = [article for article in articles if revisions.get(article.pk) == article.revision]
        known = _known_places(unchanged)
        differing = [article for article in unchanged if found[article.pk] != known[article.pk]]
        _replace_mentions({article.pk: found[article.pk] for article in differing})
    return unchanged


def outdated(articles: list[Article]) -> list[int]:
    """The keys of those whose stored mentions are not what the dictionary finds now."""
    dictionary, known = load_dictionary(), _known_places(articles)
    return [article.pk for article in articles if _recognise(article, dictionary) != known[article.pk]]


def load_dictionary() -> Dictionary:
    return Dictionary(EntityAlias.objects.values_list("name", "entity_id").order_by("entity_id"))


def _recognise(article: Article, dictionary: Dictionary) -> Places:
    try:
        return {
            (field, span.start, span.end, span.entity)
            for field in Mention.Field.values
            for span in dictionary.recognise(getattr(article, field))
        }
    except Exception:  # whatever it is, the others are to be indexed, and this one to be found by its words
        logger.exception("article %d is indexed without its mentions", article.pk)
        return set()


def _known_places(articles: list[Article]) -> dict[int, Places]:
    known: dict[int, Places] = {article.pk: set() for article in articles}
    rows = Mention.objects.filter(article__in=known).order_by()
    for row in rows.values_list("article_id", "field", "start", "end", "entity_id"):
        known[row[0]].add(row[1:])
    return known


def _replace_mentions(found: dict[int, Places]) -> None:
    named = {place[3] for places in found.values() for place in places}
    # An entity may have been deleted since the dictionary was read.
    present = set(Entity.objects.filter(pk__in=named).values_list("pk", flat=True))
    Mention.objects.filter(article__in=found).delete()
    Mention.objects.bulk_create(
        (
            Mention(article_id=key, field=field, start=start, end=end, entity_id=entity)
            for key, places in found.items()
            for field, start, end, entity in sorted(places)
            if entity in present
        ),
        batch_size=500,
    )
