"""Spellings of one word that no rule of letters brings together: أميركا and أمريكا, غوغل and جوجل.

A class is a set of words. It works on their stems and at query time: a stem of a query stands for
the stems of its whole class, so that a class can be taken up or dropped without touching the index.

Guard: where the stemmer cuts a word short (سورية to سور, which is also a wall), a word of a query
belongs to the class only if it still shows the next letter (سوري…).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from articles.arabic.analyze import AnalyzedWord, analyze

KINDS = ("country", "place", "person", "organisation", "loan", "hamza")

_DATA = Path(__file__).parent / "data"
#: Endings after which a stem still looks like its word.
_SMALL_ENDINGS = frozenset({"", "ه", "ي"})


@dataclass(frozen=True)
class ShippedClass:
    """A class of the curated list: its spellings as written, what they name, why they differ."""

    words: tuple[str, ...]
    kind: str
    reason: str


@cache
def shipped() -> tuple[ShippedClass, ...]:
    """The curated list, data/variants.tsv."""
    return tuple(
        ShippedClass(tuple(words.split()), kind, reason) for words, kind, reason in _rows("variants.tsv")
    )


@cache
def classes() -> "Variants":
    """The curated list alone, for what knows no archive."""
    return Variants(each.words for each in shipped())


@cache
def distinct() -> frozenset[frozenset[str]]:
    """Pairs of stems that are never to be taken for one word, data/not_variants.tsv."""
    groups = ([stem_of(word) for word in words.split()] for words, _reason in _rows("not_variants.tsv"))
    return frozenset(
        frozenset((one, other)) for stems in groups for one, other in combinations(stems, 2) if one != other
    )


class Variants:
    """Classes in force, made of words as written. Classes that share a stem are one. Unchanging once made."""

    def __init__(self, classes: Iterable[Iterable[str]] = ()) -> None:
        self._class_of: dict[str, tuple[str, ...]] = {}
        self._shown: dict[str, set[str]] = {}
        self._written: dict[str, dict[str, None]] = {}
        for words in classes:
            analyzed = [word for text in words for word in analyze(text)[:1]]
            for word in analyzed:
                self._written.setdefault(word.stem, {})[word.text] = None
            self._join(dict.fromkeys(word.stem for word in analyzed))
            for word in analyzed:
                self._shown.setdefault(word.stem, set()).add(_shown(word))

    def _join(self, stems: Iterable[str]) -> None:
        joined = dict.fromkeys(member for stem in stems for member in (stem, *self._class_of.get(stem, ())))
        if len(joined) > 1:
            self._class_of.update(dict.fromkeys(joined, tuple(joined)))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The classes, as stems."""
        return iter(dict.fromkeys(self._class_of.values()))

    def expand(self, stem: str, exact: str = "") -> tuple[str, ...]:
        """The stems of its class, itself first; only itself without a class.

        `exact`, the word as the query has it, applies the guard.
        """
        members = self._class_of.get(stem)
        if members is None or (exact and not any(shown in exact for shown in self._shown[stem])):
            return (stem,)
        return (stem, *(member for member in members if member != stem))

    def spellings(self, stem: str, exact: str = "") -> tuple[str, ...]:
        """The words of its class that have another stem, as they were given."""
        return tuple(word for other in self.expand(stem, exact)[1:] for word in self._written[other])

    def stems_of(self, words: Iterable[AnalyzedWord]) -> frozenset[str]:
        """The stems of these words and of their classes: what a highlighted text shows."""
        return frozenset(stem for word in words for stem in self.expand(word.stem, word.exact))


NO_VARIANTS = Variants()


def stem_of(word: str) -> str:
    return analyze(word)[0].stem


def _shown(word: AnalyzedWord) -> str:
    """What a word has to show to be of this class: the stem, and one more letter of a long ending."""
    place = word.exact.rfind(word.stem)
    if place < 0:  # the stem is not a part of the word
        return ""
    end = place + len(word.stem)
    return word.stem if word.exact[end:] in _SMALL_ENDINGS else word.exact[place : end + 1]


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
