"""Several segments made one: the posting lists of a run of terms at once, without sorting them again."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from whoosh.fields import Schema

from articles.search.whoosh.arrays import Array, ArrayFileWriter
from articles.search.whoosh.columns import pieces_of
from articles.search.whoosh.fields import columns_of
from articles.search.whoosh.postings import Run, cuts, starts_of
from articles.search.whoosh.segments import SegmentFile
from articles.search.whoosh.terms import FieldTerms, TermRun, write_field

#: Bytes of posting lists that are merged at once: bounds the memory.
_CHUNK_BYTES = 2_000_000


class Source(NamedTuple):
    """A segment, and the documents of it that live on, ascending."""

    file: SegmentFile
    kept: Array


class _Part(NamedTuple):
    """A field of a source: its terms, the places of these among all terms, and its documents' new numbers."""

    terms: FieldTerms
    places: Array
    numbers: Array


class _Piece(NamedTuple):
    """What a part gives to a run: the place of each term, and the lists with the new numbers."""

    places: Array
    run: Run


def merge(file: ArrayFileWriter, schema: Schema, sources: Sequence[Source]) -> int:
    """Write the documents that live on, segment after segment; returns their number."""
    numbers, size = _new_numbers(sources)
    fields = sorted({field for source in sources for field in source.file.terms if field in schema})
    for field in fields:
        write_field(file, field, _merged(field, sources, numbers))
    for name, column in columns_of(schema).items():
        merged = column.merge([(source.file.columns[name], source.kept) for source in sources])
        column.write(file, name, merged)
    return size


def _new_numbers(sources: Sequence[Source]) -> tuple[list[Array], int]:
    """Of each source, the new number of each document, -1 for a deleted one; and how many there are."""
    numbers, size = [], 0
    for source in sources:
        new = np.full(source.file.size, -1, np.int64)
        new[source.kept] = np.arange(size, size + len(source.kept))
        numbers.append(new)
        size += len(source.kept)
    return numbers, size


def _merged(field: str, sources: Sequence[Source], numbers: Sequence[Array]) -> Iterator[TermRun]:
    found = [
        (s.file.terms[field], new) for s, new in zip(sources, numbers, strict=True) if field in s.file.terms
    ]
    vocabularies = [terms.words[:] for terms, _ in found]
    names = sorted(set().union(*vocabularies))
    place_of = {name: place for place, name in enumerate(names)}
    parts = []
    sizes = np.zeros(len(names), np.int64)
    for (terms, new), words in zip(found, vocabularies, strict=True):
        places = np.fromiter(map(place_of.__getitem__, words), np.int64, len(words))
        sizes[places] += terms.sizes
        parts.append(_Part(terms, places, new))
    for first, last in cuts(sizes, _CHUNK_BYTES):
        pieces = [_piece(part, first, last) for part in parts]
        made = _join([piece for piece in pieces if piece], last - first)
        if made is not None:
            present, run = made
            yield TermRun([names[place] for place in (first + present).tolist()], run)


def _piece(part: _Part, first: int, last: int) -> _Piece | None:
    """The lists of the terms at the places from `first` to `last` - 1, without deleted documents."""
    begin, end = np.searchsorted(part.places, [first, last]).tolist()
    if begin == end:
        return None
    run = part.terms.run(begin, end)
    documents = part.numbers[run.documents]
    live = documents >= 0
    places = part.places[begin:end] - first
    if live.all():
        return _Piece(places, run._replace(documents=documents))
    counts = np.add.reduceat(live, starts_of(run.counts), dtype=np.int64)
    occurrences = positions = None
    if run.occurrences is not None and run.positions is not None:
        positions = run.positions[np.repeat(live, run.occurrences)]
        occurrences = run.occurrences[live]
    return _Piece(places, Run(counts, documents[live], run.frequencies[live], occurrences, positions))


def _join(pieces: Sequence[_Piece], terms: int) -> tuple[Array, Run] | None:
    """The lists of the same term one after another, and the places that have any; None when none has."""
    counts = np.zeros(terms, np.int64)
    before = []
    for piece in pieces:
        before.append(counts[piece.places])
        counts[piece.places] += piece.run.counts
    begins = starts_of(counts)
    targets = [
        pieces_of(begins[piece.places] + earlier, piece.run.counts)
        for piece, earlier in zip(pieces, before, strict=True)
    ]
    if not counts.any():
        return None
    runs = [piece.run for piece in pieces]
    documents = _placed(targets, [run.documents for run in runs])
    frequencies = _placed(targets, [run.frequencies for run in runs])
    present = np.flatnonzero(counts)
    if any(run.occurrences is None for run in runs):
        return present, Run(counts[present], documents, frequencies)
    each = [run.occurrences for run in runs if run.occurrences is not None]
    occurrences = _placed(targets, each)
    begins = starts_of(occurrences)
    position_targets = [pieces_of(begins[target], own) for target, own in zip(targets, each, strict=True)]
    positions = _placed(position_targets, [run.positions for run in runs if run.positions is not None])
    return present, Run(counts[present], documents, frequencies, occurrences, positions)


def _placed(targets: Sequence[Array], values: Sequence[Array]) -> Array:
    made = np.empty(sum(map(len, targets)), np.int64)
    for target, each in zip(targets, values, strict=True):
        made[target] = each
    return made
