"""Marking found words in a text: whole written words, so that joined letters stay joined."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.normalize import strip_bidi_controls
from articles.search.marker import Marker

#: Words of a snippet: two or three lines of a result.
SNIPPET_WORDS = 45
#: Of two passages each has so many words less.
GAP_WORDS = 2
#: Words before the first mark: from the beginning of its sentence where that is so near.
CONTEXT_WORDS = 6
#: Of a text beyond all measure only so much is looked through, in characters.
MAX_TEXT = 200_000
_SENTENCE_ENDS = ".!?؟\n"

Marking = Marker | Collection[str]
Marks = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class _Passage:
    """Words from first to last, half-open."""

    first: int
    last: int


def mark(text: str, marking: Marking) -> SafeString:
    """The whole text as HTML, with the words that were found marked. `marking` may be stems."""
    text = strip_bidi_controls(text)
    marker = _marker(marking)
    words = analyze(text) if marker else []
    return _marked(text, words, marker(words), 0, len(text))


def snippet(text: str, marking: Marking, *, words: int = SNIPPET_WORDS) -> SafeString:
    """The part of the text, or the two parts, with the most of what was searched for; else its beginning."""
    text = strip_bidi_controls(text[:MAX_TEXT])
    analyzed = analyze(text)
    if not analyzed:
        return mark_safe("")
    marks = _marker(marking)(analyzed)
    html = ""
    end = 0
    for passage in _passages(text, analyzed, marks, words):
        if passage.first > end:
            html += "… " if end == 0 else " … "
        start = 0 if passage.first == 0 else analyzed[passage.first].start
        stop = len(text) if passage.last == len(analyzed) else analyzed[passage.last - 1].end
        html += _marked(text, analyzed[passage.first : passage.last], marks, start, stop, passage.first)
        end = passage.last
    if end < len(analyzed):
        html += " …"
    return mark_safe(html)  # noqa: S308  (every part was escaped)


def _marker(marking: Marking) -> Marker:
    return marking if isinstance(marking, Marker) else Marker.of_stems(marking)


def _passages(text: str, words: Sequence[AnalyzedWord], marks: Marks, size: int) -> list[_Passage]:
    """One passage, or two where the second has something that the first has not."""
    hits = sorted(marks)
    if not hits or len(words) <= size:
        return [_Passage(0, min(size, len(words)))]
    every = frozenset().union(*marks.values())
    whole = _best(hits, marks, size - CONTEXT_WORDS - GAP_WORDS, frozenset())
    one = _around(text, words, whole, size)
    found = _keys(marks, one)
    if found == every:
        return [one]
    half = size // 2 - GAP_WORDS
    first = _around(text, words, _best(hits, marks, half - CONTEXT_WORDS, frozenset()), half)
    seen = _keys(marks, first)
    others = [place for place in hits if not first.first <= place < first.last]
    if not others:
        return [one]
    second = _around(text, words, _best(others, marks, half - CONTEXT_WORDS, seen), half)
    if len(seen | _keys(marks, second)) <= len(found):
        return [one]
    first, second = sorted((first, second), key=lambda passage: passage.first)
    if second.first <= first.last + GAP_WORDS:
        return [_Passage(first.first, max(first.last, second.last))]
    return [first, second]


def _keys(marks: Marks, passage: _Passage) -> frozenset[int]:
    inside = (marks[place] for place in range(passage.first, passage.last) if place in marks)
    return frozenset().union(*inside)


def _best(hits: Sequence[int], marks: Marks, size: int, seen: frozenset[int]) -> int:
    """The first marked word of the window with the most keys that are not seen yet, then with the most marks.

    One pass: the counts of the words that enter and leave are kept.
    """
    size = max(size, 1)
    inside: dict[int, int] = {}
    best, best_start, tail = (-1, 0), hits[0], 0
    for head, place in enumerate(hits):
        for key in marks[place] - seen:
            inside[key] = inside.get(key, 0) + 1
        while place - hits[tail] >= size:
            for key in marks[hits[tail]] - seen:
                inside[key] -= 1
                if not inside[key]:
                    del inside[key]
            tail += 1
        score = (len(inside), head - tail)
        if score > best:
            best, best_start = score, hits[tail]
    return best_start


def _around(text: str, words: Sequence[AnalyzedWord], start: int, size: int) -> _Passage:
    """A passage in which the word at `start` has some words before it."""
    first = max(0, start - min(CONTEXT_WORDS, size // 3))
    for place in range(start, first, -1):
        between = text[words[place - 1].end : words[place].start]
        if any(letter in _SENTENCE_ENDS for letter in between[:20]):
            first = place
            break
    first = max(0, min(first, len(words) - size))
    return _Passage(first, min(first + size, len(words)))


def _marked(
    text: str, words: Sequence[AnalyzedWord], marks: Marks, start: int, end: int, offset: int = 0
) -> SafeString:
    """Text from start to end. `offset` is the place of the first of the words among those marked."""
    parts: list[str] = []
    position = start
    for place, word in enumerate(words, offset):
        if place in marks:
            parts += [escape(text[position : word.start]), "<mark>", escape(word.text), "</mark>"]
            position = word.end
    parts.append(escape(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308  (every part was escaped)
