"""Labelled words in the CoNLL form, and the running text that they make.

A word and its label a line, parted by spaces or a tab; an empty line ends a sentence. Labels are O, B-PER,
I-PER and so on, or B-PERS. A span that begins with I- is taken as one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = "O"
#: Labels of the recogniser, and what others write for them.
KINDS = ("PER", "LOC", "ORG", "MISC")
_OTHER_NAMES = {"PERS": "PER"}
MAX_BYTES = 200_000_000


class BadConll(ValueError):
    """Names the file and the line."""


@dataclass(frozen=True)
class Sentence:
    words: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, order=True)
class LabelledSpan:
    """`start` and `end` count words of a sentence or code points of a text, half-open."""

    start: int
    end: int
    kind: str


def read_conll(path: Path) -> list[Sentence]:
    """Raises OSError, and BadConll for a line that is no word with a label."""
    if path.stat().st_size > MAX_BYTES:
        raise BadConll(f"{path}: more than {MAX_BYTES:,} bytes.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadConll(f"{path}: not UTF-8 (byte {error.start:,}).") from error
    return list(_sentences(text.split("\n"), path))


def _sentences(lines: Iterable[str], path: Path) -> Iterator[Sentence]:
    words: list[str] = []
    labels: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            word, label = _word_and_label(line, f"{path}, line {number}")
            words.append(word)
            labels.append(label)
        elif words:
            yield Sentence(tuple(words), tuple(labels))
            words, labels = [], []


def _word_and_label(line: str, place: str) -> tuple[str, str]:
    columns = line.split()
    if len(columns) < 2:
        raise BadConll(f"{place}: a line is a word and its label, parted by a space or a tab.")
    prefix, _, kind = columns[-1].partition("-")
    kind = _OTHER_NAMES.get(kind, kind)
    if columns[-1] != OUTSIDE and (prefix not in {"B", "I"} or kind not in KINDS):
        raise BadConll(
            f"{place}: {columns[-1]} is no label; labels are O and B- or I- with {', '.join(KINDS)}."
        )
    return columns[0], f"{prefix}-{kind}" if kind else OUTSIDE


def spans_of(labels: Sequence[str]) -> list[LabelledSpan]:
    """Runs of B- and I- of one kind, in words."""
    spans: list[LabelledSpan] = []
    start, inside = 0, ""
    for place, label in enumerate([*labels, OUTSIDE]):
        prefix, _, kind = label.partition("-")
        if inside and (prefix != "I" or kind != inside):
            spans.append(LabelledSpan(start, place, inside))
            inside = ""
        if kind and not inside:
            start, inside = place, kind
    return spans


@dataclass(frozen=True)
class RunningText:
    """A sentence a line, its words parted by spaces; `places`: where each word of each sentence is."""

    text: str
    places: tuple[tuple[tuple[int, int], ...], ...]

    def words_of(self, start: int, end: int) -> tuple[int, int, int] | None:
        """(sentence, first word, behind the last word) that a span of the text touches."""
        sentence = _last_at(self.places, start)
        touched = [
            number
            for number, (first, behind) in enumerate(self.places[sentence])
            if first < end and start < behind
        ]
        return (sentence, touched[0], touched[-1] + 1) if touched else None


def running_text(sentences: Iterable[Sentence]) -> RunningText:
    lines: list[str] = []
    places: list[tuple[tuple[int, int], ...]] = []
    position = 0
    for sentence in sentences:
        lines.append(" ".join(sentence.words))
        own: list[tuple[int, int]] = []
        for word in sentence.words:
            own.append((position, position + len(word)))
            position += len(word) + 1
        places.append(tuple(own))
    return RunningText("\n".join(lines), tuple(places))


def _last_at(places: Sequence[tuple[tuple[int, int], ...]], position: int) -> int:
    """The last sentence that begins at or before a position."""
    low, high = 0, len(places)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if places[middle][0][0] <= position else (low, middle)
    return low
