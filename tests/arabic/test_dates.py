import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.arabic import date_tokens
from articles.arabic.data import months as words
from articles.arabic.dates import Precision, find_clock, find_dates, parse_date

MECCA_OFFSET = timezone(timedelta(hours=3))


def hours(offset):
    return timezone(timedelta(hours=offset))


DAYS = {
    "Levantine": ("8 حزيران 2018", (2018, 6, 8)),
    "Levantine August": ("10 آب 2013", (2013, 8, 10)),
    "Gulf and Egyptian": ("8 يونيو 2018", (2018, 6, 8)),
    "Arabic-Indic digits": ("٨ يونيو ٢٠١٨", (2018, 6, 8)),
    "Persian digits": ("۸ يونيو ۲۰۱۸", (2018, 6, 8)),
    "Maghrebi January": ("3 جانفي 2019", (2019, 1, 3)),
    "Maghrebi February": ("4 فيفري 2022", (2022, 2, 4)),
    "Maghrebi April": ("4 أفريل 2022", (2022, 4, 4)),
    "Maghrebi May": ("4 ماي 2022", (2022, 5, 4)),
    "Maghrebi June": ("4 جوان 2022", (2022, 6, 4)),
    "Algerian July": ("17 جويلية 2019", (2019, 7, 17)),
    "Moroccan July": ("17 يوليوز 2019", (2019, 7, 17)),
    "Tunisian August": ("1 أوت 2013", (2013, 8, 1)),
    "Moroccan August": ("23 غشت 2021", (2021, 8, 23)),
    "Moroccan September": ("6 شتنبر 2021", (2021, 9, 6)),
    "Moroccan November": ("6 نونبر 2021", (2021, 11, 6)),
    "Moroccan December": ("10 دجنبر 2021", (2021, 12, 10)),
    "first kanun": ("8 كانون الأول 2018", (2018, 12, 8)),
    "second kanun": ("8 كانون الثاني 2018", (2018, 1, 8)),
    "first tishrin": ("8 تشرين الاول 2018", (2018, 10, 8)),
    "second tishrin": ("8 تشرين الثانى 2018", (2018, 11, 8)),
    "kanun without article": ("8 كانون أول 2018", (2018, 12, 8)),
    "tishrin without article": ("8 تشرين ثاني 2018", (2018, 11, 8)),
    "dual in brackets": ("8 يونيو (حزيران) 2018", (2018, 6, 8)),
    "dual with slash": ("8 تموز/يوليو 2018", (2018, 7, 8)),
    "dual with spaced slash": ("22 إبريل / نيسان 2025", (2025, 4, 22)),
    "dual without a mark": ("20 شباط فبراير 2013", (2013, 2, 20)),
    "dual with kanun second": ("1 ديسمبر/كانون الأول 2018", (2018, 12, 1)),
    "dual with kanun first": ("٨ كانون الثاني/يناير ٢٠١٨ م", (2018, 1, 8)),
    "three names": ("1 أوت/أغسطس/آب 2013", (2013, 8, 1)),
    "hamza below": ("22 إبريل 2025", (2025, 4, 22)),
    "hamza above": ("22 أبريل 2025", (2025, 4, 22)),
    "no hamza": ("22 ابريل 2025", (2025, 4, 22)),
    "madda lost": ("22 اذار 2025", (2025, 3, 22)),
    "hamza lost in May": ("22 ايار 2025", (2025, 5, 22)),
    "hamza lost in August": ("22 اغسطس 2025", (2025, 8, 22)),
    "decomposed": (unicodedata.normalize("NFD", "22 إبريل 2025"), (2025, 4, 22)),
    "presentation forms": ("8 \ufef3\ufeee\ufee7\ufef4\ufeee 2018", (2018, 6, 8)),
    "harakat": ("8 حُزَيْران 2018", (2018, 6, 8)),
    "tatweel": ("8 يـــونـيو 2018", (2018, 6, 8)),
    "bidi marks": ("\u202b\u200f8\u200f يونيو\u202c \u200e2018\u200f", (2018, 6, 8)),
    "zero width": ("8\u200b يو\u200cنيو\u200b 20\u200d18", (2018, 6, 8)),
    "no-break space": ("8\u00a0يونيو\u202f2018", (2018, 6, 8)),
    "nothing between": ("8يونيو2018", (2018, 6, 8)),
    "era": ("8 يونيو 2018م", (2018, 6, 8)),
    "era in full": ("8 يونيو 2018 ميلادية", (2018, 6, 8)),
    "of the month": ("8 من شهر يونيو 2018", (2018, 6, 8)),
    "of the year": ("8 يونيو من عام 2018", (2018, 6, 8)),
    "Arabic comma": ("8 يونيو، 2018", (2018, 6, 8)),
    "dashes around the name": ("25-أغسطس-2016", (2016, 8, 25)),
    "month first in Arabic": ("يونيو 8، 2018", (2018, 6, 8)),
    "year first with a name": ("2018 يونيو 8", (2018, 6, 8)),
    "English": ("8 June 2018", (2018, 6, 8)),
    "English month first": ("Jun 8, 2018", (2018, 6, 8)),
    "English ordinal": ("8th of June 2018", (2018, 6, 8)),
    "English abbreviation": ("Sept. 8, 2018", (2018, 9, 8)),
    "dots": ("08.06.2018", (2018, 6, 8)),
    "slashes": ("8/6/2018", (2018, 6, 8)),
    "dashes": ("8-6-2018", (2018, 6, 8)),
    "Arabic-Indic slashes": ("٨/٦/٢٠١٨", (2018, 6, 8)),
    "spaced slashes": ("٨ / ٦ / ٢٠١٨", (2018, 6, 8)),
    "backslashes": ("8\\6\\2018", (2018, 6, 8)),
    "date separator": ("٨؍٦؍٢٠١٨", (2018, 6, 8)),
    "en dashes": ("8–6–2018", (2018, 6, 8)),
    "tatweel as dash": ("8 ـ 6 ـ 2018", (2018, 6, 8)),
    "year first": ("2018-06-08", (2018, 6, 8)),
    "year first with slashes": ("2018/6/8", (2018, 6, 8)),
    "day first when both are possible": ("08/06/2018", (2018, 6, 8)),
    "month first when day first is impossible": ("6/25/2018", (2018, 6, 25)),
    "leap day": ("29/02/2016", (2016, 2, 29)),
    "label": ("تاريخ النشر: 8/6/2018", (2018, 6, 8)),
    "full stop after": ("وقع ذلك في 08.06.2018.", (2018, 6, 8)),
    "letters before": ("في8 يونيو 2018", (2018, 6, 8)),
    "Hijri before, named": ("24 رمضان 1439 هـ الموافق 8 يونيو 2018م", (2018, 6, 8)),
    "Hijri after, named": ("8 يونيو 2018 الموافق 24 رمضان 1439 هـ", (2018, 6, 8)),
    "Hijri before, numbers": ("24/9/1439هـ - 8/6/2018م", (2018, 6, 8)),
    "Hijri before, glued": ("24/9/1439-8/6/2018", (2018, 6, 8)),
    "Hijri before, year first": ("1439/9/24 - 2018/6/8", (2018, 6, 8)),
    "before the Hijri era is Gregorian by its month": ("29 مايو 1453", (1453, 5, 29)),
    "first of two": ("نشر 8/6/2018 وحدث 9/6/2018", (2018, 6, 8)),
    "Hijri after, in brackets": ("8 يونيو 2018 (24 رمضان 1439هـ)", (2018, 6, 8)),
    "Hijri before, a day off": ("23 رمضان 1439 هـ الموافق 8 يونيو 2018", (2018, 6, 8)),
    "Hijri before, with the day of both": ("الجمعة 24 رمضان 1439 هـ - 8 يونيو 2018", (2018, 6, 8)),
    "Hijri elsewhere": ("العدد 12، 1 رمضان 1439 هـ، صدر في 8 يونيو 2018", (2018, 6, 8)),
    "ordinal": ("التاسع من نيسان 2003", (2003, 4, 9)),
    "ordinal of a pair": ("الثاني من كانون الأول/ديسمبر 1971", (1971, 12, 2)),
    "ordinal, tenth": ("العاشر من يونيو 2018", (2018, 6, 10)),
    "ordinal, fifteenth": ("الخامس عشر من آذار 2011", (2011, 3, 15)),
    "ordinal, thirteenth without a joint": ("الثالث عشر آذار 2011", (2011, 3, 13)),
    "ordinal, twentieth": ("العشرون من فبراير 2011", (2011, 2, 20)),
    "ordinal, thirty-first": ("الحادي والثلاثين من كانون الأول 2019", (2019, 12, 31)),
    "ordinal of the month": ("الثالث من شهر آذار عام 2018", (2018, 3, 3)),
    "opening of the month": ("فاتح ماي 2019", (2019, 5, 1)),
    "year in words": ("السادس من أكتوبر سنة ألف وتسعمائة وثلاث وسبعين", (1973, 10, 6)),
    "year in words, teen": ("14 تموز ألفين وخمسة عشر", (2015, 7, 14)),
    "year in words, round": ("10 يونيو عام ألفين", (2000, 6, 10)),
    "day, month, year behind a weekday and an ordinal": ("الأحد الأول من تموز 2018", (2018, 7, 1)),
    "ordinal mark and comma": ("27th, October 2023", (2023, 10, 27)),
    "dual in square brackets": ("8 يونيو [حزيران] 2018", (2018, 6, 8)),
    "dual with tatweel": ("2 أيار ـ مايو 2011", (2011, 5, 2)),
    "bars": ("8 | 6 | 2018", (2018, 6, 8)),
    "year, comma, day": ("2019 ,01 تموز / يوليو", (2019, 7, 1)),
    "number of a paper before": ("القرار رقم 12، 8/6/2018", (2018, 6, 8)),
    "date of a version": ("تاريخ الإصدار: 2/11/2017", (2017, 11, 2)),
    "a name with a year": ("ثورة 23 يوليو 1952", (1952, 7, 23)),
    "old Iraqi May": ("8 مايس 1941", (1941, 5, 8)),
    "a full date before a coarse one": ("عدد حزيران 2018، صدر في 3/7/2018", (2018, 7, 3)),
    "after one that is refused": ("31/02/2018 ثم 8/6/2018", (2018, 6, 8)),
}

