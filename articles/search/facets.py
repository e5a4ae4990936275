"""The facets of a search, and its active filters as chips."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from articles.models import Article, Entity, Source
from articles.search.criteria import Period, SearchCriteria

FACET_SIZE = 10
#: Keys asked for at once: databases limit the parameters of a query.
MAX_KEYS = 5000
KINDS = tuple(Entity.Kind.values)
STATUSES = tuple(Article.Status.values)
T = TypeVar("T")


#: Values of an index field with the number of articles that have them, most first.
Counts = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Counting:
    """What is counted for a facet: a field of the index, and how (see the engine's `search`)."""

    column: str
    options: Mapping[str, Any] = field(default_factory=dict)


class Countable(Protocol):
    """What facets need of a search."""

    @property
    def allowed(self) -> tuple[str, ...]: ...

    def counts(self, countings: Mapping[str, Counting]) -> dict[str, Counts]: ...


@dataclass(frozen=True)
class FacetValue:
    """One row of a facet: its count, and the criteria that choosing it (or not) would give."""

    label: str
    count: int
    is_selected: bool
    criteria: SearchCriteria
    period: Period | None = None
    share: int = 0


@dataclass(frozen=True)
class Facet:
    """`name` is source, date, person, place, organisation or status."""

    name: str
    values: tuple[FacetValue, ...]
    #: How many further values are not shown.
    more: int = 0
    #: For the date facet: the criteria of the period around the one shown.
    wider: SearchCriteria | None = None


@dataclass(frozen=True)
class Chip:
    """An active filter, and the criteria without it. A date chip carries its period or day."""

    kind: str
    label: str
    criteria: SearchCriteria
    period: Period | None = None


def count_facets(search: Countable, criteria: SearchCriteria) -> dict[str, Counts]:
    """The counts of every facet over all matches, each without its own selection."""
    roots = dict(Entity.objects.merged().order_by().values_list("pk", "canonical_id"))
    countings = {
        "source": Counting("source"),
        "date": Counting("day", {"bucket": _bucket(_around(criteria))}),
        **{kind: Counting("entities", {"roots": roots}) for kind in KINDS},
    }
    if len(search.allowed) > 1:
        countings["status"] = Counting("status")
    return search.counts(countings)


def facets(counted: Mapping[str, Counts], criteria: SearchCriteria) -> tuple[Facet, ...]:
    """What was counted as facets; empty ones are left out."""
    if not counted:
        return ()
    found = [
        _sources(counted["source"], criteria),
        _dates(counted["date"], criteria),
        *_entities(counted, criteria),
        _statuses(counted.get("status", ()), criteria),
    ]
    return tuple(facet for facet in found if facet.values)


def toggled(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    """The values without this one, or with it."""
    if value in values:
        return tuple(other for other in values if other != value)
    return (*values, value)


def _ranked(
    name: str,
    rows: Sequence[tuple[T, int]],
    selected: tuple[T, ...],
    labels: Callable[[Sequence[T]], Mapping[T, str]],
    choose: Callable[[tuple[T, ...]], SearchCriteria],
) -> Facet:
    """The ten largest rows (value, count) and every selected one; only these are named."""
    shown = [row for rank, row in enumerate(rows) if rank < FACET_SIZE or row[0] in selected]
    names = labels([value for value, _count in shown])
    largest = max((count for _value, count in shown), default=0)
    values = tuple(
        FacetValue(
            names[value],
            count,
            value in selected,
            choose(toggled(selected, value)),
            share=_share(count, largest),
        )
        for value, count in shown
        if value in names  # not deleted meanwhile
    )
    return Facet(name, values, more=len(rows) - len(shown))


def _share(count: int, largest: int) -> int:
    """Of 100, for a bar; never 0 for something that is there."""
    return max(1, round(100 * count / largest)) if count and largest else 0


def _sources(counts: Counts, criteria: SearchCriteria) -> Facet:
    known = Source.objects.in_bulk([pk for pk, _count in counts])
    chosen = Source.objects.filter(slug__in=criteria.sources).exclude(pk__in=known)
    rows = [(known[pk].slug, count) for pk, count in counts if pk in known]
    rows += [(source.slug, 0) for source in chosen]
    names = {source.slug: source.name for source in (*known.values(), *chosen)}
    return _ranked(
        "source",
        rows,
        criteria.sources,
        lambda _slugs: names,
        lambda slugs: criteria.with_changes(sources=slugs),
    )


def _entities(counted: Mapping[str, Counts], criteria: SearchCriteria) -> Iterable[Facet]:
    roots = dict(Entity.objects.filter(pk__in=criteria.entities).values_list("pk", "canonical_id"))
    selected = tuple(dict.fromkeys(roots.get(pk, pk) for pk in criteria.entities))
    kinds = _kinds({pk for kind in KINDS for pk, _count in counted[kind]}.union(selected))
    for kind in KINDS:
        rows = [(pk, count) for pk, count in counted[kind] if kinds.get(pk) == kind]
        there = {pk for pk, _count in rows}
        rows += [(pk, 0) for pk in selected if kinds.get(pk) == kind and pk not in there]
        yield _ranked(
            kind,
            rows,
            selected,
            lambda keys: dict(Entity.objects.filter(pk__in=keys).values_list("pk", "name")),
            lambda keys: criteria.with_changes(entities=keys),
        )


def _kinds(keys: Iterable[int]) -> dict[int, str]:
    """The kind of each entity: two columns, since a search may count thousands."""
    wanted = sorted(keys)
    kinds: dict[int, str] = {}
    for start in range(0, len(wanted), MAX_KEYS):
        rows = Entity.objects.filter(pk__in=wanted[start : start + MAX_KEYS]).order_by()
        kinds.update(rows.values_list("pk", "kind"))
    return kinds


def _statuses(counts: Counts, criteria: SearchCriteria) -> Facet:
    return _ranked(
        "status",
        [(STATUSES[code], count) for code, count in counts],
        criteria.statuses,
        lambda names: {name: str(Article.Status(name).label) for name in names},
        lambda names: criteria.with_changes(statuses=names),
    )


def _around(criteria: SearchCriteria) -> Period | None:
    """The period whose parts are the bars: the chosen one, or the month of the chosen day."""
    period = criteria.period
    return period.parent if period and period.day is not None else period


def _bucket(around: Period | None) -> int:
    """What divides ArticleIndex.day to years, to the months of a year, to the days of a month."""
    if around is None:
        return 10_000
    return 100 if around.month is None else 1


def _dates(counts: Counts, criteria: SearchCriteria) -> Facet:
    """Bars of the years, of the months of the chosen year or of the days of the chosen month."""
    around = _around(criteria)
    if around is None:
        periods = [(Period(n), count) for n, count in counts if n]
    elif around.month is None:
        periods = [
            (Period(n // 100, n % 100), count) for n, count in counts if n // 100 == around.year and n % 100
        ]
    else:
        periods = [
            (Period(n // 10_000, n // 100 % 100, n % 100), count)
            for n, count in counts
            if n // 100 == around.year * 100 + around.month and n % 100
        ]
    periods.sort(key=lambda row: row[0].first_day)
    largest = max((count for _period, count in periods), default=0)
    values = tuple(
        FacetValue(
            str(period),
            count,
            period == criteria.period,
            criteria.with_changes(period=around if period == criteria.period else period),
            period,
            _share(count, largest),
        )
        for period, count in periods
    )
    wider = criteria.with_changes(period=around.parent) if around else None
    return Facet("date", values, wider=wider)


def chips(criteria: SearchCriteria) -> tuple[Chip, ...]:
    """The active filters in the order in which the page shows them."""
    found: list[Chip] = []
    names = dict(Source.objects.filter(slug__in=criteria.sources).values_list("slug", "name"))
    for slug in criteria.sources:
        without = criteria.with_changes(sources=toggled(criteria.sources, slug))
        found.append(Chip("source", names.get(slug, slug), without))
    entities = Entity.objects.select_related("canonical").in_bulk(criteria.entities)
    for pk in criteria.entities:
        entity = entities.get(pk)
        label = entity.root.name if entity else _("unknown entity")
        kind = entity.root.kind if entity else "entity"
        without = criteria.with_changes(entities=toggled(criteria.entities, pk))
        found.append(Chip(kind, label, without))
    if criteria.period:
        without = criteria.with_changes(period=None)
        found.append(Chip("date", str(criteria.period), without, criteria.period))
    for kind, day, change in (
        ("from", criteria.date_from, {"date_from": None}),
        ("to", criteria.date_to, {"date_to": None}),
    ):
        if day:
            period = Period(day.year, day.month, day.day)
            found.append(Chip(kind, str(period), criteria.with_changes(**change), period))
    if criteria.undated:
        found.append(Chip("undated", _("Undated"), criteria.with_changes(undated=False)))
    for status in criteria.statuses:
        without = criteria.with_changes(statuses=toggled(criteria.statuses, status))
        found.append(Chip("status", str(Article.Status(status).label), without))
    return tuple(found)
