"""Questions to curators: two entities that may be one, likely and frequent ones first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log10
from typing import Any

from django.db import transaction

from articles.entities.linking.lookup import chunks
from articles.models import Entity, EntityPair, EntityRevision

#: Of one entity in one go; a name that is like so many says little.
MOST = 20
#: How likely a pair is that is asked about for this reason: from the pairs of the demo and judged ones.
LIKELIHOOD = {
    "same place": 0.9,
    "one word alone": 0.8,
    "contexts": 0.8,
    "last vowel": 0.7,
    "same skeleton": 0.7,
    "article": 0.7,
    "proclitic": 0.7,
    "latin": 0.6,
    "part of name": 0.6,
    "beginning": 0.5,
    "generic word": 0.5,
    "kinds": 0.5,
    "near skeleton": 0.5,
    "known names": 0.4,
    "table": 0.4,
    "alike": 0.3,
}
_DEFAULT = 0.3


@dataclass(frozen=True)
class Question:
    """`mentions`: of the end that has fewer."""

    one: int
    other: int
    reason: str
    mentions: int
    evidence: dict[str, Any] = field(default_factory=dict, hash=False)


def score(reason: str, mentions: int) -> float:
    """Higher is better: ten times the mentions count like a tenth more of likelihood."""
    return round(LIKELIHOOD.get(reason, _DEFAULT) + log10(1 + mentions) / 10, 4)


def ask(questions: Iterable[Question]) -> int:
    """Leave them to the curators, but for pairs of groups that were asked about before; returns how many."""
    wanted = _most_likely(questions)
    if not wanted:
        return 0
    with transaction.atomic():
        # First, as everywhere: nobody deletes or decides about an end meanwhile.
        EntityRevision.count_up()
        ends = {end for question in wanted for end in (question.one, question.other)}
        roots = _roots(ends)
        known = _answered({roots[end] for end in ends if end in roots})
        pairs: dict[tuple[int, int], EntityPair] = {}
        for question in wanted:
            if question.one not in roots or question.other not in roots:
                continue
            at = _ordered(roots[question.one], roots[question.other])
            if at[0] != at[1] and at not in known:
                pairs.setdefault(at, _pair(question))
        EntityPair.objects.bulk_create(pairs.values(), batch_size=500, ignore_conflicts=True)
    return len(pairs)


def _most_likely(questions: Iterable[Question]) -> list[Question]:
    """The likeliest first, at most MOST of one entity."""
    asked: dict[int, int] = {}
    taken = []
    for question in sorted(questions, key=lambda each: -score(each.reason, each.mentions)):
        if max(asked.get(question.one, 0), asked.get(question.other, 0)) < MOST:
            taken.append(question)
            for end in (question.one, question.other):
                asked[end] = asked.get(end, 0) + 1
    return taken


def _pair(question: Question) -> EntityPair:
    one, other = _ordered(question.one, question.other)
    evidence = {**question.evidence, "mentions": question.mentions}
    return EntityPair(
        one_id=one,
        other_id=other,
        reason=question.reason,
        score=score(question.reason, question.mentions),
        evidence=evidence,
    )


def _answered(roots: set[int]) -> set[tuple[int, int]]:
    """Pairs of groups that have a question, whatever its answer."""
    found: set[tuple[int, int]] = set()
    for chunk in chunks(sorted(roots)):
        members = Entity.objects.filter(canonical__in=chunk).order_by().values("pk")
        columns = ("one__canonical_id", "other__canonical_id")
        for end in ("one", "other"):
            rows = EntityPair.objects.filter(**{f"{end}__in": members}).order_by()
            found.update(_ordered(*row) for row in rows.values_list(*columns))
    return found


def _roots(keys: set[int]) -> dict[int, int]:
    roots: dict[int, int] = {}
    for chunk in chunks(sorted(keys)):
        rows = Entity.objects.filter(pk__in=chunk, canonical__is_rejected=False).order_by()
        roots |= {pk: root or pk for pk, root in rows.values_list("pk", "canonical_id")}
    return roots


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
