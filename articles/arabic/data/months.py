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
    5: "مايو أيار ماي مايس",
    6: "يونيو حزيران جوان يونية",
    7: "يوليو تموز جويلية يوليوز يولية",
    8: "أغسطس آب أوت غشت",
    9: "سبتمبر أيلول شتنبر سبتنبر",
    10: "أكتوبر أوكتوبر",
    11: "نوفمبر نونبر نوڤمبر",
    12: "ديسمبر دجنبر دجمبر ديسنبر",
}

# Two months share the name and a second word tells them apart: here the first; the second is the month after.
PAIRED_MONTHS = {12: "كانون", 10: "تشرين"}

HIJRI_MONTHS = {
    1: "محرم المحرم",
    2: "صفر",
    7: "رجب",
    8: "شعبان",
    9: "رمضان",
    10: "شوال",
    11: "ذوالقعدة ذيالقعدة",
    12: "ذوالحجة ذيالحجة",
}
# As PAIRED_MONTHS.
PAIRED_HIJRI_MONTHS = {3: "ربيع", 5: "جمادى جماد"}
# Only after dhu.
DHU_MONTHS = {11: "القعدة قعدة", 12: "الحجة حجة"}

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

# Numbers in words. Ordinals of days: with 10 they make 13 to 19, with a ten 21 to 31.
DAY_ORDINALS = {
    1: "الحادي",
    3: "الثالث",
    4: "الرابع",
    5: "الخامس",
    6: "السادس",
    7: "السابع",
    8: "الثامن",
    9: "التاسع",
    10: "العاشر",
    20: "العشرون العشرين",
    30: "الثلاثون الثلاثين",
}
# The first of the month, as the Maghreb and as Hijri dates have it
FIRST_DAY = {1: "فاتح الفاتح غرة"}
JOINED_TENS = {20: "والعشرون والعشرين", 30: "والثلاثون والثلاثين"}
TEN = {10: "عشر عشرة"}
# Hours are feminine; the first is also that of Jumada.
HOURS = {
    1: "الواحدة الأولى الحادية",
    2: "الثانية",
    3: "الثالثة",
    4: "الرابعة",
    5: "الخامسة",
    6: "السادسة",
    7: "السابعة",
    8: "الثامنة",
    9: "التاسعة",
    10: "العاشرة",
}
PARTS_OF_AN_HOUR = {
    15: "والربع وربع الربع ربعا ربع",
    20: "والثلث وثلث الثلث ثلثا ثلث",
    30: "والنصف ونصف",
}
# Years: thousands, "and" hundreds, "and" units or tens
THOUSANDS = {1000: "ألف", 2000: "ألفين ألفان"}
JOINED_HUNDREDS = {
    100: "ومئة ومائة",
    200: "ومئتين ومائتين",
    300: "وثلاثمئة وثلاثمائة",
    400: "وأربعمئة وأربعمائة",
    500: "وخمسمئة وخمسمائة",
    600: "وستمئة وستمائة",
    700: "وسبعمئة وسبعمائة",
    800: "وثمانمئة وثمانمائة وثمانيمائة",
    900: "وتسعمئة وتسعمائة",
}
CARDINALS = {
    1: "واحد واحدة إحدى أحد",
    2: "اثنين اثنان اثنتين اثني اثنا اثنتي اثنتا",
    3: "ثلاث ثلاثة",
    4: "أربع أربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية",
    9: "تسع تسعة",
    20: "عشرين عشرون",
    30: "ثلاثين ثلاثون",
    40: "أربعين أربعون",
    50: "خمسين خمسون",
    60: "ستين ستون",
    70: "سبعين سبعون",
    80: "ثمانين ثمانون",
    90: "تسعين تسعون",
}
JOINED_CARDINALS = {
    **{value: " ".join(f"و{name}" for name in names.split()) for value, names in CARDINALS.items()},
    10: "وعشر وعشرة",
}

# Hours before Greenwich
ZONE_ABBREVIATIONS = {
    1: "cet bst",
    2: "eet cest",
    3: "eest msk",
    -4: "edt",
    -5: "est",
    -7: "pdt",
    -8: "pst",
}

# Kind of token (a letter of the shapes in `date_shapes.py`): value: its words.
TABLES = {
    "M": MONTHS,
    "E": ENGLISH_MONTHS,
    "K": PAIRED_MONTHS,
    "X": HIJRI_MONTHS,
    "V": PAIRED_HIJRI_MONTHS,
    "Q": DHU_MONTHS,
    "W": WEEKDAYS,
    "o": DAY_ORDINALS,
    "k": FIRST_DAY,
    "g": JOINED_TENS,
    "n": TEN,
    "3": ZONE_ABBREVIATIONS,
    "#": HOURS,
    "%": PARTS_OF_AN_HOUR,
    "U": THOUSANDS,
    "F": JOINED_HUNDREDS,
    "i": JOINED_CARDINALS,
}

