"""Whether the demo's answer key agrees with its texts: every offset, story, copy and page."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from articles.arabic.analyze import analyze
from articles.demo.load import DIRECTORY, rows

#: The least share of three-word runs that a near-copy has in common with what it repeats.
LEAST_OVERLAP = 0.25
Row = dict[str, Any]

_TAG = re.compile(r"<[^>]*>")


@dataclass
class Report:
    """What is wrong (nothing, for a sound key), and how many there are of what."""

    problems: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)


def check_demo() -> Report:
    """Read everything and compare."""
    report = Report()
    articles = {row["key"]: row for row in rows("articles")}
    sources = {row["slug"] for row in rows("sources")}
    entities = {row["slug"]: row for row in rows("entities")}
    mentions, stories, topics = (
        list(rows("key/mentions")),
        list(rows("key/stories")),
        list(rows("key/topics")),
    )
    pages = list(rows("pages/manifest"))
    for found in (
        _articles(articles, sources),
        _mentions(mentions, articles, entities),
        _stories(stories, articles),
        _topics(topics, articles),
        _pages(pages, articles),
    ):
        report.problems += found
    report.counts = {
        "outlet": Counter(row["source"] for row in articles.values()),
        "year": Counter(row["published"][:4] if row["published"] else "undated" for row in articles.values()),
        "topic": Counter(row["topic"] for row in topics),
        "entity kind": Counter(row["kind"] for row in entities.values()),
        "mention kind": Counter(
            entities[row["entity"]]["kind"] for row in mentions if row["entity"] in entities
        ),
        "reports in a story": Counter(str(len(story["reports"])) for story in stories),
        "in the key": Counter(
            {
                "stories told by several": sum(len(story["reports"]) > 1 for story in stories),
                "stories with disagreements": sum(bool(story["disagreements"]) for story in stories),
                "near-copies": sum(len(story["copies"]) for story in stories),
                "corrections": sum(len(story["corrections"]) for story in stories),
                "pages": len(pages),
            }
        ),
    }
    return report


def _articles(articles: dict[str, Row], sources: set[str]) -> Iterator[str]:
    addresses = Counter(row["canonical_url"] for row in articles.values())
    for key, row in articles.items():
        if row["source"] not in sources:
            yield f"{key}: unknown source {row['source']}"
        if addresses[row["canonical_url"]] > 1:
            yield f"{key}: another article has the address {row['canonical_url']}"
        words = len(row["body"].split())
        if not 80 <= words <= 300:
            yield f"{key}: {words} words"
        if (row["published"] is None) != (row["precision"] is None):
            yield f"{key}: a date without precision, or the other way round"


def _misplaced(row: Row, articles: dict[str, Row]) -> bool:
    text = (articles.get(row["article"]) or {}).get(row["field"]) or ""
    return text[row["start"] : row["end"]] != row["text"] or not row["text"]


def _mentions(mentions: list[Row], articles: dict[str, Row], entities: dict[str, Row]) -> Iterator[str]:
    for row in mentions:
        place = f"{row['article']}.{row['field']}[{row['start']}:{row['end']}]"
        if row["entity"] not in entities:
            yield f"{place}: unknown entity {row['entity']}"
        if _misplaced(row, articles):
            yield f"{place}: the text there is not {row['text']}"
    order = sorted(mentions, key=lambda row: (row["article"], row["field"], row["start"]))
    for one, other in pairwise(order):
        if (one["article"], one["field"]) == (other["article"], other["field"]) and one["end"] > other[
            "start"
        ]:
            yield f"{one['article']}.{one['field']}: {one['text']} and {other['text']} overlap"
    for slug in entities.keys() - {row["entity"] for row in mentions}:
        yield f"{slug}: never mentioned"


def _stories(stories: list[Row], articles: dict[str, Row]) -> Iterator[str]:
    told = Counter(key for story in stories for key in story["reports"])
    yield from (f"{key}: in {count} stories" for key, count in told.items() if count > 1)
    alike = {story["story"]: set(story["looks_like"]) for story in stories}
    for story in stories:
        name, reports = story["story"], story["reports"]
        yield from (f"{name}: no article {key}" for key in reports if key not in articles)
        dated = [key for key in reports if key in articles and articles[key]["published"]]
        earliest = min((articles[key]["published"][:10] for key in dated), default=None)
        if story["first"] not in dated or articles[story["first"]]["published"][:10] != earliest:
            yield f"{name}: {story['first']} is not the first report"
        for kind in ("copies", "corrections"):
            for pair in story[kind]:
                yield from (
                    f"{name}: {key} of {kind} is no report of it" for key in pair if key not in reports
                )
        for copy, original in story["copies"]:
            if (share := overlap(articles[copy]["body"], articles[original]["body"])) < LEAST_OVERLAP:
                yield f"{name}: {copy} shares only {share:.2f} with {original}"
        for other in alike[name]:
            if name not in alike.get(other, set()):
                yield f"{name}: looks like {other}, but not the other way round"
        yield from _disagreements(story, articles)


def _disagreements(story: Row, articles: dict[str, Row]) -> Iterator[str]:
    for row in story["disagreements"]:
        values = row["values"]
        for value in values:
            if value["article"] not in story["reports"] or _misplaced(value, articles):
                said = f"{value['article']} does not say {value['text']} there"
                yield f"{story['story']}: {row['about']}: {said}"
        if len({value["article"] for value in values}) < 2 or len({value["text"] for value in values}) < 2:
            yield f"{story['story']}: {row['about']}: nobody disagrees"


def _topics(topics: list[Row], articles: dict[str, Row]) -> Iterator[str]:
    counted = Counter(row["article"] for row in topics)
    yield from (f"{key}: {counted[key]} topics" for key in articles if counted[key] != 1)


def _pages(pages: list[Row], articles: dict[str, Row]) -> Iterator[str]:
    for row in pages:
        if row["key"] not in articles:
            yield f"pages: no article {row['key']}"
            continue
        wanted = [articles[row["key"]]["title"], *articles[row["key"]]["body"].split("\n\n")]
        for kind in ("text", "html"):
            data = (DIRECTORY / "pages" / row[kind]).read_bytes()
            page = folded(data.decode(row[f"{kind}_encoding"]))
            missing = [part for part in wanted if folded(part) not in page]
            yield from (f"pages/{row[kind]}: lacks «{part[:40]}…»" for part in missing)


def folded(text: str) -> str:
    """The words alone: pages put tags and character references between them as they like."""
    return " ".join(word.exact for word in analyze(html.unescape(_TAG.sub(" ", text))))


def overlap(one: str, other: str) -> float:
    """Jaccard similarity of the runs of three words of two texts."""
    first, second = _runs(one), _runs(other)
    return len(first & second) / max(1, len(first | second))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.exact for word in analyze(text)]
    return set(zip(words, words[1:], words[2:], strict=False))
