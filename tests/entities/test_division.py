"""Spans of the CRF that hold more than a name."""

import pytest

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.conll import LabelledSpan
from articles.entities.recognition.division import closed, divided
from articles.entities.recognition.words import sentences

NAMES = Gazetteer(
    {"زرنوق": "L", "وادي الزيتون": "L", "زرنوق ونجران": "L"}, {}, {"سامي": "g", "نزار": "g", "حداد": "s"}
)


class Types:
    """All but a few words look like nothing; these like everyday ones."""

    def of(self, forms):
        return [0, 5, 0, 0, 0] if forms[0] in ("يزور", "القميص", "تزور") else []


def words(text):
    (found,) = sentences(text)
    return found


def parts(text, kind):
    found = words(text)
    whole = LabelledSpan(0, len(found), kind)
    return [
        " ".join(word.text for word in found[part.start : part.end])
        for part in divided(found, whole, NAMES, Types())
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("سامي يزور حداد", ["سامي", "حداد"]),
        ("سامي يزور كرشون", ["سامي"]),
        ("سامي سيبحثان", ["سامي"]),
        ("سامي سيزور", ["سامي"]),
        ("سامي بالقميص", ["سامي"]),
        ("سامي للقميص", ["سامي"]),
        ("سامي يلدز", ["سامي يلدز"]),
        ("يزور سامي", ["يزور سامي"]),
        ("كرشون ونزار", ["كرشون ونزار"]),
        ("حداد ونزار", ["حداد", "ونزار"]),
        ("سامي وليد", ["سامي وليد"]),
    ],
)
def test_a_person_ends_before_a_verb_and_before_a_second_one(text, names):
    assert parts(text, "PER") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("زرنوق وكرشون", ["زرنوق", "وكرشون"]),
        ("زرنوق ونجران", ["زرنوق ونجران"]),
        ("زرنوق يزور", ["زرنوق يزور"]),
    ],
)
def test_two_places_joined_by_waw_are_two_but_where_they_are_one_name(text, names):
    assert parts(text, "LOC") == names


@pytest.mark.parametrize(
    ("text", "length", "name"),
    [
        ("منظمة « كرشون البيضاء » أمس", 4, "منظمة « كرشون البيضاء »"),
        ("منظمة « كرشون البيضاء » أمس", 3, "منظمة « كرشون البيضاء »"),
        ("منظمة « وادي الزيتون » أمس", 4, "وادي الزيتون"),
        ("منظمة « كرشون » الدولية", 5, "منظمة « كرشون » الدولية"),
        ("منظمة « كرشون قال إن الوفد وصل أمس", 3, "منظمة"),
        ("منظمة : « كرشون قال إن الوفد وصل أمس", 4, "منظمة"),
        ("منظمة كرشون", 2, "منظمة كرشون"),
    ],
)
def test_no_name_ends_inside_quotation_marks(text, length, name):
    found = words(text)
    span = closed(found, LabelledSpan(0, length, "ORG"), NAMES)
    assert " ".join(word.text for word in found[span.start : span.end]) == name
