"""Classes of queries that cost differently, drawn from a corpus or read from a file.

A file has one JSON object a line: `class`, `words`, and where wanted `operator` (all, any, phrase), `sources`
(their numbers in the order of the corpus), `from` and `to` (2018-06-08), `order` (newest, oldest).
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word
from articles.search.measure.corpus import SEED, Article, plain, read_rows

Operator = Literal["all", "any", "phrase"]
Order = Literal["score", "newest", "oldest"]

EACH = 12
#: Shares of the articles that hold a word which is common, of the middle, or rare (at least 3 articles).
_COMMON, _MIDDLE, _RARE = (0.05, 0.5), (0.005, 0.1), (0.0, 0.0008)
#: Articles looked at for words that stand together.
_SAMPLE = 4000


class BadQueries(Exception):
    """A line of a file of queries cannot be used; the message names it."""


@dataclass(frozen=True)
class Query:
    """What is asked of every engine. Days are ordinals, both included; without words all articles match."""

    kind: str
    words: tuple[AnalyzedWord, ...] = ()
    operator: Operator = "all"
    sources: tuple[int, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    order: Order = "score"

    @property
    def stems(self) -> tuple[str, ...]:
        """As they stand in `Article.stems`."""
        return tuple(plain(word.stem) for word in self.words)

    @property
    def has_span(self) -> bool:
        return self.first_day is not None or self.last_day is not None

    def __str__(self) -> str:
        return f"{self.kind}: {' '.join(word.text for word in self.words)}".rstrip(": ")


def draw_queries(articles: Sequence[Article]) -> list[Query]:
    """Twelve queries of each class, and four of match-all by date."""
    luck = random.Random(SEED)  # noqa: S311  (queries, not secrets)
    sample = luck.sample(list(articles), min(_SAMPLE, len(articles)))
    texts = [[word for word in analyze(article.text) if _is_asked_for(word)] for article in sample]
    found = Counter(stem for text in texts for stem in {word.stem for word in text})

    def shared(text: list[AnalyzedWord], shares: tuple[float, float]) -> list[AnalyzedWord]:
        low, high = shares
        return [
            word for word in text if max(2, low * len(texts)) < found[word.stem] <= max(6, high * len(texts))
        ]

    days = sorted(article.day for article in articles)
    span = days[len(days) // 4], days[3 * len(days) // 4]
    ranked = [source for source, _count in Counter(article.source for article in articles).most_common()]
    several = tuple(sorted(ranked[1:3] or ranked[:1]))
    one = _one_word_each
    common = one(luck, [shared(text, _COMMON) for text in texts])
    middle = [shared(text, _MIDDLE) for text in texts]
    return [
        *(Query("common word", words) for words in common),
        *(Query("rare word", words) for words in one(luck, [shared(text, _RARE) for text in texts])),
        *(Query("AND of 2", words) for words in _together(luck, middle, 2)),
        *(Query("AND of 3", words) for words in _together(luck, middle, 3)),
        *(Query("OR of 2", (*a, *b), "any") for a, b in zip(common, common[1:] + common[:1], strict=True)),
        *(Query("phrase", words, "phrase") for words in _adjacent(luck, texts, found)),
        *(Query("filtered", words, "all", several, *span) for words in common),
        Query("match all by date", order="newest"),
        Query("match all by date", order="oldest"),
        Query("match all by date", order="newest", sources=several),
        Query("match all by date", order="newest", first_day=span[0], last_day=span[1]),
    ]


def _is_asked_for(word: AnalyzedWord) -> bool:
    """No stop words, numbers or Latin letters: engines with an English analyzer take these apart."""
    return (
        not is_stop_word(word.text)
        and len(word.stem) > 2
        and all("ء" <= letter <= "ي" for letter in word.stem)
    )


def _one_word_each(
    luck: random.Random, texts: Sequence[list[AnalyzedWord]]
) -> list[tuple[AnalyzedWord, ...]]:
    return _unlike(((luck.choice(text),) for text in luck.sample(texts, len(texts)) if text), EACH)


def _together(
    luck: random.Random, texts: Sequence[list[AnalyzedWord]], size: int
) -> list[tuple[AnalyzedWord, ...]]:
    """Different words of one article, so that there is one that has them all."""
    different = [list({word.stem: word for word in text}.values()) for text in texts]
    rows = luck.sample(different, len(different))
    return _unlike((tuple(luck.sample(row, size)) for row in rows if len(row) >= size), EACH)


def _adjacent(
    luck: random.Random, texts: Sequence[list[AnalyzedWord]], found: Counter[str]
) -> list[tuple[AnalyzedWord, ...]]:
    """Neighbours that stand in several articles, weighted by how often they do."""
    pairs: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], tuple[AnalyzedWord, ...]] = {}
    for text in texts:
        for one, other in pairwise(text):
            if other.position == one.position + 1 and one.stem != other.stem:
                pairs[one.stem, other.stem] += 1
                written[one.stem, other.stem] = (one, other)
    several = {pair: count for pair, count in pairs.items() if count > 3} or dict(pairs)
    if not several:
        return []
    drawn = luck.choices(list(several), [float(count) for count in several.values()], k=20 * EACH)
    return _unlike((written[pair] for pair in drawn), EACH)


def _unlike(choices: Any, wanted: int) -> list[tuple[AnalyzedWord, ...]]:
    """The first so many choices with different stems."""
    kept: dict[tuple[str, ...], tuple[AnalyzedWord, ...]] = {}
    for words in choices:
        kept.setdefault(tuple(word.stem for word in words), words)
        if len(kept) == wanted:
            break
    return list(kept.values())


def read_queries(path: Path) -> list[Query]:
    """The queries of a file; raises BadQueries with its line."""
    queries = []
    for number, row in enumerate(read_rows(path), 1):
        try:
            queries.append(_query(row))
        except (KeyError, TypeError, ValueError) as error:
            raise BadQueries(f"{path}, query {number}: {error!r}.") from error
    return queries


def _query(row: dict[str, Any]) -> Query:
    words = row.get("words") or []
    analyzed = tuple(
        word for text in ([words] if isinstance(words, str) else words) for word in analyze(text)
    )
    operator, order = row.get("operator", "all"), row.get("order", "score" if analyzed else "newest")
    if operator not in get_args(Operator) or order not in get_args(Order):
        raise ValueError(f"operator {operator}, order {order}")
    first, last = (
        date.fromisoformat(row[end]).toordinal() if row.get(end) else None for end in ("from", "to")
    )
    sources = tuple(int(source) for source in row.get("sources") or ())
    return Query(str(row["class"]), analyzed, operator, sources, first, last, order)
