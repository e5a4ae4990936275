"""Words, spelling and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.analyze import analyze, is_stop_word
from articles.arabic.normalize import clean_input, name_key, normalize_word, strip_bidi_controls
from articles.arabic.stem import light_stem
from articles.arabic.tokenize import tokenize

any_text = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("قال: «نعم»، ثمّ مضى؟", ["قال", "نعم", "ثمّ", "مضى"], id="Arabic punctuation"),
        pytest.param("#سوريا_الآن", ["سوريا", "الآن"], id="hashtag"),
        pytest.param("1,234.5 و٣٫٥", ["1,234.5", "و", "٣٫٥"], id="numbers keep their separators"),
        pytest.param("كوفيد19", ["كوفيد", "19"], id="letters and digits part"),
        pytest.param("كتـــاب", ["كتـــاب"], id="tatweel is inside a word"),
        pytest.param("آسفي", ["آسفي"], id="decomposed letters stay together"),
    ],
)
def test_words_of_a_text(text, words):
    assert [token.text for token in tokenize(text)] == words


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        pytest.param("مُحَمَّدٌ", "محمد", id="harakat"),
        pytest.param("ســـوريا", "سوريا", id="tatweel"),
        pytest.param("أإآٱ", "اااا", id="alefs"),
        pytest.param("على", "علي", id="alef maksura"),
        pytest.param("مدرسة", "مدرسه", id="teh marbuta"),
        pytest.param("ک ی".replace(" ", ""), "كي", id="Persian letters"),
        pytest.param("ڤيينا", "فيينا", id="veh"),
        pytest.param("ﻻ", "لا", id="presentation form"),
        pytest.param("آسفي", "اسفي", id="decomposed alef with madda"),
        pytest.param("١٢٣٫٥", "123.5", id="Arabic-Indic digits"),
        pytest.param("سؤال", "سؤال", id="hamza on waw stays"),
        pytest.param("ـــ", "", id="tatweel alone is no word"),
    ],
)
def test_normal_spelling(written, normal):
    assert normalize_word(written) == normal


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        pytest.param("الكتاب", "كتاب", id="article"),
        pytest.param("والكتاب", "كتاب", id="conjunction and article"),
        pytest.param("للكتاب", "كتاب", id="preposition and article"),
        pytest.param("وكتاب", "كتاب", id="conjunction before three letters or more"),
        pytest.param("ولد", "ولد", id="a first letter of a short word is no conjunction"),
        pytest.param("مدرسات", "مدرس", id="plural"),
        pytest.param("سوريه", "سور", id="nisba and feminine"),
        pytest.param("ال", "ال", id="two letters always stay"),
    ],
)
def test_light_stem(word, stem):
    assert light_stem(word) == stem


def test_a_stop_word_is_told_from_a_name_by_its_letters_as_written():
    assert is_stop_word("على")
    assert is_stop_word("عَلَى")
    assert not is_stop_word("علي")


def test_spellings_of_a_name_share_a_key():
    assert name_key("دير الزور") == name_key("ديرالزور") == name_key("ديـر الزّور")
    assert name_key("؟!") == ""


def test_input_from_outside_loses_what_cannot_be_stored():
    assert clean_input("أ\x00ب\ud800\x08\n") == "أب\n"
    assert strip_bidi_controls("\u202eأب\u2069") == "أب"


@given(any_text)
def test_offsets_lead_back_to_the_text(text):
    for word in analyze(text):
        assert text[word.start : word.end] == word.text
        assert word.exact
        assert word.stem


@given(any_text)
def test_normalizing_a_word_twice_changes_nothing(text):
    for token in tokenize(text):
        once = normalize_word(token.text)
        assert normalize_word(once) == once
