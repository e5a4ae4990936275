"""The second pass over a document: what was recognised in one place helps to recognise it in others.

1. Votes: where a word that is no plain one stands several times, the kinds of names that it was found in
   elsewhere are made likelier, and the sentence is decoded again.
2. Surnames: news give a person's full name once, often with a title, and then the last word of it. That
   word alone is the person, elsewhere in the text.

Neither reaches far: a file of many articles is no one text.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from articles.entities.recognition.conll import KINDS, OUTSIDE, spans_of
from articles.entities.recognition.proclitics import forms

#: Sentences before and behind that are looked at.
WINDOW = 25
#: What an undivided vote adds to a label's score. 2, 3 and 4 gave the same F1 in cross-validation within 0.1.
VOTE = 3.0
#: Counted against each vote, so that one voice weighs less than many.
_DOUBT = 0.5
_VOTED = KINDS[:3]
_PERSON = KINDS[0]
_MIN_LETTERS = 3


@dataclass(frozen=True)
class Tagged:
    """A sentence: its words as written and the label of each."""

    words: Sequence[str]
    labels: Sequence[str]


@dataclass(frozen=True)
class Vote:
    """That a word of a sentence is part of a name of this kind; `bonus` is for its score."""

    sentence: int
    word: int
    kind: str
    bonus: float


@dataclass(frozen=True)
class _Occurrences:
    """Of one word: sentences in order, and before each the number of occurrences of each kind."""

    sentences: Sequence[int]
    before: dict[str, Sequence[int]]

    def around(self, sentence: int, window: int) -> tuple[int, dict[str, int]]:
        """(occurrences, those of each kind) in the sentences around this one."""
        first = bisect_left(self.sentences, sentence - window)
        behind = bisect_right(self.sentences, sentence + window)
        return behind - first, {kind: sums[behind] - sums[first] for kind, sums in self.before.items()}


def votes(document: Sequence[Tagged], plain: Collection[str], window: int = WINDOW) -> Iterator[Vote]:
    """By sentence and word. `plain`: folded words that are taken for no name."""
    counts = Counter(forms(word)[0] for sentence in document for word in sentence.words)
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number, sentence in enumerate(document):
        for at, (word, label) in enumerate(zip(sentence.words, sentence.labels, strict=True)):
            if name := _commonest_form(word, counts, plain):
                places[name].append((number, at, label.partition("-")[2]))
    found = (vote for place in places.values() if len(place) > 1 for vote in _votes_of(place, window))
    yield from sorted(found, key=lambda vote: (vote.sentence, vote.word))


def _commonest_form(word: str, counts: Counter[str], plain: Collection[str]) -> str:
    """The shortest form that stands alone in the text too; empty for a plain or a short word."""
    whole, *bare = forms(word)
    if whole in plain:
        return ""
    alone = [form for form in bare if counts[form] and form not in plain]
    form = alone[-1] if alone else whole
    return form if len(form) >= _MIN_LETTERS else ""


def _votes_of(places: Sequence[tuple[int, int, str]], window: int) -> Iterator[Vote]:
    """For each occurrence of a word, what the others near it say."""
    kinds = [own for _sentence, _word, own in places]
    occurrences = _Occurrences(
        [sentence for sentence, _word, _own in places],
        {kind: [0, *accumulate(own == kind for own in kinds)] for kind in _VOTED if kind in kinds},
    )
    if not occurrences.before:
        return
    for sentence, word, own in places:
        all_near, of_kinds = occurrences.around(sentence, window)
        for kind, number in of_kinds.items():
            others = number - (own == kind)
            if others:
                yield Vote(sentence, word, kind, VOTE * others / (all_near - 1 + _DOUBT))


def with_surnames(
    document: Sequence[Tagged], plain: Collection[str], window: int = WINDOW
) -> list[list[str]]:
    """The labels of each sentence, and the surnames of those who are named in full near it."""
    named = _full_names(document, plain)
    return [
        [
            label if label != OUTSIDE or not _is_named(word, number, named, window) else f"B-{_PERSON}"
            for word, label in zip(sentence.words, sentence.labels, strict=True)
        ]
        for number, sentence in enumerate(document)
    ]


def _full_names(document: Sequence[Tagged], plain: Collection[str]) -> dict[str, list[int]]:
    """Last words of full names of persons: the sentences that have one, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(document):
        for span in spans_of(sentence.labels):
            if span.kind == _PERSON and span.end - span.start > 1:
                last = forms(sentence.words[span.end - 1])[0]
                if len(last) >= _MIN_LETTERS and last not in plain:
                    found[last].append(number)
    return found


def _is_named(word: str, number: int, named: dict[str, list[int]], window: int) -> bool:
    for form in forms(word):
        near = named.get(form)
        if near:
            at = bisect_left(near, number - window)
            if at < len(near) and near[at] <= number + window:
                return True
    return False