# The zone of "by the clock of": its words, each enough alone.
ZONES = (
    ("Asia/Damascus", "دمشق سوريا سورية حلب"),
    ("Asia/Riyadh", "مكة السعودية الرياض جدة"),
    ("Africa/Cairo", "القاهرة مصر"),
    ("Asia/Beirut", "بيروت لبنان"),
    ("Asia/Jerusalem", "القدس إسرائيل أبيب"),
    ("Asia/Gaza", "غزة فلسطين"),
    ("Asia/Hebron", "الله"),
    ("Asia/Amman", "عمّان الأردن"),
    ("Asia/Baghdad", "بغداد العراق أربيل"),
    ("Asia/Kuwait", "الكويت"),
    ("Asia/Qatar", "الدوحة قطر"),
    ("Asia/Bahrain", "المنامة البحرين"),
    ("Asia/Dubai", "دبي الإمارات أبوظبي ظبي الشارقة"),
    ("Asia/Muscat", "مسقط سلطنة"),
    ("Asia/Aden", "صنعاء عدن اليمن"),
    ("Africa/Khartoum", "الخرطوم السودان"),
    ("Africa/Tripoli", "طرابلس ليبيا بنغازي"),
    ("Africa/Tunis", "تونس"),
    ("Africa/Algiers", "الجزائر"),
    ("Africa/Casablanca", "الرباط المغرب البيضاء"),
    ("Africa/Nouakchott", "نواكشوط موريتانيا"),
    ("Africa/Mogadishu", "مقديشو الصومال"),
    ("Africa/Djibouti", "جيبوتي"),
    ("Africa/Addis_Ababa", "أديس"),
    ("Europe/Istanbul", "إسطنبول أنقرة تركيا"),
    ("Asia/Tehran", "طهران إيران"),
    ("Asia/Kabul", "كابول كابل"),
    ("Asia/Karachi", "كراتشي باكستان"),
    ("Europe/London", "لندن بريطانيا"),
    ("Europe/Paris", "باريس فرنسا"),
    ("Europe/Berlin", "برلين ألمانيا"),
    ("Europe/Rome", "روما إيطاليا"),
    ("Europe/Madrid", "مدريد إسبانيا"),
    ("Europe/Zurich", "جنيف"),
    ("Europe/Brussels", "بروكسل"),
    ("Europe/Vienna", "فيينا"),
    ("Europe/Moscow", "موسكو"),
    ("Europe/Kiev", "كييف"),
    ("America/New_York", "نيويورك واشنطن"),
    ("Asia/Tokyo", "طوكيو اليابان"),
    ("Asia/Shanghai", "بكين الصين"),
    ("UTC", "العالمي"),
)

OTHER_WORDS = {
    # Which month of a pair
    "I": "الأول أول",
    "J": "الثاني ثاني ثان",
    ";": "الآخر الآخرة",
    # The months Dhu al-Qada and Dhu al-Hijja
    "O": "ذو ذي ذا",
    # Epithets of months and places
    "v": "المبارك الحرام المعظم المكرم المكرمة المحتلة الشريف الموحد المتحدة العربية الفرد الخير الكريم",
    # Parts of the day: morning, afternoon, noon, night
    "A": "صباحا صباح فجرا فجر ضحى",
    "P": "مساء عصرا عصر",
    "N": "ظهرا ظهر",
    "L": "ليلا ليل ليلة الليل",
    "0": "am a.m a.m.",
    "8": "pm p.m p.m.",
    # The same with the article: only after "in" or "of", for alone they are prayers, each before its own hour
    "b": "الصباح الفجر",
    "d": "المساء العصر",
    "z": "الظهر",
    # "The middle of", "before" and "after" (noon, midnight), the letters that stand for these
    "D": "منتصف",
    "r": "قبل",
    "R": "بعد",
    "a": "ص",
    # "Less" a part of an hour
    "~": "إلا",
    # Afternoon after a clock, of our era after a year
    "p": "م",
    # Eras: ours, Hijri, before Christ
    "e": "ميلادي ميلادية للميلاد ad ce",
    "h": "هـ هجري هجرية للهجرة ah",
    "c": "الميلاد ق bc bce",
    # Zones: Greenwich, its two letters, "by the clock of"
    "G": "غرينتش جرينتش غرينيتش جرينيتش قرينتش غرينويتش جرينويتش gmt utc",
    "<": "ت",
    "=": "غ",
    ">": "تغ",
    "B": "بتوقيت توقيت بالتوقيت التوقيت",
    "Z": "z",
    # Between hours and minutes (11h30)
    "@": "h سا",
    # Words that announce: ISO time, hour, month, year, the same day in another calendar, a day or time
    "T": "t",
    # (without its article, hour is a duration)
    "C": "الساعة",
    "s": "شهر لشهر بشهر month",
    "y": "عام سنة العام السنة وعام وسنة بعام للعام بالعام year",
    # (behind a number, these are the year of a law)
    "7": "لعام لسنة",
    "m": "الموافق الموافقة موافق المصادف الموافقلـ",
    "q": "في على عند حوالي تمام بتاريخ تاريخ يوم ليوم اليوم وذلك لـ حسب وفق at on",
    # Joints: of, 8th, next
    "f": "من of",
    "t": "st nd rd th",
    "u": "المقبل المقبلة القادم القادمة التالي next",
    # "To" and "and" of ranges
    "6": "إلى حتى ولغاية لغاية until to",
    "&": "و",
    # A day and month behind these is a name: squares, parties, wars
    "l": (
        "ميدان ساحة جسر كوبري نفق محور شارع طريق حي مدينة دوار سوق جامعة مدرسة مستشفى مطار ملعب محطة قاعدة"
        " ثورة انتفاضة حركة حراك قوى فريق تيار تحالف كتلة حزب جماعة منظمة كتيبة لواء نادي مؤسسة صحيفة جريدة"
        " فريقا فريقي معسكر حرب انقلاب أحداث هجمات اعتداءات تفجيرات اتفاق اتفاقية"
    ),
    # Three numbers behind these are a version or the number of a paper
    "!": "نسخة النسخة والنسخة إصدار الإصدار رقم الرقم مادة المادة ملف الملف الآية version",
}
