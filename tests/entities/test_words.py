"""Words and sentences of a raw text, as the recogniser reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.entities.recognition.proclitics import bare_forms, forms
from articles.entities.recognition.words import MAX_LETTERS, MAX_WORDS, folded, sentences


def texts(text: str) -> list[list[str]]:
    return [[word.text for word in sentence] for sentence in sentences(text)]


def test_signs_are_words_of_their_own():
    assert texts("قال: «نعم»،") == [["قال", ":", "«", "نعم", "»", "،"]]


def test_a_run_of_one_sign_is_one_word():
    assert texts("انتظر.....!!") == [["انتظر", ".....", "!!"]]


def test_a_sentence_ends_at_a_full_stop_before_a_space():
    assert texts("وصل الوفد. غادر الوفد؟ نعم") == [["وصل", "الوفد", "."], ["غادر", "الوفد", "؟"], ["نعم"]]


@pytest.mark.parametrize("text", ["بلغ 3.5 متر", "زار newsarchive.org اليوم", "د. سامي وصل"])
def test_numbers_addresses_and_initials_end_no_sentence(text):
    assert len(texts(text)) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x0b"])
def test_no_sentence_crosses_the_end_of_a_line(end):
    assert texts(f"سامي{end}حداد") == [["سامي"], ["حداد"]]


def test_a_sentence_without_an_end_is_cut():
    assert [len(sentence) for sentence in texts("كلمة " * (MAX_WORDS + 1))] == [MAX_WORDS, 1]


@given(st.text())
def test_words_stand_where_they_say(text):
    position = 0
    for sentence in sentences(text):
        assert sentence
        for word in sentence:
            assert position <= word.start < word.end
            assert text[word.start : word.end] == word.text
            assert folded(word.text)
            position = word.end


@pytest.mark.parametrize(
    ("word", "expected"), [("سَـامِي", "سامي"), ("مسؤول", "مسوول"), ("٢٠١٨", "0000"), ("«", "«"), ("ـ", "ـ")]
)
def test_words_are_compared_folded(word, expected):
    assert folded(word) == expected


def test_of_a_long_word_the_first_letters_are_compared():
    assert folded("ب" * 1000) == "ب" * MAX_LETTERS


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وسامي", [(1, "سامي")]),
        ("وبسامي", [(1, "بسامي"), (2, "سامي")]),
        ("للامم", [(1, "الامم")]),
        ("وللامم", [(1, "للامم"), (2, "الامم")]),
        ("سامي", []),
        ("بدر", []),
    ],
)
def test_proclitics_leave_a_form_of_three_letters(word, expected):
    assert bare_forms(word) == expected


def test_the_forms_of_a_word_begin_with_itself():
    assert forms("وسامي") == ("وسامي", "سامي")
