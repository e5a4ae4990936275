"""Words, spelling and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.analyze import analyze, is_stop_word
from articles.arabic.normalize import clean_input, name_key, normalize_word, strip_bidi_controls
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
        pytest.param("1٬234٫5", ["1٬234٫5"], id="Arabic separators"),
        pytest.param("Cafe\u0301s", ["Cafe\u0301s"], id="marks of other scripts are inside a word"),
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
        pytest.param("۱۲۳", "123", id="Persian digits"),
        pytest.param("1٬234", "1,234", id="Arabic thousands separator"),
        pytest.param("London", "london", id="lower case"),
        pytest.param("ې", "ي", id="Kurdish e"),
        pytest.param("ڪ", "ك", id="swash kaf"),
        pytest.param("گ", "ك", id="gaf"),
        pytest.param("ۀ", "ه", id="heh with yeh"),
        pytest.param("ہ", "ه", id="heh goal"),
        pytest.param("ە", "ه", id="ae"),
        pytest.param("پ", "ب", id="peh"),
        pytest.param("چ", "ج", id="tcheh"),
        pytest.param("ژ", "ز", id="jeh"),
        pytest.param("ب\ufe70\ufe71", "ب", id="presentation forms of marks bring no space and no tatweel"),
        pytest.param("و\u0640\u0654", "ؤ", id="tatweel between a letter and its mark"),
        pytest.param("و\u200d\u0654", "ؤ", id="joiner between a letter and its mark"),
        pytest.param("ب\u0610ب", "بب", id="honorific sign"),
        pytest.param("ب\u0670ب", "بب", id="dagger alef"),
        pytest.param("ب\u06dcب", "بب", id="Koranic sign"),
        pytest.param("e" + "\u0316" * 100, "e" + "\u0316" * 30, id="marks in a row are bounded"),
        pytest.param("ـــ", "", id="tatweel alone is no word"),
    ],
)
def test_normal_spelling(written, normal):
    assert normalize_word(written) == normal


@pytest.mark.parametrize("invisible", "\u200c\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u061c")
def test_invisible_characters_part_no_word_and_leave_no_trace(invisible):
    (token,) = tokenize(f"كت{invisible}اب")
    assert normalize_word(token.text) == "كتاب"


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
