"""Removing an article for legal reasons: everything goes but a trace that refuses its return."""

from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.ingest.raw import forget_raw
from articles.models import Article, ArticleVersion, Removal


@transaction.atomic
def remove_article(article: Article, *, reason: str, user: AbstractBaseUser | None = None) -> Removal:
    """Remove the article, its versions, mentions, reviews and raw files.

    Its Change row makes the worker take it out of the index. Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A removal needs a reason.")
    removal = Removal.objects.create(
        article_id=article.pk,
        source_name=article.source.name,
        canonical_url=article.canonical_url or "",
        raw_sha256=article.raw_sha256,
        content_hash=article.content_hash,
        reason=reason.strip(),
        removed_by=user,
    )
    raw_files = {article.raw_sha256, *article.versions.values_list("raw_sha256", flat=True)} - {""}
    article.delete()
    for name in raw_files:
        if not _is_used(name):
            # Only once the rows are gone for good: a rolled back removal keeps its file.
            transaction.on_commit(partial(forget_raw, name))
    return removal


def _is_used(sha256: str) -> bool:
    return (
        Article.objects.filter(raw_sha256=sha256).exists()
        or ArticleVersion.objects.filter(raw_sha256=sha256).exists()
    )
