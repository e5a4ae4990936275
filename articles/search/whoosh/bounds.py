"""A tree that is not too large: what goes beyond is left out, and said."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from articles.search.tree import All, And, Node, Not, Nothing, OneOf, Or, Phrase, Selection, Unscored, Word
from articles.search.whoosh.found import Bound, Note


class Limits(NamedTuple):
    """A phrase counts as many clauses as it has words."""

    clauses: int
    depth: int


#: For what people type, and for what code asks for, which is to be exact.
TYPED = Limits(1000, 60)
CODED = Limits(200_000, 150)
#: Scored terms: a word has a stem, an exact form, a root and its trigrams.
MAX_TERMS = 1000


def bounded(tree: Node, note: Note, limits: Limits = TYPED) -> Node:
    """The tree without what goes beyond, flattened."""
    cutter = _Cutter(limits)
    kept = cutter.cut(tree, 0)
    if cutter.clauses > limits.clauses:
        note(Bound("clauses", limits.clauses, cutter.clauses))
    if cutter.is_too_deep:
        note(Bound("depth", limits.depth, limits.depth + 1))
    return All() if kept is None else kept


def bounded_words(words: Sequence[Word], note: Note) -> Sequence[Word]:
    """The first words that together have no more than MAX_TERMS terms."""
    terms = accumulate(len(word.stems) + 2 + len(word.trigrams) for word in words)
    kept = [word for word, so_far in zip(words, terms, strict=True) if so_far <= MAX_TERMS]
    if len(kept) < len(words):
        note(Bound("words", len(kept), len(words)))
    return kept


class _Cutter:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.clauses = 0
        self.is_too_deep = False

    def cut(self, node: Node, depth: int) -> Node | None:
        """The node with what is left of its children; None when it is left out itself."""
        while isinstance(node, Unscored):
            node = node.child
        if self.clauses > self.limits.clauses:
            return None
        if depth > self.limits.depth:
            self.is_too_deep = True
            return None
        if isinstance(node, And | Or):
            return self._composite(node, depth)
        if isinstance(node, Not | Selection):
            child = self.cut(node.child, depth + 1)
            return None if child is None else replace(node, child=child)
        self.clauses += len(node.words) if isinstance(node, Phrase) else 1
        return None if self.clauses > self.limits.clauses else node

    def _composite(self, node: And | Or, depth: int) -> Node | None:
        if not node.children:
            return All() if isinstance(node, And) else Nothing()
        children: list[Node] = []
        for child in _together(node.children) if isinstance(node, Or) else node.children:
            kept = self.cut(child, depth + 1)
            if isinstance(kept, type(node)):
                children += kept.children
            elif kept is not None:
                children.append(kept)
        if len(children) <= 1:
            return children[0] if children else None
        return type(node)(tuple(children))


def _together(children: tuple[Node, ...]) -> list[Node]:
    """Values of one column as one clause: a list of a thousand keys is one filter."""
    kept: list[Node] = []
    values: dict[str, list[OneOf]] = {}
    for child in children:
        if isinstance(child, OneOf):
            values.setdefault(child.field, []).append(child)
        else:
            kept.append(child)
    merged = (
        OneOf(field, tuple(dict.fromkeys(value for node in nodes for value in node.values)))
        for field, nodes in values.items()
    )
    return [*merged, *kept]
