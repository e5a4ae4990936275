"""The curves by which a corpus can be told to be like news: Zipf's of ranks, Heaps' of growth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from articles.arabic.tokenize import WORD

RANKS = (1, 10, 100, 1_000, 10_000, 100_000)
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)


@dataclass(frozen=True)
class Curves:
    """Occurrences in a million words by rank; different words by words read."""

    words: int
    zipf: dict[int, float]
    heaps: dict[int, int]

    @property
    def zipf_exponents(self) -> tuple[float, float]:
        """The slope of the ranks up to 1,000, and of those from there."""
        head = {rank: count for rank, count in self.zipf.items() if 10 <= rank <= 1_000}
        tail = {rank: count for rank, count in self.zipf.items() if rank >= 1_000}
        return -_slope(head), -_slope(tail)

    @property
    def heaps_exponent(self) -> float:
        return _slope(self.heaps)

    def lines(self) -> list[str]:
        """As a table."""
        head, tail = self.zipf_exponents
        return [
            f"words: {self.words:,}",
            f"Zipf, exponent {head:.2f} up to rank 1,000 and {tail:.2f} from there; in a million words: "
            + ", ".join(f"{rank:,}: {count:,.1f}" for rank, count in self.zipf.items()),
            f"Heaps, exponent {self.heaps_exponent:.2f}; different words: "
            + ", ".join(f"{read:,}: {count:,}" for read, count in self.heaps.items()),
        ]


def curves(texts: Iterable[str]) -> Curves:
    """Of the words as written."""
    counts: Counter[str] = Counter()
    heaps: dict[int, int] = {}
    words = 0
    for text in texts:
        found = WORD.findall(text)
        counts.update(found)
        passed = [mark for mark in GROWTH if words < mark <= words + len(found)]
        words += len(found)
        heaps |= dict.fromkeys(passed, len(counts))
    ranked = np.sort(np.fromiter(counts.values(), np.int64, len(counts)))[::-1]
    zipf = {rank: float(ranked[rank - 1]) * 1e6 / words for rank in RANKS if rank <= len(ranked)}
    return Curves(words, zipf, heaps | {words: len(counts)} if words else heaps)


def _slope(points: dict[int, float] | dict[int, int]) -> float:
    """Of the line through the logarithms; 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    return float(np.polyfit(np.log(list(points)), np.log(list(points.values())), 1)[0])
