"""Hijri dates: by Umm al-Qura, only where Hijri is meant, and never a day that is none."""

from datetime import date, timedelta

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from articles.arabic.data import months as words
from articles.arabic.dates import Precision, find_dates, parse_date
from articles.arabic.hijri import from_hijri

SAME_DAY = {
    "name and sign": "24 رمضان 1439 هـ",
    "name alone": "24 رمضان 1439",
    "sign with tatweel": "24 رمضان 1439هــ",
    "sign as a letter": "24 رمضان 1439 ه",
    "sign in brackets": "24 رمضان 1439 (هـ)",
    "sign in full": "24 رمضان 1439 هجرية",
    "Arabic-Indic digits": "٢٤ رمضان ١٤٣٩",
    "numbers and sign": "24/9/1439 هـ",
    "numbers": "24-09-1439",
    "year first": "1439/9/24",
    "epithet": "24 رمضان المبارك 1439هـ",
    "of the month, of the year": "24 من شهر رمضان لعام 1439 هـ",
    "ordinal": "الرابع والعشرين من رمضان 1439 هـ",
    "weekday before": "الجمعة 24 رمضان 1439",
    "dashes": "24-رمضان-1439",
    "comma": "24 رمضان، 1439 هـ",
}


@pytest.mark.parametrize("text", SAME_DAY.values(), ids=SAME_DAY)
def test_a_hijri_day_is_read_as_its_gregorian_day(text):
    found = parse_date(text)
    assert (found.year, found.month, found.day) == (2018, 6, 8)
    assert (found.calendar, found.precision) == ("hijri", Precision.DAY)


MONTHS = {
    1: ("محرم", "المحرّم", "محرم الحرام"),
    2: ("صفر", "صفر الخير"),
    3: ("ربيع الأول", "ربيع أول"),
    4: ("ربيع الآخر", "ربيع الثاني", "ربيع الاخر"),
    5: ("جمادى الأولى", "جمادى الأول", "جماد أول", "جمادي الاولى"),
    6: ("جمادى الآخرة", "جمادى الثانية", "جماد الثاني", "جمادى الاخرة"),
    7: ("رجب", "رجب الفرد"),
    8: ("شعبان",),
    9: ("رمضان",),
    10: ("شوال", "شوّال"),
    11: ("ذو القعدة", "ذي القعدة", "ذوالقعدة"),
    12: ("ذو الحجة", "ذي الحجّة", "ذي الحجه", "ذوالحجة"),
}


@pytest.mark.parametrize(
    ("month", "name"), [(month, name) for month, names in MONTHS.items() for name in names]
)
def test_every_month_has_its_names(month, name):
    found = parse_date(f"5 {name} 1440 هـ")
    assert found.first_day() == from_hijri(1440, month, 5)


NOT_HIJRI = {
    "no such day": "31 رمضان 1439 هـ",
    "a day that this month has not": "30 صفر 1439 هـ",
    "no such month": "24/13/1439 هـ",
    "month first": "9/24/1439 هـ",
    "month and year": "رمضان 1439 هـ",
    "year": "عام 1445هـ",
    "day and month": "24 رمضان",
    "year of two digits": "24/9/39 هـ",
    "numbers of a year that is no Hijri year of ours": "24/9/1350",
    "before the calendar begins": "24 رمضان 1342 هـ",
    "Gregorian era behind it": "24 رمضان 1439 ق.م",
    "third Jumada": "5 جمادى الثالثة 1440",
    "zero, not the month": "12 صفر",
}


@pytest.mark.parametrize("text", NOT_HIJRI.values(), ids=NOT_HIJRI)
def test_what_is_no_hijri_day_is_refused(text):
    assert parse_date(text) is None


def test_an_old_year_in_numbers_needs_its_sign():
    assert parse_date("24/9/1350 هـ").first_day() == from_hijri(1350, 9, 24)


@pytest.mark.parametrize("day", [(1342, 12, 29), (1501, 1, 1), (1439, 13, 1), (1439, 9, 0), (0, 0, 0)])
def test_a_day_out_of_the_table_is_none(day):
    assert from_hijri(*day) is None


def test_a_hijri_date_in_running_text_is_found():
    [found] = find_dates("صدر الأمر السامي في 3/5/1441هـ وعمم على الجهات كافة.")
    assert (found.text, found.first_day(), found.calendar) == ("3/5/1441هـ", date(2019, 12, 29), "hijri")


@given(st.integers(0, 55_000), st.data())
def test_any_day_of_the_calendar_is_read_back(days, data):
    day = date(1924, 8, 1) + timedelta(days=days)
    hijri = Gregorian.fromdate(day).to_hijri()
    names = words.HIJRI_MONTHS.get(hijri.month)
    if names:
        assert parse_date(f"{hijri.day} {names.split()[0]} {hijri.year}").first_day() == day
    assert parse_date(f"{hijri.day}/{hijri.month}/{hijri.year} هـ").first_day() == day
