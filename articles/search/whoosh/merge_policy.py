"""Which segments a commit merges, so that they stay few without writing everything again and again.

The level of a segment is the power of 4 that its number of live documents reaches. No two segments of a
level stay beside each other, as long as what they make is not larger than `LARGEST`. So there are at most as
many segments as levels, one for each `LARGEST` documents added; and a document is written again at most
three times on a level, whatever the size of the commits.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

#: A merge of more documents would hold up the writer for too long; `everything` knows no bound.
LARGEST = 50_000
_GROWTH_BITS = 2  # 4 = 2 ** 2


class Size(NamedTuple):
    live: int
    deleted: int = 0


#: Of segments of these sizes, the groups to be merged; one alone is written anew without what was deleted.
Policy = Callable[[Sequence[Size]], list[list[int]]]


def levelled(sizes: Sequence[Size]) -> list[list[int]]:
    groups = [[number] for number in range(len(sizes))]

    def live(group: list[int]) -> int:
        return sum(sizes[number].live for number in group)

    while pair := _same_level(groups, [live(group) for group in groups]):
        first, second = pair
        groups[first] += groups.pop(second)
    return [group for group in groups if len(group) > 1 or _is_mostly_deleted(sizes[group[0]])]


def everything(sizes: Sequence[Size]) -> list[list[int]]:
    """One segment, without what was deleted."""
    if len(sizes) == 1 and not sizes[0].deleted:
        return []
    return [list(range(len(sizes)))] if sizes else []


def with_deletions(sizes: Sequence[Size]) -> list[list[int]]:
    """Each segment from which something was deleted, alone: after it no word of that is in a file."""
    return [[number] for number, size in enumerate(sizes) if size.deleted]


def nothing(sizes: Sequence[Size]) -> list[list[int]]:
    return []


def _same_level(groups: list[list[int]], live: list[int]) -> tuple[int, int] | None:
    """The two smallest groups of a level that may be merged; places ascending."""
    order = sorted(range(len(groups)), key=live.__getitem__)
    for smaller, larger in pairwise(order):
        if _level(live[smaller]) == _level(live[larger]) and live[smaller] + live[larger] <= LARGEST:
            return min(smaller, larger), max(smaller, larger)
    return None


def _level(documents: int) -> int:
    return max(0, documents.bit_length() - 1) // _GROWTH_BITS


def _is_mostly_deleted(size: Size) -> bool:
    return size.deleted > size.live
