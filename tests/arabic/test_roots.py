"""ISRI roots: its steps, in order, and words of one family that meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.normalize import normalize_word
from articles.arabic.roots import FOUR_LETTER_PATTERNS, LONGEST, PATTERNS, root


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("كتب كاتب كتاب الكتاب كتابة مكتوب مكاتب يكتبون والكتاب بالكتاب للكتاب", "كتب", id="كتب"),
        pytest.param("وزير الوزير وزراء وزارة الوزارات", "وزر", id="وزر"),
        pytest.param("انفجار الانفجارات تفجير منفجر", "فجر", id="فجر"),
        pytest.param("استخدام يستخدمون مستخدم خدمة", "خدم", id="خدم"),
        pytest.param("مدرسة مدارس المدرسون دراسة تدريس", "درس", id="درس"),
        pytest.param("اقتصاد الاقتصاد مقتصد قصد", "قصد", id="افتعال"),
    ],
)
def test_words_of_a_family_share_a_root(words, expected):
    assert {word: root(normalize_word(word)) for word in words.split()} == dict.fromkeys(
        words.split(), expected
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("سؤال", "سال", id="one hamza"),
        pytest.param("ووفاه", "وفه", id="و before و"),
        pytest.param("الام", "الم", id="three letters stay after a prefix"),
        pytest.param("امان", "امن", id="three letters stay before a suffix"),
        pytest.param("كالبحر", "بحر", id="prefix of three letters"),
        pytest.param("اللحم", "لحم", id="prefix of two letters"),
        pytest.param("بحركمل", "بحر", id="suffix of three letters"),
        pytest.param("بحرهم", "بحر", id="suffix of two letters"),
        pytest.param("بحرك", "بحر", id="suffix of one letter"),
        pytest.param("سبحر", "بحر", id="prefix of one letter"),
        pytest.param("زخرفه", "زخرف", id="root of four letters"),
        pytest.param("متدحرج", "دحرج", id="pattern of four letters"),
        pytest.param("بحر", "بحر", id="three letters stay"),
        pytest.param("دحرج", "دحرج", id="no pattern and nothing to take off"),
        pytest.param("london", "london", id="not Arabic"),
        pytest.param("2018", "2018", id="a number"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_steps(word, expected):
    assert root(word) == expected


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [(pattern, "قرش") for patterns in PATTERNS.values() for pattern in patterns]
    + [(pattern, "قرشد") for patterns in FOUR_LETTER_PATTERNS.values() for pattern in patterns],
)
def test_each_pattern_has_as_many_letters_as_its_root(pattern, letters):
    assert sum(letter in "فعل" for letter in pattern) == len(letters)


@given(st.text("ابتجدرسعفقكلمنهويءؤئ", max_size=LONGEST + 3))
def test_a_root_is_no_longer_than_its_word(word):
    assert len(root(word)) <= len(word)
    assert bool(root(word)) == bool(word)
