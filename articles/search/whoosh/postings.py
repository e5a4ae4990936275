"""How posting lists lie on disk: flat arrays of the narrowest numbers that hold them.

For each term, in this order:
- the gap from each document number to the next, the first as it is;
- how often the term counts in each document, left out when it is once in all;
- how many positions each document has, left out when as many as the term counts (weights make it fewer);
- the positions, document after document, as they are.
The widths of the four stand in one byte, the form of the term, two bits each: 0, 1, 2 or 4 bytes a number.

One term is read by viewing bytes as numbers. A run of terms is written and read at once, whatever the
number of terms: most have one or two documents, and a loop over them would take longer than all the rest.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_BYTES = (0, 1, 2, 4)
_WIDTHS = np.array(_BYTES)
_TYPES = ("", "<u1", "<u2", "<u4")
_GAPS, _FREQUENCIES, _OCCURRENCES, _POSITIONS = 0, 2, 4, 6  # the bits of a form at which a width begins


class Postings(NamedTuple):
    """The documents with a term, ascending, and how often it counts in each."""

    documents: Array
    frequencies: Array


class Positions(NamedTuple):
    """The positions of the i-th document of a term are values[offsets[i]:offsets[i + 1]]."""

    offsets: Array
    values: Array


class Run(NamedTuple):
    """The posting lists of some terms end to end; no term is without documents."""

    #: Of each term, how many documents.
    counts: Array
    #: Of each posting.
    documents: Array
    frequencies: Array
    #: Of each posting, how many positions; None in a stream that keeps none.
    occurrences: Array | None = None
    positions: Array | None = None


class Encoded(NamedTuple):
    data: Array
    #: Of each term, in bytes.
    sizes: Array
    forms: Array


class _Section(NamedTuple):
    """One of the four parts of all terms: its width code and its length per term, and all its numbers."""

    codes: Array
    lengths: Array
    values: Array

    @property
    def sizes(self) -> Array:
        return _WIDTHS[self.codes] * self.lengths


NO_POSTINGS = Postings(np.empty(0, np.uint32), np.empty(0, np.uint8))
NO_POSITIONS = Positions(np.zeros(1, np.int64), np.empty(0, np.uint32))


def encode(run: Run) -> Encoded:
    starts = starts_of(run.counts)
    gaps = run.documents.astype(np.int64)
    gaps[1:] -= run.documents[:-1]
    gaps[starts] = run.documents[starts]
    most = np.maximum.reduceat(run.frequencies, starts)
    sections = [
        _Section(_codes(np.maximum.reduceat(gaps, starts)), run.counts, gaps),
        _Section(np.where(most == 1, 0, _codes(most)), run.counts, run.frequencies),
    ]
    if run.occurrences is not None and run.positions is not None:
        sections += _position_sections(run, starts, run.occurrences, run.positions)
    sizes = sum(section.sizes for section in sections)
    assert isinstance(sizes, np.ndarray)
    data = np.empty(int(sizes.sum()), np.uint8)
    place = starts_of(sizes)
    for section in sections:
        _scatter(section, place, data)
        place = place + section.sizes
    forms = sum(section.codes << (2 * number) for number, section in enumerate(sections))
    return Encoded(data, sizes, np.asarray(forms, np.uint8))


def _position_sections(run: Run, starts: Array, occurrences: Array, positions: Array) -> list[_Section]:
    differs = np.logical_or.reduceat(occurrences != run.frequencies, starts)
    lengths = np.add.reduceat(occurrences, starts, dtype=np.int64)
    most = np.maximum.reduceat(occurrences, starts)
    return [
        _Section(np.where(differs, _codes(most), 0), run.counts, occurrences),
        _Section(_codes(np.maximum.reduceat(positions, starts_of(lengths))), lengths, positions),
    ]


def decode(data: Array, counts: Array, places: Array, forms: Array) -> Run:
    """The run of the terms that begin at `places` in the bytes `data`."""
    counts = counts.astype(np.int64)
    starts = starts_of(counts)
    place = places.astype(np.int64)
    codes = [(forms >> shift) & 3 for shift in (_GAPS, _FREQUENCIES, _OCCURRENCES, _POSITIONS)]
    gaps = _gather(data, codes[0], counts, place)
    summed = np.cumsum(gaps)
    documents = summed - np.repeat(summed[starts] - gaps[starts], counts)
    place = place + _WIDTHS[codes[0]] * counts
    frequencies = _gather(data, codes[1], counts, place)
    frequencies[np.repeat(codes[1] == 0, counts)] = 1
    if not codes[3].any():
        return Run(counts, documents, frequencies)
    place = place + _WIDTHS[codes[1]] * counts
    occurrences = _gather(data, codes[2], counts, place)
    occurrences = np.where(np.repeat(codes[2] == 0, counts), frequencies, occurrences)
    place = place + _WIDTHS[codes[2]] * counts
    lengths = np.add.reduceat(occurrences, starts)
    return Run(counts, documents, frequencies, occurrences, _gather(data, codes[3], lengths, place))


def read_postings(data: Array, place: int, count: int, form: int) -> Postings:
    """The posting list of one term."""
    gaps, place = _view(data, place, count, form >> _GAPS & 3)
    documents = np.cumsum(gaps, dtype=np.uint32)
    # Copied: a view would keep the file mapped, and its descriptor open, for as long as this is kept.
    frequencies = _view(data, place, count, form >> _FREQUENCIES & 3)[0].copy()
    for each in (documents, frequencies):
        each.setflags(write=False)  # they are shared
    return Postings(documents, frequencies)


def read_positions(data: Array, place: int, count: int, form: int) -> Positions:
    """The positions of one term; none when its stream keeps none."""
    offsets = np.zeros(count + 1, np.int64)
    if not form >> _POSITIONS & 3:
        return Positions(offsets, NO_POSITIONS.values)
    place += _BYTES[form >> _GAPS & 3] * count
    occurrences, place = _view(data, place, count, form >> _FREQUENCIES & 3)
    if form >> _OCCURRENCES & 3:
        occurrences, place = _view(data, place, count, form >> _OCCURRENCES & 3)
    np.cumsum(occurrences, out=offsets[1:])
    positions, _ = _view(data, place, int(offsets[-1]), form >> _POSITIONS & 3)
    return Positions(offsets, positions.astype(np.uint32))


def starts_of(lengths: Array) -> Array:
    """Where each of several pieces begins when they lie end to end."""
    return np.cumsum(lengths, dtype=np.int64) - lengths


def cuts(sizes: Array, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a row of things between them, so that no piece but a single thing is larger than `limit`."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = ends[first] - sizes[first]
        last = max(first + 1, int(np.searchsorted(ends, before + limit, side="right")))
        yield first, last
        first = last


def _view(data: Array, place: int, count: int, code: int) -> tuple[Array, int]:
    """The numbers at a place, ones when they were left out, and the place behind them."""
    if code == 0:
        return np.ones(count, np.uint8), place
    return np.frombuffer(data, _TYPES[code], count, place), place + count * _BYTES[code]


def _codes(largest: Array) -> Array:
    return 1 + (largest > 0xFF).astype(np.int64) + (largest > 0xFFFF)


def _scatter(section: _Section, places: Array, data: Array) -> None:
    """Write the numbers of a section, those of each term from its place on."""
    for code in (1, 2, 3):
        terms = section.codes == code
        if not terms.any():
            continue
        chosen = np.repeat(terms, section.lengths)
        values = section.values[chosen].astype(_TYPES[code])
        width = _BYTES[code]
        targets = _number_places(places[terms], section.lengths[terms], width)
        for byte, digits in enumerate(values.view(np.uint8).reshape(-1, width).T):
            data[targets + byte] = digits


def _gather(data: Array, codes: Array, lengths: Array, places: Array) -> Array:
    """The numbers of a section, 0 where they were left out."""
    found = np.zeros(int(lengths.sum()), np.int64)
    for code in (1, 2, 3):
        terms = codes == code
        if not terms.any():
            continue
        width = _BYTES[code]
        sources = _number_places(places[terms], lengths[terms], width)
        values = np.empty((len(sources), width), np.uint8)
        for byte in range(width):
            values[:, byte] = data[sources + byte]
        found[np.repeat(terms, lengths)] = values.reshape(-1).view(_TYPES[code])
    return found


def _number_places(places: Array, lengths: Array, width: int) -> Array:
    """The place of every number of several lists, of which each begins at a place."""
    first = np.repeat(places - width * starts_of(lengths), lengths)
    return first + width * np.arange(len(first))
