"""Names of persons, places and organisations in a text: a CRF with gazetteers, and a pass over the document.

The weights were learned from labelled news (docs/entities/recogniser.md); nothing here needs what trained
them. Another recogniser may take this one's place: articles/entities/recogniser.py.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from articles.entities.curated import curated
from articles.entities.gazetteer import gazetteer
from articles.entities.recognition.boundaries import start_of_name, without_signs, written_length
from articles.entities.recognition.certain import Certain, CertainNames
from articles.entities.recognition.conll import LabelledSpan, spans_of
from articles.entities.recognition.decode import Decoder
from articles.entities.recognition.division import closed, divided, is_quoted
from articles.entities.recognition.document import Tagged, votes, with_surnames
from articles.entities.recognition.everyday import Everyday
from articles.entities.recognition.features import Reader
from articles.entities.recognition.month_names import is_month_of_date
from articles.entities.recognition.spans import KINDS, Span, in_order
from articles.entities.recognition.triggers import triggers
from articles.entities.recognition.weights import Weights, read_weights
from articles.entities.recognition.word_types import read_word_types
from articles.entities.recognition.words import Word, folded, sentences

__all__ = ["CrfRecogniser", "Span", "recognise"]

MODEL = Path(__file__).parent / "model"
WEIGHTS_FILE, TYPES_FILE = "weights.npz", "word_types.npz"


class CrfRecogniser:
    """Unchanging but for bounded caches; may be used by many threads."""

    def __init__(
        self, weights: Weights, reader: Reader, certain: CertainNames, *, second_pass: bool = True
    ) -> None:
        """`second_pass=False`: every sentence for itself, to see what the pass over the document gives."""
        self._decoder, self._plain = Decoder(weights, reader), weights.plain
        self._gazetteer, self._types = reader.gazetteer, reader.types
        self._certain, self._second_pass = certain, second_pass
        self._everyday = Everyday(reader.gazetteer, reader.types, weights.plain)

    def recognise(self, text: str) -> list[Span]:
        """Sorted, none overlapping, none across the end of a line; proclitics are outside."""
        found = list(sentences(text))
        labels = self._labels([[word.text for word in words] for words in found])
        names = [
            (words, name)
            for words, own in zip(found, labels, strict=True)
            for name in _merged(list(self._names(words, own)), list(self._certain.find(words)))
            if not is_month_of_date(words, name.start, name.end)
        ]
        longer = {word for words, name in names if name.end - name.start > 1 for word in _folded(words, name)}
        names = [
            (words, name)
            for words, name in names
            if isinstance(name, Certain) or not self._everyday.is_everyday(words, name, longer)
        ]
        seen = Counter(word for words, name in names for word in _folded(words, name))
        return in_order(self._span(text, words, name, seen) for words, name in names)

    def _names(self, words: Sequence[Word], labels: Sequence[str]) -> Iterator[LabelledSpan]:
        """Of the kinds that are told apart, without signs around them, each for itself."""
        for span in spans_of(labels):
            start, end = without_signs(words, span.start, span.end)
            if span.kind in KINDS and start < end:
                whole = closed(words, LabelledSpan(start, end, span.kind), self._gazetteer)
                yield from divided(words, whole, self._gazetteer, self._types)

    def _labels(self, found: Sequence[Sequence[str]]) -> list[list[str]]:
        scores = [self._decoder.scores(words) for words in found]
        labels = [self._decoder.labels(own) for own in scores]
        if not self._second_pass:
            return labels
        changed: set[int] = set()
        for vote in votes(_tagged(found, labels), self._plain):
            self._decoder.favour(scores[vote.sentence], vote.word, vote.kind, vote.bonus)
            changed.add(vote.sentence)
        for sentence in changed:
            labels[sentence] = self._decoder.labels(scores[sentence])
        return with_surnames(_tagged(found, labels), self._plain)

    def _span(
        self, text: str, words: Sequence[Word], name: Certain | LabelledSpan, seen: Mapping[str, int]
    ) -> Span:
        own = words[name.start : name.end]
        if isinstance(name, Certain):
            start, kind = own[0].start + written_length(own[0].text, name.letters), name.kind
        else:
            quoted = is_quoted(words, name.start)
            kind = KINDS[name.kind]
            start = start_of_name(own, self._gazetteer, seen, certain=self._certain, is_quoted=quoted)
        return Span(start, own[-1].end, kind, text[start : own[-1].end])


def recognise(text: str) -> list[Span]:
    """By the model that comes with the project."""
    return _shipped().recognise(text)


@cache
def _shipped() -> CrfRecogniser:
    return CrfRecogniser(read_weights(MODEL / WEIGHTS_FILE), shipped_reader(), curated_names())


def shipped_reader(types: Path = MODEL / TYPES_FILE) -> Reader:
    return Reader(gazetteer(), read_word_types(types), triggers())


def curated_names() -> CertainNames:
    """Also those that several rows share: which of them is meant is for linking to say."""
    return CertainNames(
        (spelling, row.kind)
        for row in curated().rows
        for spelling in row.spellings
        if spelling not in row.everyday
    )


def _tagged(found: Sequence[Sequence[str]], labels: Sequence[Sequence[str]]) -> list[Tagged]:
    return [Tagged(words, own) for words, own in zip(found, labels, strict=True)]


def _folded(words: Sequence[Word], name: Certain | LabelledSpan) -> list[str]:
    return [folded(word.text) for word in words[name.start : name.end]]


def _merged(found: Sequence[LabelledSpan], certain: Sequence[Certain]) -> Iterator[Certain | LabelledSpan]:
    """The names of the CRF, and certain ones: where it found none, or less of an organisation."""
    kept = [name for name in certain if _stands(name, [other for other in found if _overlap(name, other)])]
    yield from kept
    for other in found:
        if not any(_overlap(name, other) for name in kept):
            yield other


def _stands(name: Certain, touched: Sequence[LabelledSpan]) -> bool:
    covers = all(name.start <= other.start and other.end <= name.end for other in touched)
    return not touched or (name.kind == "organisation" and covers)


def _overlap(name: Certain, other: LabelledSpan) -> bool:
    return name.start < other.end and other.start < name.end
