"""Neighbouring words of the query that stand near each other: how often, in which documents."""

import numpy as np

from articles.search import ranking
from articles.search.whoosh.documents import distinct
from articles.search.whoosh.phrases import SHIFT, word_places
from articles.search.whoosh.postings import Postings
from articles.search.whoosh.views import SegmentView

Spellings = tuple[str, ...]


def pair_postings(view: SegmentView, field: str, one: Spellings, other: Spellings) -> Postings:
    """Like the postings of a term. The words have no spelling in common."""
    return view.keep(("pair", field, one, other), lambda: _pair_postings(view, field, one, other))


def _pair_postings(view: SegmentView, field: str, one: Spellings, other: Spellings) -> Postings:
    both = view.documents(field, one) & view.documents(field, other)
    if not len(both):
        return Postings(np.empty(0, np.uint32), np.empty(0, np.uint32))
    # The lowest bit says whose place it is.
    places = np.concatenate(
        (word_places(view, field, one, both) << 1, (word_places(view, field, other, both) << 1) | 1)
    )
    places.sort(kind="stable")
    # A position belongs to one of the two, so what is so near is among so many next places.
    near = [_near(places, step) for step in range(1, ranking.PAIR_DISTANCE + 1)]
    owners = np.concatenate(near) >> (SHIFT + 1)
    owners.sort(kind="stable")
    documents = distinct(owners)
    counts = np.diff(np.searchsorted(owners, documents), append=len(owners))
    return Postings(documents.astype(np.uint32), counts.astype(np.uint32))


def _near(places: np.ndarray, step: int) -> np.ndarray:
    first, second = places[:-step], places[step:]
    distance = (second >> 1) - (first >> 1)
    found: np.ndarray = first[(distance <= ranking.PAIR_DISTANCE) & ((first ^ second) & 1 == 1)]
    return found
