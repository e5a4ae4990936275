"""Marks and snippets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.highlight import mark, snippet
from articles.search.marker import Marker
from articles.search.syntax import parse, to_tree

FILLER = "كلام آخر " * 50


def marker(query: str) -> Marker:
    return to_tree(parse(query)).marker()


def test_the_whole_written_word_is_marked():
    assert mark("وصل إلى سوريا وللقوات", marker("قوات سوريا")) == (
        "وصل إلى <mark>سوريا</mark> <mark>وللقوات</mark>"
    )
    assert mark("قال والرئيس", marker("رئيس")) == "قال <mark>والرئيس</mark>"


def test_a_phrase_is_marked_only_where_it_stands():
    assert mark("بيروت، مرفأ بيروت", marker("«مرفأ بيروت»")) == (
        "بيروت، <mark>مرفأ</mark> <mark>بيروت</mark>"
    )


def test_stems_are_enough_to_mark_by():
    assert mark("قال والرئيس", {"رءيس"}) == "قال <mark>والرئيس</mark>"


def test_harakat_stay_inside_the_mark():
    assert mark("كِتَابٌ جديد", marker("كتاب")) == "<mark>كِتَابٌ</mark> جديد"


def test_text_is_escaped_inside_and_outside_of_marks():
    assert mark("<b>a&b</b>", marker("a")) == "&lt;b&gt;<mark>a</mark>&amp;b&lt;/b&gt;"


def test_bidi_controls_do_not_reach_the_page():
    assert mark("نص \u202eمقلوب", frozenset()) == "نص مقلوب"


# ------------------------------------------------------------ snippets


def test_a_snippet_shows_the_part_with_most_of_the_words():
    shown = snippet(FILLER + "انفجار مرفأ بيروت " + FILLER, marker("مرفأ بيروت"))
    assert "<mark>مرفأ</mark> <mark>بيروت</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) < 60


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("أول الكلام", marker("غيره")) == "أول الكلام"


def test_words_far_apart_are_shown_in_two_passages():
    text = f"{FILLER}قصف المدينة {FILLER}هدنة جديدة {FILLER}"
    shown = snippet(text, marker("قصف هدنة"))
    assert "<mark>قصف</mark>" in shown
    assert "<mark>هدنة</mark>" in shown
    assert shown.count("…") == 3
    assert len(shown.split()) < 60


def test_one_passage_is_enough_where_another_adds_nothing():
    shown = snippet(f"{FILLER}قصف {FILLER}قصف {FILLER}", marker("قصف"))
    assert shown.count("…") == 2


def test_a_passage_begins_with_its_sentence():
    shown = snippet(f"{FILLER}انتهى. هنا قصف المدينة {FILLER}", marker("قصف"))
    assert shown.startswith("… هنا <mark>قصف</mark>")


def test_the_end_of_a_text_is_shown_whole():
    assert snippet(f"{FILLER}قصف.", marker("قصف")).endswith("<mark>قصف</mark>.")


@pytest.mark.parametrize("words", [1, 2, 5, 14])
def test_a_snippet_may_be_very_short(words):
    shown = snippet(f"{FILLER}قصف {FILLER}هدنة {FILLER}", marker("قصف هدنة"), words=words)
    assert "<mark>" in shown
    assert len(shown.replace("…", "").split()) <= words


@given(st.text(), st.text(max_size=20))
def test_marks_never_break_escaping(text, query):
    for html in (mark(text, marker(query)), snippet(text, marker(query), words=5)):
        rest = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in rest
        assert ">" not in rest
        assert html.count("<mark>") == html.count("</mark>")
