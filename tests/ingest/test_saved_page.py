"""One test for each rule of the saved-page reader, on small pages written for it."""

import os
import time
from datetime import time as clock
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.documents import Document
from articles.ingest.readers.saved_page import read_saved_page, read_saved_text
from articles.ingest.readers.saved_page.lines import tidy

TITLE = "بلدية المدينة تفتتح حديقة جديدة على ضفة النهر"
FIRST = (
    "افتتحت بلدية المدينة، صباح اليوم، حديقة جديدة على ضفة النهر الشرقية بعد عامين من العمل المتواصل فيها."
)
SECOND = "وقال رئيس البلدية إن الحديقة تضم ألف شجرة ومسارا للدراجات، وإن الدخول إليها مجاني طوال العام."
THIRD = "وأضاف أن المرحلة الثانية من المشروع تبدأ في الربيع المقبل، وتشمل مسرحا صيفيا وملاعب للأطفال."
OTHER = "افتتاح معرض الكتاب السنوي بمشاركة عشرين دار نشر"
ANOTHER = "أمطار غزيرة على المرتفعات الغربية مطلع الأسبوع"
MENU = "الرئيسية\nسياسة\nمحليات\nاقتصاد\nرياضة\n"
BODY = f"{FIRST}\n{SECOND}\n{THIRD}"
FOOTER = "جميع الحقوق محفوظة لصحيفة الضفة 2019"


def read(*lines: str) -> Document:
    return read_saved_text("\n".join(lines))


def paragraphs(document: Document) -> list[str]:
    return document.body.split("\n\n") if document.body else []


# Headline and body


def test_menu_headline_and_text() -> None:
    document = read("الضفة", MENU, "محليات", TITLE, "12.03.2019 | 09:41", "", BODY, FOOTER)
    assert (document.title, document.section) == (TITLE, "محليات")
    assert paragraphs(document) == [FIRST, SECOND, THIRD]
    assert document.doubts == ()


def test_headline_that_is_a_question_is_no_paragraph() -> None:
    title = "لماذا تأخر افتتاح الحديقة الجديدة على ضفة النهر كل هذه السنوات؟"
    document = read(MENU, title, "5 أيار 2018", BODY)
    assert document.title == title
    assert paragraphs(document) == [FIRST, SECOND, THIRD]


def test_headline_above_the_menu_is_not_where_the_article_starts() -> None:
    document = read(f"{TITLE} | الضفة", MENU, "محليات", TITLE, "5 أيار 2018", BODY, "© الضفة 2019")
    assert (document.title, document.section, document.subtitle) == (TITLE, "محليات", "")


def test_ticker_above_is_not_the_headline() -> None:
    document = read("الضفة", MENU, "عاجل", OTHER, ANOTHER, TITLE, "5 أيار 2018", BODY, FOOTER)
    assert document.title == TITLE
    assert [item.title for item in document.related] == [OTHER, ANOTHER]


def test_outlet_before_the_headline_is_taken_off() -> None:
    document = read(f"الضفة اليوم - {TITLE}", "5 أيار 2018", BODY, "جميع الحقوق محفوظة للضفة اليوم 2018")
    assert (document.title, document.source_name) == (TITLE, "الضفة اليوم")


def test_page_without_headline_is_doubted() -> None:
    document = read("شارك", "فيسبوك", "21 تشرين الأول 2015", "", BODY)
    assert document.title == ""
    assert [doubt.reason for doubt in document.doubts] == ["no_title"]


def test_comments_end_the_body_even_if_they_are_longer() -> None:
    comment = (
        "والله هذا الكلام سمعناه منذ سنوات طويلة ولم نر شيئا على الأرض حتى اليوم يا جماعة الخير والناس تعبت."
    )
    document = read(TITLE, "5 أيار 2018", FIRST, SECOND, "تعليقات القراء (3)", *["سامر", comment] * 4)
    assert paragraphs(document) == [FIRST, SECOND]


def test_short_lines_between_paragraphs_belong_to_the_body() -> None:
    document = read(
        TITLE, "5 أيار 2018", FIRST, "شروط الدخول", "- منع السيارات.", "- الهدوء ليلا.", SECOND, "طباعة"
    )
    assert paragraphs(document) == [FIRST, "شروط الدخول", "- منع السيارات.", "- الهدوء ليلا.", SECOND]