NOT_DATES = {
    "no such day": "31/02/2018",
    "no such day, month first": "2/30/2018",
    "no such day by name": "31 يونيو 2018",
    "day nought": "0/6/2018",
    "year first, no such month": "2018-13-05",
    "not a leap year": "29 فبراير 2018",
    "year of two digits": "08/06/18",
    "year of two digits by name": "8 يونيو 18",
    "two months that differ": "8 يونيو/تموز 2018",
    "range of days": "8-10 يونيو 2018",
    "range of days in numbers": "8-10/6/2018",
    "fraction": "1/2",
    "bare year": "2018",
    "version": "10.5.2",
    "long version": "10.5.2018.3",
    "marked version": "v8.6.2018",
    "phone": "+963 11 222 2018",
    "phone with dashes": "0123-45-2018-22",
    "address": "10.5.20.18",
    "all day": "24/7",
    "score": "3-1",
    "season": "موسم 2014/2015",
    "season with its word": "عام 2014/2015",
    "years": "بين 2014 و2015",
    "path of a page": "https://example.org/2018/06/08/title",
    "file name": "IMG_2018-06-08.jpg",
    "hashtag": "#8_يونيو_2018",
    "mixed separators": "8/6-2018",
    "range in full": "8/6/2018-10/6/2018",
    "range in full, by words": "من 8/6/2018 إلى 10/6/2018",
    "range of days by words": "من 14 إلى 17 تموز 2016",
    "range of days by ordinals": "من الثامن إلى العاشر من يونيو 2018",
    "range over months": "من 8 يونيو إلى 10 يوليو 2018",
    "two days": "بين 8 و10 يونيو 2018",
    "range of days, spaced numbers": "14 - 17/7/2016",
    "no such ordinal": "الخامس والثلاثين من آذار 2011",
    "no such day in words": "الحادي والثلاثين من نيسان 2011",
    "first Sunday, not Sunday the first": "الأحد الأول من حزيران 2018",
    "version in words": "النسخة 2.11.2017",
    "number of a decree": "القرار رقم 8/6/2018",
    "number of a law": "القانون رقم 10 لعام 2018",
    "a day in both calendars' form": "24 رمضان 2018",
    "Gregorian year with the Hijri sign": "8/6/2018 هـ",
    "before Christ": "عام 1750 قبل الميلاد",
    "a door, not August": "باب 2018",
    "a verb and a number": "مارس 20 لاعبا",
    "yesterday": "أمس",
    "last Tuesday": "الثلاثاء الماضي",
    "hours ago": "قبل 3 ساعات",
    "clock only": "آخر تحديث GMT12:58:10",
    "day and month only": "مساء 7 يونيو (حزيران)",
    "sign of a raised power": "8/6/2018²",
    "empty": "",
}

