"""Names of months in dates, which are also names of people and firms: 17 أبريل (نيسان), رمضان 1445."""

from collections.abc import Sequence
from functools import cache

from articles.arabic.data.months import HIJRI_MONTHS, MONTHS
from articles.entities.recognition.words import Word, folded

#: In the recogniser's words every digit is a zero.
_DIGIT = "0"


def is_month_of_date(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether these words are one name of a month, and a number or another month stands beside it."""
    if end - start != 1 or folded(words[start].text) not in _months():
        return False
    before = next((word for word in reversed(words[:start]) if _is_word(word)), None)
    after = next((word for word in words[end:] if _is_word(word)), None)
    return any(word is not None and _dates(word) for word in (before, after))


def _is_word(word: Word) -> bool:
    return word.text[0].isalnum()


def _dates(word: Word) -> bool:
    name = folded(word.text)
    return name in _months() or not name.strip(_DIGIT)


@cache
def _months() -> frozenset[str]:
    names = " ".join([*MONTHS.values(), *HIJRI_MONTHS.values()]).split()
    return frozenset(map(folded, names))
