"""The consonants of a name, by classes of sound: what its spellings in either script have in common.

The rules, in order:
1. تش is one sound. A final ا or ه is left out; a final ي is told apart (a nisba is another name).
2. A first ا or ع, و or ي leaves a mark; elsewhere they, and hamza, are left out.
3. غ ج ق ك are one class, so are ت ط, س ص ث, ذ ز ظ, د ض, ح ه.
4. A class twice in a row counts once.

Equal skeletons alone are wrong half the time: they find candidates, they prove nothing.
"""

import re

from articles.arabic.edits import edit_distance
from articles.arabic.letters import ALEF, HEH, YEH

#: Longer names are compared by their first letters only: the cost grows with the square.
MAX_LETTERS = 80

AIN, WAW = "\u0639", "\u0648"
_TEH_SHEEN, _SHEEN = "\u062a\u0634", "\u0634"
#: Consonants in the order of the alphabet, and the class of each.
_CONSONANTS = (
    "\u0628\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636"
    "\u0637\u0638\u063a\u0641\u0642\u0643\u0644\u0645\u0646\u0647"
)
_CLASSES = "BTSKHXDZRZSCSDTZKFKKLMNH"
_CLASS = dict(zip(_CONSONANTS, _CLASSES, strict=True))
#: Of a class of sound, the letter that stands for all in `similarity`.
_SOUND = str.maketrans(
    "\u063a\u062c\u0642\u0637\u0635\u062b\u0638\u0630\u0639",
    "\u0643\u0643\u0643\u062a\u0633\u0633\u0632\u0632\u0627",
)
TWICE = re.compile(r"(.)\1+")
_SHORT = 4
CLASSES = frozenset(_CLASSES)
LAST_CLASS = max(CLASSES)
FINAL_YEH = "Y"
FIRST_VOWEL = "A"


def skeleton(word: str) -> str:
    """Of a normalised word without spaces; empty where it has no letters."""
    word = word[:MAX_LETTERS].replace(_TEH_SHEEN, _SHEEN)
    end = ""
    if len(word) >= _SHORT and word[-1] in (ALEF, HEH):
        word = word[:-1]
    elif len(word) >= _SHORT and word[-1] == YEH:
        word, end = word[:-1], FINAL_YEH
    if not word:
        return ""
    first = FIRST_VOWEL if word[0] in (ALEF, AIN) else word[0] if word[0] in (WAW, YEH) else ""
    return first + TWICE.sub(r"\1", "".join(_CLASS.get(letter, "") for letter in word)) + end


def classes_of(letters: str) -> str:
    """Of normalised letters; vowels, ع and hamza have none."""
    return "".join(_CLASS.get(letter, "") for letter in letters.replace(_TEH_SHEEN, _SHEEN))


def consonants(word: str) -> int:
    """How many letters of a word its skeleton is made of, doubles counted."""
    return sum(letter in _CLASS for letter in word[:MAX_LETTERS])


def similarity(one: str, other: str) -> float:
    """0 to 1: the share of letters that two normalised words have in common, in order; sounds alike count."""
    plain = edit_similarity(one, other)
    return max(plain, edit_similarity(one.translate(_SOUND), other.translate(_SOUND)))


def edit_similarity(one: str, other: str) -> float:
    one, other = one[:MAX_LETTERS], other[:MAX_LETTERS]
    longest = max(len(one), len(other))
    return 1 - edit_distance(one, other) / longest if longest else 1.0


def is_near(one: str, other: str) -> bool:
    """Whether at most one edit parts two skeletons."""
    return abs(len(one) - len(other)) <= 1 and edit_distance(one, other) <= 1
