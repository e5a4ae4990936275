"""find(criteria): the one door to search for pages, feeds, exports, the API and the admin."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import ceil
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from haystack.query import SQ, SearchQuerySet

from articles.models import Article, Entity, Source
from articles.search.criteria import MAX_PAGE, PAGE_SIZE, SearchCriteria
from articles.search.facets import Chip, Facet, chips, facets
from articles.search.highlight import mark, snippet
from articles.search.syntax import ParsedQuery, parse
from articles.search.text_query import TextQuery


@dataclass(frozen=True)
class Hit:
    """One found article, with its headline and best part marked up for the page."""

    article: Article
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class SearchResults:
    """A page of matches. `criteria` is what was carried out: it may be wider than asked."""

    asked: SearchCriteria
    criteria: SearchCriteria
    parsed: ParsedQuery
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    chips: tuple[Chip, ...] = ()
    undated_count: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def was_widened(self) -> bool:
        """No article had all the words, so these have any of them."""
        return self.criteria.match != self.asked.match

    @property
    def pages(self) -> int:
        return min(ceil(self.total / PAGE_SIZE), MAX_PAGE)

    @property
    def previous(self) -> SearchCriteria | None:
        page = min(self.criteria.page, self.pages + 1) - 1
        return self.asked.with_changes(page=page) if page >= 1 else None

    @property
    def next(self) -> SearchCriteria | None:
        page = self.criteria.page + 1
        return self.asked.with_changes(page=page) if page <= self.pages else None


def find(
    criteria: SearchCriteria,
    user: User | AnonymousUser,
    *,
    with_facets: bool = True,
    size: int = PAGE_SIZE,
) -> SearchResults:
    """Carry out a search as this user may see it.

    When no article has all the words, those with any of them are returned, and
    `was_widened` says so. Raises IndexNotReady when there is no usable index.
    """
    asked = criteria
    search = _Search(criteria, parse(criteria.query), Article.visible_statuses(user))
    page = search.run(size=size)
    if not page.total and criteria.match == "all" and len(search.parsed.phrases) > 1:
        wider = _Search(replace(criteria, match="any"), search.parsed, search.allowed)
        wider_page = wider.run(size=size)
        if wider_page.total:
            criteria, search, page = wider.criteria, wider, wider_page
    notes = list(asked.notes)
    if asked.query and not search.parsed.phrases:
        notes.append(_("The query has no words in it, so it was left out."))
    if search.parsed.was_cut:
        notes.append(_("The query was cut to its first 50 words."))
    undated = search.without("date").filter(undated=1).count() if with_facets else 0
    return SearchResults(
        asked=asked,
        criteria=criteria,
        parsed=search.parsed,
        total=page.total,
        hits=_hits(page.keys, search),
        facets=facets(search, asked) if with_facets else (),
        chips=chips(asked),
        undated_count=undated,
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class _Page:
    keys: list[int]
    total: int


@dataclass(frozen=True)
class _Search:
    """Criteria as Haystack filters, each of which can be left out to count its own facet."""

    criteria: SearchCriteria
    parsed: ParsedQuery
    allowed: tuple[str, ...]

    @cached_property
    def filters(self) -> dict[str, SQ]:
        """One condition for each facet in use: any of its values, and all of the facets."""
        criteria = self.criteria
        filters = {"status": SQ(status__in=[_STATUS_CODES[name] for name in self._statuses()])}
        if criteria.sources:
            sources = Source.objects.filter(slug__in=criteria.sources).values_list("pk", flat=True)
            filters["source"] = SQ(source__in=list(sources))
        for kind, keys in self._entities_by_kind().items():
            filters[kind] = SQ(entities__in=keys)
        if criteria.period:
            filters["date"] = SQ(day__range=_day_range(criteria.period.first_day, criteria.period.last_day))
        if criteria.date_from or criteria.date_to:
            span = SQ(day__range=_day_range(criteria.date_from, criteria.date_to))
            filters["date"] = filters["date"] & span if "date" in filters else span
        if criteria.undated:
            undated = SQ(undated=1)
            filters["date"] = filters["date"] | undated if "date" in filters else undated
        return filters

    def _statuses(self) -> list[str]:
        """What was asked for, as far as it is allowed; without a choice, what is published."""
        return [name for name in self.criteria.statuses or ("published",) if name in self.allowed]

    def _entities_by_kind(self) -> dict[str, list[int]]:
        """The chosen entities with all that was merged into them, by kind."""
        chosen = Entity.objects.filter(pk__in=self.criteria.entities).values_list("canonical_id", flat=True)
        by_kind: dict[str, list[int]] = {}
        rows = Entity.objects.filter(canonical_id__in=list(chosen)).select_related("canonical")
        for entity in rows:
            by_kind.setdefault(entity.root.kind, []).append(entity.pk)
        if self.criteria.entities and not by_kind:
            by_kind["person"] = []  # asked for an entity that is not: nothing matches
        return by_kind

    def without(self, facet: str = "") -> SearchQuerySet:
        """The matches of everything but one facet's own condition."""
        matches = SearchQuerySet()
        if self.parsed.phrases:
            matches = matches.filter(content=TextQuery(self.parsed, match=self.criteria.match))
        for name, condition in self.filters.items():
            if name != facet:
                matches = matches.filter(condition)
        return matches

    def run(self, *, size: int) -> _Page:
        matches = self.without()
        if order := _ORDERS[self.criteria.effective_sort]:
            matches = matches.order_by(*order)
        query = matches.query
        first = (self.criteria.page - 1) * size
        query.set_limits(first, first + size)
        return _Page([int(result.pk) for result in query.get_results()], query.get_count())

    def count(self, facet: str, field: str, **options: Any) -> list[tuple[int, int]]:
        """(value, count) of an index field, without the facet's own condition."""
        query = self.without(facet).facet(field, **options).query
        query.set_limits(0, 0)
        return query.get_facet_counts()["fields"][field]


_STATUS_CODES = {name: code for code, name in enumerate(Article.Status.values)}
_ORDERS = {
    "relevance": (),
    "newest": ("undated", "-published"),
    "oldest": ("undated", "published"),
}


def _day_range(first: date | None, last: date | None) -> tuple[int, int]:
    """Bounds for ArticleIndex.day. A month known no closer belongs to spans that begin with it."""
    low, high = 1, 9999_12_31
    if first is not None:
        low = first.year * 10_000
        if (first.month, first.day) != (1, 1):
            low += first.month * 100 + (0 if first.day == 1 else first.day)
    if last is not None:
        high = last.year * 10_000 + last.month * 100 + last.day
    return low, high


def _hits(keys: Sequence[int], search: _Search) -> tuple[Hit, ...]:
    found = Article.objects.filter(status__in=search.allowed).for_list().in_bulk(keys)
    stems = search.parsed.stems
    return tuple(
        Hit(article, mark(article.title, stems), snippet(article.body, stems))
        for article in map(found.get, keys)
        if article is not None  # deleted or hidden since it was indexed
    )
