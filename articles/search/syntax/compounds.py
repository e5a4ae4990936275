"""Names that are one word or two, met at query time: عبد الله and عبدالله."""

from collections.abc import Sequence

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.compounds import is_joint, parted
from articles.arabic.known_names import fold

_SHORTEST, _LONGEST = 4, 40


def joined_terms(left: AnalyzedWord, right: AnalyzedWord) -> AnalyzedWord | None:
    """The two as one word, where that is another way to write a name."""
    if not _is_name(left) or not _is_name(right) or not is_joint(fold(left.text), fold(right.text)):
        return None
    return _as_word(left.text + right.text, left.start, right.end)


def parted_words(word: AnalyzedWord) -> tuple[AnalyzedWord, ...]:
    """The two words that a name joins; none where nothing is known of it."""
    if not _is_name(word):
        return ()
    letters = fold(word.text)
    if not _SHORTEST <= len(letters) <= _LONGEST:
        return ()
    parts = parted(word.text)
    if len(parts) == 1:
        # Known as one word, and as two all the same: عبدالله.
        cuts = ((letters[:place], letters[place:]) for place in range(2, len(letters) - 1))
        parts = next((cut for cut in cuts if is_joint(*cut)), ())
    found = [_as_word(part, word.start, word.end) for part in parts]
    return tuple(part for part in found if part) if all(found) and len(found) == 2 else ()


def other_forms(words: Sequence[AnalyzedWord]) -> list[tuple[AnalyzedWord, ...]]:
    """A phrase with all its names joined, then with all of them parted; none where that is the same."""
    joined: list[AnalyzedWord] = []
    for word in words:
        together = joined_terms(joined[-1], word) if joined else None
        joined[-1:] = [together] if together else [*joined[-1:], word]
    split = [part for word in words for part in parted_words(word) or (word,)]
    return [tuple(form) for form in (joined, split) if len(form) != len(words)]


def _is_name(word: AnalyzedWord) -> bool:
    return not word.text.isascii() and len(word.text) <= _LONGEST


def _as_word(text: str, start: int, end: int) -> AnalyzedWord | None:
    """An analysed word at this place of the query; None if the letters are no single word."""
    found = analyze(text)
    return found[0]._replace(start=start, end=end) if len(found) == 1 else None
