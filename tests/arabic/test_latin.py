"""Names in Latin letters and the Arabic ones that they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.latin import arabic_key, is_latin, keys_near, latin_keys, latin_words, likeness, rank

any_text = st.text(st.characters(codec=None))

NAMES = [
    "غوتيريش",
    "الجزائر",
    "الشيشان",
    "خارطوم",
    "عبد القادر",
    "قدورة",
    "ياسين",
    "جاسم",
    "ذهب",
    "ظهر",
]


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        pytest.param("Guterres", "غوتيريش", id="gu is one sound"),
        pytest.param("Gutiérrez", "غوتيريش", id="accents"),
        pytest.param("El-Schischan", "الشيشان", id="German sch"),
        pytest.param("Khartoum", "خارطوم", id="kh"),
        pytest.param("Chartum", "خارطوم", id="German ch"),
        pytest.param("Abdelkader", "عبد القادر", id="article inside"),
        pytest.param("ʿAbd al-Qādir", "عبد القادر", id="scholarly"),
        pytest.param("Abd ul Kadir", "عبد القادر", id="article apart"),
        pytest.param("Jassem", "جاسم", id="doubled letter"),
        pytest.param("Yassine", "ياسين", id="silent last e"),
        pytest.param("Ẓahr", "ظهر", id="letter with a dot below"),
        pytest.param("Dhahab", "ذهب", id="dh"),
    ],
)
def test_the_right_name_comes_first(latin, arabic):
    assert rank(latin, NAMES)[0] == arabic


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        pytest.param("Gerasimov", "غيراسيموف", id="g"),
        pytest.param("Gerasimov", "جيراسيموف", id="g as jeem"),
        pytest.param("Ouagadougou", "واغادوغو", id="ou at the beginning"),
        pytest.param("as-Sulaymāniyya", "السليمانية", id="article before a sun letter"),
        pytest.param("Abdullatif", "عبداللطيف", id="servant joined"),
        pytest.param("Idlib", "إدلب", id="first vowel"),
        pytest.param("Jemen", "اليمن", id="German j"),
    ],
)
def test_keys_meet_within_one_edit(latin, arabic):
    assert arabic_key(arabic) in keys_near(latin_keys(latin))


def test_the_article_before_a_sun_letter_is_the_article():
    assert latin_words("as-Safir ash-Sharq") == ("al", "safir", "al", "sharq")


def test_the_article_inside_a_name_is_left_out_of_the_keys():
    assert arabic_key("عبد القادر") in latin_keys("Abdelkader")


def test_doubled_letters_cost_nothing_to_speak_of():
    assert likeness("Hassan", "حسن") > 0.95


def test_a_last_a_is_a_last_heh():
    assert likeness("Basra", "بصرة") > likeness("Basra", "بصر")


def test_the_name_itself_is_likelier_than_a_longer_one():
    assert likeness("Qadir", "قادر") > 0.9 > likeness("Qadir", "عبد القادر")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("Homs", True, id="Latin"),
        pytest.param("É", True, id="accent"),
        pytest.param("حمص", False, id="Arabic"),
        pytest.param("حمص Homs", False, id="both"),
        pytest.param("2018", False, id="digits"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_what_is_latin(text, answer):
    assert is_latin(text) is answer


@given(any_text, any_text)
def test_any_text_has_a_likeness(latin, arabic):
    assert likeness(latin, arabic) <= 1
    assert rank(latin, [arabic]) == [arabic]
    assert len(latin_keys(latin)) <= 48
    assert all(latin_words(latin))


def test_equal_candidates_keep_their_order():
    assert rank("...", ["ب", "ا"]) == ["ب", "ا"]