TIMES = {
    "bar": ("نشر في: 08.06.2018 | 11:26", time(11, 26), None),
    "dash": ("الاثنين 6 شتنبر 2021 - 08:17", time(8, 17), None),
    "comma": ("5 مارس 2024، 14:52", time(14, 52), None),
    "hour word": ("8 يونيو 2018 الساعة 11:26", time(11, 26), None),
    "on the hour": ("10 دجنبر 2021 على الساعة 07:45", time(7, 45), None),
    "seconds": ("8/6/2018 11:26:10", time(11, 26, 10), None),
    "before": ("11:26 - 8 يونيو 2018", time(11, 26), None),
    "before, of the morning of": ("الساعة 9:30 من مساء الجمعة 8 يونيو 2018", time(21, 30), None),
    "letter for morning": ("8 يونيو 2018 12:26 ص", time(0, 26), None),
    "letter for afternoon": ("8 يونيو 2018 03:12 م", time(15, 12), None),
    "era, then clock": ("8 يونيو 2018م 13:20", time(13, 20), None),
    "morning": ("8/6/2018 11:26 صباحاً", time(11, 26), None),
    "evening": ("8/6/2018 08:18 مساءً", time(20, 18), None),
    "noon": ("8/6/2018 12:30 ظهرا", time(12, 30), None),
    "one at noon": ("8/6/2018 1:30 ظهرا", time(13, 30), None),
    "afternoon in two words": ("8/6/2018 3:30 بعد الظهر", time(15, 30), None),
    "forenoon in two words": ("8/6/2018 10:30 قبل الظهر", time(10, 30), None),
    "in the evening": ("8/6/2018 8:00 في المساء", time(20, 0), None),
    "after midnight": ("8/6/2018 12:30 بعد منتصف الليل", time(0, 30), None),
    "late night": ("8/6/2018 11:30 ليلا", time(23, 30), None),
    "AM": ("25-06-2018 12:45 AM", time(0, 45), None),
    "PM": ("Jun 8, 2018 11:26 PM", time(23, 26), None),
    "at": ("2017-11-10 at 8:12 pm", time(20, 12), None),
    "Greenwich in Arabic": ("4 نيسان/أبريل 2005 - 16:15 بتوقيت غرينتش", time(16, 15), UTC),
    "Greenwich by two letters": ("8/6/2018 الساعة 10:32 ت.غ", time(10, 32), UTC),
    "Greenwich by two bare letters": ("8/6/2018 - 10:32 ت غ", time(10, 32), UTC),
    "hours from Greenwich by two letters": ("8/6/2018 10:32 ت.غ+3", time(10, 32), MECCA_OFFSET),
    "world time": ("8/6/2018 10:32 بالتوقيت العالمي", time(10, 32), UTC),
    "local time": ("8/6/2018 10:32 بالتوقيت المحلي", time(10, 32), None),
    "unknown place": ("8/6/2018 10:32 بتوقيت زحل", time(10, 32), None),
    "Damascus in summer": ("8 حزيران 2018 10:32 بتوقيت دمشق", time(10, 32), hours(3)),
    "Damascus in winter": ("8 كانون الثاني 2018 10:32 بتوقيت دمشق", time(10, 32), hours(2)),
    "Damascus in a winter since 2022": ("8 كانون الثاني 2023 10:32 بتوقيت دمشق", time(10, 32), hours(3)),
    "Cairo without summer time": ("8 يونيو 2018 10:32 (بتوقيت القاهرة)", time(10, 32), hours(2)),
    "Cairo with summer time": ("8 يونيو 2024 10:32 (بتوقيت القاهرة)", time(10, 32), hours(3)),
    "Mecca": ("8 يونيو 2018 10:32 بتوقيت مكة المكرمة", time(10, 32), hours(3)),
    "Beirut, by the clock of": ("8 حزيران 2018 10:32 حسب توقيت بيروت", time(10, 32), hours(3)),
    "Rabat": ("8 يوليو 2018 10:32 بتوقيت الرباط", time(10, 32), hours(1)),
    "Rabat in Ramadan": ("6 يونيو 2018 10:32 بتوقيت الرباط", time(10, 32), UTC),
    "Abu Dhabi": ("8 يونيو 2018 10:32 بتوقيت أبو ظبي", time(10, 32), hours(4)),
    "zone before the clock": ("بتوقيت دمشق 10:32 - 8 حزيران 2018", time(10, 32), hours(3)),
    "American zone": ("June 8, 2018 10:32 AM EDT", time(10, 32), hours(-4)),
    "French h": ("8 جوان 2018 11h30", time(11, 30), None),
    "Algerian hour sign": ("8 جوان 2018 على 11سا30", time(11, 30), None),
    "clock in words": ("8 حزيران 2018 الساعة الحادية عشرة والنصف صباحا", time(11, 30), None),
    "clock in words, less a quarter": ("8 حزيران 2018 الثالثة إلا ربعا عصرا", time(14, 45), None),
    "half past in words": ("8 حزيران 2018 الساعة 3 والنصف عصرا", time(15, 30), None),
    "midnight": ("8/6/2018 12:00 منتصف الليل", time(0, 0), None),
    "p.m. with dots": ("8 June 2018 11:26 P.M.", time(23, 26), None),
    "a clock glued to more": ("8/6/2018 11:26:10:12", None, None),
    "Greenwich in Latin": ("Tuesday, 14 May 2019 10:32 GMT", time(10, 32), UTC),
    "Greenwich in brackets": ("8/6/2018 10:32 (GMT)", time(10, 32), UTC),
    "UTC": ("2018-06-08 10:32:00 UTC", time(10, 32), UTC),
    "hours from Greenwich": ("8/6/2018 10:32 GMT+3", time(10, 32), MECCA_OFFSET),
    "ISO Zulu": ("2018-06-08T11:26:00Z", time(11, 26), UTC),
    "ISO offset": ("2018-06-08T11:26:00+03:00", time(11, 26), MECCA_OFFSET),
    "ISO offset west": ("2018-06-08T11:26-05:00", time(11, 26), timezone(timedelta(hours=-5))),
    "ISO fraction": ("2018-06-08T11:26:00.123+03:00", time(11, 26), MECCA_OFFSET),
    "mail": ("Fri, 08 Jun 2018 11:26:00 +0300", time(11, 26), MECCA_OFFSET),
    "time, year, weekday, day, month": (
        "GMT 10:18 2025 الثلاثاء ,22 إبريل / نيسان",
        time(10, 18),
        UTC,
    ),
    "no such time is left out": ("8/6/2018 27:80", None, None),
    "morning at 15 is left out": ("8/6/2018 15:30 صباحا", None, None),
    "no such offset is left out": ("2018-06-08T11:26:00+19:00", None, None),
    "between two clocks": ("11:26 8/6/2018 12:30", None, None),
    "people in the evening": ("مقتل 5 مساء الجمعة 8 يونيو 2018", None, None),
    "zone, dash, clock": ("GMT - 10:32 8/6/2018", time(10, 32), UTC),
    "range gives its start": ("8/6/2018 11:26 - 12:30", time(11, 26), None),
}

