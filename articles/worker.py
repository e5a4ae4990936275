"""The one worker: Change rows become mentions and index entries.

A batch: read the rows, recognise entities and link them, compare new entities with the others, commit the
index, and then delete exactly the rows of what was indexed. A crash at any point leaves rows to be handled
again, and handling twice is harmless.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.db.models import prefetch_related_objects
from haystack import connections
from haystack.exceptions import SearchBackendError

from articles.entities.linking.compare import compare_new
from articles.entities.linking.mentions import store_mentions
from articles.entities.linking.second_look import look_again
from articles.models import Article, Change
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
        if not (count := handle_batch()) and not _compare():
            # Only now: it costs as much after one removal as after thousands.
            default_backend().purge(older_than_s=purge_after_s)
            break
        handled += count
    if handled:
        _looked_at.after = _guarded(lambda: look_again(_looked_at.after))
    return handled


def _compare() -> int:
    """How many new entities were compared with the others."""
    return _guarded(compare_new)


def _guarded(work: Callable[[], int]) -> int:
    """What it returns; 0 where it fails: without it names are not joined, but articles have to be found."""
    try:
        return work()
    except OperationalError:
        raise
    except Exception:
        logger.exception("entities are not compared")
        return 0


@dataclass
class _LookedAt:
    """The pair of names up to which this process has looked again."""

    after: int = 0


_looked_at = _LookedAt()


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
    indexed = _store_mentions(articles)
    _compare()
    prefetch_related_objects(indexed, "mentions", "reviews")
    index = connections["default"].get_unified_index().get_index(Article)
    label = Article._meta.label_lower
    _index(index, indexed, [f"{label}.{pk}" for pk in sorted(gone)])
    done = gone | {article.pk for article in indexed}
    Change.objects.filter(pk__in=[row.pk for row in rows if row.article_id in done]).delete()
    logger.info("indexed=%d removed=%d", len(indexed), len(gone))
    return len(rows)


def _store_mentions(articles: list[Article]) -> list[Article]:
    """As `store_mentions`; where that fails for the sake of an article, every other one all the same.

    An article whose mentions cannot be stored is logged, and indexed with those it had.
    """
    try:
        return store_mentions(articles)
    except OperationalError:
        raise
    except Exception:
        logger.exception("the mentions of a batch of %d articles are stored one by one", len(articles))
    stored = []
    for article in articles:
        try:
            stored += store_mentions([article])
        except OperationalError:
            raise
        except Exception:
            logger.exception("the mentions of article %d cannot be stored", article.pk)
            stored.append(article)
    return stored


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
