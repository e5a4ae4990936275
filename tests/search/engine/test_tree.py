"""Nodes are values: what is kept of an answer is found again under an equal node."""

import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given

from articles.search.tree import And, Selection, Term
from tests.search.engine.corpora import trees


@given(trees)
def test_nodes_are_equal_to_their_like_and_found_under_it(tree):
    like = pickle.loads(pickle.dumps(tree))  # noqa: S301 (made here)
    assert like == tree
    assert {tree: "kept"}[like] == "kept"


def test_a_node_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Term("text", "stem", ("a",)).field = "title"


def test_nodes_of_different_kinds_differ():
    child = Term("text", "stem", ("a",))
    assert Selection("source", child) != child != And((child,))
