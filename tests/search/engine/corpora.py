"""Random archives, trees and words for the tests of the executor, small enough to meet each other often."""

from hypothesis import strategies as st

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
from articles.search.whoosh.columns import Lists, Numbers, Strings
from tests.search.engine.memory import Document, MemorySegment

COLUMNS = {
    "day": Numbers(),
    "rank": Numbers("float"),
    "source": Strings(),
    "tags": Lists(Strings()),
    "keys": Lists(Numbers()),
    "number": Numbers(),
}
LETTERS = "abc"
#: All words of one to three letters out of few: stems, roots and trigrams of them coincide.
word_texts = st.text(LETTERS, min_size=1, max_size=4)
texts = st.lists(word_texts, max_size=12)
days = st.one_of(st.none(), st.integers(-3, 6))
ranks = st.one_of(st.none(), st.sampled_from([-1.5, 0.0, 0.25, 2.0]))
sources = st.one_of(st.none(), st.text("xy", max_size=2))
tags = st.lists(st.text("pq", max_size=2), max_size=3)
keys = st.lists(st.integers(0, 5), max_size=4)


def stem_of(word: str) -> str:
    return word[:2]


def trigrams_of(word: str) -> tuple[str, ...]:
    return tuple(word[place : place + 3] for place in range(len(word) - 2)) or (word,)


def document(words: list[str], **values: object) -> Document:
    return Document(
        {
            "text.stem": [[stem_of(word)] for word in words],
            "text.exact": [[word] for word in words],
            "text.root": [[word[0]] for word in words],
            "text.tri": [trigrams_of(word) for word in words],
            "text.written": [[word] for word in words],
            "title.stem": [[stem_of(word)] for word in words[:3]],
            "title.exact": [[word] for word in words[:3]],
            "title.written": [[word] for word in words[:3]],
        },
        values,
    )


documents = st.builds(document, texts, day=days, rank=ranks, source=sources, tags=tags, keys=keys)


@st.composite
def archives(draw: st.DrawFn, max_segments: int = 3, max_documents: int = 12) -> list[MemorySegment]:
    segments = []
    for _ in range(draw(st.integers(1, max_segments))):
        found = draw(st.lists(documents, max_size=max_documents))
        deleted = draw(st.sets(st.integers(0, len(found) - 1))) if found else set()
        segments.append(MemorySegment(found, COLUMNS, deleted))
    return segments


def scored_word(text: str, weight: float = 1.0) -> Word:
    return Word((stem_of(text),), text, text[0], trigrams_of(text), weight)


words = st.builds(scored_word, word_texts, st.sampled_from([1.0, 1.0, 1.0, 0.5, 2.0])) | st.builds(
    Word, st.lists(word_texts.map(stem_of), min_size=1, max_size=3).map(tuple)
)
queries = st.lists(words, max_size=4)

stems = st.lists(word_texts.map(stem_of), min_size=1, max_size=2).map(tuple)
fields = st.sampled_from(["text", "title"])
leaves = st.one_of(
    st.builds(All),
    st.builds(Nothing),
    st.builds(Term, fields, st.just("stem"), stems),
    st.builds(Term, st.just("text"), st.just("exact"), st.lists(word_texts, max_size=2).map(tuple)),
    st.builds(
        Phrase,
        fields,
        st.just("stem"),
        st.lists(stems, min_size=1, max_size=3).map(tuple),
        st.integers(0, 3),
        st.booleans(),
    ),
    st.builds(Pattern, fields, st.text(LETTERS + "*?", min_size=1, max_size=5)),
    st.builds(Fuzzy, fields, word_texts, st.integers(1, 2)),
    st.builds(
        Between,
        st.just("day"),
        st.one_of(st.none(), st.integers(-3, 6)),
        st.one_of(st.none(), st.integers(-3, 6)),
    ),
    st.builds(Between, st.just("rank"), st.one_of(st.none(), st.floats(-2, 3)), st.none()),
    st.builds(
        Between, st.sampled_from(["source", "tags"]), st.one_of(st.none(), st.text("xp", max_size=2)), sources
    ),
    st.builds(OneOf, st.just("day"), st.lists(st.integers(-3, 6), max_size=6).map(tuple)),
    st.builds(OneOf, st.just("keys"), st.lists(st.integers(0, 6), max_size=3).map(tuple)),
    st.builds(OneOf, st.just("source"), st.lists(st.text("xy", max_size=2), max_size=3).map(tuple)),
    st.builds(OneOf, st.just("tags"), st.lists(st.text("pq", max_size=2), max_size=3).map(tuple)),
    st.builds(
        StringTest,
        st.sampled_from(["source", "tags"]),
        st.sampled_from(["startswith", "endswith", "contains"]),
        st.text("xpq", max_size=2),
    ),
    st.builds(Missing, st.sampled_from(sorted(COLUMNS))),
)


def _grown(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, children),
        st.builds(Or, children),
        st.builds(Not, nodes),
        st.builds(Unscored, nodes),
        st.builds(Selection, st.sampled_from(["one", "two"]), nodes),
    )


trees = st.recursive(leaves, _grown, max_leaves=6)