def test_paragraphs_without_full_stops_are_still_paragraphs() -> None:
    bare = [paragraph.rstrip(".") for paragraph in (FIRST, SECOND, THIRD)]
    document = read("الضفة", MENU, "محليات", TITLE, "5 أيار 2018", *bare, "طباعة", FOOTER)
    assert document.title == TITLE
    assert paragraphs(document) == bare


def test_read_also_inside_the_body_is_related() -> None:
    document = read(TITLE, "5 أيار 2018", FIRST, f"اقرأ أيضا: {OTHER}", SECOND, THIRD)
    assert paragraphs(document) == [FIRST, SECOND, THIRD]
    assert [item.title for item in document.related] == [OTHER]


def test_list_inside_the_body_is_stepped_over() -> None:
    document = read(TITLE, "5 أيار 2018", FIRST, "مواضيع ذات صلة", OTHER, ANOTHER, SECOND, THIRD)
    assert paragraphs(document) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "تابعوا آخر أخبار الضفة على قناتنا في تلغرام",
        "هذا المقال مجاني. انضم إلى مشتركي الضفة لدعم صحافتنا",
        "adv",
        "list 1 of 3",
        "lightbox next",
        "— بلدية المدينة (@madina_city) March 3, 2020",
        "شارك إكس واتساب تيليجرام حفظ المقال",
        "[مدخل الحديقة في يومها الأول]",
        "صدر الصورة، Getty Images",
        f"اقرأ أيضاً {OTHER}",
        "صفحة 1 من 2",
        "تابعونا على فيسبوك وتويتر @daffa_news",
    ],
)
def test_what_players_shares_and_newsletters_leave_between_paragraphs_is_stepped_over(line: str) -> None:
    assert paragraphs(read(TITLE, "5 أيار 2018", FIRST, line, SECOND, THIRD)) == [FIRST, SECOND, THIRD]


def test_headline_beside_a_date_between_paragraphs_is_related() -> None:
    document = read(TITLE, "5 أيار 2018", FIRST, OTHER, "أمس, 14:20 GMT", SECOND, THIRD)
    assert paragraphs(document) == [FIRST, SECOND, THIRD]


def test_lists_that_follow_each_other_inside_the_body_are_stepped_over() -> None:
    document = read(TITLE, "5 أيار 2018", FIRST, "قصص مقترحة", OTHER, "قصص مقترحة نهاية", SECOND, THIRD)
    assert paragraphs(document) == [FIRST, SECOND, THIRD]
    assert [item.title for item in document.related] == [OTHER]


def test_paragraph_that_continues_needs_no_full_stop() -> None:
    bare = (
        "وأضاف أن المرحلة الثانية تبدأ في الربيع المقبل، وأن ملاعب الأطفال تفتح في الصيف بعد انتهاء المدارس"
    )
    document = read(TITLE, "5 أيار 2018", FIRST, "قصص مقترحة", OTHER, bare, "مرحلة ثانية", THIRD)
    assert paragraphs(document) == [FIRST, bare, "مرحلة ثانية", THIRD]


def test_headlines_of_a_short_page_are_not_taken_for_text_without_full_stops() -> None:
    short = "فتحت الحديقة الجديدة أبوابها أمام الزوار صباح اليوم."
    teaser = "يفتتح معرض الكتاب السنوي أبوابه غدا بمشاركة عشرين دار نشر محلية وعربية في أرض المعارض."
    document = read(MENU, TITLE, "5 أيار 2018", short, "اقرأ أيضا", OTHER, teaser, ANOTHER, teaser, FOOTER)
    assert paragraphs(document) == [short]


def test_teasers_below_the_body_stay_out_of_it() -> None:
    teaser = "يفتتح معرض الكتاب السنوي أبوابه غدا بمشاركة عشرين دار نشر محلية وعربية في أرض المعارض."
    document = read(
        TITLE, "", "5 أيار 2018", "", FIRST, "", SECOND, "", "أخبار ذات صلة", "", OTHER, "", teaser
    )
    assert paragraphs(document) == [FIRST, SECOND]
    assert [(item.title, item.text) for item in document.related] == [(OTHER, teaser)]


