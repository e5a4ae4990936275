"""The one worker: Change rows become mentions and index entries.

A batch: read the rows, recognise entities, commit the index, and then delete exactly those
rows. A crash at any point leaves rows to be handled again, and handling twice is harmless.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from haystack import connections

from articles.entities.recognise import Dictionary
from articles.models import Article, Change, EntityAlias, Mention
from articles.search.whoosh.backend import default_backend

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


def drain() -> int:
    """Handle every Change row there is; returns how many."""
    handled = 0
    while count := handle_batch():
        handled += count
    return handled


def handle_batch() -> int:
    """Handle up to BATCH_SIZE rows; returns how many."""
    rows = list(Change.objects.order_by("pk")[:BATCH_SIZE])
    if not rows:
        return 0
    keys = sorted({row.article_id for row in rows})
    with transaction.atomic():
        present = Article.objects.select_for_update(of=("self",)).select_related("source")
        articles = list(present.filter(pk__in=keys).order_by("pk"))
        dictionary = load_dictionary()
        for article in articles:
            _recognise(article, dictionary)
    gone = set(keys) - {article.pk for article in articles}
    index = connections["default"].get_unified_index().get_index(Article)
    label = Article._meta.label_lower
    default_backend().apply(index, articles, [f"{label}.{pk}" for pk in sorted(gone)])
    Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
    logger.info("indexed=%d removed=%d", len(articles), len(gone))
    return len(rows)


def load_dictionary() -> Dictionary:
    return Dictionary(EntityAlias.objects.values_list("name", "entity_id").order_by("entity_id"))


def _recognise(article: Article, dictionary: Dictionary) -> None:
    """Store the article's mentions, where they differ from those stored."""
    found = {
        (field, span.start, span.end, span.entity)
        for field in Mention.Field.values
        for span in dictionary.recognise(getattr(article, field))
    }
    known = set(article.mentions.values_list("field", "start", "end", "entity_id"))
    if found == known:
        return
    article.mentions.all().delete()
    Mention.objects.bulk_create(
        (
            Mention(article=article, field=field, start=start, end=end, entity_id=entity)
            for field, start, end, entity in sorted(found)
        ),
        batch_size=500,
    )