CLOCKS = {
    "glued to Greenwich": ("آخر تحديث GMT12:58:10", time(12, 58, 10), UTC, "GMT12:58:10"),
    "Greenwich after": ("12:58 بتوقيت غرينتش", time(12, 58), UTC, "12:58 بتوقيت غرينتش"),
    "hour word": ("في الساعة 11:26 صباحاً", time(11, 26), None, "الساعة 11:26 صباحاً"),
    "whole hour": ("الساعة ٥ مساءً.", time(17), None, "الساعة ٥ مساءً"),
    "dotted": ("الساعة 11.30 صباحا", time(11, 30), None, "الساعة 11.30 صباحا"),
    "bare": ("آخر تحديث: 10:45", time(10, 45), None, "10:45"),
    "one digit with a letter": ("9:05 م", time(21, 5), None, "9:05 م"),
    "prayer after a clock is the next one's": ("الفجر 04:41 الظهر 12:38", time(4, 41), None, "04:41"),
}

NOT_CLOCKS = {
    "score": "3:10",
    "no such hour": "45:12",
    "too many parts": "10:12:13:14",
    "page": "5 ص",
    "date": "8/6/2018",
    "hour word alone": "الساعة",
    "duration": "ساعة 5",
    "people at dawn": "مقتل 10 فجر اليوم",
}


