"""Labels for the words of a sentence: the likeliest sequence under the weights."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from articles.entities.recognition.features import (
    NAME_OFFSETS,
    OFFSETS,
    Reader,
    at_offset,
    edge,
    pairs,
)
from articles.entities.recognition.weights import Floats, Weights


class Decoder:
    """Unchanging but for its bounded caches; may be used by many threads."""

    def __init__(self, weights: Weights, reader: Reader) -> None:
        self._weights, self._reader = weights, reader
        self._edges = np.stack([weights.total([edge(offset)]) for offset in OFFSETS])
        #: What a word says to its neighbours, and a name to those around it: (places, labels).
        self._word = lru_cache(maxsize=1 << 15)(self._word_scores)
        self._name = lru_cache(maxsize=1 << 10)(self._name_scores)

    def labels(self, scores: Floats) -> list[str]:
        """The likeliest sequence for the scores of a sentence."""
        return [self._weights.labels[n] for n in likeliest(scores, self._weights.transitions)]

    def favour(self, scores: Floats, word: int, kind: str, bonus: float) -> None:
        """Make it likelier that a word is part of a name of this kind."""
        for number, label in enumerate(self._weights.labels):
            if label.endswith(f"-{kind}"):
                scores[word, number] += bonus

    def scores(self, words: Sequence[str]) -> Floats:
        """(words, labels): the sum of the weights of each word's features."""
        said = np.stack([self._word(word) for word in words])
        total = np.zeros((len(words), len(self._weights.labels)), np.float32)
        for place, offset in enumerate(OFFSETS):
            _add(total, said[:, place], offset, self._edges[place])
        for at, names in enumerate(self._reader.names(words)):
            for name in names:
                for row, offset in zip(self._name(name), NAME_OFFSETS, strict=True):
                    if 0 <= at - offset < len(words):
                        total[at - offset] += row
        self._add_pairs(total, words)
        return total

    def _add_pairs(self, total: Floats, words: Sequence[str]) -> None:
        rows, table = self._weights.rows, self._weights.table
        readings = [self._reader.read(word) for word in words]
        for at, (one, other) in enumerate(pairwise(readings)):
            for side, place in (("after", at), ("before", at + 1)):
                for feature in pairs(side, one, other):
                    row = rows.get(feature)
                    if row is not None:
                        total[place] += table[row]

    def _word_scores(self, word: str) -> Floats:
        return np.stack([self._weights.total(features) for features in self._reader.read(word).at])

    def _name_scores(self, name: str) -> Floats:
        return np.stack([self._weights.total([at_offset(offset, name)]) for offset in NAME_OFFSETS])


def likeliest(scores: Floats, transitions: Floats) -> list[int]:
    """The sequence of labels with the greatest sum (Viterbi); of equal ones the first labels."""
    best = scores[0]
    came_from = np.zeros(scores.shape, np.int64)
    columns = np.arange(scores.shape[1])
    for at in range(1, len(scores)):
        through = best[:, None] + transitions
        came_from[at] = through.argmax(axis=0)
        best = through[came_from[at], columns] + scores[at]
    return _traced(came_from, int(best.argmax()))


def _traced(came_from: npt.NDArray[np.int64], last: int) -> list[int]:
    sequence = [last]
    for step in came_from[:0:-1]:
        sequence.append(int(step[sequence[-1]]))
    return sequence[::-1]


def _add(total: Floats, said: Floats, offset: int, outside: Floats) -> None:
    """To each word what the word at this offset says, or that the sentence ends before it."""
    size = min(abs(offset), len(total))
    if offset < 0:
        total[size:] += said[: len(said) - size]
        total[:size] += outside
    else:
        total[: len(total) - size] += said[size:]
        total[len(total) - size :] += outside
