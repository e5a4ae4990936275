"""Single words that curators were asked about, looked at again as their mentions grow."""

from typing import cast

from articles.arabic.names import Kind
from articles.entities.curation.identity import roots_of
from articles.entities.linking.contexts import CONTEXTS, MIN_COSINE, MIN_MENTIONS, context_similarity
from articles.entities.linking.join import join
from articles.entities.linking.lookup import mention_counts
from articles.entities.linking.suggest import score
from articles.entities.linking.verdict import ONE_WORD
from articles.models import EntityPair

#: Pairs in one go.
LOOKED_AT = 100


def look_again(after: int) -> int:
    """Join single words that keep the same company by now.

    Looks at some open pairs with a key above `after`, and there at those whose mentions have doubled since.
    Returns the key to go on after; 0 at the end.
    """
    waiting = EntityPair.objects.filter(state=EntityPair.State.OPEN, reason=ONE_WORD, pk__gt=after)
    pairs = list(waiting.select_related("one__canonical").order_by("pk")[:LOOKED_AT])
    counts = mention_counts(key for pair in pairs for key in (pair.one_id, pair.other_id))
    for pair in pairs:
        mentions = min(counts.get(pair.one_id, 0), counts.get(pair.other_id, 0))
        if mentions >= max(MIN_MENTIONS, 2 * pair.evidence.get("mentions", 0)):
            _look_at(pair, mentions)
    return pairs[-1].pk if len(pairs) == LOOKED_AT else 0


def _look_at(pair: EntityPair, mentions: int) -> None:
    roots = roots_of({pair.one_id, pair.other_id})
    similarity = context_similarity(roots[pair.one_id], roots[pair.other_id])
    kind = cast(Kind, pair.one.root.kind)
    if (
        similarity is not None
        and similarity >= MIN_COSINE
        and join(pair.one_id, pair.other_id, kind, CONTEXTS)
    ):
        return
    evidence = {**pair.evidence, "mentions": mentions}
    if similarity is not None:
        evidence["cosine"] = round(similarity, 3)
    # Answered meanwhile, it stays as it is.
    EntityPair.objects.filter(pk=pair.pk, state=EntityPair.State.OPEN).update(
        evidence=evidence, score=score(pair.reason, mentions)
    )
