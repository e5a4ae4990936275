"""Everyday words that the CRF took for a name."""

import pytest

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.conll import LabelledSpan
from articles.entities.recognition.everyday import Everyday
from articles.entities.recognition.words import sentences

NAMES = Gazetteer({"زرنوق": "L"}, {}, {"كامل": "g", "سامي": "g"})
LEVELS = {"صبر": [0, 5, 0, 0, 0], "كامل": [0, 5, 0, 2, 0], "زرنوق": [0, 5, 0, 0, 0], "سامي": [3, 2, 0, 5, 0]}


class Types:
    def of(self, forms):
        return LEVELS.get(forms[0], [])


def is_everyday(text, at, kind, longer=(), plain=()):
    (words,) = sentences(text)
    span = LabelledSpan(at, at + 1, kind)
    return Everyday(NAMES, Types(), plain).is_everyday(words, span, longer)


@pytest.mark.parametrize(
    ("word", "kind", "expected"),
    [
        ("صبر", "PER", True),
        ("صبر", "ORG", True),
        ("كامل", "PER", False),
        ("كامل", "LOC", True),
        ("زرنوق", "ORG", False),
        ("كرشون", "PER", False),
        ("جفافًا", "PER", True),
        ("جفافاً", "LOC", True),
        ("ساميًا", "PER", False),
    ],
)
def test_an_everyday_word_that_no_table_calls_so_is_no_name(word, kind, expected):
    assert is_everyday(f"هذا {word} أمس", 1, kind) is expected


def test_a_trigger_or_quotation_marks_or_a_longer_name_is_a_second_sign():
    assert not is_everyday("الرئيس صبر", 1, "PER")
    assert not is_everyday("« صبر »", 1, "ORG")
    assert not is_everyday("هذا صبر", 1, "PER", longer={"صبر"})


def test_a_plain_trigger_announces_no_plain_word():
    assert not is_everyday("قال صبر", 1, "PER", plain={"قال"})
    assert is_everyday("قال صبر", 1, "PER", plain={"قال", "صبر"})
