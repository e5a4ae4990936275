"""What the archive says of one entity, as far as a user may see it: counts, sources, company, newest."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from articles.models import Article, Entity, Mention, Source
from articles.search.criteria import SearchCriteria
from articles.search.entity_spellings import Spellings, spellings_of
from articles.search.entity_table import KINDS
from articles.search.facet_counts import Counts
from articles.search.facets import Counting
from articles.search.find import count, find
from articles.search.search import Search
from articles.search.syntax.fields import NAMES
from articles.search.syntax.tokens import QUOTES

#: Rows of a list.
LISTED = 10
NEWEST = 5
#: They would end the quotation of a name; it is found without them.
_UNQUOTED = str.maketrans(dict.fromkeys(QUOTES, " "))


@dataclass(frozen=True)
class OfSource:
    """A source with its articles that name the entity; `share` is of 100 of the first."""

    source: Source
    count: int
    share: int
    criteria: SearchCriteria


@dataclass(frozen=True)
class Companion:
    """Another entity with the articles that name both."""

    entity: Entity
    count: int
    share: int
    both: SearchCriteria


@dataclass(frozen=True)
class Company:
    """The entities of a kind that appear most often with another."""

    kind: str
    companions: tuple[Companion, ...]


@dataclass(frozen=True)
class EntityFacts:
    """Everything counted in the articles that `criteria` find."""

    entity: Entity
    criteria: SearchCriteria
    total: int
    newest: tuple[Article, ...]
    #: As in the index: 20180608, 20180600 for a month, 20180000 for a year, 0 for none.
    days: Counts
    sources: tuple[OfSource, ...]
    more_sources: int
    company: tuple[Company, ...]
    spellings: Spellings
    #: What only curators see: the articles that are not published.
    unpublished: int
    unpublished_criteria: SearchCriteria


def is_visible(entity: Entity, user: User | AnonymousUser) -> bool:
    """Whether the user may know of this entity: guests, if an article that they may read names its root."""
    allowed = Article.visible_statuses(user)
    if _is_curators(allowed):
        return True
    if entity.is_rejected or entity.root.is_rejected:
        return False
    return Mention.objects.filter(entity__canonical=entity.root, article__status__in=allowed).exists()


def facts_of(entity: Entity, user: User | AnonymousUser) -> EntityFacts:
    """The facts of a root, over published articles like any search. Raises IndexNotReady."""
    criteria = SearchCriteria(entities=(entity.pk,))
    results = find(criteria, user, widen=False, with_facets=False, with_marks=False, size=NEWEST)
    search = results.search
    assert search is not None
    counts = search.counted(_wanted(search))
    hidden = tuple(status for status in search.allowed if status != Article.Status.PUBLISHED)
    unpublished = criteria.with_changes(statuses=hidden)
    return EntityFacts(
        entity=entity,
        criteria=criteria,
        total=results.total,
        newest=tuple(hit.article for hit in results.hits),
        days=counts["day"],
        sources=_sources(counts["source"], criteria),
        more_sources=max(0, counts["source"].values - LISTED),
        company=_company(entity, counts, criteria),
        spellings=spellings_of(entity.pk, (Article.Status.PUBLISHED,)),
        unpublished=count(unpublished, user) if hidden else 0,
        unpublished_criteria=unpublished,
    )


def _is_curators(allowed: tuple[str, ...]) -> bool:
    return len(allowed) == len(Article.Status.values)


def _wanted(search: Search) -> dict[str, Counting]:
    """Counted among the articles found, unlike facets: what is chosen there is not chosen here."""
    table = search.table
    return {
        "day": Counting("day"),
        "source": Counting("source", {"limit": LISTED}),
        **{
            # The entity itself is one of its kind.
            kind: Counting(
                "entities", {"roots": table.roots, "include": table.of_kind[kind], "limit": LISTED + 1}
            )
            for kind in KINDS
        },
    }


def _sources(counts: Counts, criteria: SearchCriteria) -> tuple[OfSource, ...]:
    known = Source.objects.in_bulk([pk for pk, _count in counts])
    return tuple(
        OfSource(known[pk], number, _share(number, counts), criteria.with_changes(sources=(known[pk].slug,)))
        for pk, number in counts
        if pk in known
    )


def _company(entity: Entity, counted: Mapping[str, Counts], criteria: SearchCriteria) -> tuple[Company, ...]:
    """By kind, in the order of kinds; one query."""
    others = {kind: [row for row in counted[kind] if row[0] != entity.pk][:LISTED] for kind in KINDS}
    known = Entity.objects.named().in_bulk([pk for rows in others.values() for pk, _count in rows])
    found = (
        Company(
            kind,
            tuple(
                Companion(known[pk], number, _share(number, rows), _both(entity, known[pk], criteria))
                for pk, number in rows
                if pk in known
            ),
        )
        for kind, rows in others.items()
    )
    return tuple(company for company in found if company.companions)


def _both(entity: Entity, other: Entity, criteria: SearchCriteria) -> SearchCriteria:
    """Two of a kind are alternatives as filters, so that the second is asked for by name."""
    if other.kind != entity.kind:
        return criteria.with_changes(entities=(entity.pk, other.pk))
    name = other.name.translate(_UNQUOTED).strip()
    return criteria.with_changes(query=f"{NAMES[other.kind][0]}:«{name}»")


def _share(number: int, rows: list[tuple[int, int]]) -> int:
    """Of 100, for a bar; never 0."""
    return max(1, round(100 * number / max(count for _key, count in rows)))
