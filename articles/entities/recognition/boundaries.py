"""Where a name begins and ends in its words: behind proclitics, without the signs around it."""

from collections.abc import Container, Mapping, Sequence

from articles.arabic.normalize import unmark
from articles.arabic.stem import begins_with_own_letters
from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.proclitics import ARTICLE, KAF, LAM, WAW, bare_forms
from articles.entities.recognition.triggers import triggers
from articles.entities.recognition.words import Word, folded


def without_signs(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The part of a span of words from the first to the last that has a letter or a digit; else empty."""
    while start < end and not words[start].text[0].isalnum():
        start += 1
    while start < end and not words[end - 1].text[0].isalnum():
        end -= 1
    return start, end


def start_of_name(
    words: Sequence[Word],
    gazetteer: Gazetteer,
    seen: Mapping[str, int] | None = None,
    *,
    certain: Container[str] = (),
    is_quoted: bool = False,
) -> int:
    """The code point where the name begins: with its first letter if a quotation mark opens before it.

    `seen`: how often each folded word stands in names of the text, this one among them. `certain`: folded
    names that outweigh those of the gazetteer: it has Prussia, which in the news is ب and روسيا.
    """
    if is_quoted:
        return words[0].start
    first, *rest = (folded(word.text) for word in words)
    others = seen or {}
    whole = max(_known(first, rest, gazetteer, certain), int(others.get(first, 0) > 1))
    if whole == _AS_CERTAIN:
        return words[0].start
    best, letters = (whole, not _looks_prefixed(first)), 0
    for cut, form in bare_forms(first):
        known = _known(form, rest, gazetteer, certain)
        # Hardly any name stands behind ك, but many begin with it.
        if first.startswith(KAF) and (whole or known < _AS_WORD):
            continue
        evidence = (max(known, _SEEN if form in others else 0), _looks_prefixed(first))
        if evidence > best:
            best, letters = evidence, cut
    return words[0].start + written_length(words[0].text, letters)


#: How much says that a name begins with a form: it is a certain name, a name, begins one, stands in one here.
_AS_CERTAIN, _AS_NAME, _AS_WORD, _SEEN, _AS_TRIGGER = 5, 4, 3, 2, 1


def _known(first: str, rest: Sequence[str], gazetteer: Gazetteer, certain: Container[str]) -> int:
    """By the tables; 0 for nothing."""
    name = " ".join([first, *rest])
    if name in certain:
        return _AS_CERTAIN
    if name in gazetteer.names:
        return _AS_NAME
    if first in gazetteer.words or first in gazetteer.names:
        return _AS_WORD
    return _AS_TRIGGER if first in triggers() else 0


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
