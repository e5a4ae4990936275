"""A plain BM25 over streams of terms, for measuring the text core. It is not the engine.

k1 1.2, b .75, idf as in Lucene, exact lengths. Texts are held as counts of distinct words, so that
another way to make terms of words costs one sparse product.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import scipy.sparse as sp

K1 = 1.2
B = 0.75
#: Results looked at for each query, as in nDCG@10.
DEPTH = 10
#: Neighbours are words at most this far apart.
NEAR = 2

Rows = Sequence[np.ndarray]


class Numbers(dict[str, int]):
    """Numbers handed out in the order of asking."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def count(rows: Rows, width: int) -> sp.csr_matrix:
    """Texts × words: how often each word number stands in each row."""
    columns = np.concatenate([*rows, np.empty(0, np.int64)]).astype(np.int64)
    numbers = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return sp.csr_matrix((np.ones(len(columns), np.float32), (numbers, columns)), (len(rows), width))


def mapping(words: Sequence[str], terms: Callable[[str], Iterable[str]]) -> sp.csr_matrix:
    """Words × terms: how often each term stands in each word."""
    numbers = Numbers()
    pairs = [(row, numbers[term]) for row, word in enumerate(words) for term in terms(word)]
    rows, columns = zip(*pairs, strict=True)
    return sp.csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), (len(words), len(numbers)))


def weights(counts: sp.csr_matrix, lengths: np.ndarray | None = None) -> sp.csr_matrix:
    """Terms × texts: what a text scores for one occurrence of the term in the query."""
    counts = counts.tocsr()
    texts = counts.shape[0]
    if lengths is None:
        lengths = np.asarray(counts.sum(1)).ravel()
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (texts - found + 0.5) / (found + 0.5))
    rows = np.repeat(np.arange(texts), np.diff(counts.indptr))
    norm = K1 * (1 - B + B * lengths / lengths.mean())
    data = counts.data / (counts.data + norm[rows]) * idf[counts.indices]
    return sp.csr_matrix((data.astype(np.float32), counts.indices, counts.indptr), counts.shape).T.tocsr()


def scores(queries: sp.csr_matrix, weighted: sp.csr_matrix) -> np.ndarray:
    """Queries × texts."""
    return (queries @ weighted).toarray()


def pairs(row: np.ndarray, width: int, *, apart: int) -> np.ndarray:
    """The unordered pairs of different terms at most so many words apart, each as one number.

    A term of -1 is none: it takes a place and is in no pair.
    """
    found = [row[:0]]
    for distance in range(1, apart + 1):
        one, other = row[:-distance], row[distance:]
        both = (one >= 0) & (other >= 0) & (one != other)
        found.append((np.minimum(one, other) * width + np.maximum(one, other))[both])
    return np.concatenate(found)


def ndcg(scored: np.ndarray, relevant: frozenset[int], excluded: frozenset[int]) -> float:
    """nDCG at DEPTH of one query; equal scores stand in the order of the texts."""
    scored = scored.copy()
    scored[list(excluded)] = 0
    top = np.argpartition(-scored, DEPTH)[:DEPTH]
    top = top[np.lexsort((top, -scored[top]))]
    gain = sum(1 / np.log2(place + 2) for place, n in enumerate(top) if n in relevant and scored[n] > 0)
    return float(gain / sum(1 / np.log2(place + 2) for place in range(min(DEPTH, len(relevant)))))
