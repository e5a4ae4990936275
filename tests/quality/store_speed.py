"""What the store of the engine does with real text: building, opening, merging, one article at a time.

    python tests/quality/store_speed.py FILE... [--articles N]

FILE has JSON lines (.jsonl, .jsonl.gz) with `title` and `text`. --articles beyond what they hold makes more
of them, by putting their paragraphs together anew: the same words in the same number, other documents.
Seconds are of the processor unless it says otherwise; reading the files does not count.
"""

import argparse
import gzip
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from whoosh.fields import Schema

from articles.search.text import WeightedText
from articles.search.whoosh.columns import Lists, Numbers, Strings
from articles.search.whoosh.fields import STREAMS, ColumnField, KeyField, StreamField
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import StreamIndex, StreamWriter, create_index

MEGABYTE = 1_000_000
SINGLE_COMMITS = 100


class Article(NamedTuple):
    number: int
    title: str
    text: str


def read(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                found = json.loads(line)
                yield found.get("title", ""), found["text"]


def articles(paths: list[Path]) -> Iterator[Article]:
    """Without end: first those of the files, then others made of their paragraphs."""
    number = 0
    for number, (title, text) in enumerate(read(paths), 1):
        yield Article(number, title, text)
    texts = [(title, text.split("\n")) for title, text in read(paths)]
    paragraphs = [paragraph for _, each in texts for paragraph in each]
    choose = random.Random(2018)
    while True:
        number += 1
        title, own = choose.choice(texts)
        yield Article(number, title, "\n".join(choose.choices(paragraphs, k=len(own))))


def schema() -> Schema:
    made = Schema()
    for stream in STREAMS:
        made.add(f"text.{stream}", StreamField(positions=stream in ("stem", "written")))
    for stream in ("exact", "stem", "written"):
        made.add(f"title.{stream}", StreamField(positions=stream != "exact"))
    made.add("id", KeyField(unique=True))
    for name in ("source", "status", "story"):
        made.add(name, ColumnField(Numbers()))
    made.add("published", ColumnField(Numbers("datetime")))
    made.add("section", ColumnField(Strings()))
    made.add("entities", ColumnField(Lists(Numbers())))
    return made


def add(writer: StreamWriter, article: Article) -> None:
    number = article.number
    writer.update_document(
        id=f"articles.article.{number}",
        text=WeightedText([(article.title, 3), (article.text, 1)]),
        title=article.title,
        source=number % 20,
        status=1,
        story=number // 3,
        section=f"section {number % 9}",
        entities=[number % 1000, number % 777],
    )


class Clock:
    """Time of the processor and on the wall between `with` and its end, in all."""

    def __init__(self) -> None:
        self.processor = self.wall = 0.0

    def __enter__(self) -> "Clock":
        self._began = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.processor += time.process_time() - self._began[0]
        self.wall += time.perf_counter() - self._began[1]


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed, size and memory of the store, on real text.")
    parser.add_argument("files", nargs="+", type=Path, help=".jsonl or .jsonl.gz with «title» and «text»")
    parser.add_argument("--articles", type=int, default=29_000)
    parser.add_argument("--commit", type=int, default=10**9, help="articles of a commit (all in one)")
    options = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="store-speed-"))
    try:
        index = create_index(directory, schema())
        print(f"before      {memory():,.0f} MB of memory")
        build(index, islice(articles(options.files), options.articles), options.commit)
        report_open(directory)
        report_merge(index)
        report_single_commits(index, options.files)
    finally:
        shutil.rmtree(directory)


def build(index: StreamIndex, documents: Iterator[Article], commit: int) -> None:
    clock, count = Clock(), 0
    while first := next(documents, None):
        writer = index.writer()
        for article in chain([first], islice(documents, commit - 1)):
            with clock:
                add(writer, article)
            count += 1
        with clock:
            writer.commit(merge=False)
    print(f"built       {count:,} articles, {count / clock.processor:,.0f} a second")
    report_size(index)


def report_open(directory: Path) -> None:
    with Clock() as clock:
        snapshot = Snapshot.open(directory)
    words = snapshot.average_length("text.exact")
    print(f"opened      {len(snapshot.segments)} segments in {clock.wall * 1000:.1f} ms")
    print(f"            {words:.0f} words an article, of the title three times")


def report_merge(index: StreamIndex) -> None:
    with Clock() as clock:
        index.writer().commit(optimize=True)
    print(f"merged      into one in {clock.processor:.1f} s, {clock.wall:.1f} s on the wall")
    report_size(index)


def report_single_commits(index: StreamIndex, files: list[Path]) -> None:
    """One article a commit, with the merges that come of it."""
    clock, longest = Clock(), 0.0
    for article in islice(articles(files), SINGLE_COMMITS):
        before = clock.wall
        with clock:
            writer = index.writer()
            add(writer, article)
            writer.commit()
        longest = max(longest, clock.wall - before)
    mean = clock.wall / SINGLE_COMMITS * 1000
    print(f"replaced    one article, on disk in {mean:.0f} ms on the wall, at most {longest * 1000:.0f} ms")


def report_size(index: StreamIndex) -> None:
    size = sum(path.stat().st_size for path in Path(index.storage.folder).iterdir())
    print(f"            {size / MEGABYTE:,.0f} MB on disk, {memory():,.0f} MB of memory at most so far")


def memory() -> float:
    """Of this process at most so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


if __name__ == "__main__":
    main()
