"""Whoosh queries in which several stems count as one term: the members of a variant class.

Frequencies in a document are summed before they are scored. Simpler than the real thing: the document
frequency of the class is the sum of its members', documents with two spellings counting twice,
and there is no skipping by block quality.
"""

from collections.abc import Sequence
from math import log
from typing import Any

from whoosh import matching
from whoosh import query as w
from whoosh.matching.wrappers import WrappingMatcher
from whoosh.query.spans import SpanNear2
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher
from whoosh.util import make_binary_tree


class AnyOf(w.Query):
    """Documents with any of the stems, scored as one term."""

    def __init__(self, field: str, stems: Sequence[str], boost: float = 1.0) -> None:
        self.fieldname = field
        self.stems = tuple(stems)
        self.boost = boost

    def estimate_size(self, reader: IndexReader) -> int:
        return sum(term.estimate_size(reader) for term in self._terms())

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> matching.Matcher:
        found = [term.matcher(searcher, context) for term in self._terms()]
        active = [matcher for matcher in found if matcher.is_active()]
        if not active:
            return matching.NullMatcher()
        union = make_binary_tree(matching.UnionMatcher, active)
        return _OneTermMatcher(union, self._scorer(searcher, context), self.boost)

    def _terms(self) -> list[w.Term]:
        return [w.Term(self.fieldname, stem) for stem in self.stems]

    def _scorer(self, searcher: Searcher, context: SearchContext | None) -> Any:
        """The scorer of a member that is there, with the inverse document frequency of the class."""
        weighting = (context and context.weighting) or searcher.weighting
        reader = searcher.reader()
        known = next(stem for stem in self.stems if (self.fieldname, stem.encode()) in reader)
        scorer = weighting.scorer(searcher, self.fieldname, known.encode())
        whole = searcher.get_parent()
        documents = whole.doc_count_all()
        with_any = min(documents, sum(whole.doc_frequency(self.fieldname, stem) for stem in self.stems))
        scorer.idf = log(documents / (with_any + 1)) + 1  # as Whoosh's own
        return scorer


class PhraseOf(w.Query):
    """Documents in which the words, each any of its stems, follow one another."""

    def __init__(self, field: str, words: Sequence[Sequence[str]], boost: float = 1.0) -> None:
        self.fieldname = field
        self.words = tuple(AnyOf(field, stems) for stems in words)
        self.boost = boost

    def estimate_size(self, reader: IndexReader) -> int:
        return min(word.estimate_size(reader) for word in self.words)

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> matching.Matcher:
        words = [word.matcher(searcher, context) for word in self.words]
        if not all(word.is_active() for word in words):
            return matching.NullMatcher()
        near = SpanNear2.SpanNear2Matcher(words, slop=1, ordered=True, mindist=1)
        return WrappingMatcher(near, boost=self.boost)


class _OneTermMatcher(WrappingMatcher):
    """The documents of a union, scored by their summed frequencies."""

    def __init__(self, child: matching.Matcher, scorer: Any, boost: float = 1.0) -> None:
        super().__init__(child, boost)
        self.scorer = scorer

    def copy(self) -> "_OneTermMatcher":
        return _OneTermMatcher(self.child.copy(), self.scorer, self.boost)

    def _replacement(self, newchild: matching.Matcher) -> "_OneTermMatcher":
        return _OneTermMatcher(newchild, self.scorer, self.boost)

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        """No bound is known."""
        return float("inf")

    block_quality = max_quality

    def weight(self) -> float:
        return self.child.weight()

    def score(self) -> float:
        return self.scorer.score(self) * self.boost
