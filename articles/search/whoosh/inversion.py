"""From texts to posting lists, by sorting numbers.

Every word as written is looked up once, in a table of all different words since the last flush. A text is
then a list of numbers, and the streams are made of all texts at once: numbers of words become numbers of
terms, sorting brings together what belongs to a term, and runs of equal numbers are its documents.
"""

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from articles.arabic.analyze import analyze_word
from articles.arabic.tokenize import WORD
from articles.search.text import Part, WeightedText
from articles.search.whoosh.arrays import Array
from articles.search.whoosh.columns import pieces_of
from articles.search.whoosh.fields import STREAMS
from articles.search.whoosh.postings import Run, cuts, starts_of
from articles.search.whoosh.terms import TermRun, to_bytes

#: No phrase crosses from one part of a text into the next.
GAP_BETWEEN_PARTS = 100
#: Words that are sorted at once: bounds the memory, and smaller sorts are faster.
_CHUNK = 1_000_000
_NO_WORD = -1


class WordTable(dict[str, int]):
    """word as written -> its number, -1 for one without terms; and the terms of each word."""

    def __init__(self) -> None:
        super().__init__()
        self.streams = {stream: TermTable() for stream in STREAMS}
        self.words = 0

    def __missing__(self, word: str) -> int:
        terms = analyze_word(word)
        if terms is None:
            number = _NO_WORD
        else:
            number = self.words
            self.words += 1
            for stream, term in zip(STREAMS, terms, strict=True):
                self.streams[stream].add_word((term,) if isinstance(term, str) else term)
        self[word] = number
        return number


class TermTable(dict[str, int]):
    """term -> its number, by first appearance; and the terms of each word, end to end."""

    def __init__(self) -> None:
        super().__init__()
        self._terms = array("i")
        self._lengths = array("i")

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number

    def add_word(self, terms: Iterable[str]) -> None:
        before = len(self._terms)
        self._terms.extend(map(self.__getitem__, terms))
        self._lengths.append(len(self._terms) - before)

    def sorted_terms(self) -> "SortedTerms":
        terms = [to_bytes(term) for term in self]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        places = np.empty(len(terms), np.int32)
        places[order] = np.arange(len(terms))
        lengths = np.array(self._lengths, np.int32)
        return SortedTerms([terms[number] for number in order], places[self._terms], lengths)


class SortedTerms(NamedTuple):
    """The terms of a stream in order; and those of each word, end to end, as places among them."""

    terms: list[bytes]
    places: Array
    #: Of each word, how many.
    lengths: Array


class Tokens(NamedTuple):
    """All words of a text of all documents, in order: the number of the word, and where it stands."""

    words: Array
    documents: Array
    positions: Array
    weights: Array


class PendingText:
    """The words of one text of the documents since the last flush."""

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._words = array("i")
        self._documents, self._weights, self._lengths = array("i"), array("i"), array("i")  # of the parts

    def __len__(self) -> int:
        return len(self._words)

    def add(self, document: int, value: str | WeightedText) -> None:
        for part in (Part(value),) if isinstance(value, str) else value:
            before = len(self._words)
            self._words.extend(map(self._table.__getitem__, WORD.findall(part.text)))
            self._documents.append(document)
            self._weights.append(part.weight)
            self._lengths.append(len(self._words) - before)

    def tokens(self, numbers: Array) -> Tokens:
        """The words, with numbers[document] in place of the document; -1 leaves the document out."""
        words = np.frombuffer(self._words, np.int32) if self._words else np.empty(0, np.int32)
        part = np.repeat(np.arange(len(self._lengths), dtype=np.int32), self._lengths)
        documents = numbers[np.array(self._documents, np.int32)].astype(np.int32)
        kept = (words != _NO_WORD) & (documents[part] >= 0)
        words, part = words[kept], part[kept]
        lengths = np.bincount(part, minlength=len(documents))
        # Positions run on through the parts of a document, with a gap between them.
        is_first = np.ones(len(documents), bool)
        is_first[1:] = documents[1:] != documents[:-1]
        begins = starts_of(lengths + GAP_BETWEEN_PARTS)
        begins -= np.maximum.accumulate(np.where(is_first, begins, 0))
        positions = np.repeat((begins - starts_of(lengths)).astype(np.int32), lengths)
        positions += np.arange(len(words), dtype=np.int32)
        return Tokens(words, documents[part], positions, np.array(self._weights, np.int32)[part])


