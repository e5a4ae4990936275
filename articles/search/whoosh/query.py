"""From Haystack's query to the engine's tree."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.inputs import AltParser, AutoQuery, BaseInput, Exact, Not, Raw

from articles.search.tree import All, Node, Nothing, Or, Word
from articles.search.tree import Not as NotNode
from articles.search.tree_query import TreeQuery
from articles.search.whoosh.kinds import Kind
from articles.search.whoosh.lookups import UnknownLookup, all_of, lookup_node, words_of
from articles.search.whoosh.query_strings import condition_string, escaped, read_query_string


@dataclass(frozen=True)
class EngineQuery:
    """What a SearchQuerySet asks for: which documents, and the words that score them."""

    match: Node
    words: tuple[Word, ...] = ()
    #: What was typed of it, for spelling.
    text: str = ""
    #: Whether what is too much may be left out: of what users type. What code asks for is exact or an error.
    may_be_cut: bool = False


class ArabicWhooshQuery(BaseSearchQuery):
    """Builds the tree of a SearchQuerySet."""

    #: Bounds that the search hit, once it has run.
    bounds: tuple[Any, ...] = ()

    def build_query(self) -> EngineQuery:
        reader = self.backend.reader()
        match = reader.node(self.query_filter)
        boosted = [
            Word(word.stems, word.exact, word.root, word.trigrams, float(weight))
            for text, weight in self.boost.items()
            for word in words_of(text)
        ]
        words = (*dict.fromkeys(reader.words), *boosted)
        return EngineQuery(match, words, " ".join(reader.texts), reader.may_be_cut)

    def run_mlt(self, **kwargs: Any) -> None:
        """As Haystack's, in windows."""
        super().run_mlt(**{"start_offset": self.start_offset, "end_offset": self.end_offset, **kwargs})

    def post_process_facets(self, results: dict[str, Any]) -> dict[str, Any]:
        """Keeps what the engine says about its bounds beside the facets."""
        self.bounds = results.get("bounds", ())
        processed: dict[str, Any] = super().post_process_facets(results)
        return processed

    def clean(self, query_fragment: Any) -> Any:
        """A value as it may stand between the quotes of a query string; other values as they are."""
        return escaped(query_fragment) if isinstance(query_fragment, str) else query_fragment

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """For `narrow`, which takes strings."""
        if isinstance(value, BaseInput):
            value = value.query_string
        return condition_string(field, filter_type, value)

    def matching_all_fragment(self) -> str:
        return "*"


class QueryReader:
    """Reads SQ objects, inputs and query strings; keeps the words that they score."""

    def __init__(self, kinds: dict[str, Kind], document: str, name_in_index: Callable[[str], str]) -> None:
        self.kinds = kinds
        self.name_in_index = name_in_index
        self.may_be_cut = False
        self.document = document
        self.words: list[Word] = []
        self.texts: list[str] = []

    def node(self, node: SearchNode, *, negated: bool = False) -> Node:
        """An empty node matches everything."""
        negated ^= node.negated
        parts = [
            self.node(child, negated=negated)
            if isinstance(child, SearchNode)
            else self._condition(node, child, negated=negated)
            for child in node.children
        ]
        if not parts:
            return All()
        joined = all_of(parts) if node.connector == SearchNode.AND else Or(tuple(parts))
        return NotNode(joined) if node.negated else joined

    def query_string(self, text: str, *, negated: bool = False, field: str = "") -> Node:
        def leaf(name: str, lookup: str, value: object) -> Node:
            wanted = name or field or "content"
            try:
                return self._lookup(wanted, lookup, value, negated=negated)
            except (UnknownLookup, ValueError, TypeError):
                # A string never fails: what a text cannot do is read as words, and no column has it.
                return (
                    self._lookup(wanted, "content", _words_in(value), negated=True)
                    if self._is_text(wanted)
                    else Nothing()
                )

        return read_query_string(text, leaf, fields=frozenset(self.kinds))

    def _condition(self, node: SearchNode, child: tuple[str, Any], *, negated: bool) -> Node:
        expression, value = child
        field, lookup = node.split_expression(expression)
        if isinstance(value, TreeQuery):
            self.may_be_cut = True
            if not negated:
                self.words += value.words
            return value.match
        if isinstance(value, AutoQuery | Raw):
            return self.query_string(str(value.query_string), negated=negated, field=field)
        if isinstance(value, Not):
            return NotNode(self._lookup(field, lookup, value.query_string, negated=True))
        if isinstance(value, AltParser):
            warnings.warn("AltParser is ignored: this engine has one parser.", stacklevel=2)
            return All()
        if isinstance(value, Exact):
            return self._lookup(field, "exact", value.query_string, negated=negated)
        if isinstance(value, BaseInput):
            value = value.query_string
        return self._lookup(field, lookup, value, negated=negated)

    def _is_text(self, field: str) -> bool:
        return field == "content" or self.kinds[self.name_in_index(field)].is_text

    def _lookup(self, field: str, lookup: str, value: Any, *, negated: bool) -> Node:
        name = self.document if field == "content" else self.name_in_index(field)
        kind = self.kinds.get(name)
        if kind is None:
            raise ValueError(f"The index has no field {name!r}: {', '.join(sorted(self.kinds))}.")
        if kind.is_document and not negated and lookup in ("content", "exact"):
            self.words += words_of(str(value))
            self.texts.append(str(value))
        if hasattr(value, "values_list"):  # a queryset of values
            value = list(value)
        return lookup_node(name, kind, lookup, value)


def _words_in(value: object) -> str:
    return " ".join(str(part) for part in value if part) if isinstance(value, tuple) else str(value)
