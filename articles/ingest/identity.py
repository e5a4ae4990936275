"""Which stored article a document is: by address, by raw file, by equal content within the source."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from articles.models import Article, ArticleVersion, RawFile, Removal, RemovalFingerprint


class Known:
    """Which addresses and hashes of a batch of articles the archive has already, or has removed.

    Five questions for the whole batch: most articles of a large import are new, and then nobody has to ask
    again for each. Ask while the sources of the batch are locked.
    """

    def __init__(self, incoming: Iterable[Article]) -> None:
        keys = set(chain.from_iterable(map(_keys, incoming)))
        urls = [value for kind, value in keys if kind == "url"]
        raw = [value for kind, value in keys if kind == "raw"]
        contents = [value for kind, value in keys if kind == "content"]
        self._stored = {
            *_found("url", Article.objects.filter(canonical_url__in=urls), "canonical_url"),
            *_found("raw", Article.objects.filter(raw_sha256__in=raw), "raw_sha256"),
            *_found("raw", RawFile.objects.filter(sha256__in=raw), "sha256"),
            *_found("content", Article.objects.filter(content_hash__in=contents), "content_hash"),
            *_found("content", ArticleVersion.objects.filter(content_hash__in=contents), "content_hash"),
        }
        hashes = set(
            RemovalFingerprint.objects.filter(sha256__in=[*raw, *contents]).values_list("sha256", flat=True)
        )
        self._removed = {
            *((kind, value) for kind, value in keys if value in hashes),
            *_found("url", Removal.objects.filter(canonical_url__in=urls), "canonical_url"),
        }

    def may_be_stored(self, article: Article) -> bool:
        return not self._stored.isdisjoint(_keys(article))

    def may_be_removed(self, article: Article) -> bool:
        return not self._removed.isdisjoint(_keys(article))

    def add(self, article: Article) -> None:
        """This article of the batch is stored now."""
        self._stored.update(_keys(article))


def _keys(article: Article) -> Iterable[tuple[str, str]]:
    if article.canonical_url:
        yield "url", article.canonical_url
    if article.raw_sha256:
        yield "raw", article.raw_sha256
    if article.has_text:
        yield "content", article.content_hash


def _found(kind: str, rows: QuerySet[Any], column: str) -> Iterable[tuple[str, str]]:
    return ((kind, value) for value in rows.order_by().values_list(column, flat=True))


def find_existing(article: Article) -> Article | None:
    """The stored article that this one is: by address, by raw file, by equal content within the source."""
    stored = Article.objects.select_for_update(of=("self",)).select_related("source")
    if article.canonical_url and (found := stored.filter(canonical_url=article.canonical_url).first()):
        return found
    conditions = []
    if article.raw_sha256:
        conditions += [Q(raw_sha256=article.raw_sha256), Q(raw_files__sha256=article.raw_sha256)]
    if article.has_text:
        same = Q(source=article.source)
        conditions += [
            same & Q(content_hash=article.content_hash),
            same & Q(versions__content_hash=article.content_hash),
        ]
    for condition in conditions:
        key = Article.objects.filter(condition).order_by("pk").values_list("pk", flat=True).first()
        if key is not None:
            return stored.get(pk=key)
    return None


def is_earlier(incoming: Article, existing: Article) -> bool:
    """Whether this is what the article said in an earlier version, from a file kept of old."""
    if incoming.raw_sha256 and incoming.raw_sha256 == existing.raw_sha256:
        return False
    if incoming.raw_sha256 and existing.raw_files.filter(sha256=incoming.raw_sha256).exists():
        return True
    return (
        incoming.canonical_url is None
        and incoming.content_hash != existing.content_hash
        and existing.versions.filter(content_hash=incoming.content_hash).exists()
    )
