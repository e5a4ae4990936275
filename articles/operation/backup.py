"""One file that holds the archive: the database and the raw files. The index is built from them.

A backup is a tar file, its members compressed one by one:

    database.sqlite3.gz or database.pgdump   the database at one moment
    raw/ab/abcdef….gz                        each raw file as it lies in the data directory
    manifest.json                            last: format, version, time, engine, SHA-256 per member

The database is taken first. Raw files are written before the rows that name them, so every row of the
backup finds its file. A file cut short has no manifest and is refused.
"""

import fcntl
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.operation import postgres
from newsarchive import VERSION

FORMAT = 1
MANIFEST = "manifest.json"
MEMBERS = {"sqlite": "database.sqlite3.gz", "postgresql": "database.pgdump"}
RAW_MEMBER = re.compile(r"raw/(?P<start>[0-9a-f]{2})/(?P=start)[0-9a-f]{62}\.gz")
MAX_MANIFEST_BYTES = 1 << 30
#: How long a backup waits for a database that is locked.
LOCKED_S = 20.0
#: Directories in the data directory that hold a copy of the database while a backup is written.
SCRATCH_PREFIX = "backup-"


class BackupError(Exception):
    """What stands in the way, in Arabic and in English."""

    def __init__(self, arabic: str, english: str) -> None:
        super().__init__(f"{arabic}\n{english}")


@dataclass(frozen=True)
class Backup:
    """A backup file and what its manifest says."""

    path: Path
    made_at: str
    engine: str
    version: str
    members: dict[str, str]
    migrations: list[list[str]]

    @property
    def raw_names(self) -> list[str]:
        return [name for name in self.members if name.startswith("raw/")]


# ---------------------------------------------------------------------- writing


def write_backup(directory: Path, on_file: Callable[[], Any] = lambda: None) -> Backup:
    """Write a backup into the directory while the site goes on; only its owner may read the file."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_backup():
        sweep(directory)
        return _write_alone(directory, on_file)


@contextmanager
def only_backup() -> Iterator[None]:
    """Wait for another backup of this data directory to end; the system frees the lock."""
    with open(Path(settings.DATA_DIR) / "backup.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep(directory: Path) -> None:
    """Remove what a killed backup left: whole copies of the database, which no removal would reach."""
    for scratch in Path(settings.DATA_DIR).glob(f"{SCRATCH_PREFIX}*/"):
        shutil.rmtree(scratch, ignore_errors=True)
    for partial in directory.glob(".newsarchive-*.tar.*"):
        partial.unlink(missing_ok=True)


def _write_alone(directory: Path, on_file: Callable[[], Any]) -> Backup:
    now = datetime.now(UTC)
    path = directory / f"newsarchive-{now:%Y%m%dT%H%M%SZ}.tar"
    # mkstemp makes the file with mode 0600.
    descriptor, partial = tempfile.mkstemp(dir=directory, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            backup = _write(file, path, now, on_file)
            file.flush()
            os.fsync(file.fileno())
        try:
            # Unlike a rename it never replaces a backup of the same second.
            os.link(partial, path)
        except FileExistsError as error:
            raise BackupError(f"الملف موجود: {path}", f"The file is there already: {path}") from error
    finally:
        Path(partial).unlink()
    return backup


def _write(file: IO[bytes], path: Path, now: datetime, on_file: Callable[[], Any]) -> Backup:
    members: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=SCRATCH_PREFIX) as scratch:
            name = MEMBERS[connection.vendor]
            _dump_database(Path(scratch) / name)
            migrations = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
            members[name] = _add(tar, name, Path(scratch) / name, now)
            on_file()
        for raw in raw_files():
            name = f"raw/{raw.parent.name}/{raw.name}"
            # Removed for legal reasons since the directory was read.
            with suppress(FileNotFoundError):
                members[name] = _add(tar, name, raw, now)
            on_file()
        backup = Backup(path, now.isoformat(), connection.vendor, VERSION, members, migrations)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": backup.made_at,
            "engine": backup.engine,
            "migrations": migrations,
            "sha256": members,
        }
        _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode(), now)
    return backup


def raw_files() -> Iterator[Path]:
    """The raw files, in the order of their names."""
    for path in sorted(Path(settings.RAW_DIR).glob("*/*.gz")):
        if RAW_MEMBER.fullmatch(f"raw/{path.parent.name}/{path.name}"):
            yield path


def _dump_database(target: Path) -> None:
    if connection.vendor == "postgresql":
        postgres.dump(target)
        return
    plain = target.with_suffix("")
    connection.ensure_connection()
    with closing(sqlite3.connect(plain)) as copy:
        # SQLite's own way to copy a database in use: one moment, writers wait for nobody.
        connection.connection.backup(copy, progress=_not_for_ever())
        copy.execute("PRAGMA journal_mode=DELETE")
        _check_sqlite(copy, "the archive's own database")
    with open(plain, "rb") as source, gzip.open(target, "wb", compresslevel=6) as compressed:
        shutil.copyfileobj(source, compressed, 1 << 20)
    plain.unlink()


def _not_for_ever() -> Callable[[int, int, int], None]:
    """SQLite asks this after each try to copy; it would try a locked database without end."""
    deadline = time.monotonic() + LOCKED_S

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise BackupError("قاعدة البيانات مقفلة.", "The database is locked.")

    return progress


def _check_sqlite(database: sqlite3.Connection, name: str) -> None:
    try:
        problem = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        problem = str(error)
    if problem != "ok":
        raise BackupError(
            f"قاعدة البيانات تالفة ({name}): {problem}", f"Damaged database ({name}): {problem}"
        )


class _HashingReader(io.RawIOBase):
    """Reads a file and hashes what was read."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, path: Path, now: datetime) -> str:
    """Add a file under a name; returns its SHA-256."""
    with open(path, "rb") as file:
        reader = _HashingReader(file)
        tar.addfile(_member(name, os.fstat(file.fileno()).st_size, now), reader)
        return reader.sha256.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes, now: datetime) -> None:
    tar.addfile(_member(name, len(data), now), io.BytesIO(data))


