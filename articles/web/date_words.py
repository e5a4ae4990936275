"""How pages name months and time zones.

Source: the usage of Arabic newspapers (Levant, Gulf and Egypt, Algeria and Tunisia).
Licence: GPL-3.0-or-later, as the project.
"""

LEVANTINE = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
GULF = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
MAGHREBI = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: As settings.MONTH_NAMES calls them.
MONTHS = {
    "levantine": LEVANTINE,
    "gulf": GULF,
    "maghrebi": MAGHREBI,
    "dual": tuple(f"{levantine} ({gulf})" for levantine, gulf in zip(LEVANTINE, GULF, strict=True)),
}

ARABIC_COMMA = "،"
#: Between thousands and before decimals, with Arabic-Indic digits.
ARABIC_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")

#: Whose time a zone is. Others are shown by their name in the tz database.
ZONES = {
    "Africa/Algiers": "الجزائر",
    "Africa/Cairo": "القاهرة",
    "Africa/Casablanca": "الدار البيضاء",
    "Africa/Djibouti": "جيبوتي",
    "Africa/Khartoum": "الخرطوم",
    "Africa/Mogadishu": "مقديشو",
    "Africa/Nouakchott": "نواكشوط",
    "Africa/Tripoli": "طرابلس",
    "Africa/Tunis": "تونس",
    "America/New_York": "نيويورك",
    "Asia/Aden": "عدن",
    "Asia/Amman": "عمّان",
    "Asia/Baghdad": "بغداد",
    "Asia/Bahrain": "المنامة",
    "Asia/Beirut": "بيروت",
    "Asia/Damascus": "دمشق",
    "Asia/Dubai": "دبي",
    "Asia/Gaza": "غزة",
    "Asia/Hebron": "الخليل",
    "Asia/Istanbul": "إسطنبول",
    "Asia/Jerusalem": "القدس",
    "Asia/Kuwait": "الكويت",
    "Asia/Muscat": "مسقط",
    "Asia/Qatar": "الدوحة",
    "Asia/Riyadh": "الرياض",
    "Asia/Tehran": "طهران",
    "Europe/Berlin": "برلين",
    "Europe/Istanbul": "إسطنبول",
    "Europe/London": "لندن",
    "Europe/Moscow": "موسكو",
    "Europe/Paris": "باريس",
    "Etc/UTC": "غرينتش",
    "UTC": "غرينتش",
}
