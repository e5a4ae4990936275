"""New entities against those there are: what a rule joins, what a curator is asked.

An entity is compared once, after it was created: `EntityRevision.compared` is the key up to which that is
done.
A pair of which either end grows is looked at by whoever comes later: the rules are symmetric.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from articles.arabic.names import Kind, Verdict
from articles.entities.curated import curated
from articles.entities.linking.candidates import NewSpelling, candidates
from articles.entities.linking.contexts import CONTEXTS, MIN_COSINE, context_similarity
from articles.entities.linking.join import join
from articles.entities.linking.lookup import AT_ONCE, Atom, Spelling, mention_counts, spellings_of
from articles.entities.linking.parts import REASONS
from articles.entities.linking.suggest import Question, ask
from articles.entities.linking.verdict import LATIN, ONE_WORD, SETTLED_BY_KNOWLEDGE, verdict
from articles.models import Entity, EntityRevision
from articles.models.keys import spelling_keys

KINDS = "kinds"


@dataclass(frozen=True)
class Proposal:
    """Two entities that may be one, by these spellings."""

    one: Atom
    other: Atom
    name: str
    other_name: str
    verdict: Verdict


def compare_new() -> int:
    """Compare the next entities that have not been, at most AT_ONCE; returns how many."""
    row = EntityRevision.objects.filter(pk=EntityRevision.ONLY).first()
    if row is None:
        return 0
    keys = list(
        Entity.objects.filter(pk__gt=row.compared).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    if keys:
        compare(keys)
        EntityRevision.objects.filter(pk=EntityRevision.ONLY).update(compared=keys[-1])
    return len(keys)


def compare(keys: Iterable[int]) -> None:
    """Join or ask about these entities and whoever is like them. Repeating it changes nothing."""
    found = proposals(spellings_of(keys))
    whole = [one for one in found if one.verdict.reason not in REASONS]
    # First what is joined: the longer names are then fewer.
    left = _join(whole)
    left += [(one, {}) for one in _clear_parts([one for one in found if one.verdict.reason in REASONS])]
    counts = mention_counts(atom.key for one, _evidence in left for atom in (one.one, one.other))
    ask(
        Question(
            one.one.key,
            one.other.key,
            one.verdict.reason,
            min(counts.get(one.one.key, 0), counts.get(one.other.key, 0)),
            {"spellings": [one.name, one.other_name], **evidence},
        )
        for one, evidence in left
    )


def proposals(spellings: Iterable[Spelling]) -> list[Proposal]:
    """The strongest for each two groups, the strongest first."""
    new = [
        NewSpelling(each.atom, each.name, spelling_keys(each.name)) for each in spellings if _is_telling(each)
    ]
    best: dict[tuple[int, int], Proposal] = {}
    for spelling, others in candidates(new).items():
        for other in others:
            if not _is_telling(other) or not (found := _judge(spelling, other)):
                continue
            roots = tuple(sorted((spelling.atom.root, other.atom.root)))
            at = (roots[0], roots[1])
            if at not in best or (found.answer, best[at].verdict.answer) == ("automatic", "suggest"):
                best[at] = Proposal(spelling.atom, other.atom, spelling.name, other.name, found)
    return sorted(best.values(), key=lambda one: one.verdict.answer != "automatic")


def _is_telling(spelling: Spelling) -> bool:
    """Whether it means its entity: not where the curated table has it for several, as the ministry's."""
    atom = spelling.atom
    return not atom.is_rejected and len(curated().called(spelling.name, cast(Kind, atom.kind))) < 2


def _judge(one: NewSpelling, other: Spelling) -> Verdict | None:
    if one.atom.kind != other.atom.kind:
        return Verdict("suggest", KINDS) if one.keys.key == other.key else None
    found = verdict(one.name, other.name, cast(Kind, one.atom.kind))
    if found.reason in REASONS and _is_called_otherwise(one, other):
        return None
    if found.answer != "different":
        return found
    is_latin = bool(one.atom.latin) and one.atom.latin == other.atom.latin
    return Verdict("suggest", LATIN) if is_latin and found.reason not in SETTLED_BY_KNOWLEDGE else None


def _is_called_otherwise(one: NewSpelling, other: Spelling) -> bool:
    """Whether the shorter is only one spelling of what has a longer name of its own."""
    lengths = [(len(each.name.split()), len(each.atom.name.split())) for each in (one, other)]
    shorter, named = min(lengths)
    return named > shorter


Evidence = dict[str, Any]


def _join(found: Sequence[Proposal]) -> list[tuple[Proposal, Evidence]]:
    """Merge what may be; returns what is left to ask about."""
    left: list[tuple[Proposal, Evidence]] = []
    for one in found:
        evidence: Evidence = {}
        reason = one.verdict.reason if one.verdict.answer == "automatic" else ""
        if one.verdict.reason == ONE_WORD:
            similarity = context_similarity(one.one.root, one.other.root)
            reason = CONTEXTS if similarity is not None and similarity >= MIN_COSINE else ""
            evidence = {} if similarity is None else {"cosine": round(similarity, 3)}
        if not reason or not join(one.one.key, one.other.key, cast(Kind, one.one.kind), reason):
            left.append((one, evidence))
    return left


#: How many times the mentions of the next one has the name that a part is taken for.
CLEARLY_MORE = 3
#: A part that is mentioned so many times as often as the whole is mostly something else.
RARELY = 5


def _clear_parts(found: Sequence[Proposal]) -> list[Proposal]:
    """Of a part and the longer names with it, the one that has clearly most of the mentions."""
    shorter = {min((one.one, one.name), (one.other, one.other_name), key=_words_of) for one in found}
    if not shorter:
        return []
    wanted = {(atom.key, name) for atom, name in shorter}
    asked = [
        each for each in spellings_of(atom.key for atom, _ in shorter) if (each.atom.key, each.name) in wanted
    ]
    longer: dict[int, list[Proposal]] = defaultdict(list)
    for one in proposals(asked):
        if one.verdict.reason in REASONS and len(one.name.split()) < len(one.other_name.split()):
            longer[one.one.key].append(one)
    counts = mention_counts(
        atom.key for ones in longer.values() for one in ones for atom in (one.one, one.other)
    )
    clear = []
    for ones in longer.values():
        first, *rest = sorted(ones, key=lambda one: -counts.get(one.other.key, 0))
        most = max((counts.get(one.other.key, 1) for one in rest), default=0)
        longer_one, own = counts.get(first.other.key, 0), counts.get(first.one.key, 0)
        if longer_one >= CLEARLY_MORE * most and longer_one * RARELY >= own:
            clear.append(first)
    return clear


def _words_of(named: tuple[Atom, str]) -> tuple[int, int]:
    return len(named[1].split()), named[0].key
