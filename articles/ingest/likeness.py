"""How alike two texts are, by the sets of their words in canonical spelling."""

from functools import lru_cache
from itertools import islice

from articles.arabic.normalize import normalize_word
from articles.arabic.tokenize import iterate_tokens

#: More words than these say nothing more about whether two texts are one.
_MOST_WORDS = 5_000
#: Of so few words a single other one is another text: «no» is not «no comment».
_FEW_WORDS = 4


@lru_cache(maxsize=128)
def word_set(text: str) -> frozenset[str]:
    """The different words of a text; of a huge one, of its beginning."""
    words = (normalize_word(token.text) for token in islice(iterate_tokens(text), _MOST_WORDS))
    return frozenset(filter(None, words))


def jaccard(first: str, second: str) -> float:
    """The share of the words of both that each has; two texts without words are not alike."""
    ours, theirs = word_set(first), word_set(second)
    if len(ours | theirs) <= _FEW_WORDS:
        return float(bool(ours) and ours == theirs)
    return len(ours & theirs) / len(ours | theirs)


def overlap(first: str, second: str) -> float:
    """The share of the words of the poorer text that the richer one has: 1.0 for an excerpt."""
    ours, theirs = word_set(first), word_set(second)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
