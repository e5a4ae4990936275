"""find(criteria): the one door to search for pages, feeds, exports, the API and the admin."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from django.contrib.auth.models import AnonymousUser, User
from django.utils.safestring import SafeString

from articles.arabic.variants import Variants
from articles.models import Article
from articles.search.chips import Chip, chips
from articles.search.criteria import MAX_PAGE, PAGE_SIZE, SearchCriteria
from articles.search.entities_found import EntityFound, entities_called
from articles.search.facets import Facet, facets
from articles.search.highlight import mark, snippet
from articles.search.marker import Marker
from articles.search.names_in_query import NameRead, names_in
from articles.search.search import Search
from articles.search.syntax import ParsedQuery

NO_HTML = SafeString()


@dataclass(frozen=True)
class Hit:
    """One found article, with its headline and best part marked up for the page."""

    article: Article
    title_html: SafeString = NO_HTML
    snippet_html: SafeString = NO_HTML


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
    #: Sentences for the page, some of them HTML.
    notes: tuple[str, ...] = ()
    search: Search | None = field(default=None, repr=False, compare=False)
    #: The entities that the whole query names; only for pages (`widen`).
    called: tuple[EntityFound, ...] = ()
    #: No article has the words, so these name those entities, under whatever spelling.
    names_called: bool = False
    #: Latin words of the query that were read as names; only where no article has all its words.
    names_read: tuple[NameRead, ...] = ()

    @property
    def was_widened(self) -> bool:
        """No article had all the words, so these have any of them."""
        return self.criteria.match != self.asked.match

    @property
    def followed(self) -> SearchCriteria:
        """What a feed of these articles asks for: feeds are never widened."""
        return self.criteria if self.names_called or self.is_named else self.asked

    @property
    def is_named(self) -> bool:
        """These name all of `names_read`."""
        return bool(self.names_read) and self.criteria.query != self.asked.query

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
    with_marks: bool = True,
    size: int = PAGE_SIZE,
    variants: Variants | None = None,
) -> SearchResults:
    """Carry out a search as this user may see it.

    With `widen`, when no article has all the words, those are returned that have the Latin ones as names
    (`names_read`); else those with any of the words, and `was_widened` says so; when none has any, those
    that name what the query names, and `names_called` says so. Without
    `with_marks` the hits have no HTML. `variants` are the classes of spellings to search with; None takes
    those in force. Raises IndexNotReady when there is no usable index.
    """
    asked = criteria
    search = Search.of(criteria, user, variants=variants)
    page = search.run(size=size, with_facets=with_facets)
    may_widen = widen and not page.total and criteria.match == "all" and len(search.parsed.phrases) > 1
    read = names_in(search.parsed, user) if may_widen else None
    is_named = False
    if read:
        sort = criteria.sort or ("" if read.has_words else "newest")
        changes = {"query": read.query, "sort": sort, "page": criteria.page}
        naming = Search.of(criteria.with_changes(**changes), user, variants=variants)
        if (named := naming.run(size=size, with_facets=with_facets)).total:
            search, page, is_named = naming, named, True
    if may_widen and not page.total:
        wider = search.with_any_word()
        wider_page = wider.run(size=size, with_facets=with_facets)
        if wider_page.total:
            search, page = wider, wider_page
    criteria, parsed = search.criteria, search.parsed
    # From what was carried out: a count of a widened search is true only for a link that is wide too.
    shown = criteria if is_named else replace(asked, match=criteria.match)
    called = entities_called(parsed, user) if widen else ()
    names_called = False
    if not page.total and (wanted := _of_one_kind(called, search)):
        changes = {"query": "", "entities": (*criteria.entities, *wanted), "page": criteria.page}
        naming = Search.of(criteria.with_changes(**changes), user)
        if (named := naming.run(size=size, with_facets=with_facets)).total:
            search, page, names_called = naming, named, True
            criteria = shown = search.criteria
    return SearchResults(
        asked=asked,
        criteria=criteria,
        parsed=parsed,
        total=page.total,
        hits=_hits(page.keys, search, with_marks=with_marks),
        facets=facets(page.counts, shown, search.chosen),
        chips=chips(asked, search.allowed),
        undated_count=dict(page.counts.get("undated", ())).get(1, 0),
        notes=(*asked.notes, *(note.html for note in search.words.notes), *page.notes),
        search=search,
        called=tuple(called),
        names_called=names_called,
        names_read=read.names if read else (),
    )


def _of_one_kind(called: Sequence[EntityFound], search: Search) -> tuple[int, ...]:
    """Of several kinds, all would have to be named; of a kind that was chosen already, any of them."""
    if not called or called[0].entity.kind in search.chosen.entities:
        return ()
    return tuple(found.entity.pk for found in called if found.entity.kind == called[0].entity.kind)


def count(criteria: SearchCriteria, user: User | AnonymousUser) -> int:
    """How many articles `find` would have without widening, at the least cost."""
    return Search.of(criteria, user).count()


def _hits(keys: Sequence[int], search: Search, *, with_marks: bool) -> tuple[Hit, ...]:
    found = Article.objects.filter(status__in=search.allowed).for_list().in_bulk(keys)
    # Deleted or hidden since they were indexed: those are not there.
    articles = [article for article in map(found.get, keys) if article is not None]
    if not with_marks:
        return tuple(map(Hit, articles))
    of_title = Marker.of(search.words.match, fields=("text", "title"))
    of_body = Marker.of(search.words.match)
    return tuple(
        Hit(article, mark(article.title, of_title), snippet(article.body, of_body)) for article in articles
    )
