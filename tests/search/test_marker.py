"""Which words of a text are marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.analyze import analyze
from articles.arabic.variants import Variants
from articles.search import tree
from articles.search.marker import Marker
from articles.search.syntax import parse, to_tree

SYRIA = Variants([["سوريا", "سورية"]])


def marked(query: str, text: str, *fields: str) -> list[str]:
    words = analyze(text)
    marker = to_tree(parse(query), variants=SYRIA).marker(*fields)
    return [words[place].text for place in sorted(marker(words))]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("قصف", "قصف والقصف وحلب", ["قصف", "والقصف"]),
        ("سورية", "في سوريا", ["سوريا"]),
        ("«مرفأ بيروت»", "بيروت ومرفأ طرابلس ومرفأ بيروت", ["ومرفأ", "بيروت"]),
        ("«مرفأ بيروت»~2", "بيروت ذات المرفأ والجبل وبيروت", ["بيروت", "المرفأ", "وبيروت"]),
        ("«مرفأ بيروت»~1", "بيروت ذات الجبل والبحر والمرفأ", []),
        ("=أحمد", "احمد وأحمد أحمد", ["أحمد"]),
        ("غيراس*", "غيراسيموف والغيراسي جيراسيموف", ["غيراسيموف"]),
        ("مدر?ة", "مدرسة المدرسة مدارس مدرعة", ["مدرسة", "المدرسة", "مدرعة"]),
        ("دانفورد~1", "دانفور دنفورد دانفورت دانمارك", ["دانفور", "دنفورد", "دانفورت"]),
        ("عبدالله", "الملك عبد الله وعبد القادر", ["عبد", "الله"]),
        ("عبد الله", "الملك عبدالله", ["عبدالله"]),
        ("قصف -حلب", "قصف حلب", ["قصف"]),
        ("قصف source:حلب", "قصف حلب", ["قصف", "حلب"]),
        ("في", "في البيت", ["في"]),
        ("قصف في", "قصف في حلب", ["قصف"]),
    ],
)
def test_words_are_marked_as_they_were_searched_for(query, text, found):
    assert marked(query, text) == found


def test_words_for_the_headline_are_marked_there_alone():
    assert marked("title:قصف حلب", "قصف حلب") == ["حلب"]
    assert marked("title:قصف حلب", "قصف حلب", "text", "title") == ["قصف", "حلب"]


def test_fuzzy_words_are_in_normal_spelling_in_every_field():
    assert marked("احمد~1", "أحمر واحد") == marked("عنوان:احمد~1", "أحمر واحد", "title") == ["أحمر"]


def test_keys_tell_what_a_word_was_searched_for_as():
    words = analyze("قصف حلب والقصف")
    first, second, third = (
        keys for _place, keys in sorted(to_tree(parse("قصف حلب")).marker()(words).items())
    )
    assert first == third
    assert first != second


def test_a_pattern_of_many_stars_takes_no_time():
    marker = Marker.of(tree.Pattern("text", "*ا*ا*ب"))
    assert not marker(analyze("ا" * 255))


@given(
    st.lists(st.sampled_from("أبج"), max_size=12),
    st.lists(st.sampled_from("أبج"), min_size=2, max_size=3),
    st.integers(1, 3),
)
def test_a_near_phrase_marks_what_a_window_holds(text, phrase, slop):
    """The pass with a window, against looking at every window."""
    words = analyze(" ".join(text))
    wanted = tuple((analyze(letter)[0].stem,) for letter in phrase)
    marker = Marker.of(tree.Phrase("text", "stem", wanted, slop=slop, ordered=False))
    size = len(phrase) + slop
    expected = set()
    for start in range(len(words)):
        inside = range(start, min(start + size, len(words)))
        stems = [words[place].stem for place in inside]
        if all(stems.count(stem) >= wanted.count((stem,)) for (stem,) in wanted):
            expected |= {place for place in inside if (words[place].stem,) in wanted}
    assert set(marker(words)) == expected
