"""The facets of a search, and its active filters as chips."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from articles.models import Article, Entity, Source
from articles.search.criteria import Period, SearchCriteria

FACET_SIZE = 10
KINDS = tuple(Entity.Kind.values)
STATUSES = tuple(Article.Status.values)
T = TypeVar("T")


class Countable(Protocol):
    """What a facet needs of a search."""

    @property
    def allowed(self) -> tuple[str, ...]: ...

    def count(self, facet: str, field: str, **options: object) -> list[tuple[int, int]]: ...


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


def facets(search: Countable, criteria: SearchCriteria) -> tuple[Facet, ...]:
    """Every facet over all matches, each without its own selection; empty ones are left out."""
    found = [
        _sources(search, criteria),
        _dates(search, criteria),
        *_entities(search, criteria),
    ]
    if len(search.allowed) > 1:
        found.append(_statuses(search, criteria))
    return tuple(facet for facet in found if facet.values)


def toggled(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    """The values without this one, or with it."""
    if value in values:
        return tuple(other for other in values if other != value)
    return (*values, value)


def _ranked(
    name: str,
    rows: Sequence[tuple[str, int, T]],
    selected: tuple[T, ...],
    choose: Callable[[tuple[T, ...]], SearchCriteria],
) -> Facet:
    """The ten largest rows (label, count, value) and every selected one."""
    shown = [row for rank, row in enumerate(rows) if rank < FACET_SIZE or row[2] in selected]
    largest = max((count for _label, count, _value in shown), default=0)
    values = tuple(
        FacetValue(
            label,
            count,
            value in selected,
            choose(toggled(selected, value)),
            share=_share(count, largest),
        )
        for label, count, value in shown
    )
    return Facet(name, values, more=len(rows) - len(shown))


def _share(count: int, largest: int) -> int:
    """Of 100, for a bar; never 0 for something that is there."""
    return max(1, round(100 * count / largest)) if count and largest else 0


def _sources(search: Countable, criteria: SearchCriteria) -> Facet:
    counts = dict(search.count("source", "source"))
    known = Source.objects.in_bulk(list(counts))
    chosen = Source.objects.filter(slug__in=criteria.sources).exclude(pk__in=counts)
    rows = [(known[pk].name, count, known[pk].slug) for pk, count in counts.items() if pk in known]
    rows += [(source.name, 0, source.slug) for source in chosen]
    return _ranked("source", rows, criteria.sources, lambda slugs: criteria.with_changes(sources=slugs))


def _entities(search: Countable, criteria: SearchCriteria) -> Iterable[Facet]:
    roots = dict(Entity.objects.merged().values_list("pk", "canonical_id"))
    selected = tuple(dict.fromkeys(roots.get(pk, pk) for pk in criteria.entities))
    for kind in KINDS:
        counts = dict(search.count(kind, "entities", roots=roots))
        known = Entity.objects.filter(kind=kind).in_bulk([*counts, *selected])
        rows = [(known[pk].name, count, pk) for pk, count in counts.items() if pk in known]
        rows += [(known[pk].name, 0, pk) for pk in selected if pk in known and pk not in counts]
        yield _ranked(kind, rows, selected, lambda keys: criteria.with_changes(entities=keys))


def _statuses(search: Countable, criteria: SearchCriteria) -> Facet:
    rows = [
        (str(Article.Status(STATUSES[code]).label), count, STATUSES[code])
        for code, count in search.count("status", "status")
    ]
    return _ranked("status", rows, criteria.statuses, lambda names: criteria.with_changes(statuses=names))


def _dates(search: Countable, criteria: SearchCriteria) -> Facet:
    """Bars of the years, of the months of the chosen year or of the days of the chosen month."""
    around = criteria.period
    if around and around.day is not None:
        around = around.parent
    if around is None:
        periods = [(Period(n), count) for n, count in search.count("date", "day", bucket=10_000) if n]
    elif around.month is None:
        periods = [
            (Period(n // 100, n % 100), count)
            for n, count in search.count("date", "day", bucket=100)
            if n // 100 == around.year and n % 100
        ]
    else:
        periods = [
            (Period(n // 10_000, n // 100 % 100, n % 100), count)
            for n, count in search.count("date", "day")
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
