"""Corpora to measure with: real text, real text recombined, and their stems for engines without Arabic.

A corpus is JSON lines with `text`, and where known `title`, `source`, `date` (2018-06-08) and `entities`.
"""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from articles.arabic.analyze import analyze, is_stop_word
from articles.arabic.tokenize import WORD

SEED = 1
#: Stands between title and text in `Article.stems`, so that no phrase runs from one into the other.
BOUNDARY = "xboundaryx"
#: Entities of a corpus that names none: stems in so many articles at least, and in this share at most.
_ENTITY_LEAST, _ENTITY_SHARE, _ENTITIES = 5, 0.1, 20_000
_ENTITIES_EACH = 12


class BadCorpus(Exception):
    """A line of a corpus cannot be used; the message names it."""


@dataclass(frozen=True)
class Article:
    """A text with the keys that facets count. `day` is a proleptic ordinal, `month` counts from year 0."""

    key: int
    title: str
    text: str
    source: int
    day: int
    entities: tuple[int, ...] = ()
    #: The stem of each word, blanks between: the same analysis for engines that have none of their own.
    stems: str = ""

    @property
    def month(self) -> int:
        return month_of(self.day)

    @property
    def whole(self) -> str:
        return f"{self.title}\n\n{self.text}"


def month_of(day: int) -> int:
    moment = date.fromordinal(day)
    return moment.year * 12 + moment.month - 1


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadCorpus(f"{path}, line {number}: not JSON ({error}).") from error
            if not isinstance(row, dict):
                raise BadCorpus(f"{path}, line {number}: not an object.")
            yield row


def read_corpus(path: Path) -> list[Article]:
    """All articles of a file, keyed from 1. Without a date an article has the first day of 2018."""
    sources: dict[str, int] = {}
    names: dict[str, int] = {}
    articles = []
    for key, row in enumerate(read_rows(path), 1):
        text, title = row.get("text"), row.get("title") or ""
        if not isinstance(text, str) or not isinstance(title, str):
            raise BadCorpus(f"{path}, article {key}: no `text`, or one that is not a string.")
        try:
            day = date.fromisoformat(str(row.get("date") or "2018-01-01")[:10]).toordinal()
        except ValueError as error:
            raise BadCorpus(f"{path}, article {key}: `date` is not like 2018-06-08.") from error
        source = sources.setdefault(str(row.get("source") or ""), len(sources))
        entities = {names.setdefault(str(name), len(names) + 1) for name in row.get("entities") or ()}
        articles.append(Article(key, title, text, source, day, tuple(sorted(entities))))
    return articles if names else with_entities(articles)


def shuffled(articles: Sequence[Article]) -> list[Article]:
    """In an order of chance, always the same one: files are often sorted by source or day."""
    order = random.Random(SEED).sample(list(articles), len(articles))  # noqa: S311  (a corpus, not a secret)
    return [replace(article, key=key) for key, article in enumerate(order, 1)]


def with_entities(articles: Sequence[Article]) -> list[Article]:
    """The articles with entities: of the telling stems that each has, the first twelve."""
    stems = [_telling_stems(article.whole) for article in articles]
    found = Counter(stem for each in stems for stem in each)
    most = max(_ENTITY_SHARE * len(articles), _ENTITY_LEAST)
    known = [stem for stem, count in found.most_common() if _ENTITY_LEAST <= count <= most][:_ENTITIES]
    keys = {stem: key for key, stem in enumerate(known, 1)}
    return [
        replace(
            article, entities=tuple(sorted([keys[stem] for stem in each if stem in keys][:_ENTITIES_EACH]))
        )
        for article, each in zip(articles, stems, strict=True)
    ]


def _telling_stems(text: str) -> dict[str, None]:
    return dict.fromkeys(stem for stem, is_telling in _stems(text) if is_telling)


def _stems(text: str) -> Iterator[tuple[str, bool]]:
    """The stem of each word of `analyze`, and whether the word tells what the text is about."""
    return filter(None, map(_stem, WORD.findall(text)))


@cache  # a corpus of millions of words has some hundred thousand different ones
def _stem(word: str) -> tuple[str, bool] | None:
    for each in analyze(word):
        return each.stem, len(each.exact) > 3 and not is_stop_word(word)
    return None


def recombined(articles: Sequence[Article], wanted: int) -> Iterator[Article]:
    """The articles, and then new ones to make `wanted`: each of paragraphs drawn from all.

    A new article takes its headline, source, day, entities and about its length from one that there is.
    """
    yield from articles[:wanted]
    luck = random.Random(SEED)  # noqa: S311  (a corpus, not a secret)
    paragraphs = [part for article in articles for part in article.text.split("\n") if part.strip()]
    for key in range(len(articles) + 1, wanted + 1):
        model = luck.choice(articles)
        parts: list[str] = []
        length = 0
        while length < len(model.text):
            parts.append(luck.choice(paragraphs))
            length += len(parts[-1])
        yield replace(model, key=key, text="\n".join(parts))


def prepare(articles: Iterable[Article], path: Path) -> int:
    """Write the articles with their stems, for the engines to read back; returns how many."""
    written = 0
    with open(path, "w", encoding="utf-8") as lines:
        for article in articles:
            stems = f"{plain_stems(article.title)} {BOUNDARY} {plain_stems(article.text)}"
            lines.write(json.dumps(asdict(replace(article, stems=stems)), ensure_ascii=False) + "\n")
            written += 1
    return written


def read_prepared(path: Path, wanted: int) -> Iterator[Article]:
    for number, row in enumerate(read_rows(path)):
        if number == wanted:
            return
        yield Article(**{**row, "entities": tuple(row["entities"])})


def plain_stems(text: str) -> str:
    return " ".join(plain(stem) for stem, _is_telling in _stems(text))


@cache
def plain(stem: str) -> str:
    """A stem that every tokenizer leaves whole: letters and digits alone, two of them at least."""
    spelt = "".join(letter if letter.isalnum() else f"x{ord(letter):x}" for letter in stem)
    return spelt if len(spelt) > 1 else f"{spelt}x"
