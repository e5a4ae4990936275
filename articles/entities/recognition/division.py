"""Where one span holds more than a name: quotation marks, a verb behind a person, two names joined by و."""

from collections.abc import Iterator, Sequence

from articles.arabic.stem import begins_with_own_letters
from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.boundaries import without_signs
from articles.entities.recognition.conll import LabelledSpan
from articles.entities.recognition.features import Types
from articles.entities.recognition.proclitics import ALEF, ARTICLE, BEH, LAM, MIN_LETTERS, WAW, forms
from articles.entities.recognition.words import Word, folded

_PERSON, _PLACE = "PER", "LOC"
_CLOSING = {"\u00ab": "\u00bb", "\u201c": "\u201d", "\u201e": "\u201c"}
#: A title in quotation marks is no name; a name in them is short.
_LONGEST_QUOTED = 5
_SEEN, _TEH, _YEH, _NOON = "\u0633", "\u062a", "\u064a", "\u0646"
_PRESENT = (_YEH, _TEH)
_PLURALS = (ALEF + _NOON, WAW + _NOON)
#: Of the types of a word: how much it looks like an everyday one, and from where it surely does.
_EVERYDAY, _SURELY = 1, 4


def is_quoted(words: Sequence[Word], at: int) -> bool:
    """Whether a quotation mark opens right before this word."""
    return at > 0 and words[at - 1].text in _CLOSING


def closed(words: Sequence[Word], span: LabelledSpan, gazetteer: Gazetteer) -> LabelledSpan:
    """Of a span that ends inside quotation marks: up to their end, or only the name inside."""
    opened = [at for at in range(span.start, span.end) if words[at].text in _CLOSING]
    if not opened:
        return span
    at, sign = opened[-1], _CLOSING[words[opened[-1]].text]
    ends = range(at + 1, min(at + 2 + _LONGEST_QUOTED, len(words)))
    end = next((place for place in ends if words[place].text == sign), None)
    if end is None:
        return LabelledSpan(*without_signs(words, span.start, at), span.kind)
    if end < span.end:
        return span
    if at + 1 < end and _joined(words, at + 1, end) in gazetteer.names:
        return LabelledSpan(at + 1, end, span.kind)
    return LabelledSpan(span.start, end + 1, span.kind)


def divided(
    words: Sequence[Word], span: LabelledSpan, gazetteer: Gazetteer, types: Types
) -> Iterator[LabelledSpan]:
    """The names in it: before a verb and behind it, and each of two that و joins."""
    start = span.start
    if _joined(words, span.start, span.end) in gazetteer.names:
        yield span
        return
    for at in range(span.start + 1, span.end):
        if span.kind == _PERSON and _ends_person(folded(words[at].text), gazetteer, types):
            yield LabelledSpan(start, at, span.kind)
            if at + 1 < span.end and _is_known(words, at + 1, span.end, gazetteer):
                yield LabelledSpan(at + 1, span.end, span.kind)
            return
        if start < at and _joins(words, start, at, span, gazetteer):
            yield LabelledSpan(start, at, span.kind)
            start = at
    yield LabelledSpan(start, span.end, span.kind)


def _joined(words: Sequence[Word], start: int, end: int) -> str:
    return " ".join(folded(word.text) for word in words[start:end])


def _is_known(words: Sequence[Word], start: int, end: int, gazetteer: Gazetteer) -> bool:
    name = _joined(words, start, end)
    return name in gazetteer.names or name in gazetteer.words


def _ends_person(word: str, gazetteer: Gazetteer, types: Types) -> bool:
    """Of a word in no table: a verb of the present or future, or a preposition with the article."""
    if word in gazetteer.words or word in gazetteer.names or len(word) < MIN_LETTERS:
        return False
    if word.startswith(LAM + LAM):
        return True
    if word.startswith(BEH + ARTICLE):
        return _is_everyday(word[1:], types)
    if word.startswith(_SEEN) and word[1:].startswith(_PRESENT):
        rest = word[1:]
        return _is_everyday(rest, types) or (len(rest) > MIN_LETTERS + 2 and rest.endswith(_PLURALS))
    return word.startswith(_PRESENT) and _is_everyday(word, types)


def _is_everyday(word: str, types: Types) -> bool:
    levels = types.of([word])
    return bool(levels) and levels[_EVERYDAY] >= _SURELY


def _joins(words: Sequence[Word], start: int, at: int, span: LabelledSpan, gazetteer: Gazetteer) -> bool:
    """Whether the word is و and a second name of the kind; its first letter may be its own."""
    word = folded(words[at].text)
    rest = word[1:]
    if not word.startswith(WAW) or len(rest) < MIN_LETTERS or begins_with_own_letters(word):
        return False
    if word in gazetteer.words or word in gazetteer.names:
        return False
    first = _is_known(words, start, at, gazetteer) or any(
        form in gazetteer.names or form in gazetteer.words for form in forms(words[start].text)
    )
    if span.kind == _PERSON:
        return first and "g" in gazetteer.words.get(rest, "")
    return span.kind == _PLACE
