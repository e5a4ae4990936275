"""Which stored article a document is. docs/identity.md is the policy; the rules here have its order.

1. The address is the same page (`models/keys.py`), whatever the texts say and whoever the source is.
2. The raw file is the same, unless addresses contradict each other.
3. Within one source, the feed's name for it is the same, and so is something of the text.
4. Within one source, the content is equal to what the article says or said, unless days contradict.
5. Within one source, the same folded headline, the same day and bodies alike.

What comes close to 3, 4 or 5 is a new article with a review: a possible duplicate.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from math import inf
from typing import Any

from django.db.models import Q, QuerySet

from articles.ingest.documents import Doubt
from articles.ingest.likeness import jaccard, overlap, word_set
from articles.ingest.nearness import When, candidates_in_time, when
from articles.models import Article, ArticleVersion, RawFile, Removal, RemovalFingerprint, Review

#: Bodies of one article in two states, on one day; without a day they must be nearly equal.
ALIKE = 0.6
NEARLY_EQUAL = 0.9
#: Under one name of a feed: so much of the poorer text is in the other.
_IN_COMMON = 0.4
#: Announcements of a line share that much by chance: prepositions, names of places.
_SHORT_WORDS, _MOST_IN_COMMON = 20, 0.7
_MOST_OF_ONE_GUID = 5
_MOST_OF_ONE_TEXT = 20
_MOST_COPIES = 1000

Key = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """The article that a document is; or None, and perhaps a doubt that names one that it may be."""

    article: Article | None = None
    doubt: Doubt | None = None


class Known:
    """Which addresses, hashes and names of a batch of articles the archive has already, or has removed.

    A few questions for the whole batch: most articles of a large import are new, and then nobody has to ask
    again for each. Ask while the sources of the batch are locked.
    """

    def __init__(self, incoming: Iterable[Article]) -> None:
        keys = set(chain.from_iterable(map(_keys, incoming)))
        values = {kind: [value for k, value in keys if k == kind] for kind in _KINDS}
        urls, raw, contents = values["url"], values["raw"], values["content"]
        sources = {value.partition(":")[0] for kind in ("guid", "title") for value in values[kind]}
        of_source = Article.objects.filter(source_id__in=sources)
        guids = of_source.filter(feed_guid__in=_named(values["guid"]))
        titles = of_source.filter(title_key__in=_named(values["title"]))
        self._stored = {
            *_found("url", Article.objects.filter(address_key__in=urls), "address_key"),
            *_found("raw", Article.objects.filter(raw_sha256__in=raw), "raw_sha256"),
            *_found("content", Article.objects.filter(content_hash__in=contents), "content_hash"),
            *_found("content", ArticleVersion.objects.filter(content_hash__in=contents), "content_hash"),
            *_found("guid", guids, "source_id", "feed_guid"),
            *_found("title", titles, "source_id", "title_key"),
        }
        files = RawFile.objects.filter(sha256__in=raw).order_by().values_list("sha256", "kind")
        self._stored |= {("raw", sha256) for sha256, _kind in files}
        #: Raw files of which it was not known how they are read.
        self.kindless = {sha256 for sha256, kind in files if not kind}
        hashes = set(
            RemovalFingerprint.objects.filter(sha256__in=[*raw, *contents]).values_list("sha256", flat=True)
        )
        self._removed = {
            *((kind, value) for kind, value in keys if value in hashes),
            *_found("url", Removal.objects.filter(address_key__in=urls), "address_key"),
        }

    def stored(self, article: Article) -> frozenset[str]:
        """By which kinds of keys the archive may have this article."""
        return frozenset(kind for kind, value in _keys(article) if (kind, value) in self._stored)

    def may_be_removed(self, article: Article) -> bool:
        return not self._removed.isdisjoint(_keys(article))

    def add(self, article: Article) -> None:
        """This article of the batch is stored now."""
        self._stored.update(_keys(article))


_KINDS = ("url", "raw", "guid", "content", "title")


def _keys(article: Article) -> Iterator[Key]:
    if article.address_key:
        yield "url", article.address_key
    if article.raw_sha256:
        yield "raw", article.raw_sha256
    if article.feed_guid:
        yield "guid", f"{article.source_id}:{article.feed_guid}"
    if article.has_text:
        yield "content", article.content_hash
    if article.title_key:
        yield "title", f"{article.source_id}:{article.title_key}"


def _named(values: Iterable[str]) -> set[str]:
    return {value.partition(":")[2] for value in values}


def _found(kind: str, rows: QuerySet[Any], *columns: str) -> Iterator[Key]:
    # Distinct: thousands of articles may share a headline.
    for values in rows.order_by().values_list(*columns).distinct():
        yield kind, ":".join(map(str, values))


def find_existing(article: Article, kinds: frozenset[str], fetched_at: datetime | None = None) -> Found:
    """The stored article that this one is, locked. `kinds` are the keys that the archive may have.

    `fetched_at` is when it was fetched, None where nobody knows. The article has its keys and its date.
    """
    if "url" in kinds and (found := _locked().filter(address_key=article.address_key).first()):
        return Found(found)
    if "raw" in kinds:
        # One condition at a time: databases find neither of two joined by "or" in their indexes.
        for same in (Q(raw_sha256=article.raw_sha256), Q(raw_files__sha256=article.raw_sha256)):
            if key := _first(same & _agreeing(article)):
                return Found(_locked().get(pk=key))
    doubt = None
    for rule in (_by_guid, _by_content, _by_title):
        said = rule(article, kinds, fetched_at)
        if said.article is not None:
            return Found(_locked().get(pk=said.article.pk))
        doubt = doubt or said.doubt
    return Found(doubt=doubt)


def _locked() -> QuerySet[Article]:
    return Article.objects.select_for_update(of=("self",)).select_related("source").order_by("pk")


def _first(condition: Q) -> int | None:
    return Article.objects.filter(condition).order_by("pk").values_list("pk", flat=True).first()


def _agreeing(article: Article) -> Q:
    """Articles whose address does not contradict this one's."""
    return Q(address_key__in=["", article.address_key]) if article.address_key else Q()


