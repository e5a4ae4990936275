"""The words of relative dates. Source, licence and spelling: as `months.py`.

Phrases are parted by commas; what folding joins needs one spelling.
"""

#: Days after the reference: phrases.
DAYS = {
    -2: "أول من أمس, أول أمس, أمس الأول, قبل أمس, أول البارحة, البارحة الأولى",
    -1: "أمس, الأمس, بالأمس, البارحة, امبارح, yesterday",
    0: "اليوم, النهارده, today",
    1: "غدا, الغد, tomorrow",
    2: "بعد غد, بعد الغد",
}

#: Unit: what means one of it, two of it, what is counted with a number.
UNITS = {
    "minutes": ("دقيقة, دقيقة واحدة, a minute", "دقيقتين", "دقيقة, دقائق, minute, minutes, min, mins"),
    "hours": ("ساعة, ساعة واحدة, an hour", "ساعتين", "ساعة, ساعات, hour, hours"),
    "days": ("يوم, يوم واحد, a day", "يومين", "يوم, يوما, أيام, day, days"),
    "weeks": ("أسبوع, أسبوع واحد, a week", "أسبوعين", "أسبوع, أسبوعا, أسابيع, week, weeks"),
    "months": ("شهر, شهر واحد, a month", "شهرين", "شهر, شهرا, أشهر, شهور, month, months"),
    "years": (
        "سنة, عام, سنة واحدة, عام واحد, a year",
        "سنتين, عامين",
        "سنة, عام, عاما, سنوات, أعوام, سنين, year, years",
    ),
}

#: Minutes that have a name: phrases.
PARTS_OF_AN_HOUR = {30: "نصف ساعة", 20: "ثلث ساعة", 15: "ربع ساعة"}

#: Before an amount, with "about" or without; after one.
SINCE = "منذ, قبل, مند, من قبل"
ABOUT = "نحو, حوالي, قرابة"
AGO = "ago, مضت, خلت"

LAST = "الماضي, الماضية, الفائت, الفائتة, المنصرم, المنصرمة"
NEXT = "المقبل, المقبلة, القادم, القادمة"
#: What "last" and "next" make definite.
PERIODS = {"months": "الشهر", "years": "العام, السنة"}

#: What may stand beside a day without making it another thing: "the newspaper Today" has none of these.
LABELS = (
    "نشر نشرت نشره منشور النشر تاريخ بتاريخ تم آخر تحديث التحديث حدث محدث تعديل وقت أضيف أضيفت الإضافة كتب"
    " صباح صباحا مساء فجر ظهر عصر ليلة ليل ليلا نهار يوم في عند على من published updated last posted on at"
)
