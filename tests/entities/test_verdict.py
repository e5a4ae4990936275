"""What a rule may join, what a curator is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.entities import gazetteer as gazetteer_module
from articles.entities.curated import Curated, CuratedName
from articles.entities.gazetteer import Gazetteer
from articles.entities.linking import parts as parts_module
from articles.entities.linking import verdict as verdict_module
from articles.entities.linking.verdict import verdict

IDS = {"سوريا": {1}, "سورية": {1}, "إزمير": {2}, "إزميت": {3}, "كوباني": {4}, "عين العرب": {4}, "دمشق": {5}}
ROWS = [
    CuratedName("organisation", "حلف شمال الأطلسي", "NATO", ("الناتو",)),
    CuratedName("organisation", "حلف الأطلسي الجديد", "New Pact"),
    CuratedName("person", "خليفة حفتر", "Khalifa Haftar", ("حفتر",)),
]


class SmallGazetteer(Gazetteer):
    def place_ids(self, name):
        return frozenset(IDS.get(name, ()))

    def latin(self, name, kind):
        return {"فولودمير": "Vladimir", "فلاديمير": "Vladimir"}.get(name, "")


@pytest.fixture(autouse=True)
def knowledge(monkeypatch):
    words = {"ماركلين": "g", "ماركليان": "g", "غابرييل": "g", "جابرييل": "g", "عراقيه": "n", "العراقيه": "n"}
    known = SmallGazetteer({"دمشق": "L"}, {}, words)
    for module in (verdict_module, parts_module):
        monkeypatch.setattr(module, "gazetteer", lambda: known)
    monkeypatch.setattr(verdict_module, "curated", lambda: Curated(ROWS))
    verdict_module._of_spellings.cache_clear()
    yield
    verdict_module._of_spellings.cache_clear()
    assert gazetteer_module.gazetteer() is not known


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        pytest.param("place", "دير الزور", "ديرالزور", ("automatic", "same letters"), id="T0"),
        pytest.param("person", "بيدرو سانشيز", "بيدرو سانشيث", ("suggest", "near skeleton"), id="near"),
        pytest.param("organisation", "الناتو", "حلف شمال الأطلسي", ("automatic", "table"), id="one row"),
        pytest.param(
            "organisation",
            "الناتو",
            "حلف الأطلسي الجديد",
            ("different", "two rows"),
            id="two rows of the table",
        ),
        pytest.param("place", "سوريا", "سورية", ("automatic", "same place"), id="one place in two spellings"),
        pytest.param("place", "إزمير", "إزميت", ("different", "two places"), id="places that look alike"),
        pytest.param("place", "كوباني", "عين العرب", ("suggest", "same place"), id="two names of a place"),
        pytest.param(
            "person", "ماركلين لاغارد", "ماركليان لاغارد", ("suggest", "known names"), id="two given names"
        ),
        pytest.param(
            "person", "زيغمار غابرييل", "زيغمار جابرييل", ("automatic", "same skeleton"), id="one given name"
        ),
        pytest.param("person", "فولودمير", "فلاديمير", ("suggest", "latin"), id="one Latin name"),
        pytest.param("person", "غيراسيموف", "فاليري غيراسيموف", ("suggest", "part of name"), id="surname"),
        pytest.param(
            "person", "جروسي", "رافاييل غروسي", ("suggest", "part of name"), id="surname, spelt otherwise"
        ),
        pytest.param("person", "فاليري", "فاليري غيراسيموف", ("suggest", "part of name"), id="first name"),
        pytest.param(
            "person", "حسني مبارك", "محمد حسني مبارك", ("suggest", "part of name"), id="without the first"
        ),
        pytest.param(
            "person", "صدام حفتر", "خليفة حفتر", ("different", "both known"), id="two bearers of a surname"
        ),
        pytest.param("place", "إقليم الحوز", "الحوز", ("suggest", "generic word"), id="region"),
        pytest.param("place", "شارع الحمرا", "الحمرا", ("suggest", "generic word"), id="street"),
        pytest.param(
            "place", "شارع دمشق", "دمشق", ("different", "number of words"), id="street called after a city"
        ),
        pytest.param("place", "الأهوار العراقية", "الأهوار", ("suggest", "beginning"), id="nationality"),
        pytest.param(
            "place", "مطار دمشق", "مطار دمشق الدولي", ("suggest", "beginning"), id="two words of a place"
        ),
        pytest.param(
            "organisation", "البنك المركزي", "البنك المركزي المصري", ("suggest", "beginning"), id="two words"
        ),
        pytest.param("organisation", "حزب الأصالة", "الأصالة", ("suggest", "generic word"), id="party"),
        pytest.param("person", "بيير رافاران", "بيار رافاران", ("suggest", "alike"), id="one word alike"),
        pytest.param(
            "person", "لسيرجيو راموس", "سيرجيو راموس", ("automatic", "proclitic"), id="a letter too many"
        ),
        pytest.param("person", "لكونتي", "كونتي", ("suggest", "proclitic"), id="a letter before one word"),
        pytest.param(
            "person", "بماركلين عيسى", "ماركلين عيسى", ("automatic", "proclitic"), id="a known name behind it"
        ),
        pytest.param("person", "ستولتنبرغ", "ليلى", ("different", "letters"), id="nothing alike"),
    ],
)
def test_verdicts(kind, one, other, expected):
    found = verdict(one, other, kind)
    assert (found.answer, found.reason) == expected
    assert verdict(other, one, kind) == found


# The first call reads the tables.
@settings(deadline=None)
@given(
    st.sampled_from(["person", "place", "organisation"]),
    st.text(st.sampled_from("غيجراسموفال "), max_size=12),
    st.text(st.sampled_from("غيجراسموفال "), max_size=12),
)
def test_the_order_of_the_names_does_not_matter(kind, one, other):
    assert verdict(one, other, kind) == verdict(other, one, kind)


def test_a_name_of_any_length_is_answered():
    assert verdict("ا" * 5000, "ب " * 5000, "person").answer == "different"
