"""light10, the stemmer of Lucene's ArabicAnalyzer (Larkey, Ballesteros, Connell 2002).

One prefix, the first that fits; then each suffix in turn, once. At least two letters stay, and
و is a prefix only in words of four letters or more.
"""

from functools import lru_cache

PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
MINIMUM = 2


@lru_cache(maxsize=1 << 17)
def light_stem(word: str) -> str:
    """The light10 stem of a normalised word."""
    for prefix in PREFIXES:
        if len(prefix) == 1 and len(word) < 4:
            continue
        if word.startswith(prefix) and len(word) >= len(prefix) + MINIMUM:
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + MINIMUM:
            word = word[: -len(suffix)]
    return word
