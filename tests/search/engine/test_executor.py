"""The executor finds what plain Python finds document by document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.tree import (
    All,
    And,
    Between,
    Missing,
    Not,
    OneOf,
    Or,
    Phrase,
    StringTest,
    Term,
    Unscored,
)
from articles.search.whoosh import bounds, phrases
from articles.search.whoosh.executor import search
from tests.search.engine.corpora import COLUMNS, archives, document, queries, scored_word, trees
from tests.search.engine.memory import MemorySegment, snapshot
from tests.search.engine.oracle import Oracle, matches

EXAMPLES = settings(max_examples=150, deadline=None)
orders = st.lists(
    st.tuples(st.sampled_from(["day", "rank", "source", "number", "nowhere"]), st.booleans()), max_size=3
)


def places(found):
    return [(hit.segment, hit.document) for hit in found.hits]


def archive(*texts, **values):
    """One segment with these texts; values are lists, one a text."""
    rows = [{name: column[place] for name, column in values.items()} for place in range(len(texts))]
    return snapshot(
        MemorySegment([document(text.split(), **row) for text, row in zip(texts, rows, strict=True)], COLUMNS)
    )


@EXAMPLES
@given(archives(), trees)
def test_the_matches_are_those_of_the_oracle(segments, tree):
    found = search(snapshot(*segments), tree)
    expected = Oracle(segments).matching(tree)
    assert set(places(found)) == set(expected)
    assert found.total == len(expected) == len(found.hits)
    assert not found.notes


@EXAMPLES
@given(archives(), trees, queries)
def test_the_scores_are_those_of_the_oracle(segments, tree, words):
    oracle = Oracle(segments)
    for hit in search(snapshot(*segments), tree, words).hits:
        expected = oracle.score(oracle.documents[hit.segment, hit.document], words)
        assert hit.score == pytest.approx(expected, rel=1e-4, abs=1e-5)


def in_order(oracle, hits, order):
    """Sorted step by step, the last key first; without a value last, either way."""
    found = sorted(hits, key=lambda hit: (hit.segment, hit.document))
    for name, descending in reversed(order):
        values = {hit: oracle.documents[hit.segment, hit.document].values.get(name) for hit in found}
        there = [hit for hit in found if values[hit] is not None]
        there.sort(key=values.__getitem__, reverse=descending)
        found = there + [hit for hit in found if values[hit] is None]
    return found


@EXAMPLES
@given(archives(), trees, orders)
def test_hits_stand_in_the_order_of_the_columns(segments, tree, order):
    found = search(snapshot(*segments), tree, order=order)
    assert list(found.hits) == in_order(Oracle(segments), found.hits, order)


@EXAMPLES
@given(archives(), trees, queries, orders)
def test_equal_scores_stand_in_the_order_of_the_ties(segments, tree, words, ties):
    found = search(snapshot(*segments), tree, words, ties=ties)
    by_ties = in_order(Oracle(segments), found.hits, ties)
    assert list(found.hits) == sorted(by_ties, key=lambda hit: -hit.score)


@EXAMPLES
@given(archives(), trees, queries, orders, st.integers(1, 5))
def test_pages_put_together_are_the_whole(segments, tree, words, ties, size):
    index = snapshot(*segments)
    whole = search(index, tree, words, ties=ties)
    pages = [
        hit
        for first in range(0, whole.total + size, size)
        for hit in search(index, tree, words, ties=ties, first=first, last=first + size).hits
    ]
    assert pages == list(whole.hits)


def test_ties_at_the_end_of_a_page_are_broken_among_thousands():
    days = [(number * 7919) % 1000 for number in range(5000)]
    index = snapshot(
        MemorySegment([document(["a"], day=day, number=n) for n, day in enumerate(days)], COLUMNS)
    )
    expected = sorted(range(5000), key=lambda number: (-days[number], number))
    for first in (0, 5, 10, 2495, 4990):
        found = search(
            index,
            All(),
            (scored_word("a"),),
            ties=(("day", True), ("number", False)),
            first=first,
            last=first + 10,
        )
        assert [hit.document for hit in found.hits] == expected[first : first + 10]


def test_documents_without_a_value_come_last_either_way():
    index = archive("a", "a", "a", day=[1, None, 2])
    for descending, expected in ((False, [0, 2, 1]), (True, [2, 0, 1])):
        found = search(index, All(), order=(("day", descending),))
        assert [hit.document for hit in found.hits] == expected


def test_an_order_by_lists_is_refused():
    with pytest.raises(ValueError, match="lists"):
        search(archive("a", "b", keys=[[1], [2]]), All(), order=(("keys", False),), last=1)


def test_an_unknown_test_of_strings_is_refused():
    with pytest.raises(ValueError, match="regex"):
        search(archive("a", source=["x"]), StringTest("source", "regex", "x"))


def test_a_column_that_is_not_there_is_missing_in_every_document():
    index = archive("a", "b")
    assert search(index, Missing("nowhere")).total == 2
    assert search(index, OneOf("nowhere", (1,))).total == 0


def test_values_of_another_type_are_no_documents():
    index = archive("a", day=[1], source=["x"])
    for node in (
        OneOf("day", ("1",)),
        OneOf("source", (1,)),
        Between("day", "0", "2"),
        Between("source", 0, 2),
    ):
        assert search(index, node).total == 0


def test_an_archive_without_segments_has_nothing():
    found = search(snapshot(), All(), (scored_word("a"),), last=10)
    assert (found.total, found.hits, found.notes) == (0, (), ())


def test_last_of_zero_only_counts():
    found = search(archive("a", "a b"), Term("text", "stem", ("a",)), (scored_word("a"),), last=0)
    assert (found.total, found.hits) == (2, ())


@pytest.mark.parametrize(("outer", "inner"), [(And, And), (And, Or), (Or, And), (Or, Or)])
def test_trees_in_trees_match_as_they_stand(outer, inner):
    a, b, c = (Term("text", "stem", (stem,)) for stem in "abc")
    texts = ["", "a", "b", "c", "a b", "a c", "b c", "a b c"]
    rows = [document(text.split()) for text in texts]
    tree = outer((inner((a, b)), Unscored(inner((b, c)))))
    found = search(snapshot(MemorySegment(rows, COLUMNS)), tree)
    assert [hit.document for hit in found.hits] == [
        number for number, row in enumerate(rows) if matches(row, tree)
    ]


# ------------------------------------------------------------ phrases


@pytest.mark.parametrize(
    ("slop", "ordered", "text", "matches"),
    [
        (0, True, "a b c", True),
        (0, True, "a c b", False),
        (0, True, "b a", False),
        (1, True, "a c b", True),
        (1, True, "b c a", False),
        (0, False, "b a", True),
        (1, False, "b c a", True),
        (1, False, "b c c a", False),
    ],
)
def test_words_of_a_phrase_lie_within_its_window(slop, ordered, text, matches):
    phrase = Phrase("text", "stem", (("a",), ("b",)), slop, ordered)
    assert search(archive(text), phrase).total == matches


@pytest.mark.parametrize("ordered", [True, False])
def test_a_word_asked_for_twice_has_to_be_there_twice(ordered):
    phrase = Phrase("text", "stem", (("a",), ("a",)), 1, ordered)
    assert [hit.document for hit in search(archive("a b", "a b a"), phrase).hits] == [1]


@pytest.mark.parametrize("ordered", [True, False])
def test_spellings_in_another_order_are_the_same_word(ordered):
    phrase = Phrase("text", "stem", (("a", "b"), ("b", "a")), 5, ordered)
    found = search(archive("a c", "a c b", "b c b"), phrase)
    assert [hit.document for hit in found.hits] == [1, 2]


def test_a_spelling_given_twice_is_one():
    phrase = Phrase("text", "stem", (("a", "a"), ("a", "a")), 5, ordered=False)
    assert search(archive("a c"), phrase).total == 0


def test_a_phrase_of_very_frequent_words_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(phrases, "MAX_POSITIONS", 10)
    phrase = Phrase("text", "stem", (("a",), ("b",)))
    found = search(archive(*["a b"] * 20), phrase)
    (note,) = found.notes
    assert (found.total, note.kind, note.taken, note.there_were) == (5, "positions", 5, 20)


# ------------------------------------------------------------ bounds


def test_clauses_beyond_the_bound_are_left_out_and_said():
    few = bounds.Limits(2, 60)
    tree = And(tuple(Term("text", "stem", (stem,)) for stem in "abc"))
    found = search(archive("a b", "a", "a b c"), tree, limits=few)
    assert [hit.document for hit in found.hits] == [0, 2]
    assert [(note.kind, note.taken, note.there_were) for note in found.notes] == [("clauses", 2, 3)]


def test_a_thousand_values_are_one_clause():
    tree = Or(tuple(OneOf("day", (day,)) for day in range(5000)))
    found = search(archive("a", "b", day=[1, 6000]), tree)
    assert (found.total, found.notes) == (1, ())


def test_a_tree_too_deep_is_cut_and_said():
    tree = Term("text", "stem", ("a",))
    for _ in range(400):
        tree = And((Term("text", "stem", ("b",)), Not(Or((tree, tree)))))
    found = search(archive("a b", "b"), tree)
    assert {note.kind for note in found.notes} >= {"depth"}


def test_scored_words_beyond_the_bound_are_left_out_and_said(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_TERMS", 8)
    found = search(archive("a b c"), All(), [scored_word(text) for text in "abc"])
    assert [(note.kind, note.taken, note.there_were) for note in found.notes] == [("words", 2, 3)]
