"""Whether two spellings are one name, and names that are written apart or together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.compounds import compound_forms, possible_forms, same_compound
from articles.arabic.names import compare_names, merge_keys, name_words
from articles.arabic.normalize import name_key
from articles.arabic.skeletons import similarity, skeleton

any_text = st.text(st.characters(codec=None))
#: Random letters hardly ever make two names that are alike: these do.
name_like = st.text("اأإىيوةهعغجقكسصثترمنلءئ ـ\u064b", max_size=12)
kinds = st.sampled_from(["person", "place", "organisation"])


@pytest.mark.parametrize(
    ("one", "other", "kind", "answer"),
    [
        pytest.param("مُصطفى أحمد", "مصطفي احمد", "person", "automatic", id="marks, hamza, alef maksura"),
        pytest.param("عبدالناصر", "عبد الناصر", "person", "automatic", id="joined"),
        pytest.param("سمير ابن علي", "سمير بن علي", "person", "automatic", id="son"),
        pytest.param("فؤاد مسؤول", "فواد مسوول", "person", "automatic", id="hamza on waw"),
        pytest.param("الحلة", "حلة", "place", "automatic", id="article of a place"),
        pytest.param("جيرهارد شرودر", "غيرهارد شرودر", "person", "automatic", id="one sound, two letters"),
        pytest.param(
            "فلورنس الجديدة", "فلورينس الجديدة", "place", "automatic", id="a vowel of a foreign word"
        ),
        pytest.param("فلورنس الجديدة", "فلورينس جديدة", "place", "automatic", id="vowel and article"),
        pytest.param("شرودر", "شرودير", "person", "suggest", id="one word alone"),
        pytest.param("نجيب الجمالي", "نجيب جمالي", "person", "suggest", id="article of a surname"),
        pytest.param("مؤسسة سورة", "مؤسسة سورا", "organisation", "suggest", id="last vowel"),
        pytest.param("سعيد حمزاوي", "سعيد حامزاوي", "person", "suggest", id="vowels of a long native word"),
        pytest.param("ألباني", "باني", "place", "different", id="a hamza is no article"),
        pytest.param("حسين", "الحسين", "person", "different", id="article of a given name"),
        pytest.param("كريم", "الكريم", "person", "different", id="article of a name known without"),
        pytest.param("جحدر", "جحدور", "person", "different", id="vowels of a short native word"),
        pytest.param("حسن كامل", "حسين كامل", "person", "different", id="known given names"),
        pytest.param("علاء", "علا", "person", "different", id="known given names but for hamza"),
        pytest.param("كينيا", "غينيا", "place", "different", id="known places"),
        pytest.param("مجلس الأمة", "مجلس الأمن", "organisation", "different", id="known words"),
        pytest.param("قناة العربي", "قناة العربية", "organisation", "different", id="known organisations"),
        pytest.param("باريس", "بودابست", "place", "different", id="nothing alike"),
        pytest.param("القدس", "القدس العربي", "organisation", "different", id="a word more"),
        pytest.param("«»", "...", "person", "different", id="no letters"),
    ],
)
def test_spellings_of_a_name(one, other, kind, answer):
    assert compare_names(one, other, kind).answer == answer


@given(any_text | name_like, any_text | name_like, kinds)
def test_the_order_of_two_names_does_not_matter(one, other, kind):
    assert compare_names(one, other, kind) == compare_names(other, one, kind)


@given(name_like, kinds)
def test_a_name_is_itself(name, kind):
    if name_words(name):
        assert compare_names(name, name, kind).answer == "automatic"


@given(name_like, name_like, kinds)
def test_names_with_one_key_are_merged_unless_known_apart(one, other, kind):
    if merge_keys(one, kind) & merge_keys(other, kind):
        assert compare_names(one, other, kind).reason in ("same letters", "both known")


def test_what_is_too_long_for_a_name_is_compared_with_nothing():
    assert compare_names("ك" * 1_000_000, "ك" * 1_000_000, "person").reason == "too long"


@pytest.mark.parametrize(
    ("word", "bones"),
    [
        pytest.param("غيراسيموف", "KRSMF", id="vowels are left out"),
        pytest.param("ادلب", "ADLB", id="first alef"),
        pytest.param("عنان", "AN", id="a class twice in a row counts once"),
        pytest.param("تشاد", "CD", id="teh and sheen are one sound"),
        pytest.param("تونسي", "TNSY", id="nisba"),
        pytest.param("درنه", "DRN", id="last heh"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_skeletons(word, bones):
    assert skeleton(word) == bones


def test_similar_sounds_are_similar_letters():
    assert similarity("جوتيريس", "غوتيريث") == 1
    assert similarity("", "") == 1


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        pytest.param("عبد المجيد", "عبدالمجيد", True, id="servant"),
        pytest.param("أبو قير", "ابوقير", True, id="father"),
        pytest.param("نور الدين", "نورالدين", True, id="religion"),
        pytest.param("دير حافر", "ديرحافر", True, id="monastery"),
        pytest.param("بن جلون", "بنجلون", True, id="son before four letters"),
        pytest.param("نيو دلهي", "نيودلهي", True, id="known both ways"),
        pytest.param("في الله", "فيالله", False, id="particle"),
        pytest.param("بن زار", "بنزار", False, id="son before three letters"),
        pytest.param("اب واب", "ابواب", False, id="nothing is known of the words"),
        pytest.param("عبد المجيد", "عبدالحميد", False, id="other letters"),
        pytest.param("", "", False, id="nothing"),
    ],
)
def test_names_apart_and_together(one, other, is_one):
    assert same_compound(one, other) is is_one
    assert same_compound(other, one) is is_one


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param("عبدالمجيد تبون", ["عبد المجيد تبون"], id="parted"),
        pytest.param("عبد المجيد تبون", ["عبدالمجيد تبون"], id="joined"),
        pytest.param("أبوظبي", ["أبو ظبي"], id="known both ways"),
        pytest.param("بنغازي", [], id="known as one word"),
        pytest.param("منصور بيروت", [], id="nothing to part or join"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sure_forms_of_a_query(text, forms):
    assert compound_forms(text) == forms


def test_possible_forms_cut_a_word_as_a_phrase():
    assert '"طوابير الخبز"' in possible_forms("طوابيرالخبز")


@given(any_text | name_like)
def test_forms_differ_from_the_text_in_spaces_and_marks_only(text):
    for form in possible_forms(text):
        assert name_key(form) == name_key(text)
