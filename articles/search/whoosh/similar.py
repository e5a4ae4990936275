"""Documents like a text: those that share its most telling words."""

from collections import Counter
from collections.abc import Sequence
from math import log

from articles.arabic.analyze import AnalyzedWord, is_stop_word
from articles.search.tree import Node, Nothing, Or, Term, Word
from articles.search.whoosh.segments import Snapshot

#: Words that are searched for: more of them find the same documents at more cost.
MAX_WORDS = 20
#: A word in fewer documents tells nothing of others.
LEAST_DOCUMENTS = 2


def similar(snapshot: Snapshot, words: Sequence[AnalyzedWord], field: str) -> tuple[Node, tuple[Word, ...]]:
    """The query of the stems that are frequent in the text and rare elsewhere, most telling first."""
    counts = Counter(word.stem for word in words if not is_stop_word(word.text))
    weights: dict[str, float] = {}
    for stem, count in counts.items():
        found = snapshot.document_frequency(f"{field}.stem", stem)
        if found >= min(LEAST_DOCUMENTS, snapshot.documents):
            weights[stem] = count * log(1 + snapshot.documents / found)
    best = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MAX_WORDS]
    if not best:
        return Nothing(), ()
    scored = tuple(Word((stem,), weight=weights[stem] / weights[best[0]]) for stem in best)
    return Or(tuple(Term(field, "stem", (stem,)) for stem in best)), scored
