"""How far words are apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.edits import edit_distance, typing_distance

WORDS = st.text("ابج", max_size=6)


@pytest.mark.parametrize("distance", [edit_distance, typing_distance])
@given(one=WORDS, other=WORDS)
def test_it_is_a_distance(distance, one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("one", "other", "letters", "keys"),
    [
        ("كتاب", "كتب", 1, 1),
        ("كتاب", "كتابة", 1, 1),
        ("كتاب", "كباب", 1, 1),
        ("كتاب", "كاتب", 2, 1),
        ("", "كتب", 3, 3),
        # What was swapped is not edited again.
        ("اج", "جبا", 3, 3),
    ],
)
def test_swapped_neighbours_are_one_slip_of_the_hand(one, other, letters, keys):
    assert (edit_distance(one, other), typing_distance(one, other)) == (letters, keys)


def test_a_change_has_the_price_that_is_given():
    assert typing_distance("ظابط", "ضابط", lambda one, other: 0.5 * (one != other)) == 0.5


@given(WORDS, WORDS)
def test_swaps_make_no_two_words_further_apart(one, other):
    assert typing_distance(one, other) <= edit_distance(one, other)
