"""How much CPU time the executor takes, by class of query: top ten, and with facets.

    python tests/quality/executor_speed.py --articles 100000 [--corpus FILE.jsonl.gz] [--index DIR]

Makes an index of articles of random words that follow Zipf's law, or of the sentences of a real corpus (lines
with "text"), put together anew as often as needed. With --index the directory is kept, and used as it is when
there is an index in it. Prints milliseconds of CPU: "cold" asks each query once, with what the queries
before it left in the caches; "warm" again.
"""

import argparse
import gzip
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from tqdm import tqdm
from whoosh.fields import Schema

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word
from articles.search.tree import All, And, Between, Node, OneOf, Or, Phrase, Selection, Term, Word
from articles.search.whoosh import merge_policy
from articles.search.whoosh.columns import Lists, Numbers
from articles.search.whoosh.counting import FacetRequest
from articles.search.whoosh.executor import search
from articles.search.whoosh.fields import STREAMS, ColumnField, KeyField, StreamField
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.writer import create_index

SEED = 1
WORDS = 300
SOURCES, ENTITIES, YEARS = 16, 5000, 10
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
NEWEST = (("undated", False), ("day", True))
TIES = (*NEWEST, ("number", True))
FACETS = (
    FacetRequest("source", "source", own="source"),
    FacetRequest("month", "day", own="day", bucket=100),
    FacetRequest("entity", "entities", limit=20),
)
Query = tuple[Node, tuple[Word, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--segments", type=int, default=1, help="about so many")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--queries", type=int, default=20, help="of each class")
    options = parser.parse_args()
    sentences = real_sentences(options.corpus) if options.corpus else zipf_sentences()
    with tempfile.TemporaryDirectory() as scratch:
        path = options.index or Path(scratch)
        if not any(path.glob("*")):
            build(path, sentences, options.articles, options.segments)
        snapshot = Snapshot.open(path)
        print(f"{snapshot.documents:,} articles in {len(snapshot.segments)} segments; CPU ms, median / 95%")
        measure(snapshot, query_classes(snapshot, sentences, options.queries))
        print(f"caches {snapshot.cache.bytes >> 20} MB, process {peak_mb()} MB at most")


def real_sentences(corpus: Path) -> list[str]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        return [part for text in texts for part in re.split(r"(?<=[.؟!])\s+|\n+", text) if len(part) > 20]


def zipf_sentences(vocabulary: int = 200_000, sentences: int = 200_000) -> list[str]:
    luck = np.random.default_rng(SEED)
    letters = np.array(list(LETTERS))
    words = ["".join(luck.choice(letters, luck.integers(3, 8))) for _ in range(vocabulary)]
    shares = 1 / (np.arange(vocabulary) + 2.7)
    drawn = luck.choice(vocabulary, (sentences, 15), p=shares / shares.sum())
    return [" ".join(words[number] for number in row) for row in drawn]


def build(path: Path, sentences: Sequence[str], articles: int, segments: int) -> None:
    schema = Schema(number=ColumnField(Numbers()), key=KeyField(unique=True))
    for stream in STREAMS:
        schema.add(f"text.{stream}", StreamField(positions=stream in ("stem", "written")))
    for name in ("source", "day", "undated"):
        schema.add(name, ColumnField(Numbers()))
    schema.add("entities", ColumnField(Lists(Numbers())))
    path.mkdir(parents=True, exist_ok=True)
    writer = create_index(path, schema).writer(max_words=articles * WORDS * 11 // 10 // segments)
    luck, shares = np.random.default_rng(SEED), 1 / np.arange(1, ENTITIES + 1)
    entities = luck.choice(ENTITIES, (articles, 8), p=shares / shares.sum())
    for number, text in enumerate(tqdm(texts(sentences, articles), total=articles, unit="article")):
        day = luck.integers(YEARS * 12 * 28)
        writer.add_document(
            text=text,
            number=number,
            key=str(number),
            source=int(luck.integers(SOURCES)),
            undated=int(luck.random() < 0.01),
            day=int((2010 + day // 336) * 10_000 + (1 + day // 28 % 12) * 100 + 1 + day % 28),
            entities=entities[number, : luck.integers(2, 8)].tolist(),
        )
    writer.commit(mergetype=merge_policy.everything if segments == 1 else merge_policy.nothing)


def texts(sentences: Sequence[str], articles: int) -> Iterator[str]:
    """Articles of about WORDS words, made of sentences that stand together in the corpus, five at a time."""
    luck = Random(SEED)
    for _ in range(articles):
        parts: list[str] = []
        while sum(part.count(" ") + 1 for part in parts) < WORDS:
            first = luck.randrange(len(sentences) - 5)
            parts += sentences[first : first + 5]
        yield " ".join(parts)


def query_classes(snapshot: Snapshot, sentences: Sequence[str], wanted: int) -> dict[str, list[Query]]:
    luck = Random(SEED)
    sampled = [word for text in luck.sample(sentences, 4000) for word in analyze(text)]
    telling = [word for word in sampled if not is_stop_word(word.text) and len(word.text) > 2]
    found = {
        word.stem: snapshot.document_frequency("text.stem", word.stem) / snapshot.documents
        for word in telling
    }
    common = [word for word in telling if found[word.stem] > 0.05]
    middle = [word for word in telling if 0.01 < found[word.stem] <= 0.2]
    rare = [word for word in telling if found[word.stem] < 0.002]
    pick = partial(luck.sample, common)
    runs = [sampled[place : place + 30] for place in range(0, len(sampled) - 30, 30)]
    runs = luck.sample([[word for word in run if not is_stop_word(word.text)] for run in runs], wanted * 4)
    filters = (
        Selection("source", OneOf("source", (1, 3, 5))),
        Selection("day", Between("day", 20120101, 20151231)),
    )

    def each(make: Callable[[], Query]) -> list[Query]:
        return [make() for _ in range(wanted)]

    def filtered(query: Query) -> Query:
        return And((query[0], *filters)), query[1]

    return {
        "common word": each(lambda: words_query(pick(1), And)),
        "rare word": each(lambda: words_query(luck.sample(rare, 1), And)),
        "OR of two": each(lambda: words_query(pick(2), Or)),
        "AND of three": each(lambda: words_query(luck.sample(middle, 3), And)),
        "phrase": [phrase_query(run[:2]) for run in runs[:wanted] if len(run) > 1],
        "filtered": each(lambda: filtered(words_query(pick(1), And))),
        "all by date": [(All(), ())] * wanted,
        "headline of 15, any": [words_query(run[:15], Or) for run in runs[wanted : 2 * wanted]],
        "headline of 15, all": [words_query(run[:15], And) for run in runs[2 * wanted : 3 * wanted]],
    }


def words_query(words: Sequence[AnalyzedWord], join: type[And] | type[Or]) -> Query:
    return join(tuple(Term("text", "stem", (word.stem,)) for word in words)), scored(words)


def phrase_query(words: Sequence[AnalyzedWord]) -> Query:
    return Phrase("text", "stem", tuple((word.stem,) for word in words)), scored(words)


def scored(words: Sequence[AnalyzedWord]) -> tuple[Word, ...]:
    return tuple(Word((word.stem,), word.exact, word.root, word.tri) for word in words)


def measure(snapshot: Snapshot, classes: dict[str, list[Query]]) -> None:
    print(
        f"{'':<22}{'matches':>9}"
        + "".join(f"{head:>18}" for head in ("top, cold", "faceted, cold", "top, warm", "faceted, warm"))
    )
    totals: list[list[float]] = [[], [], [], []]
    for name, queries in classes.items():
        matches = np.median([search(snapshot, match, last=0).total for match, _words in queries])
        times = [[cost(snapshot, query, facets) for query in queries] for facets in ((), FACETS, (), FACETS)]
        print(f"{name:<22}{matches:>9,.0f}" + "".join(shown(each) for each in times))
        for total, each in zip(totals, times, strict=True):
            total.extend(each)
    print(f"{'all':<31}" + "".join(map(shown, totals)))


def cost(snapshot: Snapshot, query: Query, facets: Sequence[FacetRequest]) -> float:
    match, words = query
    before = time.process_time_ns()
    search(snapshot, match, words, order=() if words else NEWEST, ties=TIES, last=10, facets=facets)
    return (time.process_time_ns() - before) / 1e6


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def shown(times: Sequence[float]) -> str:
    return f"{np.median(times):>10.2f} /{np.quantile(times, 0.95):>6.2f}"


if __name__ == "__main__":
    main()
