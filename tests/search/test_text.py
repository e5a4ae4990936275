import copy
import pickle

import pytest

from articles.search.text import Part, WeightedText


def test_parts_have_a_text_and_a_weight():
    text = WeightedText([("عنوان", 3), ("متن", 1)])
    assert text == (("عنوان", 3), ("متن", 1))
    assert text[0] == Part("عنوان", 3)
    assert str(text) == "عنوان\n\nمتن"


@pytest.mark.parametrize("part", [("عنوان", 0), ("عنوان", 1.5), (None, 1)])
def test_a_weight_is_a_positive_whole_number(part: tuple):
    with pytest.raises(ValueError, match="weight"):
        WeightedText([part])


def test_a_weighted_text_can_be_pickled_and_copied():
    text = WeightedText([("عنوان", 3)])
    for made in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301
        assert isinstance(made, WeightedText)
        assert made == text
