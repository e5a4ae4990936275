"""Likely words for misspelt ones."""

import pytest

from articles.arabic.normalize import normalize_word
from articles.search.spelling import as_written, edit_cost, likely_words


class Words:
    """A lexicon of words as written, with their frequencies."""

    def __init__(self, **frequencies: int) -> None:
        self.written = frequencies

    def words_near(self, word: str, distance: int) -> list[tuple[str, int]]:
        return [
            (normalize_word(other), count)
            for other, count in self.written.items()
            if edit_cost(word, normalize_word(other)) <= distance
        ]

    def frequency_as_written(self, word: str) -> int:
        return self.written.get(word, 0)


def test_the_nearest_word_comes_first_and_then_the_commonest():
    words = Words(بيروت=3, بيروتي=90, بروت=5)
    assert likely_words("بيرووت", words)[0] == "بيروت"
    assert likely_words("بيرت", Words(بيرق=3, بيرد=9))[0] == "بيرد"


def test_letters_that_are_confused_count_half():
    assert edit_cost("ظابط", "ضابط") == 0.5
    assert edit_cost("ظابط", "رابط") == 1
    assert likely_words("ظابط", Words(رابط=50, ضابط=2))[0] == "ضابط"


def test_swapped_neighbours_are_one_edit():
    assert edit_cost("انفاجر", "انفجار") == 1


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [("", "", 0), ("", "اب", 2), ("اب", "", 2), ("كتاب", "كتاب", 0), ("كتاب", "كتب", 1)],
)
def test_the_cost_of_putting_in_and_leaving_out(one, other, cost):
    assert edit_cost(one, other) == edit_cost(other, one) == cost


def test_a_word_that_the_archive_has_needs_no_other():
    assert likely_words("حلب", Words(حلب=1, حلبي=100)) == []
    assert likely_words("أميركا", Words(اميركا=1)) == []


@pytest.mark.parametrize("word", ["في", "2018", "٣٠", "", "ـــ"])
def test_short_words_and_numbers_are_left_alone(word):
    assert likely_words(word, Words(فيل=5, وفي=9)) == []


def test_a_word_is_offered_as_the_archive_writes_it():
    assert as_written("امريكا", Words(أمريكا=7, امريكا=2)) == "أمريكا"
    assert as_written("الازمه", Words(الأزمة=7)) == "الأزمة"
    assert as_written("كلمه", Words()) == "كلمه"
