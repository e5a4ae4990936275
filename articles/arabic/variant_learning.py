"""Which stems of an archive are spellings of one word: equal skeletons in equal company.

Two stems are candidates when they
1. are seen at least 8 times,
2. have one key: the first letter and the rest without ا و ي and hamza, with letters folded that
   writers exchange when they spell a foreign sound (غوغل, جوجل, قوقل),
3. differ by at most 2 edits, and
4. keep the same company: the cosine of their contexts is at least .18. A context is the stems up to
   3 words before and after, nearer ones counting more, weighted by positive pointwise mutual
   information (Levy, Goldberg, Dagan 2015: with counts of contexts to the power .75, here those of
   the whole archive, so that few candidates are no worse than many).

What grammar explains (`variant_grammar`) is left out. Pairs join into classes best first; all
members of a class agree with one another.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt
from typing import Protocol

from articles.arabic.edits import edit_distance
from articles.arabic.variant_grammar import Grammar, has_article

MIN_COUNT = 8
#: Measured: حسن and حسين, two names, reach .146; never lower.
MIN_COSINE = 0.18
MAX_EDITS = 2
MAX_MEMBERS = 5
WINDOW = 3
#: The commonest stems stand beside everything, the rare ones tell nothing.
SKIPPED_CONTEXTS = 30
CONTEXTS = 8_000
#: Of a skeleton shared by more stems, the commonest are compared.
MAX_SAME_KEY = 40
MIN_KEY = 3
EXAMPLES = 3

#: Longer runs of letters are not words.
_ARABIC = re.compile("[\u0621-\u064a]{3,30}")
_WEAK = re.compile("[اوي]")
_FOLDED = str.maketrans("ؤئغجقطصثظض", "ويكككتسسذد", "ء")

#: Nearer words count more: 1, 1/2, 1/3; as integers, which take no memory of their own.
_WEIGHTS = {1: 6, 2: 3, 3: 2}
_SMOOTHING = 0.75

Pair = frozenset[str]


class Word(Protocol):
    """What learning needs of an analysed word."""

    @property
    def exact(self) -> str: ...

    @property
    def stem(self) -> str: ...


#: The archive, to be read twice: (key of the article, its words).
Texts = Callable[[], Iterable[tuple[int, Sequence[Word]]]]


@dataclass(frozen=True)
class Member:
    """One spelling: its stem, the form in which it is most often written, how often it is seen."""

    stem: str
    word: str
    count: int
    #: Keys of articles that have it.
    examples: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Spellings that look like one word, the commonest first; `score` is the lowest cosine among them."""

    members: tuple[Member, ...]
    score: float


def key(stem: str) -> str:
    """Equal for stems that differ in long vowels, hamza and the letters of foreign sounds."""
    folded = stem.translate(_FOLDED)
    return folded[:1] + _WEAK.sub("", folded[1:])


def learn(
    texts: Texts,
    *,
    known: Iterable[Collection[str]] = (),
    distinct: Collection[Pair] = (),
    min_count: int = MIN_COUNT,
) -> list[Proposal]:
    """Propose classes, best first.

    `known`: classes of stems that hold already; they are proposed again only with a new member.
    `distinct`: pairs of stems that are never to be in one class.
    Memory grows with the vocabulary, not with the number of texts.
    """
    forms = count_forms(texts)
    counts, with_article = Counter[str](), Counter[str]()
    for (stem, form), count in forms.items():
        counts[stem] += count
        if has_article(form, stem):
            with_article[stem] += count
    settled = {frozenset(pair) for members in known for pair in combinations(members, 2)} | set(distinct)
    grammar = Grammar(counts, with_article)
    compared = [pair for pair in candidates(counts, grammar, min_count=min_count) if pair not in settled]
    common = {stem: counts[stem] for stem in context_words(counts)}
    contexts, examples = read_contexts(texts, {stem for pair in compared for stem in pair}, list(common))
    scored = [(score, pair) for pair, score in cosines(compared, contexts, common) if score >= MIN_COSINE]
    written = _commonest_forms(forms, counts)
    return [
        Proposal(
            tuple(
                Member(stem, written[stem], counts[stem], tuple(examples.get(stem, ())))
                for stem in sorted(members, key=lambda stem: (-counts[stem], stem))
                if counts[stem]  # of a known class the archive need not have every spelling
            ),
            round(score, 3),
        )
        for members, score in join(scored, known=known, distinct=distinct)
    ]


def count_forms(texts: Texts) -> Counter[tuple[str, str]]:
    """How often each (stem, exact form) is seen."""
    forms = Counter[tuple[str, str]]()
    for _key, words in texts():
        forms.update([(word.stem, word.exact) for word in words])
    return forms


