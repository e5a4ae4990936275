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
_CHUNK = 500


@dataclass(frozen=True)
class Difference:
    """An article that is not in the index, an index entry without an article, or one of another revision.

    `is_waiting`: the worker has a Change row of it and will look at it anyway.
    """

    kind: Kind
    key: int
    is_waiting: bool = False


def check_index() -> Iterator[Difference]:
    """The differences, by ascending key. Raises IndexNotReady."""
    stored = Article.objects.order_by("pk").values_list("pk", "revision").iterator(chunk_size=2000)
    differences = compare(default_backend().revisions(), stored)
    while chunk := list(islice(differences, _CHUNK)):
        keys = [difference.key for difference in chunk]
        waiting = set(Change.objects.filter(article_id__in=keys).values_list("article_id", flat=True))
        for each in chunk:
            yield Difference(each.kind, each.key, each.key in waiting)


def repair(differences: Iterable[Difference]) -> None:
    """Leave them to the worker, which indexes what is there and removes what is not."""
    keys = [difference.key for difference in differences if not difference.is_waiting]
    with transaction.atomic():
        Change.note(keys)


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
