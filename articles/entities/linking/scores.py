"""How well linking does on judged pairs of names, and on all spellings of the demo's key."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from articles.arabic.names import Answer, Kind
from articles.entities.linking.spelled import readings
from articles.entities.linking.verdict import verdict

Row = Mapping[str, Any]


@dataclass(frozen=True)
class NamePair:
    """Two names of one kind; `is_same`: whether they mean one thing."""

    kind: Kind
    one: str
    other: str
    is_same: bool


@dataclass(frozen=True)
class LinkingScores:
    """Counts by whether the pair is one, and what the rules say."""

    counts: Mapping[tuple[bool, Answer], int]

    def figures(self) -> dict[str, float]:
        merged, look_alikes = self._all("automatic"), self._counted(False)
        true = self._counted(True)
        rest = true - self._said(True, "automatic")
        return {
            "pairs that are one": true,
            "look-alikes": look_alikes,
            "automatic: precision": _share(self._said(True, "automatic"), merged),
            "automatic: recall": _share(self._said(True, "automatic"), true),
            "of the rest suggested": _share(self._said(True, "suggest"), rest),
            "neither joined nor suggested": self._said(True, "different"),
            "look-alikes merged": self._said(False, "automatic"),
            "look-alikes suggested": self._said(False, "suggest"),
        }

    def _said(self, is_same: bool, answer: Answer) -> int:
        return self.counts.get((is_same, answer), 0)

    def _counted(self, is_same: bool) -> int:
        return sum(count for (same, _answer), count in self.counts.items() if same == is_same)

    def _all(self, answer: Answer) -> int:
        return self._said(True, answer) + self._said(False, answer)


def judged_pairs(rows: Iterable[Row]) -> list[NamePair]:
    """Raises KeyError and ValueError for a row without its fields."""
    return [NamePair(_kind(row["kind"]), str(row["a"]), str(row["b"]), bool(row["same"])) for row in rows]


def demo_pairs(rows: Callable[[str], Iterator[Row]]) -> list[NamePair]:
    """Every two spellings of one kind, as they stand in the texts; one, where both ever name the same."""
    kinds = {row["slug"]: _kind(row["kind"]) for row in rows("entities")}
    texts = {row["key"]: row for row in rows("articles")}
    named: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for row in rows("key/mentions"):
        names = readings(texts[row["article"]][row["field"]], row["start"], row["end"])
        if names:
            named[kinds[row["entity"]], names[0]].add(row["entity"])
    return [
        NamePair(kind, name, other_name, bool(named[kind, name] & named[other_kind, other_name]))
        for (kind, name), (other_kind, other_name) in combinations(sorted(named), 2)
        if kind == other_kind
    ]


def answer(pair: NamePair) -> Answer:
    """What the worker would do with the two, if each were an entity of its own."""
    return verdict(pair.one, pair.other, pair.kind).answer


def measure(pairs: Iterable[NamePair]) -> LinkingScores:
    return LinkingScores(Counter((pair.is_same, answer(pair)) for pair in pairs))


def is_right(pair: NamePair) -> bool:
    return answer(pair) == ("automatic" if pair.is_same else "different")


def _kind(value: Any) -> Kind:
    if value not in ("person", "place", "organisation"):
        raise ValueError(f"no kind of entity: {value}")
    return cast(Kind, value)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
