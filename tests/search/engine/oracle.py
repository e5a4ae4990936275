"""What the executor has to find, worked out document by document, in plain Python."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from math import log
from typing import Any

from articles.search.ranking import K1, PAIR_DISTANCE, PAIR_WEIGHT, WEIGHTS, B
from articles.search.tree import (
    All,
    And,
    Between,
    Fuzzy,
    Missing,
    Node,
    Not,
    Nothing,
    OneOf,
    Or,
    Pattern,
    Phrase,
    Selection,
    StringTest,
    Term,
    Unscored,
    Word,
)
from tests.search.engine.memory import Document, MemorySegment

TEXT = "text"


@dataclass(frozen=True)
class Oracle:
    """The documents of all segments as (segment, document), and which are deleted."""

    segments: Sequence[MemorySegment]

    @cached_property
    def documents(self) -> dict[tuple[int, int], Document]:
        return {
            (number, place): document
            for number, segment in enumerate(self.segments)
            for place, document in enumerate(segment.documents)
        }

    def matching(self, node: Node) -> dict[tuple[int, int], Document]:
        return {
            key: document
            for key, document in self.documents.items()
            if self._is_live(key) and matches(document, node)
        }

    def _is_live(self, key: tuple[int, int]) -> bool:
        live = self.segments[key[0]].live
        return live is None or bool(live[key[1]])

    # ------------------------------------------------------------ scores

    def score(self, document: Document, words: Sequence[Word]) -> float:
        total = 0.0
        for word in words:
            total += word.weight * self._bm25(document, _Counted("stem", frozenset(word.stems)))
            for stream, terms in (("exact", [word.exact]), ("root", [word.root]), ("tri", word.trigrams)):
                for term in filter(None, terms):
                    total += word.weight * self._bm25(document, _Counted(stream, frozenset([term])))
        for one, other in pairwise(words):
            if one.stems and other.stems and not set(one.stems) & set(other.stems):
                pair = _Counted("stem", frozenset(one.stems), frozenset(other.stems))
                total += min(one.weight, other.weight) * self._bm25(document, pair)
        return total

    def _bm25(self, document: Document, counted: "_Counted") -> float:
        often = counted.times(document)
        if not often:
            return 0.0
        found, average = self._statistics(counted)
        idf = log(1 + (len(self.documents) - found + 0.5) / (found + 0.5))
        norm = K1 * (1 - B + B * _length(document, counted.stream) / average)
        return counted.weight * idf * often * (K1 + 1) / (often + norm)

    def _statistics(self, counted: "_Counted") -> tuple[int, float]:
        """The documents that have it, and the average length of all."""
        if counted not in self._known:
            everything = self.documents.values()
            lengths = [_length(document, counted.stream) for document in everything]
            found = sum(counted.times(document) > 0 for document in everything)
            self._known[counted] = found, sum(lengths) / len(lengths)
        return self._known[counted]

    @cached_property
    def _known(self) -> dict["_Counted", tuple[int, float]]:
        return {}

    # ------------------------------------------------------------ facets

    def counts(self, node: Node, own: str, values: Callable[[Document], set[Any]]) -> Counter[Any]:
        counted: Counter[Any] = Counter()
        for document in self.matching(without(node, own)).values():
            counted.update(values(document))
        return counted


def without(node: Node, name: str) -> Node:
    match node:
        case Selection(own, _) if own == name:
            return All()
        case And(children) | Or(children):
            return replace(node, children=tuple(without(child, name) for child in children))
        case Not(child) | Unscored(child) | Selection(_, child):
            return replace(node, child=without(child, name))
    return node


def matches(document: Document, node: Node) -> bool:  # noqa: PLR0911 (one for each kind of node)
    match node:
        case All():
            return True
        case Nothing():
            return False
        case And(children):
            return all(matches(document, child) for child in children)
        case Or(children):
            return any(matches(document, child) for child in children)
        case Not(child):
            return not matches(document, child)
        case Selection(_, child) | Unscored(child):
            return matches(document, child)
        case Term(field, stream, terms):
            return bool(_terms(document, f"{field}.{stream}") & set(terms))
        case Phrase():
            return has_phrase(document, node)
        case Pattern(field, pattern):
            return any(fits(term, pattern) for term in _terms(document, f"{field}.written"))
        case Fuzzy(field, wanted, distance):
            terms = _terms(document, f"{field}.exact")
            return any(term[:1] == wanted[:1] and edits(term, wanted) <= distance for term in terms)
    return _has_value(document, node)


def _has_value(document: Document, node: Node) -> bool:
    assert isinstance(node, Between | OneOf | StringTest | Missing)
    values = values_of(document, node.field)
    match node:
        case Missing():
            return not values
        case OneOf(_, wanted):
            return bool(set(values) & set(wanted))
        case Between(_, low, high):
            return any((low is None or low <= each) and (high is None or each <= high) for each in values)
        case StringTest(_, "startswith", part):
            return any(each.startswith(part) for each in values)
        case StringTest(_, "endswith", part):
            return any(each.endswith(part) for each in values)
        case StringTest(_, "contains", part):
            return any(part in each for each in values)
    raise AssertionError(node)


def values_of(document: Document, field: str) -> list[Any]:
    value = document.values.get(field)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def has_phrase(document: Document, phrase: Phrase) -> bool:
    words = document.streams.get(f"{phrase.field}.{phrase.stream}", ())
    places = [
        [place for place, terms in enumerate(words) if set(terms) & set(spellings)]
        for spellings in phrase.words
    ]
    return any(_stands_together(phrase, chosen) for chosen in product(*places)) if places else False


def _stands_together(phrase: Phrase, places: Sequence[int]) -> bool:
    if max(places) - min(places) >= len(places) + phrase.slop:
        return False
    if phrase.ordered:
        return all(first < second for first, second in pairwise(places))
    by_word = Counter(zip(map(frozenset, phrase.words), places, strict=True))
    return max(by_word.values()) == 1


def fits(term: str, pattern: str) -> bool:
    if not pattern:
        return not term
    if pattern[0] == "*":
        return any(fits(term[place:], pattern[1:]) for place in range(len(term) + 1))
    return bool(term) and pattern[0] in ("?", term[0]) and fits(term[1:], pattern[1:])


def edits(one: str, other: str) -> int:
    """Optimal string alignment, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        edits(one[:-1], other) + 1,
        edits(one, other[:-1]) + 1,
        edits(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        least = min(least, edits(one[:-2], other[:-2]) + 1)
    return least


def _terms(document: Document, name: str) -> set[str]:
    return {term for terms in document.streams.get(name, ()) for term in terms}


def _length(document: Document, stream: str) -> int:
    return sum(map(len, document.streams[f"{TEXT}.{stream}"]))


@dataclass(frozen=True)
class _Counted:
    """Terms of a stream that count as one; with `near`, the neighbours that are both."""

    stream: str
    terms: frozenset[str]
    near: frozenset[str] = frozenset()

    @property
    def weight(self) -> float:
        return PAIR_WEIGHT if self.near else WEIGHTS[self.stream]

    def times(self, document: Document) -> int:
        words = document.streams[f"{TEXT}.{self.stream}"]
        if not self.near:
            return sum(term in self.terms for terms in words for term in terms)
        stems = [terms[0] if terms else "" for terms in words]
        return sum(
            (one in self.terms and other in self.near) or (one in self.near and other in self.terms)
            for one, other in _near(stems)
        )


def _near(stems: Sequence[str]) -> Iterator[tuple[str, str]]:
    for distance in range(1, PAIR_DISTANCE + 1):
        yield from zip(stems, stems[distance:], strict=False)
