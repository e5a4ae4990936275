"""Whether the index holds what the database does: both are read in the order of keys and compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from django.db import transaction

from articles.models import Article, Change
from articles.search.engine import default_backend

Kind = Literal["missing", "ghost", "outdated"]
KINDS: tuple[Kind, ...] = ("missing", "ghost", "outdated")
#: Articles read at once; differences looked up and left to the worker in one transaction.
_ROWS, _CHUNK = 5000, 500


@dataclass(frozen=True)
class Difference:
    """An article that is not in the index, an index entry without an article, or one of another revision.

    `is_waiting`: the worker has a Change row of it and will look at it anyway.
    """

    kind: Kind
    key: int
    is_waiting: bool = False


def check_index() -> Iterator[Difference]:
    """The differences, by ascending key. Raises IndexNotReady.

    An article that the worker indexes meanwhile may be among them: looking at it again does no harm.
    """
    for chunk in _chunks(compare(default_backend().revisions(), _stored())):
        keys = [difference.key for difference in chunk]
        waiting = set(Change.objects.filter(article_id__in=keys).values_list("article_id", flat=True))
        for each in chunk:
            yield Difference(each.kind, each.key, each.key in waiting)


def repair(differences: Iterable[Difference]) -> Iterator[Difference]:
    """The same differences; those that the worker does not know of are left to it on the way."""
    for chunk in _chunks(differences):
        with transaction.atomic():
            Change.note(each.key for each in chunk if not each.is_waiting)
        yield from chunk


def _stored() -> Iterator[tuple[int, int]]:
    # No open cursor: SQLite refuses to write behind one once somebody else has written.
    last = 0
    while rows := list(
        Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "revision")[:_ROWS]
    ):
        yield from rows
        last = rows[-1][0]


def _chunks(differences: Iterable[Difference]) -> Iterator[list[Difference]]:
    remaining = iter(differences)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def compare(indexed: Iterable[tuple[int, int]], stored: Iterable[tuple[int, int]]) -> Iterator[Difference]:
    """The differences of two series of (key, revision) by ascending key; nothing is held in memory.

    A key that the index has twice is outdated: indexing it again replaces both.
    """
    ours, theirs = iter(indexed), iter(stored)
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if one is None or (other is not None and other[0] < one[0]):
            assert other is not None
            yield Difference("missing", other[0])
            other = next(theirs, None)
            continue
        key, revisions = one[0], []
        while one is not None and one[0] == key:
            revisions.append(one[1])
            one = next(ours, None)
        if other is None or other[0] > key:
            yield Difference("ghost", key)
            continue
        if revisions != [other[1]]:
            yield Difference("outdated", key)
        other = next(theirs, None)