def params(table):
    return [
        pytest.param(*(row if isinstance(row, tuple) else (row,)), id=name) for name, row in table.items()
    ]


@pytest.mark.parametrize(("text", "expected"), params(DAYS))
def test_a_full_date_is_read(text, expected):
    found = parse_date(text)
    assert (found.year, found.month, found.day) == expected
    assert (found.precision, found.calendar) == (Precision.DAY, "gregorian")


@pytest.mark.parametrize("text", params(NOT_DATES))
def test_what_is_not_a_date_is_refused(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(("text", "expected", "zone"), params(TIMES))
def test_the_time_beside_a_date_is_read(text, expected, zone):
    found = parse_date(text)
    assert (found.time, found.zone) == (expected, zone)
    assert found.precision == (Precision.MINUTE if expected else Precision.DAY)


@pytest.mark.parametrize(("text", "expected", "zone", "span"), params(CLOCKS))
def test_a_clock_without_a_date_is_found(text, expected, zone, span):
    found, found_zone, start, end = find_clock(text)
    assert (found, found_zone, text[start:end]) == (expected, zone, span)


@pytest.mark.parametrize("text", params(NOT_CLOCKS))
def test_what_is_not_a_clock_is_refused(text):
    assert find_clock(text) is None


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        pytest.param("الساعة 5 مساء 8 يونيو 2018", datetime(2018, 6, 8, 17, tzinfo=UTC), "hour", id="hour"),
        pytest.param("8 يونيو 2018 at 3pm", datetime(2018, 6, 8, 15, tzinfo=UTC), "hour", id="bare hour"),
        pytest.param(
            "الساعة التاسعة ليلا 8/6/2018", datetime(2018, 6, 8, 21, tzinfo=UTC), "hour", id="in words"
        ),
        pytest.param(
            "الأسبوع الأول من يناير 2018", datetime(2018, 1, 1, tzinfo=UTC), "month", id="a week of it"
        ),
        pytest.param("أواخر أيلول 2015", datetime(2015, 9, 1, tzinfo=UTC), "month", id="a part of it"),
        pytest.param("عدد حزيران (يونيو) 2018", datetime(2018, 6, 1, tzinfo=UTC), "month", id="month"),
        pytest.param("كانون الأول 2018", datetime(2018, 12, 1, tzinfo=UTC), "month", id="month of a pair"),
        pytest.param("في عام 2014", datetime(2014, 1, 1, tzinfo=UTC), "year", id="year"),
    ],
)
def test_a_coarse_date_says_so_and_begins_with_its_period(text, expected, precision):
    found = parse_date(text)
    assert found.precision == precision
    assert found.at(UTC) == expected


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        pytest.param("الجمعة 8 حزيران 2018", True, id="right"),
        pytest.param("الأحد 8 حزيران 2018", False, id="wrong"),
        pytest.param("8/6/2018 (الجمعة)", True, id="after"),
        pytest.param("يوم الثلثاء الموافق 22/4/2025", True, id="matching"),
        pytest.param("GMT 08:34 2025 السبت ,19 إبريل / نيسان", True, id="inside"),
        pytest.param("GMT 08:34 2025 الأحد ,19 إبريل / نيسان", False, id="wrong inside"),
        pytest.param("8 حزيران 2018", None, id="none"),
    ],
)
def test_a_weekday_agrees_or_not_but_never_moves_the_date(text, agrees):
    assert parse_date(text).weekday_agrees is agrees