def test_hard_wrapped_lines_become_paragraphs() -> None:
    text = " ".join([FIRST, SECOND, THIRD]).split()
    rows, row = [], ""
    for word in text:
        if len(row) + len(word) > 62:
            rows.append(row)
            row = ""
        row = f"{row} {word}".strip()
    document = read("حديقة جديدة على ضفة النهر", "5 أيار 2018", "", *rows, row, "", "(وكالات)")
    assert document.body == " ".join(text)


def test_text_as_a_browser_saves_it_is_unwrapped_and_loses_its_addresses() -> None:
    text = " ".join([FIRST, SECOND, THIRD]).split()
    rows, row = [], ""
    for word in text:
        if len(row) + 1 + len(word) > 80:
            rows.append(row)
            row = ""
        row = f"{row} {word}".strip()
    menu = [f"  * {word} <https://daffa.example/{i}>" for i, word in enumerate(MENU.split())]
    crumbs = "الرئيسية <https://daffa.example/> / محليات\n<https://daffa.example/local>"
    document = read(*menu, "", crumbs, "", TITLE, "", "5 أيار 2018", "", *rows, row, "", "*تعليقات*")
    assert (document.title, document.section, document.body) == (TITLE, "محليات", " ".join(text))


def test_menu_on_one_line_is_neither_paragraph_nor_headline() -> None:
    for menu in (
        "لبنان / العالم / اقتصاد / رأي / مجتمع / ثقافة / بيئة / رياضة / أبراج / صحيفة اليوم / علوم / مال",
        "الرئيسية سياسة محليات عربي ودولي اقتصاد ثقافة رياضة علوم رأي كاريكاتير أرشيف منوعات صحة بيئة تقارير",
        f"شريط الأخبار {OTHER} • {ANOTHER} • {OTHER} بعد تأجيله أسبوعا",
    ):
        document = read(menu, "محليات", TITLE, "5 أيار 2018", BODY)
        assert (document.title, paragraphs(document)) == (TITLE, [FIRST, SECOND, THIRD])


def test_statement_keeps_its_opening_lines() -> None:
    document = read("بيان لجنة الأحياء", "2011/07/01", "بسم الله الرحمن الرحيم", "أيها الأهالي الكرام", BODY)
    assert paragraphs(document)[:3] == ["بسم الله الرحمن الرحيم", "أيها الأهالي الكرام", FIRST]


# Around the headline


@pytest.mark.parametrize(
    ("line", "dateline", "byline"),
    [
        ("موسكو ـ ريتا مهنا", "موسكو", "ريتا مهنا"),
        ("عبدالله القرني - جدة", "جدة", "عبدالله القرني"),
        ("كتب: سامر حداد", "", "سامر حداد"),
        ("بقلم ليلى بن عمر", "", "ليلى بن عمر"),
        ("رنا الخطيب", "", "رنا الخطيب"),
        ("الضفة - أحمد حسن", "", "أحمد حسن"),
        ("دمشق - الضفة", "دمشق", ""),
        ("فهد المطيري (الطائف)", "الطائف", "فهد المطيري"),
        ("القاهرة - كتب سامر حداد", "القاهرة", "سامر حداد"),
        ("كتب- محمود عبدالرحمن:", "", "محمود عبدالرحمن"),
        ("من سامر حداد", "", "سامر حداد"),
        ("سامر حداد صحافي متخصص بالمدن", "", "سامر حداد"),
        ("ر. بلقاسمي", "", "ر. بلقاسمي"),
        ("الدكتور سامر حداد", "", "الدكتور سامر حداد"),
    ],
)
def test_dateline_and_byline(line: str, dateline: str, byline: str) -> None:
    document = read("الضفة", MENU, TITLE, "5 أيار 2018", line, BODY, FOOTER)
    assert (document.dateline, document.byline) == (dateline, byline)


def test_place_that_opens_the_text_is_its_dateline_too() -> None:
    document = read(TITLE, "5 أيار 2018", f"نابلس - الضفة: {FIRST}", SECOND)
    assert document.dateline == "نابلس"
    assert document.body.startswith("نابلس - الضفة:")


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("أبوظبي في 18 فبراير / وام / ", "أبوظبي"),
        ("الكويت - 3 - 5 (كونا) -- ", "الكويت"),
        ("رام الله 3-5-2019 وفا- ", "رام الله"),
        ("بيروت عاصمة الثقافة العربية: ", ""),
    ],
)
def test_place_and_day_that_open_the_text(opening: str, place: str) -> None:
    assert read(TITLE, "5 أيار 2018", opening + FIRST, SECOND).dateline == place


