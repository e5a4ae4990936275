"""Names in running text: invented sentences, hostile ones, and the model that comes with the project."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.entities.recognise import MODEL, recognise
from articles.entities.recognition.month_names import is_month_of_date
from articles.entities.recognition.spans import Span, in_order
from articles.entities.recognition.words import sentences

MAX_MODEL_BYTES = 12_000_000


def found(text):
    return [(span.text, span.kind) for span in recognise(text)]


def test_persons_and_places_are_found():
    assert found("وصل الرئيس سامي حداد إلى دمشق قادما من القاهرة أمس.") == [
        ("سامي حداد", "person"),
        ("دمشق", "place"),
        ("القاهرة", "place"),
    ]


def test_organisations_are_found():
    assert ("مجلس الأمن", "organisation") in found("يعقد مجلس الأمن جلسة طارئة غدا في نيويورك.")


def test_a_name_of_the_curated_table_is_found():
    assert found("أعلن البنتاغون ذلك.") == [("البنتاغون", "organisation")]


def test_a_longer_organisation_of_the_table_takes_the_place_of_a_part():
    assert ("وزارة الدفاع الروسية", "organisation") in found(
        "وقالت وزارة الدفاع الروسية في بيان إن العملية انتهت."
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("سافر الوفد إلى تركيا وسوريا أمس.", "سوريا"),
        ("أقيم المعرض بدمشق هذا العام.", "دمشق"),
        ("وقال مندوب للأمم المتحدة أمس.", "لأمم المتحدة"),
        ("تقع المدينة في لبنان.", "لبنان"),
        ("عاد الوفد إلى بغداد.", "بغداد"),
        ("وصل وليد حداد إلى المطار، وقال وليد حداد إنه متعب.", "وليد حداد"),
    ],
)
def test_proclitics_are_outside_and_own_letters_inside(text, name):
    assert name in [written for written, _kind in found(text)]


@pytest.mark.parametrize("date", ["30 أبريل (نيسان)", "الثلاثاء 3 رجب 1445", "نيسان / أبريل", "نيسان 2011"])
def test_a_month_of_a_date_is_no_name(date):
    words = next(iter(sentences(f"أعلن ذلك {date} في بيان")))
    months = [at for at, word in enumerate(words) if word.text in ("نيسان", "رجب")]
    assert all(is_month_of_date(words, at, at + 1) for at in months)
    assert not {"نيسان", "رجب"} & {name for name, _kind in found(f"أعلن ذلك {date} في بيان.")}


def test_a_name_that_is_also_a_month_stays_a_name():
    words = next(iter(sentences("باعت شركة نيسان اليابانية سيارات")))
    assert not is_month_of_date(words, 2, 3)


def test_a_surname_is_known_by_the_full_name_in_the_same_text():
    text = "التقى الوزير جوزيف كرشونيان الصحفيين أمس. ثم غادر كرشونيان القاعة."
    assert [written for written, _kind in found(text)].count("كرشونيان") == 1


def test_no_name_crosses_the_end_of_a_line():
    assert all("\n" not in span.text for span in recognise("وصل سامي\nحداد إلى دمشق\nالقاهرة"))


def test_signs_around_a_name_are_outside():
    assert ("داعش", "organisation") in found("قتل عناصر من «داعش» أمس.")


def test_a_headline_keeps_its_verb_out_of_the_names():
    assert ("سليمان", "person") in found("سليمان يهنئ مرسي")


def test_a_quoted_name_is_not_cut_by_its_closing_sign():
    texts = [name for name, _kind in found("قال تنظيم «داعش» ومنظمة «الخوذ البيضاء» ذلك أمس.")]
    assert texts
    assert all(name.count("«") == name.count("»") for name in texts)


def test_an_everyday_word_is_no_person():
    assert ("لي", "person") not in found("قال لي طبيب إن الأمر بسيط.")


def test_harakat_and_tatweel_stay_in_the_text_of_the_span():
    text = "وصل الوفد إلى دِمَشْق."
    assert [text[span.start : span.end] for span in recognise(text)] == ["دِمَشْق"]


@pytest.mark.parametrize(
    "text", ["", " \n\t", "....", "\u0640", "\u064b\u064b", "\ud800", "\x00\x01", "1 2 3"]
)
def test_a_text_without_words_names_nothing(text):
    assert recognise(text) == []


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("ابولكسي دمشق\n.«»\u064e\u0640\u200f\ud800\x00a1"), max_size=80))
def test_every_answer_is_a_span_of_the_text(text):
    position = 0
    for span in recognise(text):
        assert position <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert "\n" not in span.text
        position = span.end


@pytest.mark.parametrize(
    "text",
    ["ب" * 1_000_000, "وب" * 200_000, "زرنوق " * 20_000, "." * 1_000_000, "\u064b" * 300_000, "\n" * 300_000],
    ids=["one word", "proclitics", "one rare word", "dots", "marks", "empty lines"],
)
def test_a_hostile_text_takes_no_long_time(text):
    started = time.process_time()
    recognise(text)
    assert time.process_time() - started < 5


def test_threads_find_what_one_finds():
    texts = [f"وصل الرئيس سامي حداد إلى دمشق في اليوم {n}." for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(found, texts)) == [found(text) for text in texts]


def test_the_model_is_small_and_says_what_it_may_be_used_for():
    assert sum(file.stat().st_size for file in MODEL.iterdir()) <= MAX_MODEL_BYTES
    assert "CC BY-SA 4.0" in (MODEL / "NOTICE").read_text(encoding="utf-8")
    assert (MODEL / "LICENSE").exists()


def test_of_overlapping_names_the_first_and_the_longer_stays():
    def span(start, end):
        return Span(start, end, "place", "x" * (end - start))

    assert in_order([span(3, 5), span(0, 4), span(0, 2), span(4, 6)]) == [span(0, 4), span(4, 6)]
