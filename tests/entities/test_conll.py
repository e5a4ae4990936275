"""Labelled words, their running text, and strict scores."""

import pytest

from articles.entities.recognition.conll import (
    BadConll,
    LabelledSpan,
    read_conll,
    running_text,
    spans_of,
)
from articles.entities.recognition.evaluation import blocks, judge
from articles.entities.recognition.scores import Scores, score
from articles.entities.recognition.spans import Span

TEXT = "وصل O\nسامي B-PERS\nحداد I-PERS\nإلى O\nزيتون\tB-LOC\n. O\n\n\nغادر O\nأمس\tO\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_sentences_are_parted_by_empty_lines(file):
    first, second = read_conll(file)
    assert first.words == ("وصل", "سامي", "حداد", "إلى", "زيتون", ".")
    assert first.labels == ("O", "B-PER", "I-PER", "O", "B-LOC", "O")
    assert second.words == ("غادر", "أمس")


@pytest.mark.parametrize(
    "line",
    ["سامي", "سامي B-NOBODY", "سامي X-PER", "سامي -", "سامي B-"],
    ids=["no label", "kind", "prefix", "-", "B-"],
)
def test_a_bad_line_is_named_with_its_file(file, line):
    file.write_text(f"وصل O\n{line}\n", encoding="utf-8")
    with pytest.raises(BadConll, match=r"names\.txt, line 2"):
        read_conll(file)


def test_a_file_of_other_bytes_is_named(file):
    file.write_bytes(b"\xff\xfe O\n")
    with pytest.raises(BadConll, match=r"names\.txt: not UTF-8"):
        read_conll(file)


def test_a_span_may_begin_with_inside():
    assert spans_of(["I-PER", "I-LOC", "I-LOC", "B-LOC", "O"]) == [
        LabelledSpan(0, 1, "PER"),
        LabelledSpan(1, 3, "LOC"),
        LabelledSpan(3, 4, "LOC"),
    ]


def test_two_spans_of_one_kind_may_touch():
    assert spans_of(["O", "B-PER", "I-PER", "B-PER", "O", "B-ORG"]) == [
        LabelledSpan(1, 3, "PER"),
        LabelledSpan(3, 4, "PER"),
        LabelledSpan(5, 6, "ORG"),
    ]


def test_spans_of_the_running_text_go_back_to_words(file):
    text = running_text(read_conll(file))
    assert text.text == "وصل سامي حداد إلى زيتون .\nغادر أمس"
    start = text.text.index("امي")
    assert text.words_of(start, start + 7) == (0, 1, 3)
    start = text.text.index("أمس")
    assert text.words_of(start, start + 3) == (1, 1, 2)


def test_a_recogniser_is_judged_strictly(file):
    def recognise(text):
        for name, kind in (("سامي", "person"), ("زيتون", "place"), ("أمس", "place")):
            start = text.index(name)
            yield Span(start, start + len(name), kind, name)

    judged = judge(read_conll(file), recognise)
    assert judged.words == 8
    assert judged.scores["person"] == Scores(right=0, found=1, expected=1)
    assert judged.scores["place"] == Scores(right=1, found=2, expected=1)
    assert judged.scores["all"] == Scores(right=1, found=3, expected=2)
    assert len(judged.missed) == 1
    assert len(judged.wrong) == 2


def test_scores_of_nothing_are_nothing():
    nothing = score([], [])["all"]
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_each_block_is_judged_once_by_what_the_others_taught():
    parts = blocks(list(range(7)), 3)
    assert [judged for _taught, judged in parts] == [[0, 1], [2, 3], [4, 5, 6]]
    assert all(sorted([*taught, *judged]) == list(range(7)) for taught, judged in parts)