def _by_guid(article: Article, kinds: frozenset[str], fetched_at: datetime | None) -> Found:
    if "guid" not in kinds:
        return Found()
    named = Article.objects.filter(source_id=article.source_id, feed_guid=article.feed_guid)
    doubt = None
    for other in named.order_by("-pk")[:_MOST_OF_ONE_GUID]:
        if not (article.address_key and other.address_key):
            return Found(other)
        # Some feeds give one name to all items, or number them anew each day.
        whole = [f"{each.title}\n{each.body}" for each in (article, other)]
        is_short = min(len(word_set(text)) for text in whole) < _SHORT_WORDS
        if overlap(*whole) >= (_MOST_IN_COMMON if is_short else _IN_COMMON):
            return Found(other)
        doubt = doubt or _possible(other, jaccard(article.body, other.body), "guid")
    return Found(doubt=doubt)


def _by_content(article: Article, kinds: frozenset[str], fetched_at: datetime | None) -> Found:
    if "content" not in kinds:
        return Found()
    # Not by source: SQLite would then read all that a source ever wrote.
    found = (
        *_with_source(Article.objects.filter(content_hash=article.content_hash)),
        *_with_source(Article.objects.filter(versions__content_hash=article.content_hash)),
    )
    keys = sorted({key for key, source in found if source == article.source_id})
    rows = Article.objects.filter(pk__in=keys[-_MOST_OF_ONE_TEXT:])
    if not article.body:  # a headline alone: whatever has another address is another
        rows = rows.filter(_agreeing(article))
    ours, doubt = when(article, None), None
    for other in rows.select_related("source").order_by("pk"):
        if not ours.contradicts(when(other, None)):
            return Found(other)
        doubt = _possible(other, 1.0, "text")
    return Found(doubt=doubt)


def _with_source(rows: QuerySet[Article]) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list("pk", "source_id")[:_MOST_COPIES]


def _by_title(article: Article, kinds: frozenset[str], fetched_at: datetime | None) -> Found:
    if "title" not in kinds:
        return Found()
    ours = when(article, fetched_at)
    rows = Article.objects.filter(source_id=article.source_id, title_key=article.title_key)
    same: list[tuple[float, Article]] = []
    possible: list[tuple[float, Article]] = []
    for other in candidates_in_time(rows, ours):
        alike, theirs = jaccard(article.body, other.body), when(other, _fetch_of(other))
        if alike >= _needed(ours, theirs):
            same.append((alike, other))
        elif ours.is_near(theirs) or alike >= _suspicious(ours, theirs):
            possible.append((alike, other))
    if same:
        return Found(_likest(same)[1])
    if possible:
        alike, other = _likest(possible)
        return Found(doubt=_possible(other, alike, "title"))
    return Found()


def _likest(candidates: list[tuple[float, Article]]) -> tuple[float, Article]:
    return max(candidates, key=lambda each: each[0])


def _needed(ours: When, theirs: When) -> float:
    """How alike bodies under one headline must be to be of one article; infinitely for never."""
    if ours.is_known and theirs.is_known:
        return ALIKE if ours.is_same_day(theirs) else inf
    return NEARLY_EQUAL


def _suspicious(ours: When, theirs: When) -> float:
    """How alike bodies that are not near each other must be for a review."""
    return NEARLY_EQUAL if ours.is_known and theirs.is_known else ALIKE


def _fetch_of(article: Article) -> datetime | None:
    """When an article without a date was fetched, if anybody knows; of others it does not count."""
    return None if article.published_at else known_fetch(article)


def known_fetch(article: Article) -> datetime | None:
    """When the stored raw file was fetched; None for a file that did not say it."""
    contexts = article.raw_files.filter(sha256=article.raw_sha256).values_list("context", flat=True)
    for context in contexts:
        if text := context.get("fetched_at"):
            return datetime.fromisoformat(text)
    return None


def _possible(other: Article, alike: float, because: str) -> Doubt:
    evidence = {"article": other.pk, "jaccard": round(alike, 2), "because": because}
    return Doubt(Review.Reason.POSSIBLE_DUPLICATE, evidence)


def is_earlier(incoming: Article, existing: Article, fetched_at: datetime | None = None) -> bool:
    """Whether this is an older state of the article: nothing that it says is news.

    Where both fetches are known they decide. Else it is one that the article had before, by its raw file or,
    without an address, by its content, unless it was fetched after what is stored.
    """
    if incoming.raw_sha256 and incoming.raw_sha256 == existing.raw_sha256:
        return False
    if fetched_at is not None:
        stored_at = known_fetch(existing)
        if stored_at is not None and stored_at != fetched_at:
            return fetched_at < stored_at and existing.status != Article.Status.DRAFT
        if fetched_at > existing.fetched_at:
            return False
    if incoming.raw_sha256 and existing.raw_files.filter(sha256=incoming.raw_sha256).exists():
        return True
    return (
        incoming.canonical_url is None
        and incoming.content_hash != existing.content_hash
        and existing.versions.filter(content_hash=incoming.content_hash).exists()
    )
