"""The words that dates are written with, in Arabic and English.

Source: compiled by hand for this project from the usage of newspapers (Levant, Gulf, Egypt, Maghreb).
Licence: GPL-3.0-or-later, as the project.

Spelling is folded before it is compared (hamza on alef, harakat, tatweel, final ya and ta marbuta), so that
one spelling of each word is enough here; only what folding does not join has a line of its own.
"""

MONTHS = {
    1: "يناير جانفي",
    2: "فبراير شباط فيفري",
    3: "مارس آذار",
    4: "أبريل نيسان أفريل",
    5: "مايو أيار ماي",
    6: "يونيو حزيران جوان يونية",
    7: "يوليو تموز جويلية يوليوز يولية",
    8: "أغسطس آب أوت غشت",
    9: "سبتمبر أيلول شتنبر سبتنبر",
    10: "أكتوبر",
    11: "نوفمبر نونبر",
    12: "ديسمبر دجنبر ديسنبر",
}

# Two months share the name and a second word tells them apart: here the first; the second is the month after.
PAIRED_MONTHS = {12: "كانون", 10: "تشرين"}

ENGLISH_MONTHS = {
    1: "january jan",
    2: "february feb",
    3: "march mar",
    4: "april apr",
    5: "may",
    6: "june jun",
    7: "july jul",
    8: "august aug",
    9: "september sep sept",
    10: "october oct",
    11: "november nov",
    12: "december dec",
}

# As datetime.date.weekday() counts: Monday is 0. Only with the article: without it they are other words.
WEEKDAYS = {
    0: "الاثنين monday mon",
    1: "الثلاثاء الثلثاء الثلاثا tuesday tue tues",
    2: "الأربعاء الأربعا wednesday wed",
    3: "الخميس thursday thu thur thurs",
    4: "الجمعة friday fri",
    5: "السبت saturday sat",
    6: "الأحد sunday sun",
}

# Kind of token (a letter of the shapes in `dates.py`): its words.
OTHER_WORDS = {
    # Which month of a pair
    "I": "الأول أول",
    "J": "الثاني ثاني ثان",
    # Parts of the day: morning, afternoon, noon, night
    "A": "صباحا صباح فجرا فجر ضحى am",
    "P": "مساء عصرا عصر pm",
    "N": "ظهرا ظهر",
    "L": "ليلا ليل ليلة الليل",
    # The same with the article: only after "in" or "of", for alone they are prayers, each before its own hour
    "b": "الصباح الفجر",
    "d": "المساء العصر",
    "z": "الظهر",
    # "The middle of", "before" and "after" (noon, midnight), the letters that stand for these
    "D": "منتصف",
    "r": "قبل",
    "R": "بعد",
    "a": "ص",
    # Afternoon after a clock, of our era after a year
    "p": "م",
    # Eras: ours, Hijri, before Christ
    "e": "ميلادي ميلادية للميلاد ad ce",
    "h": "هـ هجري هجرية للهجرة ah",
    "c": "الميلاد ق bc bce",
    # Zones
    "G": "غرينتش جرينتش غرينيتش جرينيتش قرينتش غرينويتش جرينويتش gmt utc",
    "B": "بتوقيت توقيت",
    "Z": "z",
    # Words that announce: ISO time, hour, month, year, the same day in another calendar, a day or time
    "T": "t",
    # (without its article, hour is a duration)
    "C": "الساعة",
    "s": "شهر لشهر بشهر month",
    "y": "عام سنة العام السنة لعام لسنة وعام وسنة بعام للعام بالعام year",
    "m": "الموافق الموافقة موافق المصادف",
    "q": "في على عند حوالي تمام بتاريخ تاريخ يوم ليوم اليوم وذلك at on",
    # Joints: of, 8th, next
    "f": "من of",
    "t": "st nd rd th",
    "u": "المقبل المقبلة القادم القادمة التالي next",
}
