"""Where a text names a known entity: an exact dictionary of spellings, for now.

A name is found as whole words in its normalised spelling; the proclitics و ف ب ل ك may stand
before it, alone or two together, and are left out of the span.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.normalize import unmark

PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")


@dataclass(frozen=True)
class Span:
    """A recognised name; `start` and `end` are code points into the raw text, half-open."""

    start: int
    end: int
    entity: int


class Dictionary:
    """Spellings of entities, by their first word. Unchanging once made."""

    def __init__(self, spellings: Iterable[tuple[str, int]]) -> None:
        """`spellings`: (name as written, key of the entity)."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for name, entity in spellings:
            words = tuple(word.exact for word in analyze(name))
            if words:
                self._by_first.setdefault(words[0], []).append((words, entity))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def recognise(self, text: str) -> list[Span]:
        """The longest names, from left to right, none overlapping."""
        words = analyze(text)
        spans: list[Span] = []
        position = 0
        while position < len(words):
            match = self._match(words, position)
            if match is None:
                position += 1
                continue
            length, start, entity = match
            spans.append(Span(start, words[position + length - 1].end, entity))
            position += length
        return spans

    def _match(self, words: list[AnalyzedWord], position: int) -> tuple[int, int, int] | None:
        """(words, start, entity) of the longest name that begins at this word."""
        first = words[position]
        best: tuple[int, int, int] | None = None
        for proclitic in PROCLITICS:
            if not first.exact.startswith(proclitic):
                continue
            for form in _forms(first.exact, proclitic):
                for name, entity in self._by_first.get(form, ()):
                    following = words[position + 1 : position + len(name)]
                    if len(following) == len(name) - 1 and all(
                        word.exact == part for word, part in zip(following, name[1:], strict=True)
                    ):
                        if best is None or len(name) > best[0]:
                            start = first.start + _written_length(first.text, len(proclitic))
                            best = (len(name), start, entity)
                        break
        return best


def _forms(word: str, proclitic: str) -> tuple[str, ...]:
    """The word without its proclitic; after ل the article loses its alif: للأمم is ل + الأمم."""
    rest = word[len(proclitic) :]
    if proclitic.endswith("ل") and rest.startswith("ل"):
        return rest, "ا" + rest
    return (rest,)


def _written_length(text: str, letters: int) -> int:
    """How many code points of the written word its first letters take, marks included."""
    seen = 0
    for index, character in enumerate(text):
        if unmark(character):
            if seen == letters:
                return index
            seen += 1
    return len(text)
