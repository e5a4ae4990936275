"""Marking found words in a text: whole written words, so that joined letters stay joined."""

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.normalize import strip_bidi_controls

#: Words of a snippet: two or three lines of a result.
SNIPPET_WORDS = 45


def mark(text: str, stems: Collection[str]) -> SafeString:
    """The whole text as HTML, with the words of these stems marked."""
    text = strip_bidi_controls(text)
    return _marked(text, analyze(text) if stems else [], stems, 0, len(text))


def snippet(text: str, stems: Collection[str], *, words: int = SNIPPET_WORDS) -> SafeString:
    """The part of the text that holds the most different stems, as HTML; else its beginning."""
    text = strip_bidi_controls(text)
    analyzed = analyze(text)
    if not analyzed:
        return mark_safe("")
    first = _best_window(analyzed, stems, words)
    last = min(first + words, len(analyzed)) - 1
    start = 0 if first == 0 else analyzed[first].start
    end = len(text) if last == len(analyzed) - 1 else analyzed[last].end
    html = _marked(text, analyzed[first : last + 1], stems, start, end)
    before = "… " if first > 0 else ""
    after = " …" if last < len(analyzed) - 1 else ""
    return mark_safe(f"{before}{html}{after}")  # noqa: S308


def _best_window(analyzed: list[AnalyzedWord], stems: Collection[str], size: int) -> int:
    """Index of the first word of the best window, moved back a little for context.

    One pass: the counts of the words that enter and leave are kept.
    """
    hits = [index for index, word in enumerate(analyzed) if word.stem in stems]
    if not hits:
        return 0
    best, best_start, tail = (0, 0), hits[0], 0
    inside: dict[str, int] = {}
    for head, index in enumerate(hits):
        stem = analyzed[index].stem
        inside[stem] = inside.get(stem, 0) + 1
        while index - hits[tail] >= size - 8:
            gone = analyzed[hits[tail]].stem
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            tail += 1
        score = (len(inside), head - tail)
        if score > best:
            best, best_start = score, hits[tail]
    start = max(0, best_start - 6)
    return start if start + size < len(analyzed) else max(0, len(analyzed) - size)


def _marked(text: str, words: list[AnalyzedWord], stems: Collection[str], start: int, end: int) -> SafeString:
    parts: list[str] = []
    position = start
    for word in words:
        if word.stem in stems and word.start >= position and word.end <= end:
            parts += [escape(text[position : word.start]), "<mark>", escape(word.text), "</mark>"]
            position = word.end
    parts.append(escape(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308  (every part was escaped)
