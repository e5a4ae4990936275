"""Everyday words that were taken for a name: one word that no table knows as such needs a second sign."""

from collections.abc import Collection, Sequence

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.conll import LabelledSpan
from articles.entities.recognition.division import is_quoted
from articles.entities.recognition.features import Types
from articles.entities.recognition.proclitics import ALEF, forms
from articles.entities.recognition.triggers import triggers
from articles.entities.recognition.words import Word, folded

_FATHATAN = "\u064b"
#: Of the types of a word: its likeliest, then how much it looks like an everyday word (of five) and a place.
_LIKELIEST, _EVERYDAY, _PLACE = 0, 1, 2
_MOST = 5
#: What the tables call a name of each kind, and the triggers that announce it.
_CODES = {"PER": "Pgs", "LOC": "Ll", "ORG": "O"}
_ANNOUNCED = {"PER": "p", "LOC": "p", "ORG": "o"}


class Everyday:
    """Unchanging."""

    def __init__(self, gazetteer: Gazetteer, types: Types, plain: Collection[str]) -> None:
        """`plain`: folded words that are often no part of a name."""
        self._gazetteer, self._types, self._plain = gazetteer, types, plain

    def is_everyday(self, words: Sequence[Word], span: LabelledSpan, longer: Collection[str]) -> bool:
        """Whether it is no name. `longer`: folded words of names of several words in the same text."""
        if span.end - span.start != 1 or is_quoted(words, span.start):
            return False
        word = words[span.start].text
        whole = folded(word)
        if _FATHATAN in word[-2:] and whole.endswith(ALEF):
            # A noun in the accusative; few names take this ending.
            noun = whole[:-1]
            return not self._is_known(noun, span.kind) or self._level(noun, _LIKELIEST) == 0
        if any(form in longer or self._is_known(form, span.kind) for form in forms(word)):
            return False
        return self._looks_everyday(whole) and not self._is_announced(words, span)

    def _is_known(self, form: str, kind: str) -> bool:
        """As any whole name, or as a word of names of this kind."""
        words = self._gazetteer.words.get(form, "")
        return form in self._gazetteer.names or not set(_CODES[kind]).isdisjoint(words)

    def _looks_everyday(self, form: str) -> bool:
        return self._level(form, _EVERYDAY) == _MOST and self._level(form, _PLACE) == 0

    def _level(self, form: str, number: int) -> int | None:
        levels = self._types.of([form])
        return levels[number] if levels else None

    def _is_announced(self, words: Sequence[Word], span: LabelledSpan) -> bool:
        """By a trigger; a plain word only by one that is no plain word, as verbs and prepositions are."""
        if span.start == 0:
            return False
        before = folded(words[span.start - 1].text)
        if folded(words[span.start].text) in self._plain and before in self._plain:
            return False
        return _ANNOUNCED[span.kind] in triggers().get(before, "")
