"""What the analyst typed, as a tree: words, phrases and fields as they stand in the query.

Places are code points into `ParsedQuery.text`, half-open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from articles.arabic.analyze import AnalyzedWord

TextField: TypeAlias = Literal["title", "author"]
NameField: TypeAlias = Literal["source", "person", "place", "organisation"]


@dataclass(frozen=True)
class Word:
    """A word in any of its forms."""

    word: AnalyzedWord

    @property
    def words(self) -> tuple[AnalyzedWord, ...]:
        return (self.word,)


@dataclass(frozen=True)
class Phrase:
    """Words in any of their forms, one right after the other.

    With `within` they stand in any order, with at most so many other words between them.
    """

    words: tuple[AnalyzedWord, ...]
    within: int | None = None

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(word.stem for word in self.words)


@dataclass(frozen=True)
class Exact:
    """Words letter for letter, one right after the other; vowel marks do not count."""

    words: tuple[AnalyzedWord, ...]


@dataclass(frozen=True)
class Pattern:
    """A written word with `*` for any letters and `?` for one. `words` are its letters without them."""

    pattern: str
    words: tuple[AnalyzedWord, ...]

    @property
    def is_prefix(self) -> bool:
        return self.pattern.endswith("*") and not set("*?") & set(self.pattern[:-1])


@dataclass(frozen=True)
class Fuzzy:
    """Words that differ by so many letters at most."""

    word: AnalyzedWord
    distance: int

    @property
    def words(self) -> tuple[AnalyzedWord, ...]:
        return (self.word,)


@dataclass(frozen=True)
class InField:
    """What is searched for in a part of the article's text."""

    field: TextField
    child: "Node"


@dataclass(frozen=True)
class Named:
    """Articles of a source, or that name an entity; `child` is its name as words, or several as alternatives.

    `label` is the name of the field where a space stands beside the colon: the two may be words of a
    headline after all («مصدر: …»), and are if no source or entity has the name.
    """

    field: NameField
    child: "Node"
    label: AnalyzedWord | None = None


@dataclass(frozen=True)
class Dated:
    """Articles of these days, both included; None leaves an end open."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Not:
    child: "Node"


@dataclass(frozen=True)
class All:
    """Each of the children. Those that only stand side by side (not `joined`) may become any of them."""

    children: tuple["Node", ...]
    joined: bool = False


@dataclass(frozen=True)
class Any:
    children: tuple["Node", ...]


WithWords: TypeAlias = Word | Phrase | Exact | Pattern | Fuzzy
Node: TypeAlias = WithWords | InField | Named | Dated | Not | All | Any


def words_of(node: Node) -> tuple[AnalyzedWord, ...]:
    """All words of a node, in the order typed."""
    if isinstance(node, All | Any):
        return tuple(word for child in node.children for word in words_of(child))
    if isinstance(node, InField | Named | Not):
        return words_of(node.child)
    return () if isinstance(node, Dated) else node.words


def positive(node: Node | None) -> Iterator[WithWords]:
    """What an article is searched for, in the order typed: nothing excluded, no names or dates."""
    return (found for _field, found in with_fields(node))


def with_fields(
    node: Node | None, field: TextField | None = None
) -> Iterator[tuple[TextField | None, WithWords]]:
    """The same, each with the field that it is searched for in; None is the whole text."""
    if isinstance(node, All | Any):
        for child in node.children:
            yield from with_fields(child, field)
    elif isinstance(node, InField):
        yield from with_fields(node.child, node.field)
    elif isinstance(node, WithWords):
        yield field, node


def is_condition(node: Node) -> bool:
    """Whether the node (a field, an exclusion) holds whatever else may be left out."""
    if isinstance(node, All | Any):
        return all(map(is_condition, node.children))
    return isinstance(node, InField | Named | Dated | Not)