def candidates(counts: Mapping[str, int], grammar: Grammar, *, min_count: int = MIN_COUNT) -> Iterator[Pair]:
    """Pairs of stems, frequent enough, of one key, at most MAX_EDITS apart, and no forms of one word."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for stem, count in counts.items():
        if count >= min_count and _ARABIC.fullmatch(stem) and len(skeleton := key(stem)) >= MIN_KEY:
            by_key[skeleton].append(stem)
    for skeleton, stems in by_key.items():
        stems.sort(key=lambda stem: (-counts[stem], stem))
        for one, other in combinations(stems[:MAX_SAME_KEY], 2):
            if edit_distance(one, other) <= MAX_EDITS and not grammar.explains(
                one, other, skeleton=len(skeleton)
            ):
                yield frozenset((one, other))


def context_words(counts: Mapping[str, int]) -> list[str]:
    """The stems that tell the company of a word: common ones, but for the commonest."""
    ranked = sorted(counts, key=lambda stem: (-counts[stem], stem))
    return ranked[SKIPPED_CONTEXTS : SKIPPED_CONTEXTS + CONTEXTS]


def read_contexts(
    texts: Texts, wanted: Collection[str], common: Sequence[str]
) -> tuple[dict[str, dict[int, int]], dict[str, list[int]]]:
    """Of each wanted stem: the weights of its contexts, and articles that have it.

    A context is a number: twice the place of a common stem, plus one when it stands after the word.
    """
    # One integer object for each context, shared by all the dictionaries that count it.
    before = {stem: 2 * number for number, stem in enumerate(common)}
    after = {stem: 2 * number + 1 for number, stem in enumerate(common)}
    contexts: dict[str, dict[int, int]] = {stem: {} for stem in wanted}
    examples: dict[str, list[int]] = {stem: [] for stem in wanted}
    for article, words in texts():
        stems = [word.stem for word in words]
        for position, stem in enumerate(stems):
            row = contexts.get(stem)
            if row is None:
                continue
            seen = examples[stem]
            if len(seen) < EXAMPLES and article not in seen:
                seen.append(article)
            for distance, weight in _WEIGHTS.items():
                if position >= distance and (left := before.get(stems[position - distance])) is not None:
                    row[left] = row.get(left, 0) + weight
                if (
                    position + distance < len(stems)
                    and (right := after.get(stems[position + distance])) is not None
                ):
                    row[right] = row.get(right, 0) + weight
    return contexts, examples


def cosines(
    pairs: Iterable[Pair], contexts: Mapping[str, Mapping[int, int]], common: Mapping[str, int]
) -> Iterator[tuple[Pair, float]]:
    """The cosine of the PPMI vectors of each pair. `common`: the context words with their counts."""
    smoothed = [count**_SMOOTHING for count in common.values()]
    total = 2 * sum(smoothed)
    share = [value / total for value in smoothed for _side in range(2)]
    by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        one, other = sorted(pair)
        by_key[key(one)].append((one, other))
    for group in by_key.values():  # one skeleton at a time, so that few vectors are held at once
        vectors = {stem: _ppmi(contexts[stem], share) for pair in group for stem in pair}
        for one, other in group:
            yield frozenset((one, other)), _dot(vectors[one], vectors[other])


def _ppmi(row: Mapping[int, int], share: Sequence[float]) -> dict[int, float]:
    """The positive pointwise mutual information of a stem with its contexts, of length 1."""
    total = sum(row.values())
    vector = {
        column: value for column, count in row.items() if (value := log(count / total / share[column])) > 0
    }
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {column: value / length for column, value in vector.items()}


def _dot(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[column] for column, value in one.items() if column in other)


def join(
    scored: Iterable[tuple[float, Pair]],
    *,
    known: Iterable[Collection[str]] = (),
    distinct: Collection[Pair] = (),
) -> list[tuple[frozenset[str], float]]:
    """Classes of at most MAX_MEMBERS and the lowest score in each, best first.

    Two classes join when every stem of one goes with some stem of the other, and none is known
    to be distinct; of known classes only those that grow are returned.
    """
    ordered = sorted(scored, key=lambda item: (-item[0], sorted(item[1])))
    scores = {pair: score for score, pair in ordered}
    class_of: dict[str, frozenset[str]] = {stem: frozenset(members) for members in known for stem in members}
    known_classes = set(class_of.values())
    lowest: dict[frozenset[str], float] = {}
    for score, pair in ordered:
        one, other = (class_of.get(stem, frozenset((stem,))) for stem in sorted(pair))
        joined = one | other
        if one == other or len(joined) > MAX_MEMBERS:
            continue
        crossing = [frozenset((a, b)) for a in one for b in other]
        if any(link in distinct for link in crossing):
            continue
        is_known = one in known_classes or other in known_classes
        if not is_known and not all(link in scores for link in crossing):
            continue
        lowest[joined] = min([score, *(scores[link] for link in crossing if link in scores)])
        for stem in joined:
            class_of[stem] = joined
    grown = {members for members in class_of.values() if members not in known_classes}
    return sorted(
        ((members, lowest[members]) for members in grown), key=lambda item: (-item[1], sorted(item[0]))
    )


def _commonest_forms(forms: Mapping[tuple[str, str], int], counts: Mapping[str, int]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for (stem, form), count in forms.items():
        if stem not in best or (count, form) > best[stem]:
            best[stem] = (count, form)
    return {stem: form for stem, (_count, form) in best.items()}
