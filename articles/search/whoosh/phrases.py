"""Phrases: words that stand together, from the positions of a stream.

A place is one number: the document in the upper bits, the position in the lower. Places of a word are
ascending, so that words are brought together by merging sorted arrays.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from articles.search.tree import Phrase
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.documents import Documents, common, distinct, ranges
from articles.search.whoosh.views import SegmentView, stream_field

#: Positions lie below 2 ** 32; one bit more keeps sums of position and width out of the document.
SHIFT = 33
#: Of one phrase in one segment at most so many positions are looked at: about 0.2 s.
MAX_POSITIONS = 8_000_000


class PhraseMatch(NamedTuple):
    documents: Documents
    #: Documents that have all words, and those of them that MAX_POSITIONS left time to look through.
    there_were: int = 0
    looked_at: int = 0

    @property
    def was_cut(self) -> bool:
        return self.looked_at < self.there_were

    @property
    def nbytes(self) -> int:
        return self.documents.nbytes


def match_phrase(view: SegmentView, phrase: Phrase) -> PhraseMatch:
    field = stream_field(phrase.field, phrase.stream)
    if not phrase.words or not all(phrase.words):
        return PhraseMatch(Documents.none(view.size))
    # The same spellings in another order are the same word.
    phrase = replace(phrase, words=tuple(tuple(sorted(set(word))) for word in phrase.words))
    words = sorted(
        dict.fromkeys(phrase.words), key=lambda word: view.segment.document_frequency(field, word[0])
    )
    within = view.documents(field, words[0])
    for word in words[1:]:
        within &= view.documents(field, word)
    if not len(within) or len(phrase.words) == 1:
        return PhraseMatch(within)
    stands = {term: _read(view, field, term) for word in words for term in word}
    looked_at = _affordable(list(stands.values()), within)
    places = {word: _places([stands[term] for term in word], looked_at) for word in words}
    if phrase.ordered and not phrase.slop:
        found = _adjacent(phrase, places)
    elif phrase.ordered:
        found = _in_order(phrase, places)
    else:
        found = _in_window(phrase, places)
    return PhraseMatch(Documents.of(view.size, distinct(found >> SHIFT)), len(within), len(looked_at))


def word_places(view: SegmentView, field: str, word: tuple[str, ...], within: Documents) -> Array:
    """The places of any of the spellings in these documents, ascending."""
    return _places([_read(view, field, term) for term in word], within)


class _Stands(NamedTuple):
    """Where a term stands in the whole segment."""

    documents: Array
    offsets: Array
    values: Array


def _read(view: SegmentView, field: str, term: str) -> _Stands:
    return _Stands(view.segment.postings(field, term).documents, *view.positions(field, term))


def _places(terms: Sequence[_Stands], within: Documents) -> Array:
    pieces = [_term_places(term, within) for term in terms]
    if len(pieces) == 1:
        return pieces[0]
    places = np.concatenate(pieces)
    places.sort(kind="stable")
    return places


def _term_places(term: _Stands, within: Documents) -> Array:
    chosen = np.flatnonzero(within.mask[term.documents])
    starts = term.offsets[:-1][chosen]
    lengths = term.offsets[1:][chosen] - starts
    places = np.repeat(term.documents[chosen].astype(np.int64) << SHIFT, lengths)
    places += term.values[ranges(starts, lengths)]
    return places


def _affordable(terms: Sequence[_Stands], within: Documents) -> Documents:
    """The first documents that together have no more than MAX_POSITIONS positions of the terms."""
    if sum(len(term.values) for term in terms) <= MAX_POSITIONS:
        return within
    costs = np.zeros(within.size, np.int64)
    for term in terms:
        costs[term.documents] += np.diff(term.offsets)
    numbers = within.numbers
    last = np.searchsorted(np.cumsum(costs[numbers]), MAX_POSITIONS, side="right")
    return Documents.of(within.size, numbers[:last])


def _adjacent(phrase: Phrase, places: dict[tuple[str, ...], Array]) -> Array:
    """Places at which the phrase begins, the rarest words brought together first."""
    indexed = sorted(enumerate(phrase.words), key=lambda each: len(places[each[1]]))
    last = len(phrase.words) - 1
    found: Array | None = None
    for index, word in indexed:
        begins = places[word] + (last - index)
        found = begins if found is None else common(found, begins)
    assert found is not None
    return found


def _in_order(phrase: Phrase, places: dict[tuple[str, ...], Array]) -> Array:
    """Places at which the first word begins an ordered run that fits: each next word the nearest after."""
    begins = ends = places[phrase.words[0]]
    for word in phrase.words[1:]:
        there = places[word]
        following = np.searchsorted(there, ends, side="right")
        inside = following < len(there)
        begins, ends = begins[inside], there[following[inside]]
    return begins[ends - begins < len(phrase.words) + phrase.slop]


def _in_window(phrase: Phrase, places: dict[tuple[str, ...], Array]) -> Array:
    """Places from which on every word follows within the window, as often as it is asked for."""
    begins = np.concatenate(list(places.values()))
    begins.sort(kind="stable")
    for word, times in Counter(phrase.words).items():
        there = places[word]
        following = np.searchsorted(there, begins) + times - 1
        inside = following < len(there)
        begins, following = begins[inside], following[inside]
        begins = begins[there[following] - begins < len(phrase.words) + phrase.slop]
    return begins
