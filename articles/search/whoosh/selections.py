"""The matches of a tree, and those without one of its selections: what a facet counts for its own values."""

from dataclasses import replace
from functools import reduce
from operator import and_

from articles.search.tree import All, And, Node, Not, Or, Selection, Unscored
from articles.search.whoosh.documents import Documents
from articles.search.whoosh.matching import Matcher


class Plan:
    """A tree as selections that all have to hold, by name, and the rest."""

    def __init__(self, tree: Node) -> None:
        parts = tree.children if isinstance(tree, And) else (tree,)
        self.selections: dict[str, list[Node]] = {}
        rest: list[Node] = []
        for part in parts:
            if isinstance(part, Selection) and not names_of(part.child):
                self.selections.setdefault(part.name, []).append(part.child)
            else:
                rest.append(part)
        self.rest: Node = rest[0] if len(rest) == 1 else And(tuple(rest))
        #: Selections below an Or or a Not: without them the rest is another tree.
        self.buried = names_of(self.rest)


class Matches:
    """What a plan matches in one segment, deleted documents left out."""

    def __init__(self, plan: Plan, matcher: Matcher) -> None:
        self._plan = plan
        self._matcher = matcher
        self._selected = {
            name: reduce(and_, map(matcher.match, nodes)) for name, nodes in plan.selections.items()
        }
        self._rest = self._live(plan.rest)
        self._found: dict[str, Documents] = {}

    @property
    def all(self) -> Documents:
        return self.without("")

    def without(self, own: str) -> Documents:
        """What would match if the selection of this name were not there."""
        if own not in self._selected and own not in self._plan.buried:
            own = ""
        if own not in self._found:
            found = self._live(without(self._plan.rest, own)) if own in self._plan.buried else self._rest
            for name, selected in self._selected.items():
                if name != own:
                    found &= selected
            self._found[own] = found
        return self._found[own]

    def count(self, node: Node, own: str) -> int:
        """How many of the matches a further node matches."""
        return len(self.without(own) & self._matcher.match(node))

    def _live(self, node: Node) -> Documents:
        found = self._matcher.match(node)
        live = self._matcher.segment.live
        return found if live is None else found & live


def names_of(node: Node) -> frozenset[str]:
    """The names of all selections in a tree."""
    match node:
        case And(children) | Or(children):
            return frozenset[str]().union(*map(names_of, children))
        case Not(child) | Unscored(child):
            return names_of(child)
        case Selection(name, child):
            return names_of(child) | {name}
    return frozenset()


def without(node: Node, name: str) -> Node:
    """The tree as if the selection of this name matched everything."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(without(child, name) for child in children))
        case Selection(own, _) if own == name:
            return All()
        case Not(child) | Unscored(child) | Selection(_, child):
            return replace(node, child=without(child, name))
    return node
