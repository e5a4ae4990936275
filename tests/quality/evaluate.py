"""Measures the text core with a plain BM25 (not the engine) on the public sets of eval/ir.

    python tests/quality/evaluate.py DIR

DIR holds qa/ and news/. Prints nDCG@10 of each chain on each set. Needs numpy and scipy
(requirements-dev.txt), 3 GB of memory and about five minutes.
"""

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import scipy.sparse as sp
from bm25 import NEAR, Numbers, count, mapping, ndcg, pairs, scores, weights
from chains import CHAINS, NEIGHBOURS, Chain, Terms
from collection import SETS, Collection, Query, read_collection, read_queries
from tqdm import tqdm


class Reading:
    """A collection and its queries, split into words one way."""

    def __init__(
        self,
        split: Callable[[str], list[str]],
        is_stop: Callable[[str], bool],
        collection: Collection,
        queries: dict[str, list[Query]],
    ) -> None:
        self.words = Numbers()
        self.judged = queries
        self.texts = [self._row(split(text)) for text in collection.texts]
        self.titles = [self._row(split(title)) for title in collection.titles]
        self.queries = {
            name: [self._row(_telling(split(query.text), is_stop)) for query in judged]
            for name, judged in queries.items()
        }
        self.mapping = cache(lambda terms: mapping(list(self.words), terms))

    def _row(self, words: list[str]) -> np.ndarray:
        return np.array([self.words[word] for word in words], np.int64)

    def ndcg(self, name: str, chain: Chain) -> float:
        """Mean nDCG@10 of a query set."""
        title = chain.title if SETS[name].with_title else 0
        streams = [
            self.stream_scores(name, stream, terms, title) * chain.weights[stream]
            for stream, terms in chain.streams.items()
        ]
        total = sum(streams[1:], streams[0])
        judged = zip(total, self.judged[name], strict=True)
        return float(np.mean([ndcg(row, query.relevant, query.excluded) for row, query in judged]))

    def stream_scores(self, name: str, stream: str, terms: Terms, title: int) -> np.ndarray:
        """Queries × texts."""
        if stream == NEIGHBOURS:
            return self._neighbour_scores(name, terms, title)
        queries = count(self.queries[name], len(self.words)) @ self.mapping(terms)
        return scores(queries, weights(self.counts(title) @ self.mapping(terms)))

    def counts(self, title: int) -> sp.csr_matrix:
        """Texts × words; a word of the headline counts `title` times."""
        return count(self.texts, len(self.words)) + title * count(self.titles, len(self.words))

    def _neighbour_scores(self, name: str, terms: Terms, title: int) -> np.ndarray:
        stems = self.mapping(terms)
        stem_of = np.full(len(self.words), -1)
        stem_of[np.repeat(np.arange(stems.shape[0]), np.diff(stems.indptr))] = stems.indices
        asked = [pairs(stem_of[row], stems.shape[1], apart=1) for row in self.queries[name]]
        known = np.unique(np.concatenate(asked))

        def known_pairs(rows: list[np.ndarray]) -> sp.csr_matrix:
            found = (pairs(stem_of[row], stems.shape[1], apart=NEAR) for row in rows)
            return count([_places(each, known) for each in found], len(known))

        counts = known_pairs(self.texts)
        if title:
            counts += title * known_pairs(self.titles)
        lengths = np.asarray(self.counts(title).sum(1)).ravel()
        queries = count([_places(each, known) for each in asked], len(known))
        return scores(queries, weights(counts, lengths))


def _telling(words: list[str], is_stop: Callable[[str], bool]) -> list[str]:
    return [word for word in words if not is_stop(word)] or words


def _places(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Where the values that are known stand in the sorted array of known ones."""
    places = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return places[known[places] == values]


def measure(directory: Path, chains: tuple[Chain, ...] = CHAINS) -> dict[str, dict[str, float]]:
    """nDCG@10 by chain and set."""
    table: dict[str, dict[str, float]] = {chain.name: {} for chain in chains}
    folders = sorted({each.folder for each in SETS.values()})
    ways = list(dict.fromkeys((chain.split, chain.is_stop) for chain in chains))
    for folder, (split, is_stop) in tqdm(
        [(folder, way) for folder in folders for way in ways], unit="reading"
    ):
        collection = read_collection(directory / folder)
        queries = {
            name: read_queries(directory / folder / name, collection)
            for name, each in SETS.items()
            if each.folder == folder
        }
        reading = Reading(split, is_stop, collection, queries)
        for chain in chains:
            if (chain.split, chain.is_stop) == (split, is_stop):
                table[chain.name] |= {name: reading.ndcg(name, chain) for name in queries}
    return table


def main() -> None:
    parser = argparse.ArgumentParser(
        description="nDCG@10 of each chain on each set of eval/ir, by a plain BM25."
    )
    parser.add_argument("directory", type=Path, help="the folder that holds qa/ and news/")
    table = measure(parser.parse_args().directory)
    print(f"{'chain':<28}" + "".join(f"{name:>14}" for name in SETS))
    for chain, row in table.items():
        print(f"{chain:<28}" + "".join(f"{row[name]:>14.3f}" for name in SETS))


if __name__ == "__main__":
    main()
