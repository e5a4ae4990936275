"""From paths to stored articles: read, extract, store; a problem names its file and the rest goes on."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.arabic.normalize import clean_input
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.raw import keep_raw, sha256_of
from articles.ingest.readers.saved_page import read_saved_page
from articles.ingest.sources import source_named
from articles.ingest.store import Outcome, store
from articles.models import ImportProblem, ImportRun, Source

logger = logging.getLogger("newsarchive.import")

MAX_FILE_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """Why an input was not imported."""

    message_en: str
    message_ar: str
    line: int | None = None
    field: str = ""


@dataclass(frozen=True)
class Imported:
    """What became of one file: an outcome and the article's data, or a problem."""

    path: str
    outcome: Outcome | None = None
    problem: Problem | None = None
    article_id: int | None = None
    title: str = ""
    source: str = ""
    published: str = ""
    status: str = ""
    reviews: tuple[str, ...] = ()


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and all `.txt` files below the directories named, in order."""
    for path in paths:
        try:
            is_directory = path.is_dir()
        except OSError:  # a name that no system takes; reading it says why
            is_directory = False
        if is_directory:
            yield from sorted(found for found in path.rglob("*.txt") if found.is_file())
        else:
            yield path


def import_files(
    files: Iterable[Path],
    *,
    run: ImportRun | None,
    source: Source | None = None,
    on_each: Callable[[Imported], None] = lambda imported: None,
) -> ImportRun | None:
    """Import saved pages one by one; without a run nothing is stored (a dry run)."""
    try:
        for path in files:
            imported = import_file(path, source=source, dry_run=run is None)
            if run is not None:
                _record(run, imported)
            on_each(imported)
    finally:
        # Also when it is interrupted: the run then says what it had done.
        if run is not None:
            run.finished_at = timezone.now()
            run.save()
    return run


def import_file(path: Path, *, source: Source | None = None, dry_run: bool = False) -> Imported:
    """Import one saved page. Never raises for anything that is wrong with the file."""
    shown = shown_path(path)
    try:
        data = _read(path)
        return _store(shown, data, read_saved_page(data), source, dry_run=dry_run)
    except UnreadableInput as error:
        problem = Problem(error.message_en, error.message_ar, error.line, error.field_name)
    except (OSError, DatabaseError):
        # A full disk or a lost database is nobody's file's fault: the import stops and can be repeated.
        raise
    except Exception as error:
        # A defect of ours must cost this file only; the log has where it is.
        logger.exception("import of %s failed", shown)
        name = type(error).__name__
        problem = Problem(f"An error of the program: {name}.", f"خطأ في البرنامج: {name}.")
    return Imported(shown, problem=problem)


def shown_path(path: Path) -> str:
    """The path as text that can be stored and printed, whatever bytes it is made of."""
    return clean_input(os.fsencode(path).decode("utf-8", "replace"))


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableInput("This is no regular file.", "هذا ليس ملفًا عاديًا.")
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput(
            f"The file cannot be read: {reason}.", f"تتعذّر قراءة الملف: {reason}."
        ) from error
    if len(data) > MAX_FILE_BYTES:
        megabytes = MAX_FILE_BYTES // 1024**2
        raise UnreadableInput(
            f"The file is larger than {megabytes} MB.", f"حجم الملف أكبر من {megabytes} ميغابايت."
        )
    return data


def _store(shown: str, data: bytes, document: Document, source: Source | None, *, dry_run: bool) -> Imported:
    with transaction.atomic():
        stored = store(
            document, source=source or source_named(document.source_name), raw_sha256=sha256_of(data)
        )
        article = stored.article
        imported = Imported(
            shown,
            outcome=stored.outcome,
            article_id=None if dry_run and stored.outcome is Outcome.CREATED else article.pk,
            title=article.title,
            source=article.source.name,
            published=article.published_at.isoformat() if article.published_at else "",
            status=article.status,
            reviews=tuple(article.reviews.open().values_list("reason", flat=True)),
        )
        if not dry_run and stored.outcome is not Outcome.UNCHANGED:
            # Before the commit: a row never names a file that is not there.
            keep_raw(data)
        transaction.set_rollback(dry_run)
    return imported


def _record(run: ImportRun, imported: Imported) -> None:
    if imported.problem is None:
        assert imported.outcome is not None
        setattr(run, imported.outcome.value, getattr(run, imported.outcome.value) + 1)
        return
    run.failed += 1
    ImportProblem.objects.create(
        run=run,
        path=imported.path[:2000],
        line=imported.problem.line,
        field=imported.problem.field,
        message_en=imported.problem.message_en,
        message_ar=imported.problem.message_ar,
    )
