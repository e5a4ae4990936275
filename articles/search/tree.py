"""What a search has to match, as a tree that every engine can carry out, and the words that it ranks by.

Nodes are values: equal when they say the same, hashable, made of tuples only. `field` is a Haystack field;
`stream` is one of the streams of its words (`articles.arabic.analyze`), or "" for a field of whole values.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Stream: TypeAlias = Literal["stem", "exact", "root", "tri", "written", ""]
#: As a column holds it: dates and times as microseconds since 1970 UTC, claims as 0 and 1.
Value: TypeAlias = str | int | float
Test: TypeAlias = Literal["startswith", "endswith", "contains"]


@dataclass(frozen=True, slots=True)
class All:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


@dataclass(frozen=True, slots=True)
class And:
    """Documents that every child matches; without children, every document."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that any child matches; without children, none."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every document but those of the child."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with any of the terms: spellings of one word."""

    field: str
    stream: Stream
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents in which the words, each any of its spellings, stand together.

    They lie within len(words) + slop positions: with slop 0 and ordered, one right after the other.
    Needs a stream with positions (stem, written). A word that is asked for twice has to be there twice.
    """

    field: str
    stream: Stream
    words: tuple[tuple[str, ...], ...]
    slop: int = 0
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    """Documents with a written word of this pattern: `*` any run of letters, `?` one letter."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Documents with a word at most `distance` (1 or 2) edits away, its first letter the same.

    An edit puts in, leaves out or changes a letter, or swaps two neighbours. The term is one of the
    `exact` stream.
    """

    field: str
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class Between:
    """Documents with a number or string from low to high, both included; None leaves an end open."""

    field: str
    low: Value | None
    high: Value | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents that have any of the values, or a list with any of them."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class StringTest:
    """Documents that have a string, or a list with a string, that passes the test."""

    field: str
    test: Test
    value: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Documents without a value, or with an empty list."""

    field: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What the child matches; a facet that names the selection counts as if it were not there."""

    name: str
    child: "Node"


@dataclass(frozen=True, slots=True)
class Unscored:
    """What the child matches: a filter. Only `Word`s are scored, so this says it to the reader."""

    child: "Node"


Node: TypeAlias = (
    All
    | Nothing
    | And
    | Or
    | Not
    | Term
    | Phrase
    | Pattern
    | Fuzzy
    | Between
    | OneOf
    | StringTest
    | Missing
    | Selection
    | Unscored
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query that matches are ranked by. What is empty is not scored.

    The variants in `stems` are one term: their frequencies in a document are summed, and its
    document frequency is that of their union.
    """

    stems: tuple[str, ...]
    exact: str = ""
    root: str = ""
    trigrams: tuple[str, ...] = ()
    weight: float = 1.0