@pytest.mark.parametrize(
    ("style", "expected"), [("auto", (6, 8)), ("dmy", (6, 8)), ("mdy", (8, 6))], ids=["auto", "dmy", "mdy"]
)
def test_a_style_settles_the_order_of_numbers(style, expected):
    found = parse_date("08/06/2018", style=style)
    assert (found.month, found.day) == expected


def test_a_style_forbids_the_other_order():
    assert parse_date("6/25/2018", style="dmy") is None
    assert parse_date("25/6/2018", style="mdy") is None


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        pytest.param("7 يونيو (حزيران)", date(2018, 6, 8), date(2018, 6, 7), id="yesterday"),
        pytest.param("9 يونيو", date(2018, 6, 8), date(2018, 6, 9), id="tomorrow, east of here"),
        pytest.param("10 يونيو", date(2018, 6, 8), date(2017, 6, 10), id="later is last year's"),
        pytest.param("1 يناير", date(2018, 12, 31), date(2019, 1, 1), id="over new year"),
        pytest.param("29 فبراير", date(2019, 3, 1), date(2016, 2, 29), id="last leap year"),
        pytest.param("29 فبراير", date(1903, 3, 1), date(1896, 2, 29), id="leap year before 1900"),
        pytest.param("7 يونيو المقبل", date(2018, 6, 8), None, id="next"),
        pytest.param("7 يونيو من العام الماضي", date(2018, 6, 8), None, id="of last year"),
        pytest.param("7 يونيو 17", date(2018, 6, 8), None, id="year of two digits"),
        pytest.param("2018 7 يونيو", date(2026, 6, 8), None, id="year before"),
        pytest.param("9 يونيو", datetime(2018, 6, 8, 12, tzinfo=UTC), date(2017, 6, 9), id="a known moment"),
        pytest.param("ميدان 6 أكتوبر", date(2018, 6, 8), None, id="name of a square"),
        pytest.param("وحركة 20 فبراير", date(2018, 6, 8), None, id="name of a movement"),
        pytest.param("قوى الثامن من آذار", date(2018, 6, 8), None, id="name with an ordinal"),
        pytest.param("من 1 إلى 3 حزيران", date(2018, 6, 8), None, id="range"),
    ],
)
def test_a_reference_gives_the_year_that_the_text_leaves_out(text, reference, expected):
    found = parse_date(text, reference=reference)
    assert (found and date(found.year, found.month, found.day)) == expected


def test_a_weekday_is_checked_against_the_year_of_the_reference():
    assert parse_date("الجمعة 8 يونيو", reference=date(2018, 6, 9)).weekday_agrees is True
    assert parse_date("الجمعة 8 يونيو", reference=date(2019, 6, 9)).weekday_agrees is False


def test_a_place_has_its_offset_of_the_year_that_the_reference_gives():
    text = "8 حزيران 10:32 بتوقيت دمشق"
    assert find_dates(text)[0].zone is None
    assert parse_date(text, reference=date(2018, 6, 9)).zone == hours(3)


def test_a_zone_without_a_clock_is_read_too():
    found = parse_date("27 October 2023 GMT")
    assert (found.time, found.zone, found.precision) == (None, UTC, Precision.DAY)


def test_the_complete_end_of_a_range_is_found_in_running_text():
    text = "من 14 إلى 17 تموز 2016، ثم 8-10 يونيو 2018، ثم بين 1 و3 آب"
    assert [d.text for d in find_dates(text)] == ["17 تموز 2016", "10 يونيو 2018", "3 آب"]


