"""Weights from labelled words, by python-crfsuite: a package of training alone, imported nowhere else."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from articles.entities.recognition.conll import OUTSIDE, LabelledSpan, Sentence, running_text, spans_of
from articles.entities.recognition.features import Reader, sentence_features
from articles.entities.recognition.weights import Weights, make_weights
from articles.entities.recognition.words import folded, sentences

ITERATIONS = 60
#: Penalties on the sum of the weights' sizes and on that of their squares.
C1, C2 = 0.1, 0.05
#: How often a word is no part of a name before it is taken for a plain one.
PLAIN_COUNT = 3


def train(labelled: Sequence[Sentence], reader: Reader, iterations: int = ITERATIONS) -> Weights:
    """The same sentences and tables make the same weights."""
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    outside: Counter[str] = Counter()
    for words, labels in text_sentences(labelled):
        trainer.append(sentence_features(words, reader), labels)
        outside.update(folded(w) for w, label in zip(words, labels, strict=True) if label == OUTSIDE)
    trainer.set_params(
        {"c1": C1, "c2": C2, "max_iterations": iterations, "feature.possible_transitions": True}
    )
    plain = (word for word, count in outside.items() if count >= PLAIN_COUNT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.crfsuite"
        trainer.train(str(path))
        return exported(path, plain)


def exported(path: Path, plain: Iterable[str]) -> Weights:
    """The weights of a file of crfsuite."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    found = tagger.info()
    tagger.close()
    return make_weights(sorted(found.labels), found.state_features, found.transitions, plain)


def text_sentences(labelled: Iterable[Sentence]) -> Iterator[tuple[list[str], list[str]]]:
    """(words, labels) of each sentence that the recogniser finds in the running text."""
    for sentence in labelled:
        text = running_text([sentence])
        spans = [
            LabelledSpan(text.places[0][span.start][0], text.places[0][span.end - 1][1], span.kind)
            for span in spans_of(sentence.labels)
        ]
        for words in sentences(text.text):
            yield [word.text for word in words], _labels([(word.start, word.end) for word in words], spans)


def _labels(places: list[tuple[int, int]], spans: list[LabelledSpan]) -> list[str]:
    labels = [OUTSIDE] * len(places)
    for span in spans:
        inside = [n for n, (start, end) in enumerate(places) if span.start < end and start < span.end]
        for order, place in enumerate(inside):
            labels[place] = f"{'I' if order else 'B'}-{span.kind}"
    return labels
