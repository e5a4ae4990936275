"""The exact dictionary of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.entities.linking.dictionary import Dictionary

DICTIONARY = Dictionary(
    [
        ("سوريا", 1),
        ("سورية", 1),
        ("قوات سوريا الديمقراطية", 2),
        ("الأمم المتحدة", 3),
        ("حمص", 4),
        ("بشار الأسد", 5),
        ("آفاد", 6),
        ("أحمد", 7),
    ]
)


def names(text: str) -> list[tuple[str, int]]:
    return [(text[span.start : span.end], *span.entities) for span in DICTIONARY.recognise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("في سوريا", [("سوريا", 1)], id="plain"),
        pytest.param("وسورية", [("سورية", 1)], id="conjunction stays out of the span"),
        pytest.param("وَبِسُورِيا", [("سُورِيا", 1)], id="two proclitics with harakat"),
        pytest.param("للأمم المتحدة", [("لأمم المتحدة", 3)], id="the article after ل loses its alif"),
        pytest.param("قوات سوريا الديمقراطية", [("قوات سوريا الديمقراطية", 2)], id="longest"),
        pytest.param("بشار الأسد وحمص", [("بشار الأسد", 5), ("حمص", 4)], id="several"),
        pytest.param("الحمصي والسوري", [], id="a nisba is no name"),
        pytest.param("وأفاد بيان", [], id="another sign on the alef is another word"),
        pytest.param("وآفاد", [("آفاد", 6)], id="the same sign"),
        pytest.param("لاحمد", [("احمد", 7)], id="a sign left out"),
        pytest.param("حمصة", [], id="part of a word is no name"),
        pytest.param("قوات سوريا", [("سوريا", 1)], id="half of a long name"),
    ],
)
def test_names_in_a_text(text, expected):
    assert names(text) == expected


def test_a_spelling_of_several_entities_gives_them_all():
    dictionary = Dictionary([("طرابلس", 1), ("طرابلس الشام", 2), ("طرابلس", 3)])
    [several] = dictionary.recognise("في طرابلس")
    [longest] = dictionary.recognise("في طرابلس الشام")
    assert (several.entities, longest.entities) == ((1, 3), (2,))


@given(st.text(st.sampled_from("سوريا وبل حمصقت \u064e\u0640ا لأمم المتحدة")))
def test_spans_never_overlap_and_lie_in_the_text(text):
    position = 0
    for span in DICTIONARY.recognise(text):
        assert position <= span.start < span.end <= len(text)
        position = span.end