def test_writer_may_stand_below_the_text() -> None:
    document = read("السبت، 5 أيار 2018", TITLE, BODY, "مرسلة بواسطة Abu Salam في", "9:42 م")
    assert (document.byline, document.page_clock) == ("Abu Salam", "21:42")


def test_points_below_the_headline_are_one_standfirst() -> None:
    points = ["المشروع كلف مليوني دينار وتأخر عامين", "المرحلة الثانية تبدأ في الربيع المقبل"]
    document = read(TITLE, *(f"- {point}" for point in points), "5 أيار 2018", BODY)
    assert (document.subtitle, document.caption) == ("\n".join(points), "")


@pytest.mark.parametrize(
    ("lines", "caption"),
    [
        (["مدخل الحديقة الجديدة", "© أ. ف. ب"], "مدخل الحديقة الجديدة"),
        (["مدخل الحديقة الجديدة - تصوير: سامر حداد"], "مدخل الحديقة الجديدة"),
        (["مدخل الحديقة", "مدخل الحديقة الجديدة (رويترز)"], "مدخل الحديقة الجديدة (رويترز)"),
        (["التعليق على الصورة،", "مدخل الحديقة الجديدة"], "مدخل الحديقة الجديدة"),
        (["زوار عند مدخل الحديقة الجديدة على ضفة النهر الشرقية أمس (رويترز)"],) * 2,
    ],
    ids=["copyright", "photographer", "shorter form", "label above", "agency"],
)
def test_captions(lines: list[str], caption: str | list[str]) -> None:
    wanted = caption if isinstance(caption, str) else caption[0]
    document = read(TITLE, "5 أيار 2018", *lines, BODY)
    assert (document.caption, document.subtitle) == (wanted, "")


def test_headline_may_end_in_a_medium() -> None:
    title = f"{TITLE} (فيديو)"
    document = read("الضفة", MENU, title, "مشروع كلف مليوني دينار وتأخر عامين", "5 أيار 2018", BODY)
    assert (document.title, document.subtitle) == (title, "مشروع كلف مليوني دينار وتأخر عامين")


def test_standfirst_below_the_headline_and_caption_below_the_date() -> None:
    document = read(
        TITLE, "• المشروع كلف مليوني دينار وتأخر عامين", "5 أيار 2018", "مدخل الحديقة الجديدة", BODY
    )
    assert document.subtitle == "المشروع كلف مليوني دينار وتأخر عامين"
    assert document.caption == "مدخل الحديقة الجديدة"


def test_labelled_caption_counts_and_photographer_does_not() -> None:
    document = read(TITLE, "5 أيار 2018", "تصوير: سامر حداد", "الصورة: مدخل الحديقة في يومها الأول", BODY)
    assert document.caption == "مدخل الحديقة في يومها الأول"


@pytest.mark.parametrize(
    "line", ["الرئيسية » محليات", f"الرئيسية / محليات / {TITLE}", "القسم: محليات", "الرئيسية\nمحليات",
     "الرئيسيه محليات", f"الرئيسية » محليات » تفاصيل الخبر » {TITLE}"],
)  # fmt: skip
def test_section_from_breadcrumbs_and_labels(line: str) -> None:
    assert read(line, TITLE, "5 أيار 2018", BODY).section == "محليات"


def test_last_word_of_a_menu_is_no_section() -> None:
    assert read("الضفة", "الرئيسية\nسياسة\nاقتصاد\nرياضة", TITLE, "5 أيار 2018", BODY).section == ""


# Dates


def test_label_of_publication_wins_over_label_of_update() -> None:
    document = read(TITLE, "آخر تحديث: 15 مايو 2019 06:10", "نشر: 14 مايو 2019 10:32", BODY)
    assert document.published is not None
    assert (document.published.day, document.published.time) == (14, clock(10, 32))


def test_day_and_clock_on_two_lines_are_one_date() -> None:
    document = read(TITLE, "14 مايو 2019", "10:32", BODY)
    assert document.published is not None
    assert document.published.time == clock(10, 32)
    assert document.page_clock == ""


