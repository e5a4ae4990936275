"""Relative dates: only against a reference, only in a stamp, only with an amount."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.dates import find_dates, parse_date

BEIRUT = timezone(timedelta(hours=3))
SUNDAY = datetime(2026, 11, 22, 15, 30, tzinfo=BEIRUT)

CASES = {
    "yesterday": ("أمس", "2026-11-21"),
    "yesterday with the article": ("الأمس", "2026-11-21"),
    "yesterday, otherwise": ("البارحة", "2026-11-21"),
    "day before yesterday": ("أول أمس", "2026-11-20"),
    "day before yesterday, three words": ("أول من أمس", "2026-11-20"),
    "day before yesterday, turned": ("أمس الأول", "2026-11-20"),
    "today": ("اليوم", "2026-11-22"),
    "this morning": ("صباح اليوم", "2026-11-22"),
    "today with its weekday": ("اليوم الأحد", "2026-11-22"),
    "tomorrow": ("غداً", "2026-11-23"),
    "day after tomorrow": ("بعد غد", "2026-11-24"),
    "an hour": ("قبل ساعة", "2026-11-22 14:30"),
    "two hours": ("منذ ساعتين", "2026-11-22 13:30"),
    "hours in digits": ("قبل ٣ ساعات", "2026-11-22 12:30"),
    "hours in words": ("منذ ثلاث ساعات", "2026-11-22 12:30"),
    "hours over midnight": ("منذ 18 ساعة", "2026-11-21 21:30"),
    "minutes": ("منذ ١٢ دقيقة", "2026-11-22 15:18"),
    "minutes in words": ("منذ خمس وعشرين دقيقة", "2026-11-22 15:05"),
    "teen in words": ("قبل خمس عشرة دقيقة", "2026-11-22 15:15"),
    "half an hour": ("قبل نصف ساعة", "2026-11-22 15:00"),
    "about": ("قبل نحو ساعتين", "2026-11-22 13:30"),
    "a day": ("منذ يوم واحد", "2026-11-21"),
    "two days": ("منذ يومين", "2026-11-20"),
    "days": ("قبل ٤ أيام", "2026-11-18"),
    "two weeks": ("قبل أسبوعين", "2026-11-08"),
    "month": ("قبل شهر", "2026-10"),
    "months over new year": ("قبل 11 شهرا", "2025-12"),
    "years": ("منذ خمس سنوات", "2021"),
    "last weekday": ("الثلاثاء الماضي", "2026-11-17"),
    "last weekday said on it": ("الأحد الماضي", "2026-11-15"),
    "next weekday": ("يوم الأربعاء المقبل", "2026-11-25"),
    "last month": ("الشهر الماضي", "2026-10"),
    "last year": ("السنة الماضية", "2025"),
    "clock beside": ("أمس الساعة ١٠:٣٠ م", "2026-11-21 22:30"),
    "clock beside days": ("قبل يومين، الساعة 5:30 صباحا", "2026-11-20 05:30"),
    "label": ("آخر تحديث: منذ 10 دقائق", "2026-11-22 15:20"),
    "author before": ("بواسطة أحمد منذ 3 أيام", "2026-11-19"),
    "place before, parted": ("دمشق - أمس", "2026-11-21"),
    "English": ("3 hours ago", "2026-11-22 12:30"),
    "English day": ("Yesterday", "2026-11-21"),
}


def written(found):
    day = "-".join(f"{part:02}" for part in (found.year, found.month, found.day) if part)
    return f"{day} {found.time:%H:%M}" if found.time else day


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_relative_date_counts_from_the_reference(text, expected):
    assert written(parse_date(text, reference=SUNDAY)) == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES)
def test_without_a_reference_there_is_no_today(text):
    assert parse_date(text) is None


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES)
def test_running_text_has_no_reference(text):
    assert find_dates(text) == []


NONE = {
    "no amount": "قبل قليل",
    "no number of days": "منذ أيام",
    "no number of hours": "قبل ساعات",
    "more than": "منذ أكثر من ساعة",
    "and a half": "منذ ساعة ونصف",
    "and minutes": "قبل 3 ساعات و20 دقيقة",
    "before something": "قبل 3 أيام من الحصار",
    "a newspaper": "المصري اليوم",
    "another newspaper": "اليوم السابع",
    "that day": "حدث في مثل هذا اليوم",
    "a sentence": "قال وزير الخارجية أمس إن بلاده ترفض الاقتراح",
    "weekday that disagrees": "اليوم الخميس",
    "weekday alone": "السبت",
    "week, not a day": "الأسبوع الماضي",
    "last but one": "الثلاثاء قبل الماضي",
    "number that is no clock": "اليوم 15",
    "clock without a day": "تنطلق المباراة 9:45 م",
    "duration": "3 ساعات",
    "of last year": "7 يونيو من العام الماضي",
    "before all years": "قبل 2500 سنة",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_does_not_say_a_day_is_refused(text):
    assert parse_date(text, reference=SUNDAY) is None


def test_hours_ago_are_in_the_zone_of_the_reference():
    found = parse_date("قبل 3 ساعات", reference=SUNDAY)
    assert (found.zone, found.precision, found.at(UTC)) == (BEIRUT, "hour", SUNDAY - timedelta(hours=3))


def test_hours_ago_count_over_a_change_of_clocks():
    # In Beirut clocks went from 0:00 to 1:00 on 28 March 2021.
    seen = datetime(2021, 3, 28, 2, 30, tzinfo=ZoneInfo("Asia/Beirut"))
    found = parse_date("قبل 3 ساعات", reference=seen)
    assert found.at(UTC) == datetime(2021, 3, 27, 20, 30, tzinfo=UTC)


def test_a_day_as_reference_knows_days_but_no_hours():
    assert parse_date("أمس", reference=date(2026, 11, 22)).first_day() == date(2026, 11, 21)
    assert parse_date("قبل 3 ساعات", reference=date(2026, 11, 22)) is None


def test_a_clock_beside_a_day_has_no_zone_but_the_one_written():
    assert parse_date("أمس 22:30", reference=SUNDAY).zone is None
    found = parse_date("أمس 22:30 بتوقيت القاهرة", reference=SUNDAY)
    assert (found.time, found.zone) == (time(22, 30), timezone(timedelta(hours=2)))


def test_what_would_be_before_the_year_1_is_refused():
    assert parse_date("قبل 999 سنة", reference=date(900, 6, 8)) is None


def test_an_absolute_date_wins():
    assert parse_date("أمس 7 يونيو 2018", reference=SUNDAY).first_day() == date(2018, 6, 7)


def test_the_span_is_that_of_the_words():
    text = "نُشر: \u200fقبل ٣ ساعات | سوريا"
    found = parse_date(text, reference=SUNDAY)
    assert text[found.start : found.end] == found.text == "قبل ٣ ساعات"


@given(
    st.lists(
        st.sampled_from(
            [*(word for text, _ in CASES.values() for word in text.split()), "سوريا", "|", "99", "\ud800"]
        ),
        max_size=8,
    ),
    st.datetimes(timezones=st.just(UTC)),
)
def test_any_stamp_against_any_reference_gives_a_real_date_or_none(soup, reference):
    text = " ".join(soup)
    found = parse_date(text, reference=reference)
    assert found is None or (found.first_day() and text[found.start : found.end] == found.text)
