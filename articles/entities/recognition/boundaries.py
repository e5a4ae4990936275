"""Where a name begins and ends in its words: behind proclitics, without the signs around it."""

from collections.abc import Iterable, Sequence

from articles.arabic.normalize import unmark
from articles.arabic.stem import begins_with_own_letters
from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.proclitics import ARTICLE, LAM, WAW, bare_forms
from articles.entities.recognition.triggers import triggers
from articles.entities.recognition.words import Word, folded


def without_signs(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The part of a span of words from the first to the last that has a letter or a digit; else empty."""
    while start < end and not words[start].text[0].isalnum():
        start += 1
    while start < end and not words[end - 1].text[0].isalnum():
        end -= 1
    return start, end


def start_of_name(words: Sequence[Word], gazetteer: Gazetteer, seen: Iterable[str] = ()) -> int:
    """The code point where the name begins. `seen`: folded words that open names elsewhere in the text."""
    first, *rest = (folded(word.text) for word in words)
    whole = _evidence(first, rest, gazetteer, seen)
    best, letters = (whole, not _looks_prefixed(first)), 0
    for cut, form in bare_forms(first):
        evidence = (_evidence(form, rest, gazetteer, seen), _looks_prefixed(first))
        if evidence > best:
            best, letters = evidence, cut
    return words[0].start + written_length(words[0].text, letters)


def _evidence(first: str, rest: Sequence[str], gazetteer: Gazetteer, seen: Iterable[str]) -> int:
    """How much says that a name begins with this form: 0 for nothing."""
    if " ".join([first, *rest]) in gazetteer.names:
        return 3
    if first in gazetteer.words or first in gazetteer.names or first in seen:
        return 2
    return int(first in triggers())


def _looks_prefixed(word: str) -> bool:
    """Of a word that nothing is known of: و before anything, others before the article."""
    if begins_with_own_letters(word):
        return False
    return word.startswith(WAW) or word[1:].startswith((ARTICLE, LAM))


def written_length(text: str, letters: int) -> int:
    """How many code points of the written word its first letters take, marks included."""
    seen = 0
    for index, character in enumerate(text):
        if unmark(character):
            if seen == letters:
                return index
            seen += 1
    return len(text)