def test_day_on_top_of_the_page_is_the_visitors() -> None:
    document = read("الاثنين 6 سبتمبر 2021", "الضفة", MENU, TITLE, BODY, FOOTER)
    assert document.published is None


def test_date_beside_another_headline_does_not_count() -> None:
    document = read(
        TITLE, "آخر تحديث GMT12:58:10", BODY, "", OTHER, "GMT 10:18 2025 الثلاثاء ,22 إبريل / نيسان"
    )
    assert document.published is None
    assert document.page_clock == "12:58:10 GMT"


def test_day_that_opens_the_text_counts() -> None:
    document = read(TITLE, f"نابلس، 5 أيار 2018 (وفا) - {FIRST}", SECOND)
    assert document.published is not None
    assert (document.published.month, document.published.day) == (5, 5)


def test_date_of_publication_below_the_text_counts() -> None:
    document = read(TITLE, BODY, "نشر في 14 مايو 2019", "تعليقات")
    assert document.published is not None
    assert document.published.day == 14


def test_day_of_the_print_does_not_count() -> None:
    assert read(TITLE, BODY, "تاريخ الطباعة: 19/02/2014").published is None


def test_words_after_the_clock_are_not_lost_with_it() -> None:
    document = read(TITLE, "14 مايو 2019 - 20:10 بتوقيت لندن", BODY)
    assert document.published is not None
    assert document.published.time == clock(20, 10)


def test_writer_and_label_on_the_line_with_the_date() -> None:
    document = read(TITLE, "بقلم سامر حداد نشر في 14 ماي 2019 (10:32) 2 تعاليق", BODY)
    assert document.published is not None
    assert (document.published.day, document.byline) == (14, "سامر حداد")


def test_days_of_other_issues_above_the_headline_do_not_count() -> None:
    issues = ["العدد 211 - 5 مارس 2012", "العدد 210 - 27 فبراير 2012", "العدد 209 - 20 فبراير 2012"]
    assert read("الضفة", MENU, "الأعداد السابقة", *issues, TITLE, BODY).published is None


def test_headline_that_holds_a_day_is_no_date_line() -> None:
    title = "أسعار الخضار والذهب والعملات في أسواق المدينة ليوم الاثنين 24 تشرين الثاني 2014"
    assert read(MENU, title, "25 تشرين الثاني 2014", BODY).title == title


def test_clock_of_mecca_has_a_zone() -> None:
    document = read(TITLE, "نُشر: 9 فبراير 2023 - 16:40 (بتوقيت مكة المكرمة)", BODY)
    assert document.published is not None
    assert str(document.published.zone) == "UTC+03:00"


# Outlet and credit


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("جميع الحقوق محفوظة لموقع الناقوس اليوم 2019", "موقع الناقوس اليوم"),
        ("جميع الحقوق محفوظة للضفة اليوم © 2018", "الضفة اليوم"),
        ("© 2021 هنا الشمال. كل الحقوق محفوظة", "هنا الشمال"),
        ("شبكة النهر © 2020", "شبكة النهر"),
    ],
)
def test_outlet_from_the_copyright_line(footer: str, name: str) -> None:
    assert read(TITLE, "5 أيار 2018", BODY, footer).source_name == name


def test_agency_is_credit_and_not_outlet() -> None:
    document = read("الضفة", MENU, TITLE, "5 أيار 2018", BODY, "(رويترز)", FOOTER)
    assert (document.credit, document.source_name) == ("رويترز", "الضفة")


def test_outlet_that_other_lines_of_the_page_name() -> None:
    document = read(
        "ملف",
        "منبر الضفة",
        MENU,
        TITLE,
        "5 أيار 2018",
        BODY,
        "تابعوا منبر الضفة على فيسبوك",
        "نشرة منبر الضفة",
    )
    assert document.source_name == "منبر الضفة"


def test_company_that_owns_the_outlet_is_not_the_outlet() -> None:
    told = "وقال رئيس البلدية لـ«ضفتنا» إن الحديقة تضم ألف شجرة ومسارا للدراجات."
    document = read("ضفتنا", MENU, TITLE, "5 أيار 2018", FIRST, told, "© 2018 الشركة الوطنية للنشر")
    assert document.source_name == "ضفتنا"


