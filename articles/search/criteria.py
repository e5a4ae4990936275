"""SearchCriteria: everything that a search page shows, to and from a URL's parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.arabic.dates import parse_date
from articles.arabic.normalize import clean_input, normalize_word, strip_bidi_controls
from articles.models import Article, Review

T = TypeVar("T")

MAX_QUERY_LENGTH = 500
#: Every link of a page repeats them.
MAX_VALUES = 20
MAX_PAGE = 10_000
PAGE_SIZE = 20

MATCHES = ("all", "any")
SORTS = ("relevance", "newest", "oldest")


@dataclass(frozen=True)
class Period:
    """A year, month or day of the calendar, written as 2018, 2018-06 or 2018-06-08."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        parts = text.split("-")
        if not (1 <= len(parts) <= 3) or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        if len(parts[0]) != 4 or any(len(part) > 2 for part in parts[1:]):
            return None
        period = cls(*map(int, parts))
        try:
            period.first_day, period.last_day  # noqa: B018  (raises for a day that is not)
        except (ValueError, OverflowError):
            return None
        return period

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{n:02d}" for n in (self.month, self.day) if n is not None)]
        return "-".join(parts)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        if self.day is not None:
            return self.first_day
        if self.month is None or self.month == 12:
            return date(self.year, self.month or 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)

    @property
    def parent(self) -> "Period | None":
        if self.day is not None:
            return Period(self.year, self.month)
        return Period(self.year) if self.month is not None else None


@dataclass(frozen=True)
class SearchCriteria:
    """What to search for. Equal criteria have equal URLs; any URL gives legal criteria."""

    query: str = ""
    match: str = "all"
    sources: tuple[str, ...] = ()
    excluded_sources: tuple[str, ...] = ()
    entities: tuple[int, ...] = ()
    excluded_entities: tuple[int, ...] = ()
    period: Period | None = None
    date_from: date | None = None
    date_to: date | None = None
    undated: bool = False
    statuses: tuple[str, ...] = ()
    #: Reasons of open reviews, for those who may see them.
    reviews: tuple[str, ...] = ()
    #: No operators: every word is a word.
    plain: bool = False
    #: Readings of words that are not to count (`articles.search.syntax`).
    off: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    #: What of the URL could not be used, as messages for the page.
    notes: tuple[str, ...] = ()

    @property
    def effective_sort(self) -> str:
        """The chosen order; without one, relevance for a query and newest first otherwise."""
        if self.sort == "relevance" and not self.query:
            return "newest"
        return self.sort or ("relevance" if self.query else "newest")

    @property
    def has_filters(self) -> bool:
        return bool(
            self.sources
            or self.excluded_sources
            or self.entities
            or self.excluded_entities
            or self.period
            or self.date_from
            or self.date_to
            or self.undated
            or self.statuses
            or self.reviews
        )

    def to_query(self) -> QueryDict:
        """The URL parameters; defaults are left out, the order is fixed."""
        parameters = QueryDict(mutable=True)
        if self.query:
            parameters["q"] = self.query
        if self.match != "all":
            parameters["match"] = self.match
        if self.plain:
            parameters["plain"] = "1"
        parameters.setlist("off", list(self.off))
        parameters.setlist("source", list(self.sources))
        parameters.setlist("not_source", list(self.excluded_sources))
        parameters.setlist("entity", [str(pk) for pk in self.entities])
        parameters.setlist("not_entity", [str(pk) for pk in self.excluded_entities])
        if self.period:
            parameters["date"] = str(self.period)
        if self.date_from:
            parameters["from"] = self.date_from.isoformat()
        if self.date_to:
            parameters["to"] = self.date_to.isoformat()
        if self.undated:
            parameters["undated"] = "1"
        parameters.setlist("status", list(self.statuses))
        parameters.setlist("review", list(self.reviews))
        if self.sort:
            parameters["sort"] = self.sort
        if self.page > 1:
            parameters["page"] = str(self.page)
        return parameters

    def url_query(self) -> str:
        """`?q=…`, or `?` alone: as a link it means «no parameters» and not «this page again»."""
        return "?" + self.to_query().urlencode()

    def with_changes(self, **changes: object) -> "SearchCriteria":
        """Other criteria, on their first page unless a page is given."""
        return replace(self, **{"page": 1, "notes": (), **changes})  # type: ignore[arg-type]

    @classmethod
    def from_query(cls, parameters: QueryDict) -> "SearchCriteria":
        """Read URL parameters. Never fails: what cannot be used is left out and noted."""
        notes: list[str] = []
        query = strip_bidi_controls(clean_input(parameters.get("q", ""))).strip()
        if len(query) > MAX_QUERY_LENGTH:
            query = query[:MAX_QUERY_LENGTH]
            notes.append(str(_("The query was cut to its first 500 characters.")))
        period = None
        if written := parameters.get("date", "").strip():
            period = Period.parse(written)
            if period is None:
                notes.append(_unreadable(written))
        date_from = _read_day(parameters.get("from", ""), notes)
        date_to = _read_day(parameters.get("to", ""), notes, last=True)
        if date_from and date_to and date_from > date_to:
            notes.append(str(_("The first date is after the last one, so no article lies between them.")))
        return cls(
            query=query,
            match=_one_of(parameters.get("match", ""), MATCHES, "all"),
            plain=parameters.get("plain") == "1",
            off=_texts(parameters, "off"),
            sources=_texts(parameters, "source"),
            excluded_sources=_texts(parameters, "not_source"),
            entities=_keys(parameters, "entity"),
            excluded_entities=_keys(parameters, "not_entity"),
            period=period,
            date_from=date_from,
            date_to=date_to,
            undated=parameters.get("undated") == "1",
            statuses=_unique(s for s in parameters.getlist("status") if s in Article.Status.values),
            reviews=_unique(r for r in parameters.getlist("review") if r in Review.Reason.values),
            sort=_one_of(parameters.get("sort", ""), SORTS, ""),
            page=_page_number(parameters.get("page", "")),
            notes=tuple(notes),
        )


def _unreadable(written: str) -> str:
    return str(_("“%(text)s” was not understood as a date and was left out.")) % {"text": written[:50]}


def _one_of(value: str, legal: tuple[str, ...], default: str) -> str:
    return value if value in legal else default


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))[:MAX_VALUES]


def _texts(parameters: QueryDict, name: str) -> tuple[str, ...]:
    cleaned = (clean_input(value).strip() for value in parameters.getlist(name)[:MAX_VALUES])
    return _unique(value for value in cleaned if value and len(value) <= MAX_QUERY_LENGTH)


def _keys(parameters: QueryDict, name: str) -> tuple[int, ...]:
    return _unique(map(int, filter(_is_key, parameters.getlist(name))))


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 18


def _page_number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        return 1
    return min(max(int(value), 1), MAX_PAGE)


def _read_day(written: str, notes: list[str], *, last: bool = False) -> date | None:
    """A day in any form that Arabs write; a month or year means its first (or last) day."""
    if not (written := written.strip()[:100]):
        return None
    if period := Period.parse(normalize_word(written)):
        return period.last_day if last else period.first_day
    parsed = parse_date(written)
    if parsed is None or parsed.year is None:
        notes.append(_unreadable(written))
        return None
    period = Period(parsed.year, parsed.month, parsed.day)
    return period.last_day if last else period.first_day
