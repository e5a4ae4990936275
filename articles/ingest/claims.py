"""Whose an article is, where two sources bring one address.

A source has a claim to the pages of its own site: that of its home page or of one of its feeds. What a feed
says of a page on another site is hearsay: it must not take the place of what the page's own outlet says.
"""

from articles.ingest.canonical import site_of
from articles.models import Article, Source


def is_anothers(article: Article, source: Source) -> bool:
    """Whether a stored article belongs to another source, and this one has no claim to its page."""
    return article.source_id != source.pk and not _has_claim(source, article)


def has_better_claim(source: Source, article: Article) -> bool:
    """Whether a stored article is on the site of this source and not on that of its own.

    What a curator said about the source stands.
    """
    if "source" in article.curated_fields or not _has_claim(source, article):
        return False
    return not _has_claim(article.source, article)


def _has_claim(source: Source, article: Article) -> bool:
    site = site_of(article.canonical_url or "")
    if not site:
        return False
    feeds = source.feeds.filter(part_of=None).values_list("url", flat=True)
    return site in {site_of(url) for url in (source.home_page, *feeds)}
