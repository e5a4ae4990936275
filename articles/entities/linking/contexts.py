"""The company that names keep: words around the mentions of two groups, compared.

A single word proves nothing by its letters; two spellings of one name stand among the same words. Cosine of
the stems within NEAR words of a mention, weighed by how rare they are among articles of the archive.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log, sqrt

from django.db.models import Max, Min

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word
from articles.models import Article, Mention

#: The reason of what is joined by it.
CONTEXTS = "contexts"
NEAR = 10
#: Ten words are hardly longer.
_NEAR_LETTERS = 400
#: Mentions read of each group, the newest.
MOST_MENTIONS = 400
#: Measured: docs/entities/linking.md. With fewer, halves of one name's mentions never reach the cosine.
MIN_MENTIONS = 80
MIN_COSINE = 0.8
#: Articles whose words say how rare a stem is.
_SAMPLE = 500


def context_similarity(one: int, other: int) -> float | None:
    """0 to 1; none where either group has fewer than MIN_MENTIONS mentions."""
    if min(_count(one), _count(other)) < MIN_MENTIONS:
        return None
    rarity = _rarity(Article.objects.count().bit_length())
    return cosine(_weigh(_words(one), rarity), _weigh(_words(other), rarity))


def contexts(root: int, at_most: int = 5) -> list[tuple[int, str, int, int]]:
    """The newest mentions of a group: article, field, start, end."""
    rows = Mention.objects.filter(entity__canonical=root).order_by("-pk")
    return list(rows.values_list("article_id", "field", "start", "end")[:at_most])


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    product = sum(weight * other.get(stem, 0.0) for stem, weight in one.items())
    lengths = sqrt(_square(one) * _square(other))
    return product / lengths if lengths else 0.0


def _square(vector: dict[str, float]) -> float:
    return sum(weight * weight for weight in vector.values())


def _count(root: int) -> int:
    return Mention.objects.filter(entity__canonical=root)[:MIN_MENTIONS].count()


def _words(root: int) -> Counter[str]:
    """How many mentions each stem stands near."""
    found: Counter[str] = Counter()
    places = contexts(root, MOST_MENTIONS)
    texts = Article.objects.in_bulk({place[0] for place in places})
    for article, field, start, end in places:
        if article in texts:
            found.update(_stems_near(getattr(texts[article], field), start, end))
    return found


def _stems_near(text: str, start: int, end: int) -> set[str]:
    # Only what is near is analysed: a long text may name somebody a thousand times. The word that the cut
    # goes through is the farthest.
    before = analyze(text[max(0, start - _NEAR_LETTERS) : start])[-NEAR:]
    after = analyze(text[end : end + _NEAR_LETTERS])[:NEAR]
    return set(stems((*before, *after)))


def stems(words: Iterable[AnalyzedWord]) -> Iterator[str]:
    """Of the words that say something."""
    return (word.stem for word in words if not is_stop_word(word.text))


def _weigh(counts: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    rarest = max(rarity.values(), default=1.0)
    return {stem: count * rarity.get(stem, rarest) for stem, count in counts.items()}


@lru_cache(maxsize=1)
def _rarity(size: int) -> dict[str, float]:
    """Logarithm of how rarely each stem occurs in articles, from a sample; made anew when the archive
    has doubled (`size`: bits of its number of articles)."""
    ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"] or 0, ends["last"] or 0
    keys = range(first, last + 1, max(1, (last - first) // _SAMPLE))
    sample = Article.objects.in_bulk(list(keys))
    counts: Counter[str] = Counter()
    for article in sample.values():
        counts.update(set(stems(analyze(article.body))))
    return {stem: log((1 + len(sample)) / count) for stem, count in counts.items()}
