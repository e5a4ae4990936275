"""Brings a backup back. What was there is put aside, never deleted."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q

from articles.ingest.remove import record_removal, remove_article
from articles.models import Article, Removal
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
    """Bring a backup back, bring its tables up to date and build the index.

    The backup is checked as a whole before anything is touched. Raises BackupError; a failure leaves or
    puts back what was there.
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
        aside = _exchange(unpacked)
        call_command("migrate", interactive=False, verbosity=0)
        removed_again = remove_again(removals)
        call_command("rebuild_index")
        return Restored(backup, Article.objects.count(), aside, removed_again)


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


def _exchange(unpacked: Path) -> list[str]:
    """Put what is there aside and the unpacked backup in its place; returns where the former data lies."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = Path(settings.DATA_DIR) / f"before-restore-{stamp}"
    aside.mkdir(mode=0o700)
    places = [str(aside)]
    with _moving() as move:
        for directory in (Path(settings.RAW_DIR), Path(settings.INDEX_DIR)):
            move(directory, aside / directory.name)
        move(unpacked / "raw", Path(settings.RAW_DIR))
        if connection.vendor == "postgresql":
            places.append(_exchange_tables(unpacked / MEMBERS["postgresql"], stamp.lower()))
        else:
            _exchange_sqlite(unpacked / "database.sqlite3", aside, move)
    return places


@contextmanager
def _moving() -> Iterator[Callable[[Path, Path], None]]:
    """Gives a function that moves what exists; an error undoes all its moves."""
    done: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        if source.exists():
            shutil.move(source, target)
            done.append((source, target))

    try:
        yield move
    except BaseException:
        for source, target in reversed(done):
            shutil.move(target, source)
        raise


def _exchange_sqlite(new: Path, aside: Path, move: Callable[[Path, Path], None]) -> None:
    connections.close_all()
    path = _sqlite_path()
    if path.exists():
        _leave_wal(path)
    # The log and its map are there only if the former database is damaged; they go with it.
    for suffix in ("", "-wal", "-shm"):
        former = path.with_name(path.name + suffix)
        move(former, aside / former.name)
    move(new, path)


def _leave_wal(path: Path) -> None:
    """Write the log into the database file: SQLite does that only when no other program has it open."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _in_use() from error
        # A damaged database is a good reason for a restore.


def _exchange_tables(dump: Path, stamp: str) -> str:
    if postgres.other_clients():
        raise _in_use()
    schema = f"{postgres.ASIDE_PREFIX}{stamp}"
    postgres.move_tables(out_of=None, into=schema)
    connections.close_all()
    try:
        postgres.load(dump)
    except postgres.PostgresError as error:
        postgres.move_tables(out_of=schema, into=None)
        raise BackupError(f"تعذّرت الاستعادة: {error}", f"The restore failed: {error}") from error
    return schema


def _in_use() -> BackupError:
    return BackupError(
        "برنامج آخر يستخدم قاعدة البيانات. أوقفه قبل استعادة نسخة احتياطية.",
        "Another program is using the database. Stop it before you restore a backup.",
    )


# ---------------------------------------------------------------------- removals since the backup


def present_removals() -> list[dict[str, Any]]:
    """What was removed for legal reasons from the archive that is put aside."""
    fields = ("article_id", "source_name", "canonical_url", "reason")
    try:
        if not has_data():
            return []
        return [
            {name: getattr(removal, name) for name in fields}
            | {"fingerprints": [fingerprint.sha256 for fingerprint in removal.fingerprints.all()]}
            for removal in Removal.objects.prefetch_related("fingerprints")
        ]
    except DatabaseError:
        return []  # no such table, or damaged


def remove_again(removals: list[dict[str, Any]]) -> int:
    """Carry out removals that the backup does not know of; returns how many articles went."""
    count = 0
    for row in removals:
        same = Q(content_hash__in=row["fingerprints"]) | Q(raw_sha256__in=row["fingerprints"])
        same |= Q(pk=row["article_id"], source__name=row["source_name"])
        if row["canonical_url"]:
            same |= Q(canonical_url=row["canonical_url"])
        for article in Article.objects.filter(same).select_related("source"):
            remove_article(article, reason=row["reason"])
            count += 1
        record_removal(**row)
    return count
