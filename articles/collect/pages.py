"""The article of an item: its page, fetched and read, or what the feed itself says."""

from dataclasses import dataclass, replace

from articles.collect.announced import page_of
from articles.collect.messages import FRONT_PAGE, OTHER_PAGE
from articles.ingest.canonical import article_address, canonical_address, is_front_page
from articles.ingest.claims import is_anothers
from articles.ingest.documents import Document
from articles.ingest.fetch import ACCEPT_PAGE, Fetched, Limits, PoliteFetcher
from articles.ingest.raw import sha256_of
from articles.ingest.readers.feeds import Item, item_document, with_item
from articles.ingest.readers.html import read_html
from articles.ingest.readers.record import Record
from articles.models import Article, FeedItem, RawFile, Source
from articles.models.keys import address_key, title_key

_LIMITS = Limits()


@dataclass(frozen=True)
class Fetching:
    """How pages are fetched."""

    fetcher: PoliteFetcher
    limits: Limits = _LIMITS
    heed_robots: bool = True

    def page(self, url: str) -> Fetched:
        """Raises FetchError."""
        return self.fetcher.fetch(url, accept=ACCEPT_PAGE, limits=self.limits, heed_robots=self.heed_robots)


def has_page(item: Item) -> bool:
    """Whether there is a page to be fetched for the item."""
    return not item.is_full_text and bool(page_of(item) or item.link) and not _is_front(item.link)


def record_of_item(item: Item, feed_title: str) -> Record:
    """The article as the feed itself gives it."""
    document = replace(item_document(item, feed_title), canonical_url=_own_address(item))
    return Record(
        path=item.link or item.guid or item.title,
        document=document,
        raw=item.to_json(),
        kind=RawFile.Kind.FEED_ITEM,
        context={"feed_title": feed_title},
    )


def record_of_page(fetched: Fetched) -> Record:
    """The article on a page that somebody asked for. Raises UnreadableInput."""
    return _record(_read(fetched), fetched, path=fetched.url)


def record_behind(item: Item, fetching: Fetching, *, key: str = "", source: Source | None = None) -> Record:
    """Fetch and read the page of an item. Raises FetchError and UnreadableInput.

    With the key of the item and the source of its feed, a page that stands in for others is refused.
    """
    fetched = fetching.page(item.link)
    if _is_front(fetched.url):
        raise FRONT_PAGE
    page = _read(fetched)
    if source is not None and _is_of_another(page, fetched, item, key, source):
        raise OTHER_PAGE
    if source is not None and _belongs_to_another(page, source):
        return _record(page, fetched, path=item.link)
    item_text = item.to_json().decode()
    return _record(with_item(page, item), fetched, path=item.link, item=item_text)


def _read(fetched: Fetched) -> Document:
    page = read_html(fetched.body, url=fetched.url, content_type=fetched.content_type)
    return replace(page, canonical_url=article_address(page.canonical_url, fetched.url))


def _record(document: Document, fetched: Fetched, *, path: str, **context: str) -> Record:
    return Record(
        path=path,
        document=document,
        raw=fetched.body,
        kind=RawFile.Kind.HTML,
        context={"url": fetched.url, "content_type": fetched.content_type} | context,
        fetched_at=fetched.fetched_at,
    )


def _is_of_another(page: Document, fetched: Fetched, item: Item, key: str, source: Source) -> bool:
    """Whether another item of the source led to this very page already, and it is not about this one.

    A consent wall or an error page that stands in for all pages would make one article of them.
    """
    here, asked = address_key(page.canonical_url), address_key(canonical_address(item.link))
    if item.title and title_key(page.title) == title_key(item.title):
        return False
    if not item.title and here not in (asked, address_key(fetched.url)):
        return False  # it says itself that its address is another
    same = set(RawFile.objects.filter(sha256=sha256_of(fetched.body)).values_list("article_id", flat=True))
    if here != asked:
        same |= set(Article.objects.filter(address_key=here).values_list("pk", flat=True))
    led_there = FeedItem.objects.filter(article__in=same, feed__source=source)
    keys = set(led_there.values_list("key", flat=True))
    return bool(keys) and key not in keys


def _belongs_to_another(page: Document, source: Source) -> bool:
    """Whether another source has the article already: then only the page itself says what it says."""
    stored = Article.objects.filter(address_key=address_key(page.canonical_url)).exclude(address_key="")
    article = stored.select_related("source").first()
    return article is not None and is_anothers(article, source)


def _own_address(item: Item) -> str:
    address = canonical_address(item.link)
    return "" if is_front_page(address) else address


def _is_front(url: str) -> bool:
    return is_front_page(canonical_address(url))