def test_two_calendars_of_a_day_are_one_date_in_running_text():
    text = (
        "وقع الوزيران يوم الخميس 10 ربيع الأول 1441هـ (الموافق 7 نوفمبر 2019م) في الرياض، وعادا في 8 نوفمبر"
    )
    found, other = find_dates(text)
    assert found.text == "الخميس 10 ربيع الأول 1441هـ (الموافق 7 نوفمبر 2019م)"
    assert (found.year, found.month, found.day, found.calendar) == (2019, 11, 7, "gregorian")
    assert (found.weekday_agrees, other.text) == (True, "8 نوفمبر")


def test_two_days_in_two_calendars_are_two_dates():
    assert [d.calendar for d in find_dates("1 رمضان 1439 هـ - 8 يونيو 2018")] == ["hijri", "gregorian"]


def test_names_that_hold_a_day_are_no_dates_in_running_text():
    assert find_dates("دعت قوى 8 آذار فريق 14 آذار إلى ساحة 17 نيسان عند جسر 14 تموز") == []


def test_a_day_and_month_in_running_text_have_no_year():
    [found] = find_dates("المقاتلات الروسية مساء 7 يونيو (حزيران)، ضربة إلى بلدة زردنة")
    assert (found.year, found.month, found.day, found.precision) == (None, 6, 7, Precision.DAY)
    assert found.text == "7 يونيو (حزيران)"
    with pytest.raises(ValueError, match="without a year"):
        found.at(UTC)


def test_a_time_is_in_the_zone_that_the_text_names_else_in_the_one_given():
    assert parse_date("8/6/2018 10:32 GMT").at(MECCA_OFFSET) == datetime(2018, 6, 8, 10, 32, tzinfo=UTC)
    assert parse_date("8/6/2018 10:32").at(MECCA_OFFSET) == datetime(2018, 6, 8, 7, 32, tzinfo=UTC)


def test_offsets_stay_in_the_raw_text_and_leave_out_what_is_not_seen():
    text = "\u200f  نُشـــر: \u202b٨\u200f / ٦ / ٢٠١٨\u200f\u202c."
    found = parse_date(text)
    assert text[found.start : found.end] == found.text == "٨\u200f / ٦ / ٢٠١٨"


def test_a_line_end_parts_dates_in_running_text_but_not_in_a_date():
    text = "14 مارس 2021\n11:05 صباحاً"
    assert parse_date(text).time == time(11, 5)
    assert find_dates(text)[0].time is None


def test_dates_of_a_running_text_come_in_order():
    text = "من 8 يونيو 2018 - 10 يوليو 2018، ثم الخميس 1 أوت 2013 وعام 2014؛ في 8 و9 أيار"
    assert [(d.year, d.month, d.day) for d in find_dates(text)] == [
        (2018, 6, 8), (2018, 7, 10), (2013, 8, 1), (2014, None, None), (None, 5, 9),
    ]  # fmt: skip


def test_related_news_is_dated_line_by_line():
    text = "GMT 10:18 2025 الثلاثاء ,22 إبريل / نيسان\n\n3 غارات\n\nGMT 08:34 2025 السبت ,19 إبريل / نيسان\n"
    assert [d.at(UTC).isoformat()[:16] for d in find_dates(text)] == ["2025-04-22T10:18", "2025-04-19T08:34"]


def test_no_word_has_two_meanings():
    tables = [*words.TABLES.values(), words.OTHER_WORDS, dict(words.ZONES)]
    folded = Counter(date_tokens.fold(word) for table in tables for word in " ".join(table.values()).split())
    assert [word for word, times in folded.items() if times > 1] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_name_in_the_data_is_read(month):
    for name in f"{words.MONTHS[month]} {words.ENGLISH_MONTHS[month]}".split():
        assert parse_date(f"8 {name} 2018").month == month, name


WORDS_OF_SOUP = [
    *["8", "11:26", "2018", "1439", "/", "-", ".", "|", ",", "(", ")", "GMT", "+03:00", "T", "Z", "ـ"],
    *[
        "م",
        "ص",
        "هـ",
        "يونيو",
        "كانون",
        "الأول",
        "الجمعة",
        "عام",
        "رمضان",
        "ربيع",
        "الموافق",
        "بتوقيت",
        "دمشق",
    ],
    *["الخامس", "عشر", "والعشرين", "من", "إلى", "و", "ألف", "وتسعمائة", "الساعة", "الثالثة", "والنصف", "أمس"],
    "\u200f",
    "\ud800",
]
SOUP = st.lists(
    st.one_of(
        st.text(st.characters(codec=None), max_size=3),
        st.sampled_from(WORDS_OF_SOUP),
        st.sampled_from([" ", "\n", "\u00a0"]),
    )
).map("".join)