def test_credit_beside_the_date() -> None:
    document = read("الضفة", MENU, TITLE, '16-03-2021 | 00:05 المصدر: "الضفة"', BODY, FOOTER)
    assert document.credit == "الضفة"


def test_page_that_names_nobody_has_no_outlet() -> None:
    assert read(TITLE, "5 أيار 2018", BODY).source_name == ""


# Related


def test_dateline_below_another_headline_is_not_its_headline() -> None:
    page = [TITLE, "5 أيار 2018", BODY, "تعليق *", "الإسم *", "", TITLE, "", OTHER, "", "القاهرة ـ الضفة"]
    stamps = [
        "GMT 10:18 2025 الثلاثاء ,22 إبريل / نيسان",
        ANOTHER,
        "GMT 03:01 2025 الثلاثاء ,22 إبريل / نيسان",
    ]
    document = read("الضفة", MENU, *page, *stamps, FOOTER)
    assert [item.title for item in document.related] == [OTHER, ANOTHER]


def test_comments_beside_their_dates_are_not_related() -> None:
    comments = [
        "تعليقات (2)",
        "سامر",
        "والله هذا الكلام سمعناه منذ سنوات",
        "6 أيار 2018",
        "منى",
        "شكرا لكم على الخبر",
    ]
    assert read("الضفة", MENU, TITLE, "5 أيار 2018", BODY, *comments, "7 أيار 2018").related == ()


# Doubts


def test_one_long_sentence_is_an_article() -> None:
    assert read(TITLE, "5 أيار 2018", FIRST + " " + SECOND).doubts == ()


def test_a_line_below_a_video_is_too_short() -> None:
    document = read(
        MENU, TITLE, "3 آب 2019", "نجحت البلدية في افتتاح حديقة جديدة اليوم.", "فيديوهات ذات صلة", OTHER
    )
    assert [(doubt.reason, doubt.evidence) for doubt in document.doubts] == [("too_short", {"words": 7})]


def test_consent_wall_and_missing_page_hold_no_article() -> None:
    wall = read(
        "نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتخزين المعلومات على الجهاز والوصول إليها.", "أوافق", "أرفض"
    )
    missing = read(MENU, "404", "عفوا، الصفحة التي تبحث عنها غير موجودة", "أحدث الأخبار", OTHER, ANOTHER)
    for document in (wall, missing):
        assert [doubt.reason for doubt in document.doubts] == ["consent_page"]
        assert (document.title, document.body) == ("", "")


def test_wall_for_subscribers_is_no_article() -> None:
    wall = [
        "هذه المادة للمشتركين فقط",
        "سجّل دخولك لمتابعة القراءة، أو اختر الباقة التي تناسبك.",
        "الباقة الرقمية",
    ]
    answers = [
        "نعم، من صفحة حسابك، ويبقى دخولك فعالا حتى نهاية المدة التي دفعت ثمنها كاملة من دون نقصان."
    ] * 3
    document = read("الضفة", MENU, *wall, *answers)
    assert [doubt.reason for doubt in document.doubts] == ["consent_page"]


def test_cookie_notice_above_an_article_is_stepped_over() -> None:
    notice = "نستخدم ملفات تعريف الارتباط لقياس الزيارات وعرض إعلانات تناسب اهتماماتك في هذا الموقع."
    document = read(notice, "أوافق", MENU, TITLE, "5 أيار 2018", BODY)
    assert document.doubts == ()
    assert paragraphs(document) == [FIRST, SECOND, THIRD]


def test_section_front_is_more_menu_than_article() -> None:
    items = []
    for title in (OTHER, ANOTHER, TITLE, "ارتفاع أسعار الخضار في السوق المركزي"):
        items += [title, f"خبر عن {title} يروي ما جرى في المدينة خلال الأيام الماضية.", "12 مارس 2019"]
    document = read(MENU, *items)
    assert [doubt.reason for doubt in document.doubts] == ["furniture"]
    assert document.body == ""


# Tidiness, safety, time


def test_invisible_marks_and_wide_blanks_go() -> None:
    document = read(f"\u202b{TITLE}\u202c\u200b", "5 أيار 2018", f"\u00a0\u200f{FIRST}\u00a0 ", SECOND)
    assert document.title == TITLE
    assert paragraphs(document) == [FIRST, SECOND]


