"""From what was typed to what the engine has to match."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.variants import Variants, stem_of
from articles.search import tree
from articles.search.syntax import Switches, parse, to_tree
from articles.search.syntax.fields import TEXT_FIELDS
from articles.search.syntax.notes import Note
from articles.search.syntax.reading import reading
from articles.search.syntax.translate import FIELDS, Query, day_bounds
from articles.search.whoosh.kinds import kind_of
from articles.search_indexes import ArticleIndex

SYRIA = Variants([["سوريا", "سورية"]])
TYPED, OTHER = stem_of("سورية"), stem_of("سوريا")


def matched(text: str, **options) -> tree.Node:
    return to_tree(parse(text), **options).match


def stem(*terms: str, field: str = "text") -> tree.Term:
    return tree.Term(field, "stem", terms)


def scored(query: Query) -> list[str]:
    return [word.exact for word in query.words]


def known(*names: str):
    """A resolver that knows these names, by their places from 1 on."""
    return lambda kind, name: [names.index(name) + 1] if name in names else []


# ------------------------------------------------------------ words


def test_words_are_searched_for_by_their_stems():
    assert matched("انفجار بيروت") == tree.And((stem("انفجار"), stem("بيروت")))


def test_a_query_without_words_is_everything():
    query = to_tree(parse("؟!"))
    assert (query.match, query.words) == (tree.All(), ())
    assert [note.code for note in query.notes] == ["no-words"]


def test_variants_are_one_term():
    assert matched("سورية", variants=SYRIA) == stem(TYPED, OTHER)


def test_a_phrase_is_in_order_and_a_near_phrase_in_any():
    words = (("قم",), ("هلسنك",))
    assert matched("«قمة هلسنكي»") == tree.Phrase("text", "stem", words)
    assert matched("«قمة هلسنكي»~3") == tree.Phrase("text", "stem", words, slop=3, ordered=False)


def test_exact_words_are_looked_up_as_written():
    assert matched("=أحمد") == tree.Term("text", "written", ("أحمد",))
    assert matched('="رئاسة الجمهورية"') == tree.Phrase("text", "written", (("رئاسة",), ("الجمهورية",)))


def test_capitals_are_no_other_letters_as_written():
    assert matched("=Nato") == tree.Term("text", "written", ("Nato", "nato", "NATO"))


@pytest.mark.parametrize(
    ("typed", "patterns"),
    [
        ("كلم*", ["كلم*", "الكلم*"]),
        ("الكلم*", ["الكلم*", "كلم*"]),
        ("*دفاع*", ["*دفاع*"]),
        ("احم*", ["احم*", "الاحم*", "أحم*", "الأحم*", "إحم*", "الإحم*", "آحم*", "الآحم*"]),
        ("nat*", ["nat*", "Nat*", "NAT*"]),
    ],
)
def test_wildcards_meet_words_with_and_without_the_article(typed, patterns):
    found = matched(typed)
    nodes = found.children if isinstance(found, tree.Or) else (found,)
    assert [node.pattern for node in nodes] == patterns


def test_a_fuzzy_word_is_in_normal_spelling():
    assert tree.Fuzzy("text", "بيروت", 1) in matched("بيروت~").children
    assert tree.Fuzzy("title", "احمد", 2) in matched("title:أحمد~2").children


# ------------------------------------------------------------ names of two words


@pytest.mark.parametrize("typed", ["الملك عبد الله", "الملك عبدالله"])
def test_a_name_is_found_as_one_word_and_as_two(typed):
    query = to_tree(parse(typed))
    either = query.match.children[1]
    assert isinstance(either, tree.Or)
    assert set(either.children) == {stem("عبدالل"), tree.Phrase("text", "stem", (("عبد",), ("له",)))}
    assert set(scored(query)) == {"الملك", "عبد", "الله", "عبدالله"}


def test_a_phrase_has_its_names_as_one_word_and_as_two():
    found = matched("«الملك عبد الله»")
    assert [len(phrase.words) for phrase in found.children] == [3, 2]


@pytest.mark.parametrize("typed", ["لله", "الله", "من صور", "بنزين"])
def test_what_is_no_joined_name_stays(typed):
    assert not any(isinstance(node, tree.Phrase) for node in walk(matched(typed)))


# ------------------------------------------------------------ operators


def test_operators():
    assert matched("قصف حلب OR دمشق -إدلب") == tree.Or(
        (
            tree.And((stem("قصف"), stem("حلب"))),
            tree.And((stem("دمشق"), tree.Not(stem("ادلب")))),
        )
    )


def test_any_word_is_enough_with_match_any():
    assert matched("قصف حلب", match="any") == tree.Or((stem("قصف"), stem("حلب")))


def test_fields_exclusions_and_and_hold_with_match_any():
    found = matched("قصف حلب AND دمشق -إدلب title:هدنة", match="any")
    assert found == tree.And(
        (
            tree.Or((stem("قصف"), tree.And((stem("حلب"), stem("دمشق"))))),
            tree.Not(stem("ادلب")),
            stem("هدن", field="title"),
        )
    )


def test_what_is_excluded_together_stays_together_with_match_any():
    found = matched("قصف -(حلب دمشق)", match="any")
    assert found.children[1] == tree.Not(tree.And((stem("حلب"), stem("دمشق"))))


def test_excluded_words_and_names_are_not_scored():
    query = to_tree(parse("قصف -حلب source:سانا title:هدنة"), resolve=known("سانا"))
    assert scored(query) == ["قصف", "هدنه"]


# ------------------------------------------------------------ fields


def test_fields_are_texts_of_the_index():
    texts = {name for name, field in ArticleIndex().fields.items() if kind_of(field).is_text}
    assert set(FIELDS) == set(TEXT_FIELDS)
    assert set(FIELDS.values()) <= texts


def test_names_are_the_keys_of_what_has_them():
    query = to_tree(parse('source:سانا person:"فلاديمير بوتين"'), resolve=known("سانا", "فلاديمير بوتين"))
    assert query.match == tree.And((tree.OneOf("source", (1,)), tree.OneOf("entities", (2,))))
    assert query.notes == ()


def test_alternatives_of_a_name_are_each_looked_up():
    found = matched(
        "source:(سانا OR رويترز) -person:(بوتين OR لافروف)", resolve=known("سانا", "رويترز", "بوتين")
    )
    assert found == tree.And(
        (
            tree.Or((tree.OneOf("source", (1,)), tree.OneOf("source", (2,)))),
            tree.Not(tree.Or((tree.OneOf("entities", (3,)), tree.Nothing()))),
        )
    )


def test_a_pattern_is_no_name():
    assert tree.Pattern("text", "غيراس*") in matched("person:غيراس*").children


def test_an_unknown_name_is_searched_for_as_words_and_says_so():
    query = to_tree(parse("person:(فلان الفلاني)"))
    assert isinstance(query.match, tree.Phrase)
    assert [note.code for note in query.notes] == ["unknown-person"]


def test_an_unknown_name_excludes_nothing():
    query = to_tree(parse("قصف -source:مجهول"))
    assert query.match == tree.And((stem("قصف"), tree.Not(tree.Nothing())))
    assert [note.code for note in query.notes] == ["unknown-excluded"]


def test_a_headline_that_begins_like_a_field_is_words():
    """«مصدر: …» is a field only if a source has the name."""
    assert matched("مصدر: لبنان") == tree.And((stem("مصدر"), stem("لبن")))
    assert matched("مصدر: لبنان", resolve=known("لبنان")) == tree.OneOf("source", (1,))


def test_the_notes_of_a_query_are_true_of_what_is_searched_for():
    parsed = parse("مصدر: لبنان")
    assert [note.code for note in to_tree(parsed, resolve=known("لبنان")).notes] == ["field-spaced"]
    assert [note.code for note in to_tree(parsed).notes] == ["unknown-source"]


def test_a_note_isolates_the_part_of_the_query_and_escapes_it():
    with override("en"):
        html = Note("field-twice", "<i>").html
    assert html == "“<bdi>&lt;i&gt;</bdi>” was read once."


@pytest.mark.parametrize(
    ("first", "last", "bounds"),
    [
        (date(2018, 6, 8), date(2018, 6, 8), (20180608, 20180608)),
        (date(2018, 6, 1), date(2018, 6, 1), (20180601, 20180601)),
        (date(2018, 6, 1), date(2018, 6, 30), (20180600, 20180630)),
        (date(2018, 1, 1), date(2018, 12, 31), (20180000, 20181231)),
        (date(2018, 6, 8), None, (20180608, 9999_12_31)),
        (None, date(2018, 6, 8), (1, 20180608)),
    ],
)
def test_days_as_the_index_has_them(first, last, bounds):
    assert day_bounds(first, last) == bounds


# ------------------------------------------------------------ switches


def test_switches_come_from_an_address_and_go_back():
    typed = ["سورية:variants", "قصف:forms", "قصف:nothing", ":exact", "x"]
    switches = Switches.from_parameters(typed)
    assert switches.to_parameters() == ["سوريه:variants", "قصف:forms"]
    assert Switches.from_parameters(switches.to_parameters()) == switches


@given(st.lists(st.text(max_size=20), max_size=5))
def test_switches_are_made_of_anything(values):
    switches = Switches.from_parameters(values)
    assert Switches.from_parameters(switches.to_parameters()) == switches


@pytest.mark.parametrize(
    ("off", "found"),
    [
        ([], stem(TYPED, OTHER)),
        (["سورية:variants"], stem(TYPED)),
        (
            ["سورية:forms"],
            tree.Or((tree.Term("text", "exact", ("سوريه",)), stem(OTHER))),
        ),
        (["سورية:forms", "سورية:variants"], tree.Term("text", "exact", ("سوريه",))),
        (["سورية:forms", "سورية:exact"], stem(OTHER)),
        (["سورية:forms", "سورية:exact", "سورية:variants"], tree.Nothing()),
        (
            ["سورية:exact"],
            tree.Or((tree.And((stem(TYPED), tree.Not(tree.Term("text", "exact", ("سوريه",))))), stem(OTHER))),
        ),
    ],
)
def test_each_part_of_a_word_can_be_switched_off(off, found):
    assert matched("سورية", variants=SYRIA, switches=Switches.from_parameters(off)) == found


@pytest.mark.parametrize("typed", ["سورية", "«سورية»"])
def test_a_word_of_a_field_is_switched_like_one_of_the_text(typed):
    switches = Switches.from_parameters(["سورية:forms", "سورية:variants"])
    found = [matched(query, switches=switches) for query in (typed, f"title:{typed}")]
    assert str(found[1]) == str(found[0]).replace("'text'", "'title'")


def test_words_are_told_with_their_fields():
    parsed = parse("قصف عنوان:(قصف كاتب:سالم) قصف -حلب")
    found = [(field, word.text) for field, word in parsed.words_in_fields]
    assert found == [(None, "قصف"), ("title", "قصف"), ("author", "سالم")]
    assert [word.text for word in parsed.words] == ["قصف", "سالم"]


def test_the_parts_of_each_word_can_be_counted_and_switched():
    switches = Switches.from_parameters(["سورية:variants"])
    syria, bombing = (reading(word, SYRIA, switches) for word in parse("سورية قصف").words)
    assert [(part.part, part.is_on) for part in syria.parts] == [
        ("exact", True),
        ("forms", True),
        ("variants", False),
    ]
    assert syria.parts[2].node == stem(OTHER)
    assert syria.parts[2].toggled.to_parameters() == []
    assert [part.part for part in bombing.parts] == ["exact", "forms"]


def test_the_forms_of_a_joined_name_are_its_two_words_too():
    name = reading(*parse("عبدالله").words, SYRIA)
    phrase = tree.Phrase("text", "stem", ((stem_of("عبد"),), (stem_of("الله"),)))
    assert phrase in name.parts[1].node.children


# ------------------------------------------------------------ whatever is typed


@given(st.text(alphabet='أبجعدالله 219-()«»"=~*?:.,ORND', max_size=80), st.sampled_from(["all", "any"]))
def test_anything_becomes_a_bounded_tree(text, match):
    query = to_tree(parse(text), match=match, variants=SYRIA)
    assert len(list(walk(query.match))) < 2000
    assert len(query.words) < 200


def walk(node: tree.Node):
    yield node
    for child in getattr(node, "children", ()):
        yield from walk(child)
    if child := getattr(node, "child", None):
        yield from walk(child)
