"""Proposals of variant classes from what the published articles write, for curators to decide on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.arabic.variant_learning import MIN_COUNT, Pair, Proposal, learn
from articles.arabic.variants import Variants, distinct, stem_of
from articles.models import Article, VariantClass, VariantMember

BATCH_SIZE = 500


@dataclass(frozen=True)
class Stored:
    """What became of the proposals of one run."""

    new: int = 0
    #: Proposed before and still waiting; counts and examples are fresh.
    renewed: int = 0
    #: Proposed before, no longer borne out by the archive.
    withdrawn: int = 0


def propose(*, min_count: int = MIN_COUNT, on_each: Callable[[], None] = lambda: None) -> list[Proposal]:
    """Propose classes, best first. Goes twice through the articles; `on_each` is called for each."""
    return learn(
        lambda: _texts(on_each),
        known=list(_accepted()),
        distinct=_refused_pairs() | distinct(),
        min_count=min_count,
    )


@transaction.atomic
def store_proposals(proposals: Iterable[Proposal]) -> Stored:
    """Make the waiting proposals these. What a curator has decided, meanwhile too, is left alone."""
    waiting = {
        frozenset(map(stem_of, words.split())): pk
        for pk, words in VariantClass.objects.proposed()
        .select_for_update()
        .filter(origin=VariantClass.Origin.LEARNED)
        .values_list("pk", "key")
    }
    accepted, refused = _accepted(), _refused_pairs()
    new = renewed = 0
    kept: set[int] = set()
    for proposal in proposals:
        stems = frozenset(member.stem for member in proposal.members)
        if _is_decided(stems, accepted, refused):
            continue
        pk = waiting.get(stems)
        renewed += pk is not None
        new += pk is None
        kept.add(_write(proposal, pk))
    stale = VariantClass.objects.filter(pk__in=set(waiting.values()) - kept)
    withdrawn = stale.count()
    stale.delete()
    return Stored(new, renewed, withdrawn)


def _texts(on_each: Callable[[], None]) -> Iterator[tuple[int, list[AnalyzedWord]]]:
    """(key, words) of each part of each published article, a batch in memory at a time."""
    last = 0
    articles = Article.objects.published().order_by("pk")
    while rows := list(
        articles.filter(pk__gt=last).values_list("pk", "title", "subtitle", "body")[:BATCH_SIZE]
    ):
        for pk, *parts in rows:
            for part in filter(None, parts):
                yield pk, analyze(part)
            on_each()
        last = rows[-1][0]


def _accepted() -> Variants:
    return Variants(VariantClass.objects.accepted().words())


def _refused_pairs() -> frozenset[Pair]:
    """No two spellings of a refused class are one word."""
    return frozenset(
        frozenset(pair)
        for words in VariantClass.objects.refused().words()
        for pair in combinations({stem_of(word) for word in words}, 2)
    )


def _is_decided(stems: frozenset[str], accepted: Variants, refused: frozenset[Pair]) -> bool:
    first = next(iter(stems))
    return stems <= set(accepted.expand(first)) or any(
        frozenset(pair) in refused for pair in combinations(stems, 2)
    )


def _write(proposal: Proposal, pk: int | None) -> int:
    """Store a proposal, in the place of an earlier one if there is one; its key."""
    key = VariantClass.key_of(member.word for member in proposal.members)
    if pk is None:
        row = VariantClass.objects.create(key=key, origin=VariantClass.Origin.LEARNED, score=proposal.score)
    else:
        row = VariantClass.objects.get(pk=pk)
        row.key, row.score = key, proposal.score
        row.save(update_fields=["key", "score"])
        row.members.all().delete()
    VariantMember.objects.bulk_create(
        VariantMember(variant_class=row, word=member.word, count=member.count, examples=list(member.examples))
        for member in proposal.members
    )
    return row.pk
