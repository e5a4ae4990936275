"""Which documents of a segment a node of the query tree matches, deleted ones included."""

from typing import assert_never

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
)
from articles.search.whoosh.documents import Documents, union
from articles.search.whoosh.expansion import expand, expanded_field
from articles.search.whoosh.filters import Filter, filter_mask
from articles.search.whoosh.found import Bound, Note
from articles.search.whoosh.phrases import match_phrase
from articles.search.whoosh.views import SegmentView, SnapshotView, stream_field

#: Filters by more values than this are not kept: the key itself would be large.
_MANY_VALUES = 200


class Matcher:
    """Matches trees against one segment of a snapshot; says in `notes` where a bound was hit."""

    def __init__(self, snapshot: SnapshotView, number: int, note: Note) -> None:
        self.segment: SegmentView = snapshot.segments[number]
        self._snapshot = snapshot
        self._number = number
        self._note = note

    def match(self, node: Node) -> Documents:  # noqa: PLR0911 (one for each kind of node)
        match node:
            case All():
                return self.segment.every
            case Nothing():
                return Documents.none(self.segment.size)
            case And(children):
                return self._all_of(children)
            case Or(children):
                return union(self.segment.size, map(self.match, children))
            case Not(child):
                return ~self.match(child)
            case Selection(_, child) | Unscored(child):
                return self.match(child)
            case Term(field, stream, terms):
                return self.segment.documents(stream_field(field, stream), terms)
            case Phrase():
                return self._phrase(node)
            case Pattern() | Fuzzy():
                return self._expanded(node)
            case Between() | OneOf() | StringTest() | Missing():
                return self._filtered(node)
        assert_never(node)

    def _all_of(self, children: tuple[Node, ...]) -> Documents:
        """Phrases and patterns last: they need not be looked at when nothing else is left."""
        found = self.segment.every
        for child in sorted(children, key=_is_costly):
            found &= self.match(child)
            if not len(found):
                break
        return found

    def _phrase(self, node: Phrase) -> Documents:
        found = self.segment.keep(node, lambda: match_phrase(self.segment, node))
        if found.was_cut:
            self._note(Bound("positions", found.looked_at, found.there_were, node))
        return found.documents

    def _expanded(self, node: Pattern | Fuzzy) -> Documents:
        field = expanded_field(node)
        if isinstance(node, Pattern) and node.pattern and not node.pattern.strip("*"):
            return self.segment.with_words(field)
        expansion = expand(self._snapshot, node)
        if expansion.taken < expansion.found:
            self._note(Bound("expansion", expansion.taken, expansion.found, node))
        terms = expansion.terms[self._number]
        if not terms:
            return Documents.none(self.segment.size)
        # Which terms were taken depends on the snapshot.
        key = ("expanded", node, self._snapshot.token)
        return self.segment.keep(key, lambda: self.segment.documents_now(field, terms))

    def _filtered(self, node: Filter) -> Documents:
        def filtered() -> Documents:
            column = self.segment.column(node.field)
            return Documents(self.segment.size, mask=filter_mask(column, node, self.segment.size))

        if isinstance(node, OneOf) and len(node.values) > _MANY_VALUES:
            return filtered()
        return self.segment.keep(node, filtered)


def _is_costly(node: Node) -> bool:
    return isinstance(node, Phrase | Pattern | Fuzzy)
