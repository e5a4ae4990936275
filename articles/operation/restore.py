"""Brings a backup back. What was there is put aside, never deleted."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q, QuerySet

from articles.ingest.remove import record_removal, remove_article
from articles.models import Article, EntityRevision, Removal, RemovalFingerprint
from articles.operation import postgres
from articles.operation.backup import MEMBERS, Backup, BackupError, raw_files, unpack
from articles.operation.running import SiteIsRunning, site_stopped
from articles.worker import WorkerIsRunning, only_worker


@dataclass(frozen=True)
class Restored:
    """What came back, where the former data lies, and how many removals were carried out again."""

    backup: Backup
    articles: int
    aside: list[str]
    removed_again: int


def restore(path: Path, *, replace: bool = False, on_file: Callable[[], Any] = lambda: None) -> Restored:
    """Bring a backup back, bring its tables up to date, repeat removals and build the index.

    The backup is checked as a whole before anything is touched. Raises BackupError; a failure leaves or
    puts back what was there, up to the last step: no half restored archive shows what was removed.
    """
    with ExitStack() as stack:
        _be_alone(stack)
        if has_data() and not replace:
            raise BackupError(
                "في هذا الأرشيف بيانات. أعد الأمر مع REPLACE=1 (أو --replace) لوضعها جانبًا.",
                "This archive has data already. Repeat with REPLACE=1 (or --replace) to put it aside.",
            )
        scratch = tempfile.mkdtemp(dir=settings.DATA_DIR, prefix="restore-")
        stack.callback(shutil.rmtree, scratch)
        unpacked = Path(scratch)
        backup = unpack(path, unpacked, on_file)
        _refuse_unfit(backup)
        removals = present_removals()
        with ExitStack() as undo:
            aside = _exchange(unpacked, undo)
            call_command("migrate", interactive=False, verbosity=0)
            # A site that runs on, against the instructions or on another machine, reads all entities again.
            EntityRevision.go_beyond()
            removed_again = remove_again(removals)
            call_command("rebuild_index")
            restored = Restored(backup, Article.objects.count(), aside, removed_again)
            undo.pop_all()
        return restored


def _be_alone(stack: ExitStack) -> None:
    """Keep the site and its worker off until the stack is closed."""
    try:
        stack.enter_context(site_stopped())
        stack.enter_context(only_worker())
    except (SiteIsRunning, WorkerIsRunning) as error:
        raise BackupError(
            "الموقع يعمل الآن. أوقفه قبل استعادة نسخة احتياطية.",
            "The site is running. Stop it before you restore a backup.",
        ) from error


def has_data() -> bool:
    """There are tables or raw files."""
    if next(raw_files(), None) is not None:
        return True
    if connection.vendor == "postgresql":
        return bool(postgres.tables())
    return _sqlite_path().exists() and bool(connection.introspection.table_names())


def _sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def _refuse_unfit(backup: Backup) -> None:
    """A backup of another engine, or made by a newer version than this."""
    if backup.engine != connection.vendor:
        raise BackupError(
            f"النسخة من {backup.engine}، وهذا الأرشيف يستخدم {connection.vendor}: راجع DATABASE_URL.",
            f"The backup is of {backup.engine}, but this archive uses {connection.vendor}: see DATABASE_URL.",
        )
    known = MigrationLoader(None).disk_migrations
    if unknown := [name for app, name in backup.migrations if (app, name) not in known]:
        raise BackupError(
            f"النسخة من إصدار أحدث ({backup.version}) من هذا البرنامج. حدّث البرنامج أولًا.",
            f"The backup was made by a newer version ({backup.version}, {unknown[0]}). Upgrade first.",
        )


# ---------------------------------------------------------------------- exchanging


def _exchange(unpacked: Path, undo: ExitStack) -> list[str]:
    """Put what is there aside and the unpacked backup in its place; returns where the former data lies.

    Each step leaves its opposite in `undo`, which takes them back in reverse order.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = Path(settings.DATA_DIR) / f"before-restore-{stamp}"
    aside.mkdir(mode=0o700)
    undo.callback(aside.rmdir)
    places = [str(aside)]
    for directory in (Path(settings.RAW_DIR), Path(settings.INDEX_DIR)):
        _move(directory, aside / directory.name, undo)
        # What came in its place must be gone: a directory is moved into one that is there.
        undo.callback(shutil.rmtree, directory, ignore_errors=True)
    _move(unpacked / "raw", Path(settings.RAW_DIR), undo)
    if connection.vendor == "postgresql":
        places.append(_exchange_tables(unpacked / MEMBERS["postgresql"], stamp.lower(), undo))
    else:
        _exchange_sqlite(unpacked / "database.sqlite3", aside, undo)
    return places


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    """Move what exists."""
    if source.exists():
        shutil.move(source, target)
        undo.callback(shutil.move, target, source)