def _member(name: str, size: int, now: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(now.timestamp())
    return member


# ---------------------------------------------------------------------- reading


def unpack(path: Path, target: Path, on_file: Callable[[], Any] = lambda: None) -> Backup:
    """Check a backup as a whole and lay its files into the empty directory `target`.

    Raises BackupError for a file that is damaged, incomplete, of an unknown format, or that
    holds anything but what a backup holds.
    """
    found: dict[str, str] = {}
    manifest: bytes | None = None
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                _refuse_strangers(member, found, has_manifest=manifest is not None)
                content = tar.extractfile(member)
                assert content is not None
                if member.name == MANIFEST:
                    manifest = content.read(MAX_MANIFEST_BYTES)
                    continue
                found[member.name] = _lay(content, target / member.name)
                on_file()
    except FileNotFoundError as error:
        raise BackupError(f"لا يوجد ملف بهذا الاسم: {path}", f"There is no such file: {path}") from error
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(
            f"الملف تالف أو ليس نسخة احتياطية: {path}", f"Damaged, or not a backup: {path} ({error})"
        ) from error
    backup = _read_manifest(path, manifest or b"")
    _compare(found, backup.members)
    _unpack_database(backup, target)
    return backup


def _refuse_strangers(member: tarfile.TarInfo, found: dict[str, str], *, has_manifest: bool) -> None:
    known = member.name in {MANIFEST, *MEMBERS.values()} or RAW_MEMBER.fullmatch(member.name)
    plain = member.type == tarfile.REGTYPE and not member.issparse()
    if not known or not plain or member.name in found or has_manifest:
        raise BackupError(
            f"في الملف ما لا يكون في نسخة احتياطية: {member.name!r}",
            f"The file holds what no backup holds: {member.name!r}",
        )


def _lay(content: IO[bytes] | gzip.GzipFile, target: Path) -> str:
    """Write the content to a new file; returns its SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    reader = _HashingReader(content)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := reader.read(1 << 20):
            file.write(chunk)
    return reader.sha256.hexdigest()


def _read_manifest(path: Path, data: bytes) -> Backup:
    incomplete = BackupError(
        f"النسخة غير كاملة (لا بيان صالح في آخرها): {path}",
        f"The backup is not complete (no valid manifest at its end): {path}",
    )
    try:
        manifest = json.loads(data)
        if manifest["format"] != FORMAT:
            raise BackupError(
                f"صيغة النسخة {manifest['format']} غير معروفة في هذا الإصدار.",
                f"The format {manifest['format']} of the backup is not known to this version.",
            )
        backup = Backup(
            path,
            str(manifest["made_at"]),
            str(manifest["engine"]),
            str(manifest["version"]),
            {str(name): str(sha256) for name, sha256 in manifest["sha256"].items()},
            [[str(app), str(name)] for app, name in manifest["migrations"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise incomplete from error
    if backup.engine not in MEMBERS or MEMBERS[backup.engine] not in backup.members:
        raise incomplete
    return backup


def _compare(found: dict[str, str], expected: dict[str, str]) -> None:
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            raise BackupError(
                f"محتوى النسخة لا يطابق بيانها: {name}", f"The backup does not match its manifest: {name}"
            )


def _unpack_database(backup: Backup, target: Path) -> None:
    if backup.engine != "sqlite":
        return
    compressed = target / MEMBERS["sqlite"]
    plain = compressed.with_suffix("")
    try:
        with gzip.open(compressed) as content:
            _lay(content, plain)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(
            f"قاعدة البيانات في النسخة تالفة: {error}", f"Damaged database in the backup: {error}"
        ) from error
    compressed.unlink()
    with closing(sqlite3.connect(plain)) as database:
        _check_sqlite(database, backup.path.name)
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            raise BackupError(
                "قاعدة البيانات في النسخة فارغة.", "The database in the backup has no tables of an archive."
            )
