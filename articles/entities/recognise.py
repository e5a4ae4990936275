"""Where a text names a known entity: an exact dictionary of spellings, for now.

A name is found as whole words in its normalised spelling; the proclitics و ف ب ل ك may stand
before it, alone or two together, and are left out of the span.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.letters import ALEF, ALEFS
from articles.arabic.normalize import unmark

SIGNED = frozenset(ALEF + ALEFS)
PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")


@dataclass(frozen=True)
class Span:
    """A recognised name; `start` and `end` are code points into the raw text, half-open."""

    start: int
    end: int
    entity: int


@dataclass(frozen=True)
class _Spelling:
    words: tuple[AnalyzedWord, ...]
    entity: int


class Dictionary:
    """Spellings of entities, by their first word. Unchanging once made."""

    def __init__(self, spellings: Iterable[tuple[str, int]]) -> None:
        """`spellings`: (name as written, key of the entity)."""
        self._by_first: dict[str, list[_Spelling]] = {}
        for name, entity in spellings:
            if words := tuple(analyze(name)):
                self._by_first.setdefault(words[0].exact, []).append(_Spelling(words, entity))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda spelling: -len(spelling.words))

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
                spelling = self._fitting(self._by_first.get(form, ()), words, position)
                if spelling and (best is None or len(spelling.words) > best[0]):
                    start = first.start + _written_length(first.text, len(proclitic))
                    best = (len(spelling.words), start, spelling.entity)
        return best

    def _fitting(
        self, candidates: Iterable[_Spelling], words: list[AnalyzedWord], position: int
    ) -> _Spelling | None:
        """The first candidate whose words stand here; the first word fits already but for its alefs."""
        for spelling in candidates:
            here = words[position : position + len(spelling.words)]
            if len(here) == len(spelling.words) and all(
                (word.exact == name.exact or number == 0) and _alefs_agree(word.text, name.text)
                for number, (word, name) in enumerate(zip(here, spelling.words, strict=True))
            ):
                return spelling
        return None


def written_forms(name: str) -> list[str]:
    """The name as texts may write it: after each proclitic that `recognise` leaves out."""
    words = [word.text for word in analyze(name)]
    if not words:
        return []
    first, rest = words[0], words[1:]
    forms = [proclitic + first for proclitic in PROCLITICS]
    # After ل the article loses its alif.
    forms += [p + first[1:] for p in PROCLITICS if p.endswith("ل") and first.startswith("ال")]
    return [" ".join([form, *rest]) for form in forms]


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


def _alefs_agree(written: str, name: str) -> bool:
    """Writers leave the sign on an alef out, but do not exchange it: أفاد is not آفاد.

    Compared from the end, where a proclitic does not shift the letters.
    """
    pairs = zip(reversed(unmark(written)), reversed(unmark(name)), strict=False)
    return all(one == other or ALEF in (one, other) for one, other in pairs if {one, other} <= SIGNED)
