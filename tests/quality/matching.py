"""Measures stems for ranking and for matching all words, with each rule taken out in turn.

    python tests/quality/matching.py DIR

DIR holds qa/ and news/ of eval/ir. For each way to make stems: nDCG@10 (plain BM25 over stems alone),
then, for the first three telling words of each query, the share of relevant texts that hold all their
stems, and the mean number of texts that do. Rules are chosen on the news sets; --report adds arcd and
xquad. Five minutes.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import scipy.sparse as sp
from bm25 import count, mapping, ndcg, scores, weights
from chains import split
from collection import SETS, TUNING, Query, read_collection, read_queries
from evaluate import Reading

from articles.arabic import stem as rules
from articles.arabic.analyze import is_stop_word
from articles.arabic.normalize import normalize_word

ASKED_WORDS = 3

#: Each way, and what it changes in articles.arabic.stem.
WITHOUT: dict[str, dict[str, object]] = {
    "stem": {},
    "without the list of first letters": {"_own_first_letters": frozenset},
    "without prefix after prefix": {"MOST_PREFIXES": 1},
    "و alone": {"FREE_PREFIXES": ("و",)},
    "و and ب": {"FREE_PREFIXES": ("و", "ب")},
    "و and ل": {"FREE_PREFIXES": ("و", "ل")},
    "و ب ل ك": {"FREE_PREFIXES": ("و", "ب", "ل", "ك")},
    "و ب ل ف": {"FREE_PREFIXES": ("و", "ب", "ل", "ف")},
    "without pronouns": {"PRONOUNS": ()},
    "without ت for ة": {"_AFTER_TEH": ()},
    "without the accusative": {"KEPT_BEFORE_ALEF": 99},
    "without one hamza": {"_HAMZAS": {}},
    "without plurals": {"plurals": dict},
}

Stem = Callable[[str], str]


def ways() -> Iterator[tuple[str, Stem]]:
    """The name and the stemmer of each way; a stemmer holds until the next is asked for."""
    yield "light10", rules.light_stem
    for name, changes in WITHOUT.items():
        with ExitStack() as changed:
            plural_table = rules.plurals
            plural_table.cache_clear()
            for attribute, value in changes.items():
                changed.enter_context(mock.patch.object(rules, attribute, value))
            yield name, rules.stem.__wrapped__
        plural_table.cache_clear()


def measure(reading: Reading, name: str, stem: Stem) -> tuple[float, float, float]:
    """nDCG@10, share of relevant texts matched, texts matched."""

    @cache
    def term(normal: str) -> str:
        return stem(normal)

    def terms(word: str) -> tuple[str, ...]:
        normal = normalize_word(word)
        return (term(normal),) if normal else ()

    table = mapping(list(reading.words), terms)
    counts = (reading.counts(int(SETS[name].with_title)) @ table).tocsr()
    queries, judged = reading.queries[name], reading.judged[name]
    ranked = scores(count(queries, len(reading.words)) @ table, weights(counts))
    quality = [ndcg(row, query.relevant, query.excluded) for row, query in zip(ranked, judged, strict=True)]
    postings = counts.tocsc()
    matched = [
        _all_of(postings, np.unique(table[row[:ASKED_WORDS]].indices)) - query.excluded
        for row, query in zip(queries, judged, strict=True)
    ]
    shares = [
        len(found & query.relevant) / len(query.relevant)
        for found, query in zip(matched, judged, strict=True)
    ]
    return float(np.mean(quality)), float(np.mean(shares)), float(np.mean([len(found) for found in matched]))


def _all_of(postings: sp.csc_matrix, terms: np.ndarray) -> set[int]:
    lists = [postings.indices[postings.indptr[term] : postings.indptr[term + 1]] for term in terms]
    return set.intersection(*(set(each.tolist()) for each in lists)) if lists else set()


def _query_sets(folder: Path, names: list[str]) -> Reading:
    collection = read_collection(folder)
    queries: dict[str, list[Query]] = {name: read_queries(folder / name, collection) for name in names}
    return Reading(split, is_stop_word, collection, queries)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Ranking and matching of stems, with each rule taken out in turn."
    )
    parser.add_argument("directory", type=Path, help="the folder that holds qa/ and news/")
    parser.add_argument(
        "--report", action="store_true", help="also the sets that choose nothing: arcd, xquad"
    )
    options = parser.parse_args()
    names = list(SETS) if options.report else list(TUNING)
    folders = {SETS[name].folder for name in names}
    readings = {
        folder: _query_sets(
            options.directory / folder, [name for name in names if SETS[name].folder == folder]
        )
        for folder in folders
    }
    print(f"{'':<36}" + "".join(f"{name:>24}" for name in [*names, "mean"]))
    for way, stem in ways():
        rows = [measure(readings[SETS[name].folder], name, stem) for name in names]
        rows.append(tuple(np.mean(rows, axis=0)))
        print(f"{way:<36}" + "".join(f"{a:>9.4f}{b:>8.4f}{c:>7.1f}" for a, b, c in rows), flush=True)


if __name__ == "__main__":
    main()
