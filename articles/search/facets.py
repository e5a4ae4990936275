"""The facets of a search: what to count, and the counts as rows to choose from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from articles.models import Article, Entity, Review, Source
from articles.search.criteria import Period, SearchCriteria
from articles.search.entity_table import KINDS, EntityTable
from articles.search.facet_counts import Counts
from articles.search.visible_names import entity_names_among, source_names_among

FACET_SIZE = 10
STATUSES = tuple(Article.Status.values)
T = TypeVar("T")
#: Behind the name of a kind: the counts of what is chosen, which may not be among the largest.
_CHOSEN = ".chosen"


@dataclass(frozen=True)
class Chosen:
    """The entities of the criteria as roots: by kind, included or not, and in the order chosen."""

    entities: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    included: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    #: The statuses of articles that the user may see.
    allowed: tuple[str, ...] = ()

    @classmethod
    def of(cls, criteria: SearchCriteria, table: EntityTable, allowed: tuple[str, ...]) -> "Chosen":
        included = tuple(dict.fromkeys(map(table.root, criteria.entities)))
        excluded = tuple(dict.fromkeys(map(table.root, criteria.excluded_entities)))
        by_kind: dict[str, tuple[int, ...]] = {}
        for pk in dict.fromkeys((*included, *excluded)):
            if kind := table.kind(pk):
                by_kind[kind] = (*by_kind.get(kind, ()), pk)
        return cls(by_kind, included, excluded, allowed)


@dataclass(frozen=True)
class Counting:
    """What is counted for a facet: a field of the index, and how (options of the engine's facets)."""

    column: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FacetValue:
    """One row of a facet: its count, and the criteria that choosing it (or not) would give.

    `without`: the criteria that leave its articles out, or no longer do; None where that is not offered.
    """

    label: str
    count: int
    is_selected: bool
    criteria: SearchCriteria
    period: Period | None = None
    share: int = 0
    is_excluded: bool = False
    without: SearchCriteria | None = None


@dataclass(frozen=True)
class Facet:
    """`name` is source, date, person, place, organisation, status or review."""

    name: str
    values: tuple[FacetValue, ...]
    #: How many further values are not shown.
    more: int = 0
    #: For the date facet: the criteria of the period around the one shown.
    wider: SearchCriteria | None = None

    @property
    def has_page(self) -> bool:
        """Whether all its values can be looked through (`facet_values`)."""
        return self.name in ("source", *KINDS)


def countings(
    criteria: SearchCriteria, chosen: Chosen, table: EntityTable, *, is_curator: bool
) -> dict[str, Counting]:
    """What to count for every facet: over all matches, each without its own selection."""
    wanted = {
        "source": Counting("source", {"own": "source"}),
        "date": Counting("day", {"own": "date", "bucket": _bucket(_around(criteria))}),
        "undated": Counting("undated", {"own": "date"}),
    }
    for kind in KINDS:
        of_kind = {"own": kind, "roots": table.roots}
        wanted[kind] = Counting("entities", {**of_kind, "include": table.of_kind[kind], "limit": FACET_SIZE})
        if shown := chosen.entities.get(kind):
            wanted[f"{kind}{_CHOSEN}"] = Counting("entities", {**of_kind, "include": shown})
    if is_curator:
        wanted["status"] = Counting("status", {"own": "status"})
        wanted["review"] = Counting("reviews", {"own": "review"})
    return wanted


def facets(counted: Mapping[str, Counts], criteria: SearchCriteria, chosen: Chosen) -> tuple[Facet, ...]:
    """What was counted as facets; empty ones are left out."""
    if not counted:
        return ()
    found = [
        source_facet(counted["source"], criteria, chosen.allowed),
        _dates(counted["date"], criteria),
        *_entity_facets(counted, criteria, chosen),
        _statuses(counted.get("status", Counts()), criteria),
        _reviews(counted.get("review", Counts()), criteria),
    ]
    return tuple(facet for facet in found if facet.values)


def toggled(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    """The values without this one, or with it."""
    if value in values:
        return tuple(other for other in values if other != value)
    return (*values, value)


@dataclass(frozen=True)
class _Choice:
    """How the values of a facet are chosen: `include` and `exclude` are fields of the criteria."""

    criteria: SearchCriteria
    include: str
    exclude: str = ""

    @property
    def included(self) -> tuple[Any, ...]:
        return getattr(self.criteria, self.include)

    @property
    def excluded(self) -> tuple[Any, ...]:
        return getattr(self.criteria, self.exclude) if self.exclude else ()

    def value(self, key: Any, label: str, count: int, largest: int) -> FacetValue:
        is_excluded = key in self.excluded
        changed: dict[str, Any] = {self.include: toggled(self.included, key)}
        if is_excluded:
            changed = {self.exclude: toggled(self.excluded, key)}
        without = None
        if self.exclude and not is_excluded:
            kept = tuple(other for other in self.included if other != key)
            without = self.criteria.with_changes(**{self.include: kept, self.exclude: (*self.excluded, key)})
        return FacetValue(
            label,
            count,
            key in self.included,
            self.criteria.with_changes(**changed),
            share=_share(count, largest),
            is_excluded=is_excluded,
            without=without,
        )


def _ranked(
    name: str, rows: Counts, choice: _Choice, names: Mapping[Any, str], size: int = FACET_SIZE
) -> Facet:
    """The largest rows and every selected one, as far as they have names."""
    selected = {*choice.included, *choice.excluded}
    shown = [row for rank, row in enumerate(rows) if rank < size or row[0] in selected]
    largest = max((count for _value, count in shown), default=0)
    values = tuple(
        choice.value(value, names[value], count, largest)
        for value, count in shown
        if value in names  # not deleted meanwhile
    )
    return Facet(name, values, more=max(0, rows.values - len(shown)))


def _share(count: int, largest: int) -> int:
    """Of 100, for a bar; never 0 for something that is there."""
    return max(1, round(100 * count / largest)) if count and largest else 0


def source_facet(
    counts: Counts, criteria: SearchCriteria, allowed: tuple[str, ...], size: int = FACET_SIZE
) -> Facet:
    """The sources with the most articles, and the chosen ones that `allowed` statuses let be known."""
    choice = _Choice(criteria, "sources", "excluded_sources")
    known = Source.objects.in_bulk([pk for pk, _count in counts])
    names = {source.slug: source.name for source in known.values()}
    rows = [(known[pk].slug, count) for pk, count in counts if pk in known]
    others = source_names_among(
        [slug for slug in (*choice.included, *choice.excluded) if slug not in names], allowed
    )
    rows += [(slug, 0) for slug in others]
    names |= others
    return _ranked("source", Counts(rows, max(counts.values, len(rows))), choice, names, size)


def _entity_facets(
    counted: Mapping[str, Counts], criteria: SearchCriteria, chosen: Chosen
) -> Iterator[Facet]:
    names = names_of_counted([counted[kind] for kind in KINDS], chosen)
    for kind in KINDS:
        yield entity_facet(kind, counted, criteria, chosen, names)


def names_of_counted(counted: Iterable[Counts], chosen: Chosen) -> dict[int, str]:
    """Key → name, of the entities that were counted and of those chosen that the user may know of."""
    keys = {pk for counts in counted for pk, _count in counts}
    names = dict(Entity.objects.filter(pk__in=keys).order_by().values_list("pk", "name"))
    others = [pk for pk in (*chosen.included, *chosen.excluded) if pk not in names]
    return names | entity_names_among(others, chosen.allowed)


def entity_facet(
    kind: str,
    counted: Mapping[str, Counts],
    criteria: SearchCriteria,
    chosen: Chosen,
    names: Mapping[int, str],
    size: int = FACET_SIZE,
) -> Facet:
    """The most frequent entities of a kind, and the chosen ones under the keys of their roots."""
    rows = Counts(counted[kind], counted[kind].values)
    there = {pk for pk, _count in rows}
    of_chosen = dict(counted.get(f"{kind}{_CHOSEN}", ()))
    wanted = chosen.entities.get(kind, ())
    rows += [(pk, of_chosen.get(pk, 0)) for pk in wanted if pk not in there]
    rows.sort(key=lambda row: (-row[1], row[0]))
    settled = replace(criteria, entities=chosen.included, excluded_entities=chosen.excluded)
    return _ranked(kind, rows, _Choice(settled, "entities", "excluded_entities"), names, size)


def _statuses(counts: Counts, criteria: SearchCriteria) -> Facet:
    rows = Counts((STATUSES[code], count) for code, count in counts)
    names = {name: str(Article.Status(name).label) for name in STATUSES}
    return _ranked("status", rows, _Choice(criteria, "statuses"), names)


def _reviews(counts: Counts, criteria: SearchCriteria) -> Facet:
    rows = Counts((Review.REASONS[code], count) for code, count in counts)
    names = {reason: str(Review.Reason(reason).label) for reason in Review.REASONS}
    return _ranked("review", rows, _Choice(criteria, "reviews"), names)


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