def _exchange_sqlite(new: Path, aside: Path, undo: ExitStack) -> None:
    connections.close_all()
    path = _sqlite_path()
    if path.exists():
        _leave_wal(path)
    # The log and its map are there only if the former database is damaged; they go with it.
    files = [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]
    for former in files:
        _move(former, aside / former.name, undo)
    undo.callback(_forget_sqlite, files)
    shutil.move(new, path)


def _forget_sqlite(files: list[Path]) -> None:
    """Remove a database with its log, which SQLite would read into the one that comes in its place."""
    connections.close_all()
    for path in files:
        path.unlink(missing_ok=True)


def _leave_wal(path: Path) -> None:
    """Write the log into the database file: SQLite does that only when no other program has it open."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _in_use() from error
        # A damaged database is a good reason for a restore.


def _exchange_tables(dump: Path, stamp: str, undo: ExitStack) -> str:
    if postgres.other_clients():
        raise _in_use()
    schema = f"{postgres.ASIDE_PREFIX}{stamp}"
    postgres.move_tables(out_of=None, into=schema)
    undo.callback(postgres.put_back, schema)
    connections.close_all()
    try:
        postgres.load(dump)
    except postgres.PostgresError as error:
        raise BackupError(f"تعذّرت الاستعادة: {error}", f"The restore failed: {error}") from error
    return schema


def _in_use() -> BackupError:
    return BackupError(
        "برنامج آخر يستخدم قاعدة البيانات. أوقفه قبل استعادة نسخة احتياطية.",
        "Another program is using the database. Stop it before you restore a backup.",
    )


# ---------------------------------------------------------------------- removals since the backup


@dataclass(frozen=True)
class PastRemoval:
    """The trace of a removal, as it outlives its database; the user by name."""

    article_id: int
    source_name: str
    canonical_url: str
    reason: str
    removed_at: datetime
    removed_by: str
    fingerprints: frozenset[str]

    def articles(self) -> QuerySet[Article]:
        """What was removed, where it is back: by content, raw file, address, or number and source."""
        hashes = self.fingerprints
        same = Q(content_hash__in=hashes) | Q(raw_sha256__in=hashes) | Q(raw_files__sha256__in=hashes)
        # Numbers are given again: what came in later is another article.
        same |= Q(pk=self.article_id, source__name=self.source_name, fetched_at__lt=self.removed_at)
        if self.canonical_url:
            same |= Q(canonical_url=self.canonical_url)
        return Article.objects.filter(same).select_related("source").distinct()


def present_removals() -> list[PastRemoval]:
    """What was removed for legal reasons from the archive that is put aside, the first first."""
    try:
        if not has_data():
            return []
        removals = Removal.objects.select_related("removed_by").prefetch_related("fingerprints")
        return [
            PastRemoval(
                article_id=removal.article_id,
                source_name=removal.source_name,
                canonical_url=removal.canonical_url,
                reason=removal.reason,
                removed_at=removal.removed_at,
                removed_by=removal.removed_by.get_username() if removal.removed_by else "",
                fingerprints=frozenset(row.sha256 for row in removal.fingerprints.all()),
            )
            for removal in removals.order_by("removed_at", "pk")
        ]
    except DatabaseError:
        return []  # no such table, or damaged


def remove_again(removals: list[PastRemoval]) -> int:
    """Carry out removals that the backup does not know of; returns how many articles went."""
    count = 0
    for past in removals:
        if Removal.objects.filter(article_id=past.article_id, removed_at=past.removed_at).exists():
            continue
        traces = {
            article.pk: remove_article(article, reason=past.reason) for article in list(past.articles())
        }
        count += len(traces)
        _write_again(past, traces.get(past.article_id))
    return count


def _write_again(past: PastRemoval, trace: Removal | None) -> None:
    """Make the trace say what it said: who and when, and every fingerprint; one that is missing is made."""
    trace = trace or record_removal(
        article_id=past.article_id,
        source_name=past.source_name,
        canonical_url=past.canonical_url,
        reason=past.reason,
        fingerprints=(),
    )
    trace.source_name, trace.canonical_url = past.source_name, past.canonical_url
    trace.removed_at = past.removed_at
    trace.removed_by = User.objects.filter(username=past.removed_by).first()
    trace.save()
    RemovalFingerprint.objects.bulk_create(
        (RemovalFingerprint(removal=trace, sha256=sha256) for sha256 in sorted(past.fingerprints)),
        ignore_conflicts=True,
    )
