"""From records to stored articles; a problem names its place and the rest goes on.

Records are read first and then stored in chunks, each in one transaction: what is interrupted leaves whole
chunks, and repeating the import completes it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.ingest.documents import UnreadableInput
from articles.ingest.problems import Problem, problem_of
from articles.ingest.raw import keep_raw, sha256_of
from articles.ingest.readers.record import Record
from articles.ingest.sources import source_named
from articles.ingest.store import Batch, Incoming, Outcome
from articles.models import Article, ImportProblem, ImportRun, Review, Source, SourceAlias

#: Others write too: a chunk holds the database for less than a second.
CHUNK_ROWS = 100
CHUNK_BYTES = 8 * 1024 * 1024
#: What a run has done something to.
CHANGED = (Outcome.CREATED, Outcome.UPDATED)
#: Files written at a time: a disk takes many of them to safety as fast as one.
_WRITERS = 8


@dataclass(frozen=True)
class Imported:
    """What became of one record: an outcome and the article's data, or a problem; and what was left out."""

    path: str
    line: int | None = None
    outcome: Outcome | None = None
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()
    article_id: int | None = None
    title: str = ""
    source: str = ""
    published: str = ""
    status: str = ""
    reviews: tuple[str, ...] = ()

    @property
    def counted_as(self) -> str:
        """The count of the run that this belongs to; none for what is about a whole file."""
        if self.problem:
            return "failed"
        return self.outcome.value if self.outcome else ""

    @property
    def is_new_draft(self) -> bool:
        return self.outcome in CHANGED and self.status == Article.Status.DRAFT


@dataclass(frozen=True)
class Import:
    """How to import: without a run nothing is stored (a dry run)."""

    run: ImportRun | None = None
    source: Source | None = None
    on_each: Callable[[Imported], None] = lambda imported: None


def import_records(records: Iterable[Record], how: Import) -> None:
    """Store records in chunks, each in one transaction."""
    run = how.run
    try:
        for chunk in _chunks(records):
            for imported in _store(chunk, how):
                how.on_each(imported)
    finally:
        # Also when it is interrupted: the run then says what it had done.
        if run is not None:
            run.finished_at = timezone.now()
            run.save()


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += len(record.raw)
        if len(chunk) >= CHUNK_ROWS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _store(chunk: list[Record], how: Import) -> list[Imported]:
    """Store a chunk and what the run says of it, or nothing of both.

    Raises OSError and DatabaseError: a full disk or a lost database is no record's fault, so the import stops
    and can be repeated.
    """
    with transaction.atomic():
        imported = _with_reviews(_store_records(chunk, how.source))
        if how.run is None:
            transaction.set_rollback(True)
            return [_not_stored(each) for each in imported]
        # Before the commit: a row never names a file that is not there.
        _keep_all(record.raw for record, each in zip(chunk, imported, strict=True) if each.outcome in CHANGED)
        _note_problems(how.run, imported)
        counts = Counter(each.counted_as for each in imported if each.counted_as)
        counts["drafts"] = sum(each.is_new_draft for each in imported)
        # With the rows: of a run that is killed the admin shows what it had stored.
        more = {name: F(name) + count for name, count in counts.items()}
        if more:
            ImportRun.objects.filter(pk=how.run.pk).update(**more)
    for name, count in counts.items():
        setattr(how.run, name, getattr(how.run, name) + count)
    return imported


def _store_records(chunk: list[Record], source: Source | None) -> list[Imported]:
    incoming: dict[int, Incoming] = {}
    sources = {} if source else _sources(chunk)
    for place, record in enumerate(chunk):
        if record.document is not None:
            of = source or sources[record.document.source_name]
            incoming[place] = Incoming(
                record.document,
                of,
                sha256_of(record.raw),
                fetched_at=record.fetched_at,
                kind=record.kind,
                context=record.context,
            )
    batch = Batch(list(incoming.values()))
    numbers = {place: number for number, place in enumerate(incoming)}
    return [_store_one(batch, numbers.get(place), record) for place, record in enumerate(chunk)]


def _sources(chunk: list[Record]) -> dict[str, Source]:
    """The source of each name in a chunk, made where there is none; those known are asked for once."""
    names = {record.document.source_name for record in chunk if record.document is not None}
    keys = {name: SourceAlias.key_of(name) for name in names}
    aliases = SourceAlias.objects.filter(key__in=set(keys.values())).select_related("source")
    known = {alias.key: alias.source for alias in aliases}
    return {name: known.get(key) or source_named(name) for name, key in sorted(keys.items())}


def _store_one(batch: Batch, number: int | None, record: Record) -> Imported:
    imported = Imported(record.path, record.line, problem=record.problem, notes=record.notes)
    if number is None:
        return imported
    try:
        stored = batch.store(number)
    except (DataError, IntegrityError, UnreadableInput) as error:
        problem = problem_of(error, record.path)
    except (OSError, DatabaseError):
        raise
    except Exception as error:
        problem = problem_of(error, record.path)
    else:
        article = stored.article
        return replace(
            imported,
            outcome=stored.outcome,
            article_id=article.pk,
            title=article.title,
            source=article.source.name,
            published=article.published_at.isoformat() if article.published_at else "",
            status=article.status,
        )
    return replace(imported, problem=replace(problem, line=record.line), notes=())


def _with_reviews(imported: list[Imported]) -> list[Imported]:
    """The same with the open reviews of each article, asked once for all."""
    reasons: dict[int | None, list[str]] = {}
    keys = {each.article_id for each in imported if each.article_id}
    for key, reason in Review.objects.open().filter(article__in=keys).values_list("article_id", "reason"):
        reasons.setdefault(key, []).append(reason)
    return [replace(each, reviews=tuple(reasons.get(each.article_id, ()))) for each in imported]


def _not_stored(imported: Imported) -> Imported:
    """What a dry run says: an article that would be new has no number."""
    return replace(imported, article_id=None) if imported.outcome is Outcome.CREATED else imported


def _keep_all(raw: Iterable[bytes]) -> None:
    files = list(dict.fromkeys(raw))
    if len(files) < 2:
        list(map(keep_raw, files))
        return
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(keep_raw, files))


def _note_problems(run: ImportRun, imported: Iterable[Imported]) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            run=run,
            path=each.path[:2000],
            line=problem.line,
            field=problem.field[:50],
            message_en=problem.message_en,
            message_ar=problem.message_ar,
        )
        for each in imported
        for problem in (each.problem, *each.notes)
        if problem is not None
    )
