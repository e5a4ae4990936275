"""Whether two names of one kind mean the same: what a rule may join, what a curator is asked, in this order.

1. Both are in the curated table: one row, or two things.
2. What `compare_names` says of their spellings, those of their rows of the table included.
3. Vetoes on T1: two known given names or surnames at the same place; two known places without a common id.
4. Places that look alike and are known as the same.
5. A part of a name: a surname, an organisation's short name. For a curator; not for the part of one spelling
   where the same thing is known by a whole name too, which differs.
6. A name with a letter before it that is no part of it.
7. Names that are one but for a word that looks alike, and is not known. For a curator.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from articles.arabic.known_names import HAMZA, without_article
from articles.arabic.names import NATIVE, Answer, Kind, Verdict, compare_names, name_words
from articles.arabic.skeletons import CLASSES, is_near, similarity, skeleton
from articles.entities.curated import CuratedName, curated
from articles.entities.gazetteer import Gazetteer, gazetteer
from articles.entities.linking.parts import MIN_ALIKE, PART, REASONS, compare_parts
from articles.entities.recognition.proclitics import MIN_LETTERS, SINGLE

TABLE, TWO_ROWS, SAME_PLACE, TWO_PLACES, KNOWN_NAMES, ALIKE, LATIN = (
    "table",
    "two rows",
    "same place",
    "two places",
    "known names",
    "alike",
    "latin",
)
PROCLITIC = "proclitic"
#: Of `compare_names`.
ONE_WORD, BOTH_KNOWN, NEAR = "one word alone", "both known", "near skeleton"
#: With the answer different: nobody needs to ask.
SETTLED_BY_KNOWLEDGE = frozenset({TWO_ROWS, TWO_PLACES, BOTH_KNOWN})
_STRENGTH: dict[Answer, int] = {"different": 0, "suggest": 1, "automatic": 2}
_SAME_LETTERS = "same letters"
#: Codes of the gazetteer: given name, surname.
_GIVEN_OR_SURNAME = frozenset("gs")
MIN_JOINED_SKELETON = 6


@dataclass(frozen=True)
class Judged:
    """`one`, `other`: the spellings that led to the verdict."""

    verdict: Verdict
    one: str
    other: str


def verdict(one: str, other: str, kind: Kind) -> Verdict:
    """Of two names of this kind. Symmetric."""
    return judge(one, other, kind).verdict


def judge(one: str, other: str, kind: Kind) -> Judged:
    """The strongest verdict over the spellings that the curated table knows for either name."""
    rows, others = curated().called(one, kind), curated().called(other, kind)
    if rows and others:
        return Judged(_by_table(rows, others), one, other)
    return judge_spellings(_spellings(one, rows), _spellings(other, others), kind)


def judge_spellings(ones: Sequence[str], others: Sequence[str], kind: Kind) -> Judged:
    """The strongest verdict over the spellings of two entities; of equals the first."""
    judged = [
        Judged(_of_spellings(*sorted((one, other)), kind), one, other) for one, other in product(ones, others)
    ]
    longest = [max(len(name.split()) for name in names) for names in (ones, others)]
    return max(
        (found for found in judged if not _is_part_of_whole(found, *longest)),
        key=lambda found: _STRENGTH[found.verdict.answer],
        default=Judged(Verdict("different", PART), ones[0], others[0]),
    )


def _is_part_of_whole(found: Judged, longest: int, longest_other: int) -> bool:
    """Whether the one that is spelt as a part is known by more words elsewhere: its whole name decides."""
    if found.verdict.reason not in REASONS:
        return False
    one, other = len(found.one.split()), len(found.other.split())
    return longest > one if one < other else longest_other > other


def _by_table(rows: Iterable[CuratedName], others: Iterable[CuratedName]) -> Verdict:
    common = set(rows) & set(others)
    if not common:
        return Verdict("different", TWO_ROWS)
    return Verdict("automatic" if set(rows) == set(others) and len(common) == 1 else "suggest", TABLE)


def _spellings(name: str, rows: tuple[CuratedName, ...]) -> list[str]:
    if len(rows) != 1:
        return [name]
    return [name, *(spelling for spelling in rows[0].spellings if spelling not in rows[0].everyday)]


@lru_cache(maxsize=1 << 14)
def _of_spellings(one: str, other: str, kind: Kind) -> Verdict:
    found = compare_names(one, other, kind)
    if found.reason in (_SAME_LETTERS, BOTH_KNOWN):
        return found
    if with_proclitic := _with_proclitic(one, other):
        return with_proclitic
    if found.answer == "different":
        return _of_unlike(one, other, kind) or found
    return _veto(one, other, kind, found) or found


def _veto(one: str, other: str, kind: Kind, found: Verdict) -> Verdict | None:
    """What knowledge says against a likeness of letters, or for it."""
    if found.reason == NEAR and _are_both_known(one, other):
        return Verdict("different", KNOWN_NAMES)
    if kind == "place":
        return _of_places(one, other, found, gazetteer())
    if kind == "person" and found.answer == "automatic" and _are_known_names(one, other, gazetteer()):
        return Verdict("suggest", KNOWN_NAMES)
    return None


def _with_proclitic(one: str, other: str) -> Verdict | None:
    """Of a name and the same with a letter before it that was not told from it: لسيرجيو راموس.

    Several words leave no doubt, unless both first words are names: كريم and ريم.
    """
    words, longer = sorted((_plain(one), _plain(other)), key=lambda words: len("".join(words)))
    if len(words) != len(longer) or not words or words[1:] != longer[1:]:
        return None
    if longer[0][:1] not in SINGLE or longer[0][1:] != words[0] or len(words[0]) < MIN_LETTERS:
        return None
    if _are_both_known(words[0], longer[0]):
        return None
    return Verdict("automatic" if len(words) > 1 else "suggest", PROCLITIC)


def _of_places(one: str, other: str, found: Verdict, known: Gazetteer) -> Verdict:
    ids, others = known.place_ids(one), known.place_ids(other)
    if not ids or not others:
        return found
    if ids == others:
        return Verdict("automatic", SAME_PLACE)
    if ids & others:
        return Verdict("suggest", SAME_PLACE)
    return Verdict("different", TWO_PLACES)


def _are_known_names(one: str, other: str, known: Gazetteer) -> bool:
    """Whether at some place stand two known names, and not two ways to write the same consonants."""
    for a, b in zip(_plain(one), _plain(other), strict=False):
        codes, others = known.words.get(a, ""), known.words.get(b, "")
        if a == b or not _GIVEN_OR_SURNAME & set(codes) or not _GIVEN_OR_SURNAME & set(others):
            continue
        if not _differ_in_consonants_only(a, b):
            return True
    return False


def _differ_in_consonants_only(one: str, other: str) -> bool:
    """غ for ج, ط for ت: letters of one class, no vowel more, less or other."""
    changed = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and all(skeleton(a) == skeleton(b) in CLASSES for a, b in changed)


def _plain(name: str) -> list[str]:
    return [word.removeprefix(HAMZA) for word in name_words(name)]


def _of_unlike(one: str, other: str, kind: Kind) -> Verdict | None:
    """What a curator may be asked though the spellings differ much."""
    return _by_gazetteer(one, other, kind) or compare_parts(one, other, kind) or _of_words(one, other)


def _by_gazetteer(one: str, other: str, kind: Kind) -> Verdict | None:
    known = gazetteer()
    if kind == "place" and (ids := known.place_ids(one)) and (others := known.place_ids(other)):
        return Verdict("different", TWO_PLACES) if ids.isdisjoint(others) else Verdict("suggest", SAME_PLACE)
    latin = known.latin(one, kind)
    return Verdict("suggest", LATIN) if latin and latin == known.latin(other, kind) else None


def _of_words(one: str, other: str) -> Verdict | None:
    words, others = _plain(one), _plain(other)
    if len(words) != len(others):
        return _of_joined("".join(words), "".join(others))
    differing = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    is_alike = len(words) > 1 and len(differing) == 1 and _are_alike(*differing[0])
    return Verdict("suggest", ALIKE) if is_alike else None


def _are_alike(one: str, other: str) -> bool:
    """Two known words are two words, unless they sound alike."""
    bare, other_bare = without_article(one), without_article(other)
    if skeleton(bare) == skeleton(other_bare) and not NATIVE & set(bare + other_bare):
        return True
    return similarity(bare, other_bare) >= MIN_ALIKE and not _are_both_known(one, other)


def _of_joined(one: str, other: str) -> Verdict | None:
    bones, others = skeleton(one), skeleton(other)
    is_alike = min(len(bones), len(others)) >= MIN_JOINED_SKELETON and is_near(bones, others)
    return Verdict("suggest", ALIKE) if is_alike and similarity(one, other) >= MIN_ALIKE else None


def _are_both_known(one: str, other: str) -> bool:
    known = gazetteer()
    return all(word in known.words or word in known.names for word in (one, other))
