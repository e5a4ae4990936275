"""The shapes of dates and clock times: regular expressions over the kinds of tokens.

A letter is a kind of token: 1 and 2 are numbers of so many digits, Y a year, H what could be a Hijri year,
4 another number of four digits, 9 any other; M E K months (Arabic, English, first word of a pair), X V O Q
Hijri ones, W a weekday, o I J g n k numbers of days in words, # of hours, U F i of years; other letters as
`data/months.py` says; 5 any other word with the article, w without; - / , . : ( ) | + are themselves, x any
other mark. None repeats without bound, so that the time taken is linear in the text.
"""

import re

_OFFSET = r"(?:[12](?::2)?|[4YH])"
_GREENWICH = rf"(?:B?(?:G|(?:<\.?=|>)\.?)(?:[-+]{_OFFSET})?|3)"
_PLACE = r"(?:B[5w]?Sv{0,2})"
_HOUR_SHIFT = r"(?:f?q?(?:[APNLap08]|[rR]z|R?DL)|[fq][bdz])"
_HOUR_IN_WORDS = r"#n?(?:~?%)?"
_CLOCK = (
    rf"(?P<zone>(?:B?G(?:[-+]{_OFFSET}(?!:))?|{_PLACE})[-,:|]?)?(?P<cue>C:?)?"
    r"(?:(?P<numbers>[12]:2(?::2(?:\.[1249YH])?)?|[12]@2?(?![1249YH])|[12](?=[08])"
    r"|(?<=C)[12](?:\.2)?(?![-:/.]?[1249YH]|[MEK]))(?P<part>~?%)?"
    rf"|(?P<words>(?:(?<=C)|(?<=C:)){_HOUR_IN_WORDS}|{_HOUR_IN_WORDS}(?={_HOUR_SHIFT})))"
    rf"(?P<shift>{_HOUR_SHIFT})?"
    # "-05:00" after hours and minutes is the end of a range; an offset only after seconds or in an ISO time.
    rf"(?P<offset>,?q?(?:{_GREENWICH}|{_PLACE})|\(q?(?:{_GREENWICH}|{_PLACE})\)|Z|\+{_OFFSET}"
    rf"|(?:(?<=:2:2)|(?<=\.[1249YH])|(?<=T2:2))-{_OFFSET}(?!:))?"
)
_UNNAMED_CLOCK = re.sub(r"\?P<\w+>", "?:", _CLOCK)

_MONTH = r"(?:M|E\.?|K[IJ])"
_MONTHS = rf"{_MONTH}(?:[-/]?{_MONTH}|\({_MONTH}\)|x{_MONTH}x){{0,2}}"
_YEAR_WORDS = r"U(?:F(?:i[in]?)?|i[in]?)"
_YEAR = rf"(?:(?:f?[y7])?[YH]|(?:f?[y7])?{_YEAR_WORDS}|f?[y7]U)[pe]?"
_HIJRI_MONTH = r"(?:X|V[IJ#;]|OQ)v?"
# Alone, an ordinal needs "of": what stands before may be a first week, a second half.
_ORDINAL = r"(?<!5)(?:(?:[oIJ][ng]|k)f?|[oIJ]f)s?"
_RANGE = r"(?P<range>(?:[12]t?|[oIJ][ng]?)[-6&](?![YMEK]))?"
_WEEKDAY_BEFORE = r"W[-,|(/]?q?m?:?"
_WEEKDAY_AFTER = r"(?:\(W\)|[-,|]?W)(?![-,|(]?q?m?[12](?!:))"
_SHAPES = (
    rf"(?P<hijri>(?:[12](?P<s1>[-/.])[12](?P=s1)H|H(?P<s2>[-/.])[12](?P=s2)[12]"
    rf"|(?:[12][-/]?f?s?|{_ORDINAL})(?P<hijri_month>{_HIJRI_MONTH})[-/,]?(?:f?[y7])?H)(?P<sign>\(?h\)?)?)"
    rf"|{_RANGE}(?P<one>(?P<numeric>(?=Y|....Y)[12Y](?P<sep>[-/.|])[12](?P=sep)[12Y])"
    rf"|(?P<year_weekday>Y(?:,?W[-,]?|,)[12]{_MONTHS}(?![-/,]?[YH]))"
    rf"|(?P<month_first>{_MONTH}[12]t?,?[YH][pe]?)"
    rf"|(?P<year_month>Y[-/,]?{_MONTHS}[-/,]?[12](?!:|[-/.]?[12]))"
    rf"|(?P<named>(?:[12](?:t,?)?[-/]?f?s?|(?P<ordinal>{_ORDINAL})){_MONTHS}(?:[-/,]?{_YEAR})?))"
    rf"|(?P<month>{_MONTHS}[-/]?(?:f?[y7])?Y[pe]?)"
    r"|(?P<year>(?:y|(?<![1249YH])7)Y[pe]?)"
)

CLOCK = re.compile(_CLOCK)
#: Some of this is in every date, in every clock time.
DATE_ANCHOR = re.compile(r"[MEKXVOy7]|[YH][-/.|][12][-/.|][12]|[12][-/.|][12][-/.|][YH]")
CLOCK_ANCHOR = re.compile(r"[12#]")
DATE = re.compile(
    rf"(?=[12YHGCWMEKy7BoIJk#3<>])(?:(?P<clock_before>{_UNNAMED_CLOCK})[-,|)/x]{{0,2}}f?q{{0,2}}m?)?"
    rf"(?P<weekday_before>{_WEEKDAY_BEFORE})?(?P<date>{_SHAPES})(?P<weekday_after>{_WEEKDAY_AFTER})?"
    rf"(?:(?:T|[-,|(/x]{{0,2}}q{{0,3}})(?P<clock_after>{_UNNAMED_CLOCK})"
    rf"|(?P<zone_after>[-,|]?(?:{_GREENWICH}|{_PLACE})|\((?:{_GREENWICH}|{_PLACE})\)))?"
)
OTHER_ERA = re.compile(r"h|r?c")
#: Before three numbers: "version", not "date of the version".
VERSION = re.compile(r"(?<!q)!5?:?$")
# What follows says which year is meant, in a way that is not read, or could be a year of two digits.
YEAR_ELSEWHERE = re.compile(r"u|f?[y7]|[-/,.x(|]{0,2}[1249YH](?!:)")
# Between the two calendars of one day; between the two ends of a range.
SAME_DAY = re.compile(r"[-,/|(x]{0,2}q?m?q?:?|[-,/|(]?m:?q?:?")
RANGE_JOINT = re.compile(r"[-6]f?")
