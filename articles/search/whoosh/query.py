"""From Haystack's query to Whoosh's: a tree all the way, no string is ever parsed."""

from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from whoosh import query as w

from articles.arabic.variants import Variants
from articles.search.syntax import Phrase
from articles.search.text_query import TextQuery
from articles.search.whoosh.variant_terms import AnyOf, PhraseOf

#: A word in the headline counts for more (measured on public sets: 2 to 3).
TITLE_WEIGHT = 2.0
_LARGEST = 2**63 - 1


class ArabicWhooshQuery(BaseSearchQuery):
    """Builds the Whoosh query of a SearchQuerySet."""

    def build_query(self) -> w.Query:
        return self._node(self.query_filter)

    def matching_all_fragment(self) -> w.Query:
        return w.Every()

    def _node(self, node: SearchNode) -> w.Query:
        parts = [
            self._node(child) if hasattr(child, "children") else self._leaf(node, child)
            for child in node.children
        ]
        if not parts:
            return w.Every()
        joined = w.And(parts) if node.connector == SearchNode.AND else w.Or(parts)
        return w.And([w.Every(), w.Not(joined)]) if node.negated else joined

    def _leaf(self, node: SearchNode, child: tuple[str, Any]) -> w.Query:
        expression, value = child
        field, lookup = node.split_expression(expression)
        if isinstance(value, TextQuery):
            return _text(value)
        query = self._lookup(field, lookup, value)
        return w.ConstantScoreQuery(query, score=0.0)

    def _lookup(self, field: str, lookup: str, value: Any) -> w.Query:
        if lookup == "in":
            return w.Or([self._equal(field, item) for item in value])
        if lookup in ("exact", "content"):
            return self._equal(field, value)
        if lookup == "range":
            return w.NumericRange(field, *value)
        if lookup == "gte":
            return w.NumericRange(field, value, _LARGEST)
        if lookup == "lte":
            return w.NumericRange(field, -_LARGEST, value)
        raise ValueError(f"The lookup {field}__{lookup} is not known to this engine.")

    def _equal(self, field: str, value: Any) -> w.Query:
        if self.backend.is_numeric(field):
            return w.NumericRange(field, int(value), int(value))
        return w.Term(field, str(value))


def _text(wanted: TextQuery) -> w.Query:
    """The phrases in the text; the same in the headline adds to the score."""
    phrases = wanted.parsed.phrases
    if not phrases:
        return w.NullQuery
    texts = [_phrase("text", phrase, wanted.variants) for phrase in phrases]
    titles = [_phrase("title", phrase, wanted.variants, TITLE_WEIGHT) for phrase in phrases]
    joined = w.And(texts) if wanted.match == "all" else w.Or(texts)
    return w.AndMaybe(joined, w.Or(titles))


def _phrase(field: str, phrase: Phrase, variants: Variants, boost: float = 1.0) -> w.Query:
    """A word or a phrase; a word with variants is any of them."""
    words = [variants.expand(word.stem, word.exact) for word in phrase.words]
    has_variants = any(len(stems) > 1 for stems in words)
    if len(words) == 1:
        stems = words[0]
        return AnyOf(field, stems, boost) if has_variants else w.Term(field, stems[0], boost)
    if has_variants:
        return PhraseOf(field, words, boost)
    return w.Phrase(field, list(phrase.stems), boost=boost)
