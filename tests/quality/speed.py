"""Words that `analyze` reads in a second of CPU time on one core, beside what a user would write instead.

    python tests/quality/speed.py FILE...

Each FILE is plain text, or JSON lines (.jsonl, .jsonl.gz) whose `text` is read. Cold: no word was seen
before. Warm: all were. The other chains give one stream; ours gives five with their offsets.
Needs snowballstemmer (requirements-dev.txt).
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import snowballstemmer
from chains import CHAINS

from articles.arabic import analyze as analysis
from articles.arabic.analyze import analyze
from articles.arabic.normalize import normalize_word
from articles.arabic.stem import stem
from articles.arabic.tokenize import tokenize

MOST_WORDS = 400_000
MOST_WORDS_OF_THE_SLOW = 20_000


def read(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        if ".jsonl" in path.name:
            return [json.loads(line)["text"] for line in lines]
        return list(lines)


def rate(work: Callable[[str], object], texts: Sequence[str], words: int) -> float:
    began = time.process_time()
    for text in texts:
        work(text)
    return words / (time.process_time() - began)


def forget() -> None:
    for remembered in (analysis._remembered_terms, normalize_word, stem):
        remembered.cache_clear()


def up_to(texts: list[str], most: int) -> tuple[list[str], int]:
    """The first texts, with as many words."""
    words = 0
    for number, text in enumerate(texts):
        words += len(tokenize(text))
        if words >= most:
            return texts[: number + 1], words
    return texts, words


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Words a second of analyze() beside other chains in pure Python."
    )
    parser.add_argument("files", nargs="+", type=Path, help="plain text, .jsonl or .jsonl.gz with a «text»")
    texts, words = up_to([text for path in parser.parse_args().files for text in read(path)], MOST_WORDS)
    few, few_words = up_to(texts, MOST_WORDS_OF_THE_SLOW)
    snowball = snowballstemmer.stemmer("arabic")
    lucene = next(chain for chain in CHAINS if chain.name.startswith("light10"))

    def lucene_terms(text: str) -> list[str]:
        return [term for word in lucene.split(text) for term in lucene.streams["word"](word)]

    analyze("")
    forget()
    rates = {
        "analyze, cold": rate(analyze, texts, words),
        "analyze, warm": rate(analyze, texts, words),
        "light10 chain, pure Python": rate(lucene_terms, texts, words),
        "snowballstemmer, pure Python": rate(lambda t: snowball.stemWords(t.split()), few, few_words),
    }
    ours = rates["analyze, warm"]
    print(f"{words:,} words")
    for name, each in rates.items():
        print(f"{name:<30}{each:>10,.0f} words/s   analyze warm is {ours / each:,.1f} times as fast")


if __name__ == "__main__":
    main()
