"""The streams, their places, and texts that no one should write."""

import io
import json
import time
import unicodedata

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.analyze import LONGEST_TERM, analyze, is_stop_word, stop_words, trigrams
from articles.arabic.normalize import normalize_word, unmark

any_text = st.text(st.characters(codec=None))
#: What breaks text code: marks, joiners, bidi controls, halves of pairs, presentation forms, emoji.
HARD = (
    "اأبلوة\u064b\u0651\u0653\u0654\u0655\u0640\u0301\u0323\u200c\u200d\u200f\u202e\u2066\ufeff"
    "\ud800\udc00_#٣5.,،é\ufefb👩🏽\u0000 "
)


def test_each_word_has_a_term_in_each_stream():
    (word,) = analyze("والمُـدارس")
    assert word.exact == "والمدارس"
    assert word.stem == "مدرس"
    assert word.root == "درس"
    assert word.tri == ("وال", "الم", "لمد", "مدا", "دار", "ارس")
    assert word.written == "والمدارس"


def test_written_folds_no_letters():
    assert [word.written for word in analyze("أُمّـة مستشفىً")] == ["أمة", "مستشفى"]


def test_stop_words_have_no_trigrams_but_all_else():
    (word,) = analyze("على")
    assert word.tri == ()
    assert word.exact == "علي"
    assert analyze("علي")[0].tri == ("علي",)


@pytest.mark.parametrize(("word", "expected"), [("ab", ("ab",)), ("abc", ("abc",)), ("abcd", ("abc", "bcd"))])
def test_trigrams(word, expected):
    assert trigrams(word) == expected


def test_stop_words_are_those_of_lucene():
    assert len(stop_words()) == 119
    assert all(is_stop_word(word) for word in stop_words())


def test_a_stop_word_in_presentation_forms_is_one():
    assert is_stop_word("\ufed3\ufef2")  # في


def test_positions_count_words_and_offsets_code_points():
    words = analyze("# قال ـــ: «نعم»")
    assert [(word.text, word.start, word.end, word.position) for word in words] == [
        ("قال", 2, 5, 0),
        ("نعم", 12, 15, 1),
    ]


def test_a_long_word_is_cut():
    (word,) = analyze("ب" * 1000)
    assert len(word.exact) == len(word.written) == LONGEST_TERM
    assert (word.start, word.end) == (0, 1000)


@given(st.one_of(any_text, st.text(HARD, max_size=200)))
def test_any_text_is_analysed(text):
    end = 0
    for position, word in enumerate(analyze(text)):
        assert word.position == position
        assert end <= word.start < word.end
        end = word.end
        assert text[word.start : word.end] == word.text
        assert word.exact == normalize_word(word.text)[:LONGEST_TERM]
        assert word.stem
        assert word.root
        assert word.written == unmark(word.text)[:LONGEST_TERM]
        assert bool(word.tri) != is_stop_word(word.text)


@given(st.text("اأآةىيؤئل\u064b\u0651\u0653\u0654\u0640\u200d ", max_size=60))
def test_composed_and_decomposed_text_give_the_same_terms(text):
    terms = [[word[4:] for word in analyze(unicodedata.normalize(form, text))] for form in ("NFC", "NFD")]
    assert terms[0] == terms[1]


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        pytest.param("\u0640", 10_000_000, id="tatweel"),
        pytest.param("ب", 1_000_000, id="one word"),
        pytest.param("و", 1_000_000, id="prefixes"),
        pytest.param("ها", 1_000_000, id="suffixes"),
        pytest.param("ب\u0640", 1_000_000, id="a letter and tatweel"),
        pytest.param("\u064b\u0301", 1_000_000, id="marks without a letter"),
        pytest.param("\u202e\u2066", 1_000_000, id="bidi controls"),
        pytest.param("\ud800", 1_000_000, id="lone surrogates"),
        pytest.param("1,", 1_000_000, id="numbers"),
        pytest.param("👩🏽‍🚀", 1_000_000, id="emoji"),
    ],
)
def test_millions_of_code_points_take_seconds(unit, length):
    text = unit * (length // len(unit))
    began = time.process_time()
    analyze(text)
    assert time.process_time() - began < 3 * length / 1_000_000


def test_a_run_of_marks_takes_linear_time():
    text = "ب" + "\u0316\u0301\u0654\u0655" * 500_000
    began = time.process_time()
    (word,) = analyze(text)
    assert time.process_time() - began < 10
    assert word.end == len(text)


def test_the_command_prints_each_stream(capsys):
    call_command("analyze", "والمدارس على")
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == [
        "0", "0-8", "text=والمدارس", "exact=والمدارس", "stem=مدرس", "root=درس",
        "tri=وال", "الم", "لمد", "مدا", "دار", "ارس", "written=والمدارس",
    ]  # fmt: skip
    assert "tri=-" in second


def test_the_command_reads_standard_input_and_writes_json(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("كتاب \u202eعلي"))
    call_command("analyze", json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["stem"] for row in rows] == ["كتاب", "عل"]
    assert rows[1]["start"] == 6