@settings(max_examples=500, deadline=None)
@given(SOUP)
def test_any_text_gives_real_dates_inside_it_that_do_not_overlap(text):
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        date(2000 if found.year is None else found.year, found.month or 1, found.day or 1)
        end = found.end
    parsed = parse_date(text)
    assert parsed is None or (parsed.year is not None and parsed.at(UTC).tzinfo)
    against = parse_date(text, reference=datetime(2018, 6, 8, 12, tzinfo=UTC))
    assert against == parsed or parsed is None
    assert against is None or against.year is not None
    find_clock(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*WORDS_OF_SOUP, " ", "8 يونيو 2018 "]), min_size=20, max_size=60))
def test_a_date_is_the_same_wherever_the_text_is_cut_into_windows(soup):
    # The tokens are read a window at a time; a window is made small here.
    text = "".join(soup)
    whole = find_dates(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(date_tokens, "_WINDOW", 7)
        assert find_dates(text) == whole


@given(
    st.dates(date(1500, 1, 1), date(2100, 12, 31)),
    st.sampled_from([" {} ", " {}، ", "-{}-", "/{}/"]),
    st.data(),
)
def test_any_day_is_read_back_from_any_name_of_its_month(day, pattern, data):
    name = data.draw(
        st.sampled_from(words.MONTHS[day.month].split() or words.ENGLISH_MONTHS[day.month].split())
    )
    found = parse_date(f"({day.day}{pattern.format(name)}{day.year})")
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)


@given(st.dates(date(1500, 1, 1), date(2100, 12, 31)), st.times())
def test_any_iso_moment_is_read_back(day, moment):
    moment = moment.replace(microsecond=0)
    found = parse_date(datetime.combine(day, moment, tzinfo=MECCA_OFFSET).isoformat())
    assert found.at(UTC) == datetime.combine(day, moment, tzinfo=MECCA_OFFSET)


@given(st.text("\u0640\u064b\u200f\u200b\u00ad", max_size=4), st.integers(1, 5))
def test_marks_that_are_not_read_change_nothing(hidden, place):
    name = "حزيران"
    text = f"8 {name[:place]}{hidden}{name[place:]} 2018"
    found = parse_date(text)
    assert (found.month, found.start, found.end) == (6, 0, len(text))


HUGE = 10_000_000
BULK = {
    "tatweel": "1" + "\u0640" * HUGE,
    "tatweel in a month": "8 يون" + "\u0640" * HUGE + "يو 2018",
    "digits": "٣" * HUGE,
    "bidi marks": "8" + "\u200f" * HUGE,
    "harakat": "1م" + "\u064b" * HUGE,
    "numbers": "1 " * (HUGE // 40),
    "slashes": "1/" * (HUGE // 40),
    "ordinals": "الثالث عشر " * (HUGE // 100),
    "month names": "8, " + "مايو/" * (HUGE // 40),
    "clocks": "11:26 " * (HUGE // 100),
    "weekdays": "2018 الجمعة ," * (HUGE // 100),
    "brackets": "8(" * (HUGE // 40),
    "lone surrogates": "1\ud800" * (HUGE // 40),
}


@pytest.mark.parametrize("text", params(BULK))
def test_a_huge_text_takes_linear_time(text):
    # A step more than linear would not end here within hours; so no clock is needed to tell.
    assert len(find_dates(text)) == (1 if text.endswith("2018") else 0)
    find_clock(text)


COMPACT = {
    "20180608": "2018-06-08",
    " 20180608\n": "2018-06-08",
    "20180608T112600Z": "2018-06-08T11:26:00+00:00",
    "20180608T112600": "2018-06-08T11:26:00",
    "20180608T1126+0300": "2018-06-08T11:26:00+03:00",
    "20180608T112600.123-05:00": "2018-06-08T11:26:00-05:00",
    "20180608 112600": "2018-06-08T11:26:00",
    "20180608112600": "2018-06-08T11:26:00",
}


@pytest.mark.parametrize(("text", "expected"), COMPACT.items(), ids=COMPACT)
def test_a_compact_date_counts_where_nothing_else_is(text, expected):
    found = parse_date(text)
    said = found.first_day().isoformat()
    if found.time is not None:
        said = datetime.combine(found.first_day(), found.time, found.zone).isoformat()
    assert said == expected
    assert text[found.start : found.end] == found.text == text.strip()


@pytest.mark.parametrize("text", ["20180230", "20181301", "19891231", "21010101", "2018060", "رقم 20180608"])
def test_other_long_numbers_are_no_dates(text):
    assert parse_date(text) is None


def test_in_a_running_text_a_compact_date_is_a_number():
    assert find_dates("الطلب 20180608 والملف 20180608T112600Z") == []
