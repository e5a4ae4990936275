"""What a person asks for by its address: a page, or all that a feed or sitemap names."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.db import DatabaseError

from articles.collect.announced import announced
from articles.collect.answers import read_answer
from articles.collect.messages import problem_from, too_many
from articles.collect.pages import Fetching, has_page, record_behind, record_of_item, record_of_page
from articles.ingest.canonical import site_of
from articles.ingest.documents import Document
from articles.ingest.fetch import Fetched, Limits, PoliteFetcher
from articles.ingest.readers.feeds import Item, looks_like_feed, looks_like_sitemap
from articles.ingest.readers.record import Record
from articles.ingest.sources import find_source
from articles.models import Article, Source
from articles.models.keys import address_key

#: Who wants more has a feed collected.
MOST_ITEMS = 1000
_LIMITS = Limits()


def records_at(url: str, fetcher: PoliteFetcher, *, limits: Limits = _LIMITS) -> Iterator[Record]:
    """The articles at an address, one by one; what cannot be had is a record with its problem.

    robots.txt does not bind a person who asks for one page; it does bind what a feed then leads to.
    """
    try:
        fetched = Fetching(fetcher, limits, heed_robots=False).page(url)
        if not (looks_like_sitemap(fetched.body) or looks_like_feed(fetched.body)):
            yield record_of_page(fetched)
            return
    except (OSError, DatabaseError):
        raise
    except Exception as error:
        yield Record(url, problem=problem_from(error, url))
        return
    yield from _records_of_feed(url, fetched, Fetching(fetcher, limits))


def _records_of_feed(
    url: str, fetched: Fetched, fetching: Fetching, *, is_part: bool = False
) -> Iterator[Record]:
    try:
        answer = read_answer(fetched, is_part=is_part)
    except (OSError, DatabaseError):
        raise
    except Exception as error:
        yield Record(url, problem=problem_from(error, url))
        return
    for problem in answer.problems:
        yield Record(url, notes=(problem,))
    found = announced(answer.items)[::-1]
    if len(found) > MOST_ITEMS:
        yield Record(url, notes=(too_many("items", "العناصر", len(found), MOST_ITEMS),))
    yield from (_record_of(each.item, fetching, url) for each in found[:MOST_ITEMS])
    yield from _records_of_parts(answer.parts, fetching)


def _records_of_parts(addresses: Iterable[str], fetching: Fetching) -> Iterator[Record]:
    for address in addresses:
        try:
            fetched = fetching.page(address)
        except (OSError, DatabaseError):
            raise
        except Exception as error:
            yield Record(address, problem=problem_from(error, address))
        else:
            yield from _records_of_feed(address, fetched, fetching, is_part=True)


def _record_of(item: Item, fetching: Fetching, feed_url: str) -> Record:
    if site_of(item.link) not in ("", site_of(feed_url)):
        # Nobody vouches for the feed: of another site's page it says no more than where it is.
        item = Item(link=item.link)
    if not has_page(item):
        return record_of_item(item, "")
    try:
        return record_behind(item, fetching)
    except (OSError, DatabaseError):
        raise
    except Exception as error:
        return Record(item.link, problem=problem_from(error, item.link))


def source_at(document: Document) -> Source | None:
    """The source of the article that the page is; the one that the page names; the one of the page's host.

    A page on the host of one source does not pass for another source that has its home page elsewhere.
    """
    url = document.canonical_url
    stored = Article.objects.filter(address_key=address_key(url)).exclude(address_key="")
    if article := stored.select_related("source").first():
        return article.source
    named, at_home = find_source(document.source_name), source_of_host(url)
    if named is None or at_home is None:
        return named or at_home
    return named if _host(named.home_page) in ("", _host(url)) else at_home


def source_of_host(url: str) -> Source | None:
    host = _host(url)
    if not host:
        return None
    sources = Source.objects.exclude(home_page="").order_by("pk")
    return next((source for source in sources.iterator() if _host(source.home_page) == host), None)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
