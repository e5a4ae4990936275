"""Text typed on the wrong keyboard layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.keyboard import other_layout, retype

any_text = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("s,vdh", "سوريا", id="punctuation keys"),
        pytest.param("hgsgh]d,k", "السلاديون", id="bracket keys"),
        pytest.param("Hodvh", "أخيرا", id="shifted key"),
        pytest.param("hghjph] 2018", "الاتحاد 2018", id="digits stay"),
        pytest.param("HGHJPH]", "الاتحاد", id="caps lock"),
        pytest.param("ؤاهىش", "china", id="Latin on the Arabic layout"),
        pytest.param("مهلاغش", "libya", id="lam alef is the key b"),
        pytest.param("ٌعسسهش", "Russia", id="a mark is a large letter"),
        pytest.param("سهىلشحخقث ٢٠١٨", "singapore 2018", id="Arabic digits"),
    ],
)
def test_sure_slips_are_read_on_the_other_layout(typed, meant):
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Guterres", id="a name"),
        pytest.param("don't stop, please.", id="English punctuation"),
        pytest.param("U.N.", id="abbreviation"),
        pytest.param("gov't", id="apostrophe"),
        pytest.param("'Amr'", id="quotes"),
        pytest.param("NATO", id="capitals"),
        pytest.param("iPhone 15", id="capital inside"),
        pytest.param("الرئيس السوري، بشار الأسد.", id="Arabic punctuation"),
        pytest.param("مُحَمَّدٌ", id="vocalised"),
        pytest.param("سوريا Syria", id="both scripts"),
        pytest.param("café", id="letters that no key has"),
        pytest.param("2018", id="digits"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_stand_as_typed_is_left_alone(text):
    assert other_layout(text) is None


def test_lam_alef_has_two_readings():
    assert set(retype("لاشئش")) == {"baza", "ghaza"}


@pytest.mark.parametrize("word", ["دمشق", "القاهرة", "لبنان", "الإمارات", "آسيا", "مؤتمر", "ذئب", "ظرف"])
def test_retyping_twice_gives_the_word_back(word):
    assert word in {again for typed in retype(word) for again in retype(typed)}


@given(any_text)
def test_any_text_has_an_answer(text):
    assert other_layout(text) in (None, *retype(text))
    assert len(retype(text)) <= 16
