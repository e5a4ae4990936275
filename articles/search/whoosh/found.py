"""What a search comes back with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from articles.search.tree import Node, Value


class Hit(NamedTuple):
    """A document: the number of its segment in the snapshot, and its own in the segment.

    Higher scores are better; they cannot be compared between queries.
    """

    segment: int
    document: int
    score: float


class Bound(NamedTuple):
    """A bound on the work was hit: `taken` of what there was were used (there may be even more).

    clauses: nodes of the tree, depth: nested too deep, words: scored terms,
    expansion: words of a pattern or fuzzy word (the most frequent are taken),
    positions: documents looked through for a phrase, buckets: bars of a date facet.
    """

    kind: Literal["clauses", "depth", "words", "expansion", "positions", "buckets"]
    taken: int
    there_were: int
    node: Node | None = None


#: Called with every bound that was hit, maybe more than once.
Note: TypeAlias = Callable[[Bound], object]


@dataclass(frozen=True)
class FacetCounts:
    """Values with their numbers of documents, most first, equal ones by value; buckets in their order.

    A bucket of numbers is named by number // bucket, one of dates by its first microsecond. The documents of
    a query are counted under "".
    """

    counts: tuple[tuple[Value, int], ...] = ()
    #: How many values there are in all, beside the limit.
    values: int = 0


@dataclass(frozen=True)
class Found:
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, FacetCounts] = field(default_factory=dict)
    notes: tuple[Bound, ...] = ()
