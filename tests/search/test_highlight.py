"""Marks and snippets."""

from hypothesis import given
from hypothesis import strategies as st

from articles.search.highlight import mark, snippet
from articles.search.syntax import parse


def stems(query: str) -> frozenset[str]:
    return parse(query).stems


def test_the_whole_written_word_is_marked():
    assert mark("وصل إلى سوريا وللقوات", stems("قوات سوريا")) == (
        "وصل إلى <mark>سوريا</mark> <mark>وللقوات</mark>"
    )
    assert mark("قال والرئيس", stems("رئيس")) == "قال <mark>والرئيس</mark>"


def test_harakat_stay_inside_the_mark():
    assert mark("كِتَابٌ جديد", stems("كتاب")) == "<mark>كِتَابٌ</mark> جديد"


def test_text_is_escaped_inside_and_outside_of_marks():
    assert mark("<b>a&b</b>", stems("a")) == "&lt;b&gt;<mark>a</mark>&amp;b&lt;/b&gt;"


def test_bidi_controls_do_not_reach_the_page():
    assert mark("نص \u202eمقلوب", frozenset()) == "نص مقلوب"


def test_a_snippet_shows_the_part_with_most_of_the_words():
    text = "كلام " * 100 + "انفجار مرفأ بيروت " + "كلام " * 100
    shown = snippet(text, stems("مرفأ بيروت"))
    assert "<mark>مرفأ</mark> <mark>بيروت</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) < 60


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("أول الكلام", stems("غيره")) == "أول الكلام"


@given(st.text(), st.text(max_size=20))
def test_marks_never_break_escaping(text, query):
    for html in (mark(text, stems(query)), snippet(text, stems(query))):
        rest = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in rest
        assert ">" not in rest
        assert html.count("<mark>") == html.count("</mark>")
