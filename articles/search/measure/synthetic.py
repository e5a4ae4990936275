"""A corpus that no one wrote: invented words that follow the curves of Arabic news.

Ranks are drawn by Zipf's curve as knots, with a tail that never ends, so that Heaps' growth follows. A word
is a root in a pattern with affixes, and the first ranks are the stop words: so stems, roots and
trigrams fall together as in real text. Neighbours are independent: a phrase is rarer than in real text.
"""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np

from articles.arabic.analyze import stop_words
from articles.search.measure.corpus import SEED, Article

#: Occurrences in a million words by rank, rounded from what news shows.
KNOTS = {1: 40_000, 10: 4_000, 100: 720, 1_000: 135, 10_000: 12, 100_000: 0.28}
#: Ranks that there are: what is beyond makes less than one word in a thousand.
RANKS = 2_000_000
#: Words of an article: median and spread (of the logarithm); words of a headline.
_LENGTH, _SPREAD, _TITLE = 215, 0.58, 9
_SOURCES, _ENTITIES, _ENTITIES_MOST = 12, 20_000, 14
_FIRST_DAY, _DAYS = date(2005, 1, 1).toordinal(), 7305
_PARAGRAPH = 45
_BATCH = 1000

_LETTERS = "بتثجحخدذرزسشصضطعغفقكلمنهوي"
_ROOTS = 6_000
_PATTERNS = (
    "{0}{1}{2}", "{0}ا{1}{2}", "{0}{1}ا{2}", "{0}{1}ي{2}", "{0}{1}و{2}", "م{0}{1}{2}",
    "م{0}{1}و{2}", "ت{0}{1}ي{2}", "ا{0}ت{1}ا{2}", "است{0}{1}ا{2}", "م{0}ا{1}{2}",
    "ت{0}ا{1}{2}", "ي{0}{1}{2}", "ت{0}{1}{2}", "ان{0}{1}ا{2}", "م{0}ت{1}{2}",
)  # fmt: skip
_PREFIXES = ("", "", "", "ال", "ال", "ال", "و", "وال", "ب", "بال", "لل", "ل", "ف", "س")
_SUFFIXES = ("", "", "", "", "ة", "ة", "ات", "ين", "ون", "ها", "ه", "ي", "ية", "هم", "وا")


def synthetic(wanted: int, *, seed: int = SEED) -> Iterator[Article]:
    """Articles keyed from 1; the first ones are the same whatever number is wanted."""
    numbers = np.random.default_rng(seed)
    words = _Words(seed)
    edges = _edges()
    sources = 1 / np.arange(1, _SOURCES + 1)
    for first in range(1, wanted + 1, _BATCH):
        lengths = np.exp(numbers.normal(np.log(_LENGTH), _SPREAD, _BATCH)).astype(int).clip(20, 3000)
        ends = np.cumsum(lengths + _TITLE)
        ranks = np.searchsorted(edges, numbers.random(ends[-1])).tolist()
        kinds = numbers.choice(_SOURCES, _BATCH, p=sources / sources.sum()).tolist()
        days = (_FIRST_DAY + numbers.integers(0, _DAYS, _BATCH)).tolist()
        mentions = numbers.integers(0, _ENTITIES_MOST, _BATCH)
        entities = (_ENTITIES ** numbers.random((_BATCH, _ENTITIES_MOST))).astype(int)
        for number in range(min(_BATCH, wanted + 1 - first)):
            start = ends[number] - lengths[number]
            named = entities[number, : mentions[number]]
            yield Article(
                key=first + number,
                title=" ".join(words.spell(ranks[start - _TITLE : start])),
                text=_paragraphs(words.spell(ranks[start : ends[number]])),
                source=kinds[number],
                day=days[number],
                entities=tuple(sorted(set(named.tolist()))),
            )


@cache
def _edges() -> np.ndarray:
    """Sums of the frequencies of the ranks from 1, up to 1.

    Frequencies lie on straight lines between the knots of the logarithms; the last line goes on.
    """
    ranks, counts = (np.log(list(values)) for values in (KNOTS.keys(), KNOTS.values()))
    every = np.log(np.arange(1, RANKS + 1))
    inside = np.interp(every, ranks, counts)
    slope = (counts[-1] - counts[-2]) / (ranks[-1] - ranks[-2])
    frequencies = np.exp(np.where(every > ranks[-1], counts[-1] + slope * (every - ranks[-1]), inside))
    sums: np.ndarray = np.cumsum(frequencies)
    return sums / sums[-1]


class _Words:
    """Spells ranks, each a word of its own: the first ones as stop words, others when first asked for."""

    def __init__(self, seed: int) -> None:
        self._luck = random.Random(seed)  # noqa: S311  (a corpus, not a secret)
        self._roots = [self._luck.sample(_LETTERS, 3) for _ in range(_ROOTS)]
        self._spelt: dict[int, str] = dict(enumerate(sorted(stop_words())))
        self._taken = set(self._spelt.values())

    def spell(self, ranks: list[int]) -> list[str]:
        return [self._spelt.get(rank) or self._invent(rank) for rank in ranks]

    def _invent(self, rank: int) -> str:
        choice = self._luck.choice
        while True:
            # The square makes some roots large families, as they are.
            root = self._roots[int(self._luck.random() ** 2 * _ROOTS)]
            word = choice(_PREFIXES) + choice(_PATTERNS).format(*root) + choice(_SUFFIXES)
            if word not in self._taken:
                self._taken.add(word)
                self._spelt[rank] = word
                return word


def _paragraphs(words: list[str]) -> str:
    parts = (words[start : start + _PARAGRAPH] for start in range(0, len(words), _PARAGRAPH))
    return "\n\n".join(" ".join(part) + "." for part in parts)
