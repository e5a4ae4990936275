"""Strict scores of recognised names: a name counts as found if both of its ends and its kind are right."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scores:
    """Numbers of names: found and right, found, and there to be found."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.expected
        return 2 * self.right / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "expected": self.expected,
        }


#: (kind, where it is).
Name = tuple[str, Hashable]


def score(expected: Iterable[Name], found: Iterable[Name]) -> dict[str, Scores]:
    """By kind, and "all" of them together."""
    wanted, given = set(expected), set(found)
    counts = [Counter(kind for kind, _place in names) for names in (wanted & given, given, wanted)]
    by_kind = {kind: Scores(*(count[kind] for count in counts)) for kind in sorted(counts[1] | counts[2])}
    return by_kind | {"all": Scores(*(count.total() for count in counts))}
