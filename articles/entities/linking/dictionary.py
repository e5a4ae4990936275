"""An exact dictionary of spellings: where a text names what somebody has written down.

A name is found as whole words in its normalised spelling; the proclitics و ف ب ل ك may stand
before it, alone or two together, and are left out of the span.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.letters import ALEF, ALEFS
from articles.arabic.normalize import unmark
from articles.entities.recognition.boundaries import written_length

SIGNED = frozenset(ALEF + ALEFS)
PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_FIRST = frozenset(proclitic[0] for proclitic in PROCLITICS if proclitic)

#: What a spelling stands for: the key of an entity, a row of a table.
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Known(Generic[Entry]):
    """`start`, `end`: code points into the raw text, half-open. `entities`: all that are spelt so."""

    start: int
    end: int
    entities: tuple[Entry, ...]


@dataclass(frozen=True)
class _Spelling(Generic[Entry]):
    words: tuple[AnalyzedWord, ...]
    entity: Entry


class Dictionary(Generic[Entry]):
    """Spellings of entities, by their first word. Unchanging once made."""

    def __init__(self, spellings: Iterable[tuple[str, Entry]]) -> None:
        """`spellings`: (name as written, what it stands for)."""
        self._by_first: dict[str, list[_Spelling[Entry]]] = {}
        for name, entity in spellings:
            if words := tuple(analyze(name)):
                self._by_first.setdefault(words[0].exact, []).append(_Spelling(words, entity))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda spelling: -len(spelling.words))

    def recognise(self, text: str) -> list[Known[Entry]]:
        """The longest names, from left to right, none overlapping."""
        words = analyze(text)
        spans: list[Known[Entry]] = []
        position = 0
        while position < len(words):
            match = self._match(words, position)
            if match is None:
                position += 1
                continue
            length, start, entities = match
            spans.append(Known(start, words[position + length - 1].end, entities))
            position += length
        return spans

    def _match(self, words: list[AnalyzedWord], position: int) -> tuple[int, int, tuple[Entry, ...]] | None:
        """(words, start, entities) of the longest name that begins at this word."""
        first = words[position]
        best: tuple[int, int, tuple[Entry, ...]] | None = None
        for proclitic in PROCLITICS if first.exact[0] in _FIRST else PROCLITICS[:1]:
            if not first.exact.startswith(proclitic):
                continue
            for form in _forms(first.exact, proclitic):
                fitting = self._fitting(self._by_first.get(form, ()), words, position)
                if fitting and (best is None or len(fitting[0].words) > best[0]):
                    start = first.start + written_length(first.text, len(proclitic))
                    entities = tuple(dict.fromkeys(spelling.entity for spelling in fitting))
                    best = (len(fitting[0].words), start, entities)
        return best

    def _fitting(
        self, candidates: Iterable[_Spelling[Entry]], words: list[AnalyzedWord], position: int
    ) -> list[_Spelling[Entry]]:
        """The longest candidates that stand here; the first word fits already but for its alefs."""
        found: list[_Spelling[Entry]] = []
        for spelling in candidates:
            length = len(spelling.words)
            if found and length < len(found[0].words):
                break
            here = words[position : position + length]
            if len(here) == length and all(
                (word.exact == name.exact or number == 0) and _alefs_agree(word.text, name.text)
                for number, (word, name) in enumerate(zip(here, spelling.words, strict=True))
            ):
                found.append(spelling)
        return found


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


def _alefs_agree(written: str, name: str) -> bool:
    """Writers leave the sign on an alef out, but do not exchange it: أفاد is not آفاد.

    Compared from the end, where a proclitic does not shift the letters.
    """
    pairs = zip(reversed(unmark(written)), reversed(unmark(name)), strict=False)
    return all(one == other or ALEF in (one, other) for one, other in pairs if {one, other} <= SIGNED)
