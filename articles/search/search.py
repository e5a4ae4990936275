"""Search: criteria as a query tree, carried out by the engine in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _
from haystack.query import SearchQuerySet

from articles.arabic.variants import Variants
from articles.models import Article, Review, Source
from articles.search.called_so import names_of
from articles.search.criteria import Period, SearchCriteria
from articles.search.entity_table import EntityTable, entity_table
from articles.search.facet_counts import Counts
from articles.search.facets import Chosen, Counting, countings
from articles.search.syntax import ParsedQuery, Query, Switches, parse, to_tree
from articles.search.syntax.translate import day_bounds
from articles.search.tree import And, Between, Node, Not, OneOf, Or, Selection
from articles.search.tree_query import TreeQuery
from articles.search.variants import current_variants
from articles.search.visible_names import entity_names_among


@dataclass(frozen=True)
class Page:
    keys: list[int]
    total: int
    counts: dict[str, Counts]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Search:
    """Criteria as a query tree, in which every facet finds its own selection by name."""

    criteria: SearchCriteria
    parsed: ParsedQuery
    allowed: tuple[str, ...]
    variants: Variants

    @classmethod
    def of(
        cls, criteria: SearchCriteria, user: User | AnonymousUser, *, variants: Variants | None = None
    ) -> "Search":
        parsed = parse(criteria.query, plain=criteria.plain)
        return cls(
            replace(criteria, query="") if parsed.is_empty else criteria,
            parsed,
            Article.visible_statuses(user),
            current_variants() if variants is None else variants,
        )

    def with_any_word(self) -> "Search":
        return replace(self, criteria=replace(self.criteria, match="any"))

    @cached_property
    def switches(self) -> Switches:
        return Switches.from_parameters(self.criteria.off)

    @cached_property
    def table(self) -> EntityTable:
        """Read only where entities are asked for or counted: not by who is changing them meanwhile."""
        return entity_table()

    @cached_property
    def chosen(self) -> Chosen:
        if not (self.criteria.entities or self.criteria.excluded_entities):
            return Chosen(allowed=self.allowed)
        return Chosen.of(self.criteria, self.table, self.allowed)

    @cached_property
    def words(self) -> Query:
        """What the typed query says."""
        return to_tree(
            self.parsed,
            match=self.criteria.match,
            variants=self.variants,
            switches=self.switches,
            resolve=self._named,
        )

    @property
    def is_curators(self) -> bool:
        return len(self.allowed) > 1

    def _named(self, kind: str, name: str) -> list[int]:
        """The keys that a field of the query language means by a name, merged entities included.

        What only articles name that this user may not see is as unknown as what nobody has named.
        """
        found = names_of(kind, name)
        if kind == "source":
            return found
        return self.table.members_of(list(entity_names_among(found, self.allowed)))

    @cached_property
    def selections(self) -> tuple[Selection, ...]:
        """One condition for each facet in use: any of its values, none of those left out."""
        criteria = self.criteria
        codes = [_STATUS_CODES[name] for name in self._statuses()]
        found = [Selection("status", OneOf("status", tuple(codes)))]
        for name, column, wanted, unwanted in (
            ("source", "source", *self._sources()),
            *((kind, "entities", *self._entities(kind)) for kind in self.chosen.entities),
        ):
            found += _selected(name, column, wanted, unwanted)
        # Asked for entities that are not there: nothing matches.
        if criteria.entities and not any(self.table.kind(pk) for pk in self.chosen.included):
            found.append(Selection("person", OneOf("entities", ())))
        if dates := self._dates():
            found.append(Selection("date", dates))
        if criteria.reviews and self.is_curators:
            codes = [Review.REASONS.index(reason) for reason in criteria.reviews]
            found.append(Selection("review", OneOf("reviews", tuple(codes))))
        return tuple(found)

    def _sources(self) -> tuple[list[int] | None, list[int]]:
        criteria = self.criteria
        slugs = [*criteria.sources, *criteria.excluded_sources]
        keys = dict(Source.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
        wanted = [keys[slug] for slug in criteria.sources if slug in keys]
        unwanted = [keys[slug] for slug in criteria.excluded_sources if slug in keys]
        return (wanted if criteria.sources else None), unwanted

    def _entities(self, kind: str) -> tuple[list[int] | None, list[int]]:
        """The chosen entities of a kind with all that was merged into them."""
        of_kind = self.chosen.entities[kind]
        included = [pk for pk in self.chosen.included if pk in of_kind]
        excluded = [pk for pk in self.chosen.excluded if pk in of_kind]
        members_of = self.table.members_of
        return (members_of(included) if included else None), members_of(excluded)

    def _dates(self) -> Node | None:
        criteria = self.criteria
        spans = [Between("day", *_within(criteria.period))] if criteria.period else []
        if self._span:
            spans.append(self._span)
        dated: Node | None = spans[0] if len(spans) == 1 else And(tuple(spans)) if spans else None
        if not criteria.undated:
            return dated
        undated = OneOf("undated", (1,))
        return Or((dated, undated)) if dated else undated

    @property
    def _span(self) -> Between | None:
        """The typed first and last day. Its bars keep it: they choose a period within it."""
        first, last = self.criteria.date_from, self.criteria.date_to
        return Between("day", *day_bounds(first, last)) if first or last else None

    def _statuses(self) -> list[str]:
        """What was asked for, as far as it is allowed; without a choice, what is published."""
        return [name for name in self.criteria.statuses or ("published",) if name in self.allowed]

    @property
    def queryset(self) -> SearchQuerySet:
        parts: list[Node] = list(self.selections)
        if self._span:
            # Outside the selection of dates, which its own bars leave out.
            parts.append(Or((self._span, OneOf("undated", (1,)))))
        if not self.parsed.is_empty:
            parts.append(self.words.match)
        return SearchQuerySet().filter(content=TreeQuery(And(tuple(parts)), self.words.words))

    def run(self, *, size: int, with_facets: bool = False) -> Page:
        wanted = (
            countings(self.criteria, self.chosen, self.table, is_curator=self.is_curators)
            if with_facets
            else {}
        )
        matches = self.queryset
        if order := _ORDERS[self.criteria.effective_sort]:
            matches = matches.order_by(*order)
        first = (self.criteria.page - 1) * size
        return _carried_out(matches, wanted, first, first + size)

    def count(self) -> int:
        return _carried_out(self.queryset, {}, 0, 0).total

    def counted(self, wanted: dict[str, Counting]) -> dict[str, Counts]:
        return _carried_out(self.queryset, wanted, 0, 0).counts

    def newest(self, match: Node, *, size: int) -> list[int]:
        """The newest articles of the selection that match, whatever the words of the query are."""
        found = SearchQuerySet().filter(content=TreeQuery(And((*self.selections, match))))
        return _carried_out(found.order_by(*_ORDERS["newest"]), {}, 0, size).keys

    def counted_in_selection(self, wanted: dict[str, Counting]) -> dict[str, Counts]:
        """As `counted`, whatever the words of the query are."""
        return replace(self, parsed=parse("")).counted(wanted)


def _carried_out(matches: SearchQuerySet, wanted: dict[str, Counting], first: int, last: int) -> Page:
    """Page, total and facets in one pass of the engine."""
    query = matches.query
    query.set_limits(first, last)
    for name, counting in wanted.items():
        query.add_field_facet(name, column=counting.column, **counting.options)
    keys = [int(result.pk) for result in query.get_results()]
    counts = query.get_facet_counts()["fields"] if wanted else {}
    return Page(keys, query.get_count(), counts, bounds_told(query.bounds))


def bounds_told(bounds: Iterable[object]) -> tuple[str, ...]:
    """What a search left out to keep its cost within bounds, for the reader."""
    kinds = {getattr(bound, "kind", "") for bound in bounds}
    told = []
    if "expansion" in kinds:
        told.append(
            _("A wildcard or a fuzzy word matched too many words: only the most frequent ones were used.")
        )
    if "positions" in kinds:
        told.append(_("The words of a phrase are too common: it was not looked for in every article."))
    if kinds & {"clauses", "depth", "words"}:
        told.append(_("The query is very long: a part of it was left out."))
    return tuple(told)


def _selected(name: str, column: str, wanted: list[int] | None, unwanted: list[int]) -> list[Selection]:
    nodes: list[Node] = []
    if wanted is not None:
        nodes.append(OneOf(column, tuple(wanted)))
    if unwanted:
        nodes.append(Not(OneOf(column, tuple(unwanted))))
    if not nodes:
        return []
    return [Selection(name, nodes[0] if len(nodes) == 1 else And(tuple(nodes)))]


_STATUS_CODES = {name: code for code, name in enumerate(Article.Status.values)}
_ORDERS = {
    "relevance": (),
    "newest": ("undated", "-published"),
    "oldest": ("undated", "published"),
}


def _within(period: Period) -> tuple[int, int]:
    """Bounds for ArticleIndex.day: what is known to lie in the period, so no month in one of its days."""
    first = period.year * 10_000 + (period.month or 0) * 100 + (period.day or 0)
    if period.day is not None:
        return first, first
    return first, first + (99 if period.month is not None else 9999)
