"""How an entity is written: all spellings with their counts, and which source writes which.

From the database: the index knows entities, not how they are written.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count

from articles.arabic.normalize import name_key
from articles.models import Mention, Source

#: Mentions that are counted, the latest: more would keep a reader waiting. These take about 0.1 s.
MAX_MENTIONS = 30_000
#: Ways of writing, each in one source, the most frequent: what is rarer is written once or twice.
_MAX_ROWS = 10_000
MAX_SPELLINGS = 40
#: Of the table of sources and spellings.
MAX_SOURCES, MAX_COLUMNS = 8, 6
#: Less often than that is no habit.
_LEAST_FOR_HOUSE_FORM = 2


@dataclass(frozen=True)
class Spelling:
    """As it is most often written, with or without marks and seats; `share` is of 100 of the first."""

    name: str
    count: int
    share: int


@dataclass(frozen=True)
class Cell:
    count: int
    #: The source writes it so more often than in any other way.
    is_house_form: bool


@dataclass(frozen=True)
class SourceRow:
    """A source's mentions under each of the columns, and under all other spellings."""

    source: Source
    cells: tuple[Cell, ...]
    others: int


@dataclass(frozen=True)
class SpellingTable:
    columns: tuple[Spelling, ...]
    rows: tuple[SourceRow, ...]
    #: Sources that are not shown.
    more: int

    @property
    def has_others(self) -> bool:
        return any(row.others for row in self.rows)


@dataclass(frozen=True)
class Spellings:
    """Most frequent first; `more` are not listed. `was_cut`: only the latest mentions were counted."""

    listed: tuple[Spelling, ...] = ()
    more: int = 0
    table: SpellingTable | None = None
    was_cut: bool = False


#: (as written, key of the source, times)
Row = tuple[str, int, int]


def spellings_of(root: int, statuses: Collection[str]) -> Spellings:
    """The spellings of a root and all its members in articles of these statuses; at most three queries."""
    named = Mention.objects.filter(entity__canonical=root, entity__is_rejected=False)
    latest = named.order_by("-pk").values("pk")
    written = Mention.objects.filter(pk__in=latest[:MAX_MENTIONS], article__status__in=statuses)
    grouped = written.exclude(name="").order_by().values_list("name", "article__source_id")
    rows = list(
        grouped.annotate(times=Count("pk")).order_by("-times", "name", "article__source_id")[:_MAX_ROWS]
    )
    sources = Source.objects.in_bulk({source for _name, source, _times in rows})
    return counted(rows, sources, was_cut=latest[MAX_MENTIONS : MAX_MENTIONS + 1].exists())


def counted(rows: Collection[Row], sources: dict[int, Source], *, was_cut: bool = False) -> Spellings:
    """What was counted, by spelling: what differs in nothing but marks, seats and spaces is one."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    by_source: dict[int, Counter[str]] = defaultdict(Counter)
    for name, source, times in rows:
        key = name_key(name) or name
        forms[key][name] += times
        by_source[source][key] += times
    totals = {key: written.total() for key, written in forms.items()}
    keys = sorted(totals, key=lambda key: (-totals[key], key))
    listed = {
        key: Spelling(_usual(forms[key]), totals[key], max(1, round(100 * totals[key] / totals[keys[0]])))
        for key in keys[:MAX_SPELLINGS]
    }
    ranked = sorted(by_source, key=lambda source: (-by_source[source].total(), source))
    table = None
    if len(keys) > 1 and len(ranked) > 1:
        columns = keys[:MAX_COLUMNS]
        shown = [_row(sources[source], by_source[source], columns) for source in ranked[:MAX_SOURCES]]
        table = SpellingTable(
            tuple(listed[key] for key in columns), tuple(shown), max(0, len(ranked) - MAX_SOURCES)
        )
    return Spellings(tuple(listed.values()), len(keys) - len(listed), table, was_cut)


def _row(source: Source, times: Counter[str], columns: Iterable[str]) -> SourceRow:
    house = _house_form(times)
    cells = tuple(Cell(times[key], is_house_form=key == house) for key in columns)
    return SourceRow(source, cells, times.total() - sum(cell.count for cell in cells))


def _house_form(times: Counter[str]) -> str | None:
    """The spelling that stands out; None if two are as frequent, or nothing is frequent at all."""
    (first, most), *others = times.most_common(2)
    if most < _LEAST_FOR_HOUSE_FORM or (others and others[0][1] == most):
        return None
    return first


def _usual(written: Counter[str]) -> str:
    return min(written, key=lambda name: (-written[name], name))
