"""What the analyst typed, read as words and phrases.

Thin for now: words and quoted phrases; everything else is punctuation. It never fails.
"""

import re
from dataclasses import dataclass

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word

#: Words beyond this many are left out, so that the cost of a query is bounded.
MAX_WORDS = 50

_QUOTED = re.compile(r"\"([^\"]*)\"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]")


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another; a single word is a phrase of one."""

    words: tuple[AnalyzedWord, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(word.stem for word in self.words)


@dataclass(frozen=True)
class ParsedQuery:
    """The phrases of a query, in the order typed; `was_cut` says that words were left out."""

    phrases: tuple[Phrase, ...]
    was_cut: bool = False

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for phrase in self.phrases for stem in phrase.stems)


def parse(text: str) -> ParsedQuery:
    """Read a query. Stop words outside quotes are left out, unless nothing else is left."""
    phrases: list[Phrase] = []
    loose: list[AnalyzedWord] = []
    position = 0
    for match in _QUOTED.finditer(text):
        loose += analyze(text[position : match.start()])
        if quoted := tuple(analyze(match[match.lastindex or 1])):
            phrases.append(Phrase(quoted))
        position = match.end()
    loose += analyze(text[position:])
    telling = [word for word in loose if not is_stop_word(word.text)]
    if not telling and not phrases:
        telling = loose
    phrases += [Phrase((word,)) for word in telling]
    phrases = list({phrase.stems: phrase for phrase in phrases}.values())
    kept: list[Phrase] = []
    room = MAX_WORDS
    for phrase in phrases:
        if len(phrase.words) > room:
            return ParsedQuery(tuple(kept), was_cut=True)
        kept.append(phrase)
        room -= len(phrase.words)
    return ParsedQuery(tuple(kept))
