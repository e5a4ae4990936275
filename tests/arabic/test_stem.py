"""Stems: light10 letter for letter, and each rule of the stem that the index uses."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.arabic.normalize import normalize_word
from articles.arabic.stem import MOST_PREFIXES, begins_with_own_letters, light_stem, plurals, stem

arabic_words = st.text("ابتجدرسعفقكلمنهويءؤئ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("الكتاب", "كتاب", id="ال"),
        pytest.param("والكتاب", "كتاب", id="وال"),
        pytest.param("بالكتاب", "كتاب", id="بال"),
        pytest.param("كالكتاب", "كتاب", id="كال"),
        pytest.param("فالكتاب", "كتاب", id="فال"),
        pytest.param("للكتاب", "كتاب", id="لل"),
        pytest.param("وكتاب", "كتاب", id="و before three letters or more"),
        pytest.param("ولد", "ولد", id="و of a short word stays"),
        pytest.param("بكتاب", "بكتاب", id="ب alone stays"),
        pytest.param("وبالكتاب", "بالكتاب", id="one prefix only"),
        pytest.param("زوجها", "زوج", id="ها"),
        pytest.param("كتابان", "كتاب", id="ان"),
        pytest.param("مكتبات", "مكتب", id="ات"),
        pytest.param("معلمون", "معلم", id="ون"),
        pytest.param("معلمين", "معلم", id="ين"),
        pytest.param("عربيه", "عرب", id="يه"),
        pytest.param("عربية", "عرب", id="ية before folding"),
        pytest.param("كتابه", "كتاب", id="ه"),
        pytest.param("كتابة", "كتاب", id="ة before folding"),
        pytest.param("كتابي", "كتاب", id="ي"),
        pytest.param("معلماتها", "معلم", id="each suffix once, in order"),
        pytest.param("فقهيه", "فق", id="يه before ه"),
        pytest.param("فقهية", "فق", id="ية before ه"),
        pytest.param("الوزير", "وزير", id="one prefix only, of a shorter one after it too"),
        pytest.param("بهيها", "به", id="two letters stay"),
        pytest.param("الو", "الو", id="two letters stay after the article"),
    ],
)
def test_light10(word, expected):
    assert light_stem(word) == expected


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        pytest.param(
            "وزير الوزير والوزير وزيرا وزيرها لوزير بوزير للوزير بالوزير وبالوزير", "وزير", id="وزير"
        ),
        pytest.param("وزراء الوزراء والوزراء وزراءها وزرائها وزراؤها لوزراء", "وزير", id="وزراء with وزير"),
        pytest.param("وزارة الوزارة والوزارة بوزارة وزارتها وزارتان", "وزار", id="وزارة"),
        pytest.param("كأس بكأس لكأس وكأس الكأس بالكأس وبالكأس كالكأس فالكأس للكأس فللكأس", "كاس", id="كأس"),
        pytest.param("انفجار الانفجارات وبالانفجارات بانفجار لانفجارها", "انفجار", id="stacked prefixes"),
        pytest.param("لبنان ولبنان للبنان بلبنان", "لبن", id="لل before a first letter ل"),
        pytest.param("أم الأم للأم", "ام", id="لل before two letters"),
        pytest.param("بيئة البيئة وبيئة ببيئة", "بيء", id="a listed word with a hamza"),
        pytest.param("ألبانيا وألبانيا بألبانيا لألبانيا", "الباني", id="ال that is no article"),
        pytest.param("برتقال البرتقال وبرتقال لبرتقال", "برتقال", id="a listed rare word"),
        pytest.param("بغنوش البغنوش وبغنوش لبغنوش بالبغنوش للبغنوش", "غنوش", id="a word not listed"),
        pytest.param("ملاعب ملاعبهم ملاعبهما ملاعبنا ملاعبكم", "ملعب", id="pronouns"),
        pytest.param(
            "شركة شركتها شركته شركتي شركتهم شركتنا شركتكم شركتهما شركتان شركتين", "شرك", id="ت for ة"
        ),
        pytest.param("رئيس رئيسا", "رءيس", id="accusative"),
        pytest.param("مسؤول مسئول مسؤولون", "مسءول", id="seats of hamza"),
        pytest.param("مدينة المدن بمدنها", "مدين", id="broken plural"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms, expected):
    assert {form: stem(normalize_word(form)) for form in forms.split()} == dict.fromkeys(
        forms.split(), expected
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ألبانيا", "بانيا", id="ألبانيا is not ال+بانيا"),
        pytest.param("لبنان", "بنان", id="لبنان is not ل+بنان"),
        pytest.param("بوتين", "وتين", id="بوتين is not ب+وتين"),
        pytest.param("وزير", "زير", id="وزير is not و+زير"),
        pytest.param("والد", "الد", id="والد is not و+الد"),
        pytest.param("كبير", "بير", id="ك alone is no prefix"),
        pytest.param("فريق", "ريق", id="ف alone is no prefix"),
        pytest.param("كالسيوم", "سيوم", id="كال of a listed word"),
        pytest.param("بيت", "يت", id="ب of a short word stays"),
        pytest.param("دنيا", "دني", id="alef of a short word stays"),
        pytest.param("مهم", "م", id="pronoun of a short word stays"),
        pytest.param("بنت", "بن", id="ت of the word itself stays"),
        pytest.param("بنته", "بنه", id="ت of a short word stays"),
        pytest.param("انتخبت", "انتخب", id="ت of a verb stays"),
        pytest.param("وقتها", "وقها", id="ت of a word of three letters stays"),
    ],
)
def test_other_words_keep_apart(one, other):
    assert stem(normalize_word(one)) != stem(normalize_word(other))


@pytest.mark.parametrize("word", ["ال", "لل", "فال", "كال", "و", "ه", "وه", "London", "2018", ""])
def test_what_has_no_affixes_stays(word):
    assert stem(word) == word


def test_at_most_four_prefixes_come_off():
    assert stem("و" * 8 + "كتاب") == "و" * 4 + "كتاب"


@given(arabic_words)
def test_a_word_keeps_a_letter(word):
    assert stem(word)
    assert light_stem(word)


@given(
    st.sampled_from(["و", "ب", "ل", "ال", "وال", "بال", "كال", "فال", "لل", "وبال"]),
    st.sampled_from(["", "و", "ب"]),
    st.text("ترسعقمن", min_size=3, max_size=6),
)
def test_prefixes_change_no_stem(prefix, first, rest):
    """Of words that are listed neither with the prefix nor without, whatever they begin with."""
    word = first + rest
    tails = [(prefix + word)[start:] for start in range(len(prefix) + 1)]
    assume(not any(map(begins_with_own_letters, tails)))
    assume(len(prefix) + len(first) <= MOST_PREFIXES)
    assert stem(prefix + word) == stem(word)


def test_plurals_lead_to_singulars_that_stay():
    assert not plurals().keys() & set(plurals().values())
