"""Removing an article for legal reasons: everything goes but a trace that refuses its return."""

from collections.abc import Iterable
from functools import partial

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from articles.ingest.raw import forget_raw
from articles.models import Article, RawFile, Removal, RemovalFingerprint


@transaction.atomic
def remove_article(article: Article, *, reason: str, user: User | AnonymousUser | None = None) -> Removal:
    """Remove the article, its versions, mentions, reviews, raw files and its headline in the admin's log.

    Its Change row makes the worker take it out of the index. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A removal needs a reason.")
    removal = record_removal(
        article_id=article.pk,
        source_name=article.source.name,
        canonical_url=article.canonical_url or "",
        reason=reason.strip(),
        fingerprints=article.fingerprints(),
        user=user,
    )
    raw_files = list(article.raw_files.values_list("sha256", flat=True))
    about = ContentType.objects.get_for_model(Article)
    LogEntry.objects.filter(content_type=about, object_id=str(article.pk)).delete()
    article.delete()
    for name in raw_files:
        if not RawFile.objects.filter(sha256=name).exists():
            # Only once the rows are gone for good: a rolled back removal keeps its file.
            transaction.on_commit(partial(forget_raw, name))
    return removal


def record_removal(
    *,
    article_id: int,
    source_name: str,
    canonical_url: str,
    reason: str,
    fingerprints: Iterable[str],
    user: User | AnonymousUser | None = None,
) -> Removal:
    """Write the trace that refuses the article's return."""
    removal = Removal.objects.create(
        article_id=article_id,
        source_name=source_name,
        canonical_url=canonical_url,
        reason=reason,
        removed_by=user if isinstance(user, User) else None,
    )
    RemovalFingerprint.objects.bulk_create(
        RemovalFingerprint(removal=removal, sha256=sha256) for sha256 in sorted(set(fingerprints))
    )
    return removal


def is_removed(article: Article) -> bool:
    """Whether this article, as it would be stored, was once removed."""
    hashes = {article.raw_sha256} - {""}
    if article.has_text:
        hashes.add(article.content_hash)
    if RemovalFingerprint.objects.filter(sha256__in=hashes).exists():
        return True
    key = article.address_key
    return bool(key) and Removal.objects.filter(address_key=key).exists()