class StreamMaker:
    """Makes the streams of a text from its tokens."""

    def __init__(self, tokens: Tokens, documents: int) -> None:
        self._tokens = tokens
        self._documents = documents

    def lengths(self, terms: SortedTerms) -> Array:
        """Of each document, the weighted number of terms."""
        weighted = terms.lengths[self._tokens.words] * self._tokens.weights
        return np.bincount(self._tokens.documents, weighted, self._documents).astype("<i8")

    def runs(self, terms: SortedTerms, *, positions: bool) -> Iterator[TermRun]:
        if not len(self._tokens.words):
            return
        words = self._tokens.words if positions else self._words_of_documents[0]
        of_word = np.bincount(words, minlength=len(terms.lengths))
        sizes = np.bincount(terms.places, np.repeat(of_word, terms.lengths), len(terms.terms))
        make = self._with_positions if positions else self._without_positions
        for first, last in cuts(sizes, _CHUNK):
            if sizes[first:last].any():
                places, run = make(terms, first, last)
                yield TermRun([terms.terms[place] for place in places.tolist()], run)

    def _with_positions(self, terms: SortedTerms, first: int, last: int) -> tuple[Array, Run]:
        """The places of the terms from `first` to `last` - 1 that the text has, and their run."""
        tokens = self._tokens
        places = terms.places[tokens.words]
        chosen = np.flatnonzero((places >= first) & (places < last))
        order, places = _sorted(places[chosen])
        chosen = chosen[order]
        documents = tokens.documents[chosen]
        starts = _starts_of_equals(places, documents)
        occurrences = np.diff(starts, append=len(places))
        frequencies = np.add.reduceat(tokens.weights[chosen], starts)
        positions = tokens.positions[chosen]
        return _run(places[starts], documents[starts], frequencies, occurrences, positions)

    def _without_positions(self, terms: SortedTerms, first: int, last: int) -> tuple[Array, Run]:
        chosen = (terms.places >= first) & (terms.places < last)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(chosen)])
        starts = starts_of(terms.lengths)
        lengths = before[starts + terms.lengths] - before[starts]
        words, documents, counts = self._words_of_documents
        each = lengths[words]
        places = terms.places[chosen][pieces_of(starts_of(lengths)[words], each)]
        order, pairs = _sorted(places.astype(np.int64) * self._documents + np.repeat(documents, each))
        starts = _starts_of_equals(pairs)
        frequencies = np.add.reduceat(np.repeat(counts, each)[order], starts)
        pairs = pairs[starts]
        return _run(pairs // self._documents, pairs % self._documents, frequencies)

    @cached_property
    def _words_of_documents(self) -> tuple[Array, Array, Array]:
        """Each word of each document once, and its weight there: half as many as there are tokens."""
        sizes = np.bincount(self._tokens.documents, minlength=self._documents)
        begins = starts_of(sizes)
        pieces = [
            self._counted(slice(begins[first], begins[last - 1] + sizes[last - 1]))
            for first, last in cuts(sizes, _CHUNK)
            if sizes[first:last].any()
        ]
        words, documents, counts = zip(*pieces, strict=True)
        return np.concatenate(words), np.concatenate(documents), np.concatenate(counts)

    def _counted(self, chosen: slice) -> tuple[Array, Array, Array]:
        tokens = Tokens(*(each[chosen] for each in self._tokens))
        order, pairs = _sorted(tokens.words.astype(np.int64) * self._documents + tokens.documents)
        starts = _starts_of_equals(pairs)
        counts = np.add.reduceat(tokens.weights[order], starts)
        words, documents = np.divmod(pairs[starts], self._documents)
        return words.astype(np.int32), documents.astype(np.int32), counts


def key_runs(values: dict[str, Array]) -> Iterator[TermRun]:
    """The posting lists of keys: value -> its documents, ascending, -1 for one that is left out."""
    terms = [(to_bytes(value), values[value][values[value] >= 0]) for value in sorted(values)]
    terms = [(term, documents) for term, documents in terms if len(documents)]
    if terms:
        documents = np.concatenate([documents for _, documents in terms])
        counts = np.array([len(documents) for _, documents in terms])
        yield TermRun([term for term, _ in terms], Run(counts, documents, np.ones(len(documents), np.uint8)))


def _run(
    places: Array,
    documents: Array,
    frequencies: Array,
    occurrences: Array | None = None,
    positions: Array | None = None,
) -> tuple[Array, Run]:
    """The terms and their run, of the place of the term of each posting."""
    starts = _starts_of_equals(places)
    counts = np.diff(starts, append=len(places))
    return places[starts], Run(counts, documents, frequencies, occurrences, positions)


def _sorted(numbers: Array) -> tuple[Array, Array]:
    """The order that sorts them, equal ones as they come, and the numbers in it.

    Number and place are sorted as one where both fit in 64 bits: several times as fast as argsort.
    """
    bits = len(numbers).bit_length()
    if int(numbers.max()).bit_length() + bits < 64:
        keys = np.sort((numbers.astype(np.int64) << bits) | np.arange(len(numbers)))
        return keys & ((1 << bits) - 1), keys >> bits
    order = np.argsort(numbers, kind="stable")
    return order, numbers[order]


def _starts_of_equals(*numbers: Array) -> Array:
    """Where a number differs from the one before it."""
    changes = np.zeros(len(numbers[0]), bool)
    changes[:1] = True
    for each in numbers:
        changes[1:] |= each[1:] != each[:-1]
    return np.flatnonzero(changes)
