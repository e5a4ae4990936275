"""Variant classes: the shipped list, what a stem stands for, and what is learned from texts."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.analyze import analyze
from articles.arabic.variant_grammar import Grammar
from articles.arabic.variant_learning import MAX_MEMBERS, join, key, learn
from articles.arabic.variants import KINDS, NO_VARIANTS, Variants, classes, distinct, shipped, stem_of


def expanded(word: str, variants: Variants | None = None) -> set[str]:
    [analyzed] = analyze(word)
    return set((variants or classes()).expand(analyzed.stem, analyzed.exact))


# ---------------------------------------------------------------- the shipped list


@pytest.mark.parametrize("each", shipped(), ids=lambda each: each.words[0])
def test_a_shipped_class_is_of_several_stems_and_says_why(each):
    assert each.kind in KINDS
    assert each.reason
    assert all(len(analyze(word)) == 1 for word in each.words)
    assert len({stem_of(word) for word in each.words}) > 1


def test_no_two_shipped_classes_overlap():
    owners = Counter(stem for each in shipped() for stem in {stem_of(word) for word in each.words})
    assert [stem for stem, number in owners.items() if number > 1] == []


def test_no_shipped_class_joins_what_is_known_to_be_distinct():
    joined = {frozenset(pair) for stems in classes() for pair in combinations(stems, 2)}
    assert not joined & distinct()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أميركا", "أمريكا"),
        ("الأميركية", "أمريكي"),
        ("والأمريكيين", "الأميركي"),
        ("سوريا", "سورية"),
        ("السورية", "سوريا"),
        ("ترامب", "ترمب"),
        ("غوغل", "جوجل"),
        ("غيراسيموف", "جيراسيموف"),
        ("الديموقراطية", "ديمقراطي"),
        ("مسئولين", "المسؤول"),
        ("إلكترونية", "الإلكتروني"),
    ],
    ids=str,
)
def test_spellings_and_their_inflections_stand_for_one_another(one, other):
    assert stem_of(other) in expanded(one)
    assert stem_of(one) in expanded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("حسن", "حسين"), ("محمد", "محمود"), ("النيجر", "نيجيريا"), ("كورونا", "كوفيد"), ("علي", "عال")],
    ids=str,
)
def test_other_words_do_not(one, other):
    assert stem_of(other) not in expanded(one)


@pytest.mark.parametrize("wall", ["سور", "السور", "سورة", "أسوار"])
def test_a_word_that_only_shares_the_cut_stem_is_not_of_the_class(wall):
    assert expanded(wall) == {stem_of(wall)}


# ---------------------------------------------------------------- Variants


def test_a_stem_comes_first_in_what_it_stands_for():
    variants = Variants([["غوغل", "جوجل", "قوقل"]])
    assert variants.expand("جوجل") == ("جوجل", "غوغل", "قوقل")
    assert variants.expand("ياهو") == ("ياهو",)


def test_classes_that_share_a_spelling_are_one():
    variants = Variants([["غوغل", "جوجل"], ["كوكل", "كوغل"], ["جوجل", "كوكل"]])
    assert len(list(variants)) == 1
    assert set(variants.expand("كوغل")) == {"غوغل", "جوجل", "كوكل", "كوغل"}


def test_without_classes_a_stem_stands_for_itself():
    assert NO_VARIANTS.expand("سوريا", "سوريا") == ("سوريا",)
    assert list(NO_VARIANTS) == []


@given(st.lists(st.lists(st.text("ابجدهوي", min_size=2, max_size=6), max_size=4), max_size=8))
def test_standing_for_one_another_is_mutual(groups):
    variants = Variants(groups)
    for stems in variants:
        for stem in stems:
            assert set(variants.expand(stem)) == set(stems)


@given(st.lists(st.text(), max_size=4))
def test_any_text_makes_a_class(words):
    Variants([words]).expand(words[0] if words else "")


# ---------------------------------------------------------------- learning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("غوغل", "جوجل"),
        ("غوغل", "قوقل"),
        ("انطونيو", "انتونيو"),
        ("سناتور", "سيناتور"),
        ("رفائيل", "رافاييل"),
        ("ثورنتو", "سورونتو"),
        ("نظام", "نذم"),
        ("رمضان", "رمدن"),
    ],
)
def test_spellings_of_one_sound_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("سلوفينيا", "سلوفاكيا"), ("ترامب", "درامب"), ("امير", "مير")])
def test_other_sounds_have_other_keys(one, other):
    assert key(one) != key(other)


COUNTS = Counter(
    {
        "شخص": 90,
        "شخصا": 9,
        "جريم": 90,
        "جرائم": 80,
        "بجريم": 9,
        "بجرائم": 9,
        "ارتفع": 50,
        "ارتفاع": 50,
        "حرب": 90,
        "حروب": 30,
        "غرب": 60,
        "قرب": 60,
        "جهود": 60,
        "جهودا": 9,
        "جهد": 50,
        "جهدا": 9,
        "برنس": 20,
        "برونس": 20,
        "غوغل": 50,
        "جوجل": 20,
        "ديمقراط": 50,
        "ديموقراط": 20,
    }
)
WITH_ARTICLE = {"حرب": 60, "غرب": 30, "جهد": 9, "جهود": 9, "ديمقراط": 45, "ديموقراط": 19}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("شخص", "شخصا", "ending"),
        ("بجريم", "بجرائم", "attached"),
        ("ارتفع", "ارتفاع", "verb and noun"),
        ("حرب", "حروب", "template"),
        ("غرب", "قرب", "template with a letter of foreign sounds"),
        ("جهودا", "جهدا", "accusative of a template"),
    ],
    ids=lambda value: value.replace(" ", "-"),
)
def test_grammar_explains_forms_of_arabic_words(one, other, rule):
    assert Grammar(COUNTS, WITH_ARTICLE).explains(one, other, skeleton=len(key(one))), rule


@pytest.mark.parametrize(
    ("one", "other"), [("برنس", "برونس"), ("غوغل", "جوجل"), ("ديمقراط", "ديموقراط")], ids=str
)
def test_grammar_does_not_explain_spellings_of_foreign_words(one, other):
    assert not Grammar(COUNTS, WITH_ARTICLE).explains(one, other, skeleton=len(key(one)))


#: What stands around two words, so that their contexts agree or do not.
COMPANY = {
    "tech": ["شركة", "محرك", "بحث", "إعلان", "تطبيق", "هاتف", "خدمة", "موقع"],
    "food": ["طعام", "مطبخ", "سكر", "ملح", "زيت", "خبز", "لحم", "أرز"],
}
#: Of another script, so that none is taken for a spelling of another.
FILLERS = [f"filler{number}" for number in range(40)]


def texts(words: dict[str, str], *, times: int = 20, seed: int = 5):
    """Texts in which each word stands `times` times in its company."""
    chance = random.Random(seed)
    made = []
    for word, company in words.items():
        for _time in range(times):
            around = chance.sample(COMPANY[company], 4)
            text = [*chance.sample(FILLERS, 6), *around[:2], word, *around[2:], *chance.sample(FILLERS, 6)]
            made.append(" ".join(text))
    analyzed = [(number, analyze(text)) for number, text in enumerate(made)]
    return lambda: iter(analyzed)


def learned(words: dict[str, str], **options) -> list[set[str]]:
    times = options.pop("times", 20)
    return [
        {member.word for member in proposal.members}
        for proposal in learn(texts(words, times=times), **options)
    ]


@pytest.fixture(autouse=True)
def few_contexts(monkeypatch):
    """These texts have no thirty words that stand beside everything."""
    monkeypatch.setattr("articles.arabic.variant_learning.SKIPPED_CONTEXTS", 0)


def test_spellings_in_equal_company_are_proposed():
    assert learned({"غوغل": "tech", "جوجل": "tech"}) == [{"غوغل", "جوجل"}]


def test_spellings_in_other_company_are_not():
    assert learned({"غوغل": "tech", "جوجل": "food"}) == []


def test_equal_company_alone_is_not_enough():
    assert learned({"غوغل": "tech", "ياهوو": "tech"}) == []


def test_rare_spellings_are_not_proposed():
    assert learned({"غوغل": "tech", "جوجل": "tech"}, times=7) == []
    assert learned({"غوغل": "tech", "جوجل": "tech"}, times=8) == [{"غوغل", "جوجل"}]
    assert learned({"غوغل": "tech", "جوجل": "tech"}, times=7, min_count=7) == [{"غوغل", "جوجل"}]


def test_known_classes_are_not_proposed_again_unless_they_grow():
    words = {"غوغل": "tech", "جوجل": "tech"}
    assert learned(words, known=[("غوغل", "جوجل")]) == []
    assert learned({**words, "قوقل": "tech"}, known=[("غوغل", "جوجل")]) == [{"غوغل", "جوجل", "قوقل"}]


def test_spellings_of_a_known_class_that_the_archive_does_not_have_are_not_shown():
    assert learned({"غوغل": "tech", "جوجل": "tech"}, known=[("غوغل", "كوكل")]) == [{"غوغل", "جوجل"}]


def test_distinct_words_are_never_proposed():
    assert learned({"غوغل": "tech", "جوجل": "tech"}, distinct={frozenset(("غوغل", "جوجل"))}) == []


def test_a_proposal_has_counts_forms_and_articles():
    [proposal] = learn(texts({"وغوغل": "tech", "جوجل": "tech"}))
    by_stem = {member.stem: member for member in proposal.members}
    assert by_stem["غوغل"].word == "وغوغل"
    assert by_stem["جوجل"].count == 20
    assert len(by_stem["جوجل"].examples) == 3
    assert 0.18 <= proposal.score <= 1


def pair(one: str, other: str) -> frozenset[str]:
    return frozenset((one, other))


def test_the_best_pairs_join_first_and_all_of_a_class_agree():
    scored = [(0.9, pair("a", "b")), (0.5, pair("b", "c")), (0.4, pair("d", "e"))]
    assert join(scored) == [(frozenset("ab"), 0.9), (frozenset("de"), 0.4)]
    assert join([*scored, (0.3, pair("a", "c"))]) == [(frozenset("de"), 0.4), (frozenset("abc"), 0.3)]


def test_no_class_has_more_than_five():
    scored = [(0.5, pair(one, other)) for one, other in combinations("abcdefg", 2)]
    assert max(len(members) for members, _score in join(scored)) == MAX_MEMBERS
