"""Words of the archive that a misspelt one may have meant."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Protocol

from articles.arabic.edits import typing_distance
from articles.arabic.normalize import normalize_word

#: Letters that writers confuse, by sound or by shape: half an edit each.
CONFUSED = ("غجقك", "طت", "صثس", "ظذضد", "هحخ", "ءؤئويا", "بتثنيى", "فق", "رز")
CONFUSION_COST = 0.5
#: Words of up to so many letters may be one edit away, longer ones two.
SHORT = 5
#: Shorter words are too like too many others.
SHORTEST = 3
MAX_WORDS = 5

_GROUPS = [frozenset(group) for group in CONFUSED]
#: Letters of the normal spelling, and what they may stand for at the beginning, and at the end.
_FIRST = {"ا": "اأإآ"}
_LAST = {"ه": "هة", "ي": "يى", "ا": "اى"}


class Lexicon(Protocol):
    """The words of an archive and in how many articles each is."""

    def words_near(self, word: str, distance: int) -> Iterable[tuple[str, int]]:
        """Words in normal spelling at most so many edits away, itself included."""
        ...

    def frequency_as_written(self, word: str) -> int: ...


def likely_words(word: str, lexicon: Lexicon) -> list[str]:
    """Words as the archive writes them, likeliest first; none where the archive has the word itself."""
    normal = normalize_word(word)
    if len(normal) < SHORTEST or not normal.isalpha():
        return []
    most = 1 if len(normal) <= SHORT else 2
    near = dict(lexicon.words_near(normal, most))
    if normal in near:
        return []
    costs = {other: edit_cost(normal, other) for other in near}
    ranked = sorted(near, key=lambda other: (costs[other], -near[other], other))
    return [as_written(other, lexicon) for other in ranked[:MAX_WORDS]]


def as_written(normal: str, lexicon: Lexicon) -> str:
    """The commonest way in which the archive writes a word of this normal spelling."""
    return max(_spellings(normal), key=lexicon.frequency_as_written)


def _spellings(normal: str) -> Iterator[str]:
    """The normal spelling first, so that it stays where none is commoner."""
    bare = normal.removeprefix("ال") if len(normal) > 4 else normal
    article = normal[: len(normal) - len(bare)]
    for first, last in product(_FIRST.get(bare[0], bare[0]), _LAST.get(bare[-1], bare[-1])):
        yield article + (first + bare[1:-1] + last if len(bare) > 1 else first)


def edit_cost(one: str, other: str) -> float:
    """Edits from one word to the other; a confused letter costs half of one."""
    return typing_distance(one, other, _change)


def _change(one: str, other: str) -> float:
    if one == other:
        return 0
    return CONFUSION_COST if any(one in group and other in group for group in _GROUPS) else 1