def test_line_ends_of_every_system() -> None:
    page = [TITLE, "5 أيار 2018", FIRST, SECOND]
    assert read_saved_text("\r\n".join(page)) == read_saved_text("\n".join(page))


LINES = st.sampled_from(
    [TITLE, FIRST, SECOND, OTHER, MENU, FOOTER, "", "5 أيار 2018", "12:30", "اقرأ أيضا",
     "تعليقات", "محليات", "- نقطة", "2/3"]
) | st.text(max_size=40)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_whatever_the_page_the_body_is_made_of_its_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = read_saved_text(text)
    page = " ".join(tidy(text).split())
    assert all(paragraph in page for paragraph in paragraphs(document))
    assert all("\n" not in value for value in (document.title, document.byline, document.section))


@pytest.mark.parametrize(
    "page",
    [
        "كلمة " * 400_000,
        "ك" * 2_000_000,
        "سطر قصير 12:30\n" * 200_000,
        "#وسم," * 200_000 + " س",
        "-" * 1_000_000,
        "\x00\x01\u202e" * 300_000 + "خبر",
        "اقرأ أيضا\nالمزيد\n" * 50_000,
        "دمشق - رويترز\n" * 100_000,
        "1/9\nصورة أخرى من الحديقة\n" * 50_000,
        "<https://a.example> *ب \n" * 100_000,
        "[" * 1_000_000,
        f"{TITLE}\n5 أيار 2018\n{FIRST}\n" + "صورة:\nمنظر من الحديقة\n" * 50_000 + SECOND,
    ],
    ids=[
        "one line",
        "one word",
        "many lines",
        "hashtags",
        "dashes",
        "controls",
        "labels",
        "datelines",
        "gallery",
        "addresses",
        "brackets",
        "captions",
    ],
)
def test_hostile_pages_take_linear_time(page: str) -> None:
    started = time.process_time()
    read_saved_text(page)
    assert time.process_time() - started < 15


# The founding example


@pytest.fixture
def seeds() -> Path:
    if not os.environ.get("NEWSARCHIVE_SEEDS"):
        pytest.skip("NEWSARCHIVE_SEEDS does not say where the two founding pages are")
    return Path(os.environ["NEWSARCHIVE_SEEDS"])


def seed(folder: Path, number: str) -> Document:
    [path] = folder.glob(f"{number}_*.txt")
    return read_saved_page(path.read_bytes())


def test_seed_000(seeds: Path) -> None:
    document = seed(seeds, "000")
    assert document.section == "الاخبار السياسية"
    assert document.title.startswith("لقاء مرتقب")
    assert document.published is not None
    assert document.published.text == "08.06.2018 | 11:26"
    assert (document.published.month, document.published.time) == (6, clock(11, 26))
    assert document.published.zone is None
    body = paragraphs(document)
    assert len(body) == 6
    assert body[0].startswith("يناقش رئيس الأركان")
    assert body[-1].endswith("مناطق واسعة.")
    assert (document.credit, document.source_name) == ("سيريانيوز", "سيريانيوز")
    assert len(document.related) == 3
    assert all(item.text and item.title not in document.body for item in document.related)
    assert all(item.text not in document.body for item in document.related)
    assert document.doubts == ()


def test_seed_001(seeds: Path) -> None:
    document = seed(seeds, "001")
    assert document.title == "محادثات أميركية ـــ روسية لتنسيق تحركات قوات التحالف الدولي"
    assert document.subtitle == "ركزا على الوضع في أوروبا وفي مناطق النزاع"
    assert document.caption == "رئيس الأركان الروسي فاليري غيراسيموف"
    assert (document.dateline, document.byline) == ("موسكو", "ريتا مهنا")
    assert document.body.startswith("أعلنت مصادر روسية")
    assert document.body.endswith('أسلحة مدفعية ثقيلة".')
    assert document.source_name == "العرب اليوم"
    assert document.page_clock == "12:58:10 GMT"
    assert document.published is None
    assert document.doubts == ()
    assert document.related[0].title == "تنسيقات مثالية للنهار والمساء لياسمين صبري على الشاطيء"
    assert "القاهرة ـ العرب اليوم" not in [item.title for item in document.related]
