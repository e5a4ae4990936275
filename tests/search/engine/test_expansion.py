"""Patterns and fuzzy words stand for the right terms, not too many, in bounded time."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.tree import Fuzzy, Pattern
from articles.search.whoosh import expansion
from articles.search.whoosh.executor import search
from articles.search.whoosh.expansion import edit_distances, expand
from articles.search.whoosh.views import SnapshotView
from tests.search.engine.corpora import COLUMNS, document
from tests.search.engine.memory import Document, MemorySegment, snapshot
from tests.search.engine.oracle import edits, fits

EXAMPLES = settings(max_examples=200, deadline=None)
terms = st.lists(st.text("abاب.*[", min_size=1, max_size=6), min_size=1, max_size=30)


def archive(*rows):
    """One document for each row of words, and again in a segment of their own."""
    segment = MemorySegment([document(words) for words in rows], COLUMNS)
    return snapshot(segment, MemorySegment([document(words) for words in rows[:1]], COLUMNS))


def expanded(index, node):
    return set(expand(SnapshotView(index), node).terms[0])


@EXAMPLES
@given(terms, st.text("abاب.*?[", max_size=7))
def test_a_pattern_stands_for_the_terms_that_fit(words, pattern):
    # A pattern has no way to say a star that is a letter.
    assert expanded(archive(words), Pattern("text", pattern)) == {
        word for word in words if fits(word, pattern)
    }


@EXAMPLES
@given(terms, st.text("abاب", min_size=1, max_size=6), st.integers(1, 2))
def test_a_fuzzy_word_stands_for_the_terms_so_near(words, wanted, distance):
    expected = {word for word in words if word[0] == wanted[0] and edits(word, wanted) <= distance}
    assert expanded(archive(words), Fuzzy("text", wanted, distance)) == expected


@EXAMPLES
@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1), st.text("abc", min_size=1, max_size=6))
def test_edit_distances_follow_their_definition(words, wanted):
    width = max(map(len, words))
    letters = np.array([[ord(each) for each in word.ljust(width, "\0")] for word in words], np.uint32).T
    found = edit_distances(letters, np.array([*map(len, words)]), [*map(ord, wanted)])
    assert found.tolist() == [edits(word, wanted) for word in words]


def test_neighbours_swapped_are_one_edit():
    assert expanded(archive(["abdc"]), Fuzzy("text", "abcd", 1)) == {"abdc"}


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_fuzzy_word_is_one_in_normal_spelling_in_every_text(field):
    streams = {f"{field}.exact": [["abc"]], f"{field}.written": [["xyz"]]}
    index = snapshot(MemorySegment([Document(streams)], COLUMNS))
    assert search(index, Fuzzy(field, "abd", 1)).total == 1
    assert search(index, Fuzzy(field, "xyz", 1)).total == 0


def test_letters_beyond_the_basic_plane_are_letters():
    assert expanded(archive(["a\U0001f600b", "a\U0001f601b"]), Fuzzy("text", "a\U0001f600b", 1)) == {
        "a\U0001f600b",
        "a\U0001f601b",
    }
    assert expanded(archive(["a\U0001f600b"]), Pattern("text", "a?b")) == {"a\U0001f600b"}


def test_the_most_frequent_are_taken_and_the_rest_is_said(monkeypatch):
    monkeypatch.setattr(expansion, "MAX_TERMS", 2)
    index = archive(["ab", "ac"], ["ab", "ad"], ["ad", "ae"], ["ad", "ae"])
    found = search(index, Pattern("text", "a*"))
    assert [(note.kind, note.taken, note.there_were) for note in found.notes] == [("expansion", 2, 4)]
    assert found.total == 5
    assert expanded(index, Pattern("text", "a*")) == {"ab", "ad"}


def test_the_nearest_are_taken_first(monkeypatch):
    monkeypatch.setattr(expansion, "MAX_FUZZY", 1)
    index = archive(["abcd"], ["abxx"], ["abxx"])
    assert expanded(index, Fuzzy("text", "abcd", 2)) == {"abcd"}


def test_the_frequencies_of_all_segments_decide(monkeypatch):
    monkeypatch.setattr(expansion, "MAX_TERMS", 1)
    rows = Counter(["ab"] * 2 + ["ac"] * 3)
    first = MemorySegment([document([word]) for word in rows.elements()], COLUMNS)
    second = MemorySegment([document(["ab"])] * 5, COLUMNS)
    found = expand(SnapshotView(snapshot(first, second)), Pattern("text", "a*"))
    assert found.terms == (("ab",), ("ab",))


@pytest.mark.parametrize("pattern", ["*a" * 30, "?*" * 30, "*" * 500, "a*" * 40 + "x"])
def test_no_pattern_takes_long(pattern):
    """Each would take longer than the world lasts if every way to fit were tried."""
    assert expanded(archive(["a" * 250, "ab" * 120]), Pattern("text", pattern)) is not None
