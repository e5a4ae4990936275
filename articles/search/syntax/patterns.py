"""Words with wildcards, and words with so many letters wrong."""

import re

from articles.arabic.analyze import AnalyzedWord
from articles.arabic.letters import FORMAT, HARAKAT, OTHER_MARKS, TATWEEL
from articles.arabic.normalize import unmark
from articles.search.syntax import limits
from articles.search.syntax.nodes import Fuzzy, Pattern, Word
from articles.search.syntax.notes import Notes

ARTICLE = "ال"
ARABIC_QUESTION_MARK = "؟"

_MARKS = HARAKAT + FORMAT + OTHER_MARKS + TATWEEL
_LETTER = rf"[^\W_]|[{_MARKS}]"
_AROUND = "،,؛;.:!؟…'‘’[]{}<>|/\\"
_PATTERN = re.compile(rf"(?:{_LETTER}|[*?])+")
_INNER_QUESTION = re.compile(rf"(?<=[^\W_]){ARABIC_QUESTION_MARK}(?=[^\W_])")
_QUESTION_AT_STAR = re.compile(rf"{ARABIC_QUESTION_MARK}+(?=\*)")
_STARS = re.compile(r"\*+")
_WILDCARDS = re.compile(r"[*?]")
_FUZZY = re.compile(rf"((?:{_LETTER})+)~+(\d*)")


def read_pattern(text: str, words: tuple[AnalyzedWord, ...], notes: Notes) -> Pattern | None:
    """The pattern that a run of letters is, if any of them is a wildcard."""
    text = _QUESTION_AT_STAR.sub("", text)
    marked = _INNER_QUESTION.sub("?", text)
    core = marked.strip(_AROUND)
    if not _WILDCARDS.search(core) or not _PATTERN.fullmatch(core):
        return None
    pattern = _STARS.sub("*", unmark(core))
    letters = _WILDCARDS.sub("", pattern)
    if len(pattern) > limits.MAX_PATTERN_LENGTH or pattern.count("*") > limits.MAX_PATTERN_STARS:
        notes.add("pattern-too-complex", core)
        return None
    known = len(letters.removeprefix(ARTICLE) if pattern.startswith(ARTICLE) else letters)
    is_prefix = pattern.endswith("*") and not _WILDCARDS.search(pattern[:-1])
    if known < (1 if is_prefix else limits.MIN_PATTERN_LETTERS):
        notes.add("pattern-too-short", core)
        return None
    if known < limits.MIN_PATTERN_LETTERS:
        notes.add("pattern-short", core)
    if marked != text:
        notes.add("question-mark", text)
    return Pattern(pattern, words)


def read_fuzzy(text: str, words: tuple[AnalyzedWord, ...], notes: Notes) -> Fuzzy | Word | None:
    """The fuzzy word that a run is; the word alone where it is too short or nothing may differ."""
    found = _FUZZY.fullmatch(text.strip(_AROUND))
    if not found or not words or len(words) > 2:
        return None
    word = words[0]
    if len(word.exact) < limits.MIN_FUZZY_LETTERS:
        notes.add("fuzzy-too-short", found[0])
        return Word(word)
    distance = int(found[2][:3]) if found[2] else limits.FUZZY_DISTANCE
    if distance > limits.MAX_FUZZY_DISTANCE:
        notes.add("fuzzy-too-far", found[0])
    return Fuzzy(word, min(distance, limits.MAX_FUZZY_DISTANCE)) if distance else Word(word)
