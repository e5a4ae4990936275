"""A feed or sitemap, fetched and read by what it holds, whatever it calls itself."""

from dataclasses import dataclass

from articles.collect.messages import NESTED, too_many
from articles.collect.schedule import LONGEST_INTERVAL
from articles.ingest.fetch import Fetched
from articles.ingest.problems import Problem
from articles.ingest.readers.feeds import Item, looks_like_sitemap, read_feed, read_sitemap

#: What the standard lets stand in one sitemap; no feed has as many.
MOST_ITEMS = 50_000
MOST_PARTS = 500
#: Of what is odd about one answer; a broken feed has the same thing to say of each item.
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Answer:
    """What a feed said. `parts` are the sitemaps that an index names."""

    items: tuple[Item, ...] = ()
    parts: tuple[str, ...] = ()
    ttl_min: int = 0
    problems: tuple[Problem, ...] = ()


def read_answer(fetched: Fetched, *, is_part: bool = False) -> Answer:
    """Raises UnreadableInput, also for a sitemap index that another one names."""
    if looks_like_sitemap(fetched.body):
        sitemap = read_sitemap(fetched.body, url=fetched.url)
        if is_part and sitemap.sitemaps and not sitemap.pages:
            raise NESTED
        parts = () if is_part else tuple(dict.fromkeys(sitemap.sitemaps))
        return _bounded(Answer(sitemap.pages, parts, problems=sitemap.problems))
    feed = read_feed(fetched.body, url=fetched.url, content_type=fetched.content_type)
    longest_min = int(LONGEST_INTERVAL.total_seconds() // 60)
    ttl_min = min(max(feed.ttl_minutes or 0, 0), longest_min)
    return _bounded(Answer(feed.items, ttl_min=ttl_min, problems=feed.problems))


def _bounded(answer: Answer) -> Answer:
    problems = list(answer.problems[:MOST_PROBLEMS])
    if len(answer.items) > MOST_ITEMS:
        problems.append(too_many("items", "العناصر", len(answer.items), MOST_ITEMS))
    if len(answer.parts) > MOST_PARTS:
        problems.append(too_many("sitemaps in the index", "خرائط الموقع", len(answer.parts), MOST_PARTS))
    return Answer(answer.items[:MOST_ITEMS], answer.parts[:MOST_PARTS], answer.ttl_min, tuple(problems))
