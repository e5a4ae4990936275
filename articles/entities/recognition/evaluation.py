"""Recognisers judged on labelled words: on the running text, mapped back to words."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.entities.recognition.conll import Sentence, running_text, spans_of
from articles.entities.recognition.scores import Scores, score
from articles.entities.recognition.spans import KINDS, Span

Recognise = Callable[[str], Iterable[Span]]
#: (kind, (sentence, first word, behind the last word)).
Name = tuple[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Judged:
    """`seconds` of this process's own time."""

    scores: dict[str, Scores]
    words: int
    seconds: float
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def judge(labelled: Sequence[Sentence], recognise: Recognise) -> Judged:
    """Persons, places and organisations; names of other kinds are not judged."""
    text = running_text(labelled)
    started = time.process_time()
    spans = list(recognise(text.text))
    seconds = time.process_time() - started
    places = [(span.kind, text.words_of(span.start, span.end)) for span in spans]
    found = {(kind, place) for kind, place in places if place}
    expected = {
        (KINDS[span.kind], (number, span.start, span.end))
        for number, sentence in enumerate(labelled)
        for span in spans_of(sentence.labels)
        if span.kind in KINDS
    }
    return Judged(
        scores=score(expected, found),
        words=sum(len(sentence.words) for sentence in labelled),
        seconds=seconds,
        missed=_shown(labelled, expected - found),
        wrong=_shown(labelled, found - expected),
    )


def blocks(labelled: Sequence[Sentence], number: int) -> list[tuple[Sequence[Sentence], Sequence[Sentence]]]:
    """(to train on, to judge): each of the contiguous blocks is judged once."""
    ends = [len(labelled) * n // number for n in range(number + 1)]
    return [([*labelled[:start], *labelled[end:]], labelled[start:end]) for start, end in pairwise(ends)]


def _shown(labelled: Sequence[Sentence], names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(
        f"{kind}: {' '.join(labelled[number].words[start:end])}"
        f" ({' '.join(labelled[number].words[max(0, start - 3) : end + 2])})"
        for kind, (number, start, end) in sorted(names, key=lambda name: name[1])
    )
