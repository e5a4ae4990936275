"""Carries out a search: a tree of what to match, the words to rank by, the facets to count.

Segment by segment: the matches of the tree (matching, selections), their scores (scoring), the best of
them (ordering) and the counts (counting); then the best of all segments together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from articles.search.tree import Node, Word
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.bounds import TYPED, Limits, bounded, bounded_words
from articles.search.whoosh.counting import FacetCounter, FacetRequest
from articles.search.whoosh.documents import Documents, Floats, Numbers
from articles.search.whoosh.found import Bound, Found, Hit
from articles.search.whoosh.matching import Matcher
from articles.search.whoosh.ordering import (
    Key,
    Order,
    column_key,
    first_in_order,
    score_key,
    shared_key,
)
from articles.search.whoosh.scoring import Scorer
from articles.search.whoosh.segments import Snapshot
from articles.search.whoosh.selections import Matches, Plan
from articles.search.whoosh.views import SegmentView, SnapshotView


class _Best(NamedTuple):
    """The best matches of one segment, in order."""

    documents: Numbers
    scores: Floats


def search(
    snapshot: Snapshot,
    match: Node,
    words: Sequence[Word] = (),
    *,
    field: str = "text",
    order: Sequence[Order] = (),
    ties: Sequence[Order] = (),
    first: int = 0,
    last: int | None = None,
    facets: Sequence[FacetRequest] = (),
    limits: Limits = TYPED,
) -> Found:
    """Hits number `first` to `last` - 1 (None: to the end) of what matches, and the counts over all of it.

    Ordered by the columns of `order`, or without them by the score of the words in the text `field`;
    ties by the columns of `ties`, then by place in the index. `last=0` only counts.
    """
    view = SnapshotView(snapshot)
    noted: dict[Bound, None] = {}
    tree = bounded(match, noted.setdefault, limits)
    words = bounded_words(words, noted.setdefault)
    plan = Plan(tree)
    found = [Matches(plan, Matcher(view, number, noted.setdefault)) for number in range(len(view.segments))]
    total = sum(len(matches.all) for matches in found)
    counter = FacetCounter(facets, noted.setdefault)
    for segment, matches in zip(view.segments, found, strict=True):
        counter.add(matches, segment)
    columns = [*order, *ties]
    scorer = Scorer(view, field, words) if total and last != 0 and not order else None
    best = [
        _best_of(segment, matches.all, scorer, columns, last)
        for segment, matches in zip(view.segments, found, strict=True)
    ]
    hits = _hits(view.segments, best, columns, first, last)
    return Found(total, hits, counter.results(), tuple(noted))


def _best_of(
    segment: SegmentView,
    matched: Documents,
    scorer: Scorer | None,
    columns: Sequence[Order],
    last: int | None,
) -> _Best:
    wanted = len(matched) if last is None else min(last, len(matched))
    numbers = matched.numbers
    scores = np.zeros(len(numbers), np.float32)
    keys: list[Key] = []
    if scorer and wanted:
        numbers, scores = scorer.scores(segment, matched, wanted)
        keys.append(score_key(scores))
    for name, descending in columns:
        if key := column_key(segment.column(name), numbers, descending=descending):
            keys.append(key)
    places = first_in_order(len(numbers), keys, wanted)
    return _Best(numbers[places], scores[places])


def _hits(
    segments: Sequence[SegmentView],
    best: Sequence[_Best],
    columns: Sequence[Order],
    first: int,
    last: int | None,
) -> tuple[Hit, ...]:
    """The best of all segments: their keys in terms that can be compared between segments."""
    if not best:
        return ()
    documents = np.concatenate([each.documents for each in best])
    scores = np.concatenate([each.scores for each in best])
    numbers = np.repeat(np.arange(len(best)), [len(each.documents) for each in best])
    chosen: Array = np.arange(len(documents))
    if np.count_nonzero([len(each.documents) for each in best]) > 1:
        keys = [score_key(scores)]
        for name, descending in columns:
            parts = [
                (segment.column(name), each.documents) for segment, each in zip(segments, best, strict=True)
            ]
            keys.append(shared_key(parts, descending=descending))
        chosen = first_in_order(len(documents), keys, len(documents) if last is None else last)
    chosen = chosen[first:last]
    rows = zip(numbers[chosen].tolist(), documents[chosen].tolist(), scores[chosen].tolist(), strict=True)
    return tuple(map(Hit._make, rows))
