"""What is typed, and how it is read. Judged queries: test_syntax_judge.py."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.search.syntax import limits, nodes, parse
from articles.search.syntax.expression import expression
from articles.search.syntax.nodes import positive
from articles.search.syntax.shown import shown


def read(text: str, **options: bool) -> str:
    return expression(parse(text, **options).root)


def codes(text: str) -> list[str]:
    return [note.code for note in parse(text).notes]


#: Pieces that mean something, beside letters of every kind.
MEANINGFUL = (
    *("OR", "AND", "NOT", "أو", "و", "ليس", "-", "(", ")", "«", "»", '"', "”", "=", "~", "~2", "*", "?", "؟"),
    *(":", "title:", "مصدر:", "source:(", "date:", "2018-06", "..", "||", "#", "@", "\n", "\u200f"),
    *("بيروت", "علي", "في", "عبد", "الله", "الـ"),
)
PIECES = st.lists(st.one_of(st.sampled_from(MEANINGFUL), st.text(max_size=5)), max_size=40).map(" ".join)
GLUED = st.lists(st.sampled_from(list('أبجال و-()«»"“=~*?:.،0219 \n')), max_size=60).map("".join)
#: A hundred different words.
WORDS = [f"كلم{one}{other}" for one in "بتثجحخدذرز" for other in "سشصضطظعغفق"]
ANYTHING = st.one_of(st.text(max_size=100), PIECES, GLUED)


# ------------------------------------------------------------ operators


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("حلب OR دمشق", "(or w:حلب w:دمشق)"),
        ("حلب أو دمشق", "(or w:حلب w:دمشق)"),
        ("قصف حلب OR دمشق", "(or (and w:قصف w:حلب) w:دمشق)"),
        ("قصف AND حلب OR دمشق", "(or (and w:قصف w:حلب) w:دمشق)"),
        ("قصف (حلب OR دمشق)", "(and w:قصف (or w:حلب w:دمشق))"),
        ("قصف -حلب", "(and w:قصف (not w:حلب))"),
        ("قصف NOT حلب", "(and w:قصف (not w:حلب))"),
        ("قصف ليس حلب", "(and w:قصف (not w:حلب))"),
        ("قصف AND NOT حلب", "(and w:قصف (not w:حلب))"),
        ("قصف OR NOT حلب", "(or w:قصف (not w:حلب))"),
        ("قصف -(حلب دمشق)", "(and w:قصف (not (and w:حلب w:دمشق)))"),
        ("قصف (-حلب)", "(and w:قصف (not w:حلب))"),
        ("قصف -(-حلب)", "(and w:قصف (not w:حلب))"),
    ],
)
def test_operators_stand_between_operands(typed, reading):
    assert read(typed) == reading
    assert codes(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "روسيا - أوكرانيا",
        "- وزير الخارجية في موسكو",
        "لقاء عند 10:30 صباحًا",
        "https://example.org/a-b?c=d",
        "name@example.org",
        "#وسم_طويل",
        "الأهلي 2-1 الزمالك",
        "قال الوزير -وهو في موسكو- كلامًا",
        "المغرب يعلن أن التطبيع في عام 2020 ليس خيانة للقضية",
        "هل تقبل طهران أو ترفض العودة إلى الاتفاق",
        "النتائج: ليس بعد",
        "\u2018عاجل\u2019 | انفجار، في بيروت؛ الآن؟",
    ],
)
def test_what_is_pasted_is_plain_words(typed):
    words = parse(typed, plain=True).root
    assert read(typed) == expression(words)


def test_and_or_is_the_wider_one():
    assert read("بغداد و/أو أربيل") == "(or w:بغداد w:أربيل)"
    assert codes("بغداد و/أو أربيل") == ["operator-twice"]


@pytest.mark.parametrize(
    ("typed", "notes"), [("الحل السياسي ليس قريبا", ["operator-not"]), ("قصف ليس حلب", [])]
)
def test_an_exclusion_that_may_be_a_sentence_is_said(typed, notes):
    assert codes(typed) == notes


@pytest.mark.parametrize("dash", ["\u2010", "\u2011", "\u2212", "\ufe63", "\uff0d"])
def test_a_dash_that_no_keyboard_has_excludes_nothing_and_that_is_said(dash):
    assert read(f"ليبيا {dash}حفتر") == "(and w:ليبيا w:حفتر)"
    assert codes(f"ليبيا {dash}حفتر") == ["dash-other"]
    assert codes(f"الحرارة {dash}5") == []


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("=سوريا،لبنان", "(and (exact سوريا) w:لبنان)"),
        ("=سوريا/لبنان", "(and (exact سوريا) w:لبنان)"),
        ("=سوريا،لبن*", "(and (exact سوريا) (prefix لبن))"),
        ("=كوفيد-19", "(exact كوفيد 19)"),
    ],
)
def test_an_exact_word_ends_at_a_comma(typed, reading):
    assert read(typed) == reading


@pytest.mark.parametrize(
    ("typed", "reading"),
    [("سوريا~~", "(fuzzy سوريا 1)"), ("سوريا؟*", "(prefix سوريا)"), ("سوريا~~2", "(fuzzy سوريا 2)")],
)
def test_a_mark_typed_too_often_is_meant_once(typed, reading):
    assert read(typed) == reading
    assert codes(typed) == []


def test_plain_words_have_no_operators():
    assert read('قصف -حلب OR "دمشق القديمة" title:x*', plain=True) == (
        "(and w:قصف w:حلب w:OR w:دمشق w:القديمة w:title w:x)"
    )


def test_a_particle_before_quotation_marks_is_no_word():
    assert read("اعتراف بـ«الهزيمة الكبرى»") == "(and w:اعتراف (phrase الهزيمة الكبرى))"


# ------------------------------------------------------------ stop words


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("في بيروت", "w:بيروت"),
        ("من في", "(and w:من w:في)"),
        ("«في بيروت»", "(phrase في بيروت)"),
        ("حلب OR في", "w:حلب"),
        ("title:في", "(field title w:في)"),
    ],
)
def test_stop_words_are_left_out_unless_nothing_else_is_left(typed, reading):
    assert read(typed) == reading


# ------------------------------------------------------------ fields


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("مصدر:(الجزيرة OR رويترز)", "(field source (or w:الجزيرة w:رويترز))"),
        ("مصدر:(القدس العربي)", "(field source (and w:القدس w:العربي))"),
        ("حلب -مصدر:سانا", "(and w:حلب (not (field source w:سانا)))"),
        ("Title:Beirut", "(field title w:Beirut)"),
        ("تاريخ:(2018 OR 2019-02)", "(or (date 2018-01-01 2018-12-31) (date 2019-02-01 2019-02-28))"),
        ("تاريخ:..2018-06", "(date * 2018-06-30)"),
        ('تاريخ:"8 حزيران 2018".."10 حزيران 2018"', "(date 2018-06-08 2018-06-10)"),
        ('تاريخ:"24 رمضان 1439"', "(date 2018-06-08 2018-06-08)"),
        ("تاريخ:حزيران 2018", "(date 2018-06-01 2018-06-30)"),
        ("تاريخ:2018-2020", "(date 2018-01-01 2020-12-31)"),
        ('title:"" حلب', "(and w:title w:حلب)"),
        ("تاريخ:2018 حلب", "(and (date 2018-01-01 2018-12-31) w:حلب)"),
    ],
)
def test_fields(typed, reading):
    assert read(typed) == reading


@pytest.mark.parametrize(
    ("typed", "reading", "notes"),
    [
        ("تاريخ:2018-06-08..2018-06", "(date 2018-06-08 2018-06-30)", []),
        ("تاريخ:2018-06..2018", "(date 2018-06-01 2018-12-31)", []),
        ("تاريخ:2018..2017-05", "(date 2017-05-01 2018-12-31)", ["range-reversed"]),
        ("تاريخ:2018-00..2018-07", "(date * 2018-07-31)", ["date-end-impossible"]),
        ("تاريخ:2018-06..2018-06-31", "(date 2018-06-01 *)", ["date-end-impossible"]),
        ("تاريخ:(2018-06..31/6/2018)", "(date 2018-06-01 *)", ["date-end-impossible"]),
        ("تاريخ:2018-00..2018-13", "empty", ["date-impossible", "no-words"]),
        ("تاريخ:2018-06..2018-07 99", "(and (date 2018-06-01 2018-07-31) w:99)", []),
    ],
)
def test_ranges(typed, reading, notes):
    assert read(typed) == reading
    assert codes(typed) == notes


def test_a_space_beside_the_colon_is_remembered():
    """«مصدر: …» begins many a headline."""
    named = parse("مصدر: لبنان").root
    assert isinstance(named, nodes.Named)
    assert named.label is not None
    assert named.label.text == "مصدر"
    assert codes("مصدر: لبنان") == ["field-spaced"]


# ------------------------------------------------------------ places


def test_places_are_code_points_into_the_text_that_was_read():
    parsed = parse("\u200fقصف «حلب الشرقية» =دير*")
    for operand in positive(parsed.root):
        for word in operand.words:
            assert parsed.text[word.start : word.end] == word.text


# ------------------------------------------------------------ bounds


def test_a_long_query_is_cut_and_says_so():
    parsed = parse("كلمة " * 100_000)
    assert len(parsed.text) == limits.MAX_LENGTH
    assert [note.code for note in parsed.notes] == ["cut", "too-many-words"]
    assert parsed.was_cut


@pytest.mark.parametrize("plain", [True, False])
def test_only_so_many_words_are_used(plain):
    text = " ".join(WORDS[: limits.MAX_WORDS + 1])
    parsed = parse(text, plain=plain)
    assert len(parsed.phrases) == limits.MAX_WORDS
    assert [str(note.code) for note in parsed.notes] == ["too-many-words"]
    assert not parse(text.rsplit(" ", 1)[0], plain=plain).notes


def test_a_long_phrase_is_cut_too():
    parsed = parse('"' + "كلمة " * 60 + '"')
    assert [len(phrase.words) for phrase in parsed.phrases] == [limits.MAX_WORDS]
    assert parsed.was_cut


def test_only_so_many_wildcards_are_used():
    parsed = parse(" ".join(f"{word}*" for word in WORDS[:20]))
    assert len(list(positive(parsed.root))) == limits.MAX_PATTERNS
    assert [note.code for note in parsed.notes] == ["too-many-patterns"]


def test_nesting_is_bounded_and_says_so():
    text = "(حلب " * 40 + "دمشق" + ")" * 40
    parsed = parse(text)
    assert "too-deep" in [note.code for note in parsed.notes]
    assert depth(parsed.root) <= limits.MAX_DEPTH + 2


@pytest.mark.parametrize("typed", ["حلب (" * 400, ")" * 500, '"' * 501, "«" * 900, "-" * 900, "title:" * 300])
def test_marks_alone_are_read_within_bounds(typed):
    parse(typed)


def depth(node: nodes.Node | None) -> int:
    match node:
        case nodes.All() | nodes.Any():
            return 1 + max(map(depth, node.children))
        case nodes.Not() | nodes.InField() | nodes.Named():
            return 1 + depth(node.child)
        case _:
            return 1


def size(node: nodes.Node | None) -> int:
    match node:
        case nodes.All() | nodes.Any():
            return sum(map(size, node.children))
        case nodes.Not() | nodes.InField() | nodes.Named():
            return size(node.child)
        case None:
            return 0
        case nodes.Dated():
            return 1
        case _:
            return len(node.words)


# ------------------------------------------------------------ whatever is typed


@given(ANYTHING)
@example("title:((")
@example("-* OR حلب")
@example("حلب -=")
@example("(- حلب")
@example("(حلب NOT -*) دمشق")
def test_anything_is_read_within_bounds(text):
    parsed = parse(text)
    assert size(parsed.root) <= 3 * limits.MAX_WORDS
    assert depth(parsed.root) <= 4 * limits.MAX_DEPTH
    assert len(parsed.notes) <= limits.MAX_NOTES
    assert all(str(note) for note in parsed.notes)


@given(ANYTHING)
def test_plain_words_are_words_whatever_is_typed(text):
    root = parse(text, plain=True).root
    words = root.children if isinstance(root, nodes.All) else (root,)
    assert all(word is None or isinstance(word, nodes.Word) for word in words)


@given(ANYTHING)
def test_a_query_without_letters_and_digits_is_the_only_one_without_words(text):
    if parse(text).is_empty and not any(note.code == "date-impossible" for note in parse(text).notes):
        assert parse(text, plain=True).is_empty or set('()«»“”„‟"*:-=~') & set(text)


@given(PIECES)
def test_a_reading_written_out_is_read_the_same(text):
    parsed = parse(text)
    assert read(str(parsed)) == expression(parsed.root)


def test_a_reading_is_written_in_the_words_of_the_page():
    parsed = parse("قصف (حلب أو title:دمشق) ليس روسيا تاريخ:2018-06..")
    assert str(parsed) == "قصف (حلب OR title:دمشق) NOT روسيا date:2018-06-01.."
    assert parsed.written_out(in_arabic=False) == str(parsed)
    assert parsed.written_out(in_arabic=True) == "قصف (حلب أو عنوان:دمشق) -روسيا تاريخ:2018-06-01.."


def test_a_reading_shows_what_belongs_together():
    parsed = parse("قصف حلب أو هدنة دمشق -روسيا")
    assert parsed.written_out(in_arabic=True) == "(قصف حلب) أو (هدنة دمشق -روسيا)"


def test_what_is_searched_for_can_be_tried_alone():
    parsed = parse("«انفجار بيروت»~3 مدر?ة =أحمد title:قصف -حلب مصدر:سانا")
    assert parsed.operands == ('"انفجار بيروت"~3', "مدر?ة", '="أحمد"', "قصف")
    assert parse("قصف OR حلب", plain=True).operands == ("قصف", "OR,", "حلب")


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ("تاريخ:2018-06-08..2018-07", ["2018-06-08", "2018-07"]),
        ("تاريخ:..8/6/2018", ["8/6/2018"]),
        ("تاريخ:2018-2020 كوفيد-19 السعودية 2-1", []),
        ("<b>2018-06</b>", ["2018-06"]),
    ],
)
def test_a_date_is_shown_in_its_order(typed, dates):
    html = shown(typed)
    assert re.findall(r'<bdi class="day" dir="ltr">(.*?)</bdi>', html) == dates
    assert unescape(re.sub("</?bdi[^>]*>", "", html)) == typed
    assert "<b>" not in html
