"""Where a name begins in its first word, and which names are certain."""

import pytest

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.boundaries import start_of_name, without_signs
from articles.entities.recognition.certain import CertainNames
from articles.entities.recognition.words import sentences

NAMES = Gazetteer({"زرنوق": "L", "باسم": "P", "وادي الزيتون": "L"}, {}, {"وسيم": "g", "سيم": "s"})


def words(text):
    (found,) = sentences(text)
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وزرنوق", "زرنوق"),
        ("وبزرنوق", "زرنوق"),
        ("باسم", "باسم"),
        ("وسيم", "وسيم"),
        ("ووادي الزيتون", "وادي الزيتون"),
        ("للزرنوقيين", "لزرنوقيين"),
        ("بالزرنوقيين", "الزرنوقيين"),
        ("والزرنوقيين", "الزرنوقيين"),
        ("وِزرنوق", "زرنوق"),
        ("كرشونيان", "كرشونيان"),
    ],
)
def test_a_name_begins_behind_its_proclitics(text, name):
    assert text[start_of_name(words(text), NAMES) :] == name


def test_a_name_that_stands_alone_elsewhere_tells_its_first_letter():
    assert start_of_name(words("بكرشونيان"), NAMES) == 0
    assert start_of_name(words("بكرشونيان"), NAMES, seen={"كرشونيان": 1}) == 1


def test_signs_around_a_name_are_left_out():
    found = words("« زرنوق » .")
    assert without_signs(found, 0, 4) == (1, 2)
    assert (
        without_signs(found, 2, 4) == (4, 4) or without_signs(found, 2, 4)[0] >= without_signs(found, 2, 4)[1]
    )


def certain(text, *spellings):
    found = words(text)
    return [
        (found[name.start].text[name.letters :], name.end - name.start, name.kind)
        for name in CertainNames(spellings).find(found)
    ]


def test_the_longest_certain_name_is_found_behind_proclitics():
    spellings = [("زرنوق", "place"), ("زرنوق الجديدة", "organisation")]
    assert certain("في وزرنوق الجديدة وزرنوق", *spellings) == [
        ("زرنوق", 2, "organisation"),
        ("زرنوق", 1, "place"),
    ]


def test_a_spelling_of_two_kinds_is_not_certain():
    assert certain("في زرنوق", ("زرنوق", "place"), ("زرنوق", "person")) == []


def test_alefs_that_are_both_signed_have_to_agree():
    assert certain("أزرن", ("آزرن", "organisation")) == []
    assert certain("ازرن", ("آزرن", "organisation")) == [("ازرن", 1, "organisation")]


@pytest.mark.parametrize(
    ("text", "name"),
    [("كزرنوق", "زرنوق"), ("كوسيم", "وسيم"), ("كروم", "كروم"), ("فوسيم كرشون", "وسيم كرشون")],
)
def test_a_proclitic_goes_only_where_the_whole_word_is_not_known(text, name):
    names = Gazetteer({"زرنوق": "L", "روم": "L"}, {}, {"وسيم": "g", "كروم": "s"})
    assert text[start_of_name(words(text), names) :] == name


def test_a_word_that_stands_only_here_says_nothing_for_its_first_letter():
    seen = {"وكرشونيان": 1, "كرشونيان": 1}
    assert start_of_name(words("وكرشونيان"), NAMES, seen) == 1


def test_a_quoted_word_has_no_proclitic():
    assert start_of_name(words("وزرنوق"), NAMES, is_quoted=True) == 0


def test_a_certain_name_behind_a_proclitic_outweighs_one_of_the_gazetteer():
    assert start_of_name(words("وزرنوق"), NAMES, certain={"زرنوق"}) == 1
    assert start_of_name(words("وزرنوق"), NAMES, certain={"زرنوق", "وزرنوق"}) == 0
