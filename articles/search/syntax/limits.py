"""Bounds of one query: whatever is typed, its cost is known. Hitting one leaves a note."""

#: Code points that are read.
MAX_LENGTH = 2000
#: Words that are searched for, stop words apart.
MAX_WORDS = 50
#: Parentheses inside parentheses; deeper ones are left out.
MAX_DEPTH = 12
#: Wildcards and fuzzy words together: each stands for many words of the archive.
MAX_PATTERNS = 8
#: Letters of a pattern, the article apart. A prefix needs one.
MIN_PATTERN_LETTERS = 2
MAX_PATTERN_LENGTH = 40
MAX_PATTERN_STARS = 3
#: Shorter words have everything near them.
MIN_FUZZY_LETTERS = 3
FUZZY_DISTANCE = 1
MAX_FUZZY_DISTANCE = 2
#: Words that may stand between those of a phrase.
MAX_SLOP = 50
MAX_NOTES = 12
#: A query of so many words with a stop word among them is a sentence that was pasted.
PROSE_WORDS = 6
#: In so many ليس is still the operator, but that has to be said.
SENTENCE_WORDS = 3
