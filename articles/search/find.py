"""find(criteria): the one door to search for pages, feeds, exports, the API and the admin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import ceil

from django.contrib.auth.models import AnonymousUser, User
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from haystack.query import SQ, SearchQuerySet

from articles.arabic.variants import Variants
from articles.models import Article, Entity, Source
from articles.search.criteria import MAX_PAGE, PAGE_SIZE, Period, SearchCriteria
from articles.search.facets import Chip, Counting, Counts, Facet, chips, count_facets, facets
from articles.search.highlight import mark, snippet
from articles.search.syntax import ParsedQuery, parse
from articles.search.text_query import TextQuery
from articles.search.variants import current_variants


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
    widen: bool = True,
    with_facets: bool = True,
    size: int = PAGE_SIZE,
    variants: Variants | None = None,
) -> SearchResults:
    """Carry out a search as this user may see it.

    With `widen`, when no article has all the words, those with any of them are returned,
    and `was_widened` says so. `variants` are the classes of spellings to search with; None takes
    those in force. Raises IndexNotReady when there is no usable index.
    """
    asked = criteria
    parsed = parse(criteria.query)
    if not parsed.phrases:
        criteria = replace(criteria, query="")
    if variants is None:
        variants = current_variants()
    search = _Search(criteria, parsed, Article.visible_statuses(user), variants)
    page = search.run(size=size)
    if widen and not page.total and criteria.match == "all" and len(search.parsed.phrases) > 1:
        wider = _Search(replace(criteria, match="any"), search.parsed, search.allowed, variants)
        wider_page = wider.run(size=size)
        if wider_page.total:
            criteria, search, page = wider.criteria, wider, wider_page
    notes = list(asked.notes)
    if asked.query and not search.parsed.phrases:
        notes.append(_("The query has no words in it, so it was left out."))
    if search.parsed.was_cut:
        notes.append(_("The query was cut to its first 50 words."))
    counted = count_facets(search, asked) if with_facets else {}
    return SearchResults(
        asked=asked,
        criteria=criteria,
        parsed=search.parsed,
        total=page.total,
        hits=_hits(page.keys, search),
        # From what was carried out: a count of a widened search is true only for a link that is wide too.
        facets=facets(counted, replace(asked, match=criteria.match)),
        chips=chips(asked),
        undated_count=dict(counted.get("date", ())).get(0, 0),
        notes=tuple(notes),
    )


def count(criteria: SearchCriteria, user: User | AnonymousUser) -> int:
    """How many articles `find` would have without widening, at the least cost."""
    parsed = parse(criteria.query)
    return _Search(criteria, parsed, Article.visible_statuses(user), current_variants()).count()


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
    variants: Variants

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
            filters["date"] = SQ(day__range=_within(criteria.period))
        if span := self._span:
            filters["date"] = filters["date"] & span if "date" in filters else span
        if criteria.undated:
            undated = SQ(undated=1)
            filters["date"] = filters["date"] | undated if "date" in filters else undated
        return filters

    @property
    def _span(self) -> SQ | None:
        """The typed first and last day. Its bars keep it: they choose a period within it."""
        first, last = self.criteria.date_from, self.criteria.date_to
        return SQ(day__range=_between(first, last)) if first or last else None

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
        conditions = [condition for name, condition in self.filters.items() if name != facet]
        if facet == "date" and (span := self._span):
            conditions.append(span | SQ(undated=1))
        if self.parsed.phrases:
            wanted = TextQuery(self.parsed, match=self.criteria.match, variants=self.variants)
            conditions.append(SQ(content=wanted))
        return SearchQuerySet().filter(*conditions)

    def run(self, *, size: int) -> _Page:
        matches = self.without()
        if order := _ORDERS[self.criteria.effective_sort]:
            matches = matches.order_by(*order)
        query = matches.query
        first = (self.criteria.page - 1) * size
        query.set_limits(first, first + size)
        return _Page([int(result.pk) for result in query.get_results()], query.get_count())

    def count(self) -> int:
        query = self.without().query
        query.set_limits(0, 0)
        return int(query.get_count())

    def counts(self, countings: Mapping[str, Counting]) -> dict[str, Counts]:
        """For each facet (value, count) over the matches of everything but its own condition.

        One search for all the facets that have none, and one for each of the others.
        """
        together: dict[str, dict[str, Counting]] = {}
        for facet, counting in countings.items():
            together.setdefault(facet if facet in self.filters else "", {})[facet] = counting
        found: dict[str, Counts] = {}
        for left_out, group in together.items():
            query = self.without(left_out).query
            query.set_limits(0, 0)
            for counting in group.values():
                query.add_field_facet(counting.column, **counting.options)
            rows = query.get_facet_counts()["fields"]
            found |= {facet: rows[counting.column] for facet, counting in group.items()}
        return found


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


def _between(first: date | None, last: date | None) -> tuple[int, int]:
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
    stems = search.variants.stems_of(word for phrase in search.parsed.phrases for word in phrase.words)
    return tuple(
        Hit(article, mark(article.title, stems), snippet(article.body, stems))
        for article in map(found.get, keys)
        if article is not None  # deleted or hidden since it was indexed
    )
