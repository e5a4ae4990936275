"""The names in an article: recognised ones and those of the dictionary, before anybody asks who is meant.

The longest name wins, of equals that of the dictionary. Then short names are read as the longer name that the
same article has, in this order:
1. a person's last or first name alone, where one longer name of a person ends or begins with it;
2. an organisation whose words begin exactly one longer organisation.
Places never: half of the name of a place is another place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from articles.arabic.names import name_words
from articles.entities.curated import CuratedName
from articles.entities.linking.article_text import ArticleText, Place
from articles.entities.linking.dictionary import Dictionary
from articles.entities.linking.namesakes import is_nisba
from articles.entities.linking.spelled import as_written, readings
from articles.entities.recognition.spans import Span

#: An article that names more is a list; what comes after is left out.
MAX_MENTIONS = 2000
PERSON, ORGANISATION = "person", "organisation"


class Decided(NamedTuple):
    """An entity with a spelling that somebody wrote down."""

    key: int
    kind: str


#: What the dictionary knows.
Entry = Decided | CuratedName


@dataclass(frozen=True)
class Found:
    """A name at its place: `names` are its readings, `kind` is empty where only the dictionary knows it.
    `span` is in the text of the article, all fields in one."""

    place: Place
    written: str
    names: tuple[str, ...]
    kind: str
    entries: tuple[Entry, ...] = ()
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    kind: str
    entries: tuple[Entry, ...] = ()


def find_names(
    article: ArticleText, dictionary: Dictionary[Entry], recognise: Callable[[str], Iterable[Span]]
) -> list[Found]:
    """In the order of the text, not overlapping, at most MAX_MENTIONS."""
    recognised = [_Candidate(span.start, span.end, span.kind) for span in recognise(article.text)]
    known = [
        _Candidate(span.start, span.end, "", span.entities) for span in dictionary.recognise(article.text)
    ]
    found: list[Found] = []
    for candidate in _without_nisbas(article.text, _longest([*known, *recognised])):
        place = article.place(candidate.start, candidate.end)
        names = readings(article.text, candidate.start, candidate.end)
        if place and names and (candidate.kind or candidate.entries):
            written = as_written(article.text, candidate.start, candidate.end)
            span = (candidate.start, candidate.end)
            found.append(Found(place, written, names, candidate.kind, candidate.entries, span))
        if len(found) == MAX_MENTIONS:
            break
    return _with_longer_names(found)


def _longest(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that no longer one overlaps; one of the dictionary takes the kind of its recognised equal."""
    kinds = {(one.start, one.end): one.kind for one in candidates if one.kind}
    taken: list[_Candidate] = []
    free = _Free()
    for one in sorted(candidates, key=lambda one: (one.start - one.end, not one.entries, one.start)):
        if free.take(one.start, one.end):
            taken.append(replace(one, kind=kinds.get((one.start, one.end), "")))
    return sorted(taken, key=lambda one: one.start)


def _without_nisbas(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """A nisba is somebody's surname only where it is recognised so, or the article has his name otherwise."""
    nisbas = [one for one in candidates if one.entries and is_nisba(text[one.start : one.end])]
    if not nisbas:
        return candidates
    named = {entry for one in candidates if one not in nisbas for entry in one.entries}
    return [_without_unnamed(one, named) if one in nisbas else one for one in candidates]


def _without_unnamed(one: _Candidate, named: set[Entry]) -> _Candidate:
    if one.kind == PERSON or not named.isdisjoint(one.entries):
        return one
    return replace(one, entries=tuple(entry for entry in one.entries if entry.kind != PERSON))


class _Free:
    """What of a text no span has taken yet. Spans come longest first, so that a taken one is never inside."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def take(self, start: int, end: int) -> bool:
        """Whether the span was free; its ends tell, as none that was taken is shorter."""
        if start in self._taken or end - 1 in self._taken:
            return False
        self._taken.update(range(start, end))
        return True


def _with_longer_names(found: list[Found]) -> list[Found]:
    persons = _longer_names(found, PERSON)
    organisations = _longer_names(found, ORGANISATION)
    return [_with_longer(one, persons, organisations) for one in found]


def _with_longer(one: Found, persons: "_LongerNames", organisations: "_LongerNames") -> Found:
    if one.entries:
        return one
    words = name_words(one.names[0])
    longer: Found | None = None
    if one.kind == PERSON:
        longer = persons.ending_with(words) or (persons.beginning_with(words) if len(words) == 1 else None)
    elif one.kind == ORGANISATION:
        longer = organisations.beginning_with(words)
    return replace(one, names=longer.names, kind=longer.kind, entries=longer.entries) if longer else one


class _LongerNames:
    """The names of several words in one article, by their first and last words."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._beginning: dict[tuple[str, ...], dict[tuple[str, ...], Found]] = defaultdict(dict)
        self._ending: dict[tuple[str, ...], dict[tuple[str, ...], Found]] = defaultdict(dict)
        for one in found:
            words = name_words(one.names[0])
            for parted in range(1, len(words)):
                self._beginning[words[:parted]].setdefault(words, one)
                self._ending[words[parted:]].setdefault(words, one)

    def beginning_with(self, words: tuple[str, ...]) -> Found | None:
        return _only(self._beginning.get(words, {}))

    def ending_with(self, words: tuple[str, ...]) -> Found | None:
        return _only(self._ending.get(words, {}))


def _only(longer: dict[tuple[str, ...], Found]) -> Found | None:
    return next(iter(longer.values())) if len(longer) == 1 else None


def _longer_names(found: list[Found], kind: str) -> _LongerNames:
    return _LongerNames(one for one in found if kind in _kinds(one))


def _kinds(one: Found) -> Iterator[str]:
    yield one.kind
    for entry in one.entries:
        yield entry.kind
