"""Code points and classes of code points, named once. Letters are PyArabic's constants."""

from pyarabic import araby

ALEF = araby.ALEF
ALEF_MADDA = araby.ALEF_MADDA
ALEF_HAMZA_ABOVE = araby.ALEF_HAMZA_ABOVE
ALEF_HAMZA_BELOW = araby.ALEF_HAMZA_BELOW
ALEF_WASLA = "\u0671"
#: The alefs that search folds into the plain one.
ALEFS = ALEF_MADDA + ALEF_HAMZA_ABOVE + ALEF_HAMZA_BELOW + ALEF_WASLA
ALEF_MAKSURA = araby.ALEF_MAKSURA
YEH = araby.YEH
FARSI_YEH = "\u06cc"
KURDISH_E = "\u06d0"
KAF = araby.KAF
KEHEH = "\u06a9"
SWASH_KAF = "\u06aa"
GAF = "\u06af"
HEH = araby.HEH
TEH_MARBUTA = araby.TEH_MARBUTA
HEH_WITH_YEH = "\u06c0"
HEH_GOAL = "\u06c1"
AE = "\u06d5"
FEH = araby.FEH
VEH = "\u06a4"
BEH = araby.BEH
PEH = "\u067e"
JEEM = araby.JEEM
TCHEH = "\u0686"
ZAIN = araby.ZAIN
JEH = "\u0698"
TATWEEL = araby.TATWEEL
DECIMAL_SEPARATOR = "\u066b"
THOUSANDS_SEPARATOR = "\u066c"

# Classes, as ranges for a regular expression's brackets.

#: Vowel signs and other marks that search ignores.
HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
#: Invisible: joiners, bidi controls, byte order mark, soft hyphen.
FORMAT = "\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u061c"
#: The bidi controls alone: they change the look of everything around them.
BIDI_CONTROLS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"
#: Marks of other scripts that continue a word (a decomposed «é»).
OTHER_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)

ARABIC_INDIC_DIGITS = "".join(map(chr, range(0x660, 0x66A)))
PERSIAN_DIGITS = "".join(map(chr, range(0x6F0, 0x6FA)))
