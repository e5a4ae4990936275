"""A backup holds everything, harms nobody, and comes back."""

import fcntl
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import ConnectionHandler, connection
from environ import Env

from articles.ingest.raw import keep_raw, raw_path
from articles.operation import postgres, running
from articles.operation.backup import BackupError, unpack, write_backup
from articles.operation.restore import restore
from articles.worker import only_worker
from tests.site_process import Site

# ---------------------------------------------------------------------- the drill

STATE = """
import hashlib, json
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from articles.models import Article, Mention
from articles.search.criteria import SearchCriteria
from articles.search.find import find
def keys(query):
    results = find(SearchCriteria(query=query), AnonymousUser(), size=100)
    return [hit.article.pk for hit in results.hits]
queries = ["", "هلسنكي", "سوريا", "انتخابات"]
print(json.dumps({
    "articles": list(Article.objects.order_by("pk").values()),
    "mentions": Mention.objects.count(),
    "users": list(User.objects.values_list("username", flat=True)),
    "raw": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(settings.RAW_DIR.glob("*/*"))},
    "found": {query: keys(query) for query in queries},
}, default=str))
"""
FILL = """
from django.contrib.auth.models import User
from articles.ingest.raw import keep_raw
from articles.models import Article
User.objects.create_user("warraq")
article = Article.objects.order_by("pk").first()
article.raw_sha256 = keep_raw("صفحة محفوظة".encode())
article.raw_files.create(sha256=article.raw_sha256)
article.save()
"""


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Empty for SQLite; else a new database on the server that the tests run on."""
    if connection.vendor == "sqlite":
        yield ""
        return
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    values = connection.settings_dict
    name = f"newsarchive_drill_{uuid.uuid4().hex}"
    server = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"]}
    with psycopg.connect(**server, password=values["PASSWORD"], dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield "postgres://{user}:{0}@{host}:{port}/{1}".format(values["PASSWORD"], name, **server)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Site:
    """A site with the demo articles, a raw file and a user."""
    site = Site(tmp_path / "var", {"DATABASE_URL": database_url} if database_url else {})
    site.run("prepare")
    site.python(FILL)
    site.run("run_indexer", "--drain")
    return site


def wipe(site: Site) -> None:
    shutil.rmtree(site.directory)
    if "DATABASE_URL" in site.variables:
        with psycopg.connect(site.variables["DATABASE_URL"], autocommit=True) as database:
            database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.mark.database
def test_an_archive_comes_back_whole_after_everything_was_lost(site, tmp_path):
    before = json.loads(site.python(STATE))
    made = json.loads(site.run("backup", "--to", str(tmp_path / "safe"), "--json").stdout)
    wipe(site)

    result = site.run("restore", made["path"], "--json").stdout.splitlines()[-1]

    assert len(before["articles"]) >= 40
    assert len(before["raw"]) == 1
    assert before["users"] == ["warraq"]
    assert before["found"]["هلسنكي"]
    assert json.loads(site.python(STATE)) == before
    assert json.loads(result)["articles"] == len(before["articles"])


@pytest.mark.database
def test_a_restore_over_an_archive_puts_it_aside_and_repeats_legal_removals(site, tmp_path):
    before = json.loads(site.python(STATE))
    made = json.loads(site.run("backup", "--to", str(tmp_path / "safe"), "--json").stdout)
    gone = before["articles"][0]["id"]
    site.run("remove_article", str(gone), "--reason", "حكم محكمة")

    refused = site.run("restore", made["path"], check=False)
    result = json.loads(site.run("restore", made["path"], "--replace", "--json").stdout.splitlines()[-1])

    assert refused.returncode != 0
    assert "REPLACE=1" in refused.stderr
    after = json.loads(site.python(STATE))
    assert {article["id"] for article in after["articles"]} == {
        article["id"] for article in before["articles"]
    } - {gone}
    assert gone not in after["found"][""]
    assert after["raw"] == {}
    assert result["removed_again"] == 1
    aside = Path(result["aside"][0])
    assert (aside / "index").is_dir()
    if connection.vendor == "sqlite":
        assert (aside / "archive.sqlite3").is_file()
    else:
        with psycopg.connect(site.variables["DATABASE_URL"]) as database:
            (count,) = database.execute(
                f"SELECT count(*) FROM {result['aside'][1]}.articles_article"
            ).fetchone()
        assert count == len(before["articles"]) - 1


#: Runs a restore whose step fails as on a full disk.
FAILING = """
import errno, sys
from pathlib import Path
from unittest import mock
from articles.operation.restore import restore
full = OSError(errno.ENOSPC, "No space left on device")
def command(name, **options):
    if name == {step!r}:
        raise full
    from django.core.management import call_command
    call_command(name, **options)
with mock.patch("articles.operation.restore.call_command", command):
    try:
        restore(Path({path!r}), replace=True)
    except OSError as error:
        assert error is full
    else:
        sys.exit("no error")
"""
TRACES = """
import json
from articles.models import Removal
print(json.dumps([
    [row.article_id, row.source_name, row.reason, row.removed_at.isoformat(),
     row.removed_by and row.removed_by.username, sorted(f.sha256 for f in row.fingerprints.all())]
    for row in Removal.objects.order_by("pk")
]))
"""
REMOVE = """
from django.contrib.auth.models import User
from articles.ingest.remove import remove_article
from articles.models import Article
remove_article(Article.objects.get(pk={0}), reason="حكم محكمة", user=User.objects.get())
"""


@pytest.mark.database
@pytest.mark.parametrize("step", ["migrate", "rebuild_index"])
def test_a_restore_that_fails_after_the_exchange_puts_everything_back(site, tmp_path, step):
    """Otherwise what was removed for legal reasons would be back, without its trace."""
    made = json.loads(site.run("backup", "--to", str(tmp_path / "safe"), "--json").stdout)
    gone = json.loads(site.python(STATE))["articles"][0]["id"]
    site.run("remove_article", str(gone), "--reason", "حكم محكمة")
    site.run("run_indexer", "--drain")
    before, traces = json.loads(site.python(STATE)), site.python(TRACES)

    site.python(FAILING.format(path=made["path"], step=step))

    assert json.loads(site.python(STATE)) == before
    assert site.python(TRACES) == traces
    assert len(json.loads(traces)) == 1
    assert not list(site.directory.glob("*restore-*"))


@pytest.mark.database
def test_repeated_removals_keep_who_removed_what_and_when(site, tmp_path):
    made = json.loads(site.run("backup", "--to", str(tmp_path / "safe"), "--json").stdout)
    first, second = (article["id"] for article in json.loads(site.python(STATE))["articles"][:2])
    site.python(REMOVE.format(first))
    site.python(REMOVE.format(second))
    traces = json.loads(site.python(TRACES))
    assert [trace[4] for trace in traces] == ["warraq", "warraq"]

    site.run("restore", made["path"], "--replace")
    again = json.loads(site.run("backup", "--to", str(tmp_path / "later"), "--json").stdout)
    site.run("restore", again["path"], "--replace")

    assert json.loads(site.python(TRACES)) == traces


# ---------------------------------------------------------------------- writing


@pytest.fixture
def backup(transactional_db, tmp_path):
    keep_raw(b"one")
    keep_raw(b"two")
    return write_backup(tmp_path / "backups")


@pytest.mark.database
def test_only_its_owner_may_read_a_backup(backup):
    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert backup.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_holds_the_database_the_raw_files_and_nothing_else(backup):
    (Path(django_settings.RAW_DIR) / "ab").mkdir(exist_ok=True)
    with tarfile.open(backup.path) as tar:
        names = tar.getnames()
    raw = sorted(f"raw/{digest[:2]}/{digest}.gz" for digest in map(sha256, (b"one", b"two")))
    assert names == ["database.sqlite3.gz", *raw, "manifest.json"]


def test_a_half_written_raw_file_is_left_out(transactional_db, tmp_path):
    path = raw_path(keep_raw(b"one"))
    (path.parent / "tmp8x2k").write_bytes(b"half")
    assert len(write_backup(tmp_path / "backups").raw_names) == 1


def test_the_secret_key_is_not_in_a_backup(transactional_db, tmp_path):
    (tmp_path / "secret_key").write_text("hush")
    path = write_backup(tmp_path / "backups").path
    assert b"hush" not in path.read_bytes()


def test_a_failed_backup_leaves_no_file(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr("articles.operation.backup._dump_database", lambda target: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


# ---------------------------------------------------------------------- checking


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def members_of(path: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(path) as tar:
        return [(member, tar.extractfile(member).read()) for member in tar]


def write_tar(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(path, "w") as tar:
        for member, data in members:
            tar.addfile(member, io.BytesIO(data))
    return path


def named(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.type, member.linkname = size, kind, link
    return member


def test_an_untouched_backup_unpacks(backup, tmp_path):
    checked = unpack(backup.path, tmp_path / "out")
    assert checked == backup
    assert (tmp_path / "out" / "database.sqlite3").is_file()
    assert gzip.decompress((tmp_path / "out" / backup.raw_names[0]).read_bytes()) in {b"one", b"two"}


@pytest.mark.parametrize(
    "stranger",
    [
        named("../outside"),
        named("/etc/passwd"),
        named("raw/../../outside.gz"),
        named(f"raw/ab/{'c' * 64}.gz"),
        named(f"raw/ab/ab{'0' * 62}.gz\n"),
        named("secret_key"),
        named(f"raw/ab/ab{'0' * 62}.gz", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        named(f"raw/ab/ab{'0' * 62}.gz", kind=tarfile.LNKTYPE, link="manifest.json"),
        named("raw", kind=tarfile.DIRTYPE),
        named("manifest.json"),
    ],
    ids=lambda member: f"{member.name!r} {member.type!r}",
)
def test_a_backup_with_a_strange_member_is_refused(backup, tmp_path, stranger):
    members = members_of(backup.path)
    path = write_tar(tmp_path / "strange.tar", [*members[:-1], (stranger, b""), members[-1]])
    with pytest.raises(BackupError):
        unpack(path, tmp_path / "out")
    assert not (tmp_path / "outside").exists()


def test_a_member_twice_is_refused(backup, tmp_path):
    members = members_of(backup.path)
    with pytest.raises(BackupError, match="no backup holds"):
        unpack(write_tar(tmp_path / "twice.tar", [members[1], *members]), tmp_path / "out")


def test_a_changed_raw_file_is_refused(backup, tmp_path):
    members = members_of(backup.path)
    member, data = members[1]
    members[1] = (member, bytes([data[0] ^ 1]) + data[1:])
    with pytest.raises(BackupError, match="does not match its manifest"):
        unpack(write_tar(tmp_path / "changed.tar", members), tmp_path / "out")


def test_a_missing_raw_file_is_refused(backup, tmp_path):
    members = members_of(backup.path)
    del members[1]
    with pytest.raises(BackupError, match="does not match its manifest"):
        unpack(write_tar(tmp_path / "missing.tar", members), tmp_path / "out")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_backup_cut_short_is_refused(backup, tmp_path, share):
    data = backup.path.read_bytes().rstrip(b"\0")
    cut = tmp_path / "cut.tar"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupError):
        unpack(cut, tmp_path / "out")


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    path = tmp_path / "page.tar"
    path.write_text("صفحة محفوظة")
    with pytest.raises(BackupError, match="not a backup"):
        unpack(path, tmp_path / "out")


def test_a_backup_of_an_unknown_format_is_refused(backup, tmp_path):
    *members, (member, data) = members_of(backup.path)
    changed = json.dumps(json.loads(data) | {"format": 99}).encode()
    member.size = len(changed)
    with pytest.raises(BackupError, match="format 99"):
        unpack(write_tar(tmp_path / "new.tar", [*members, (member, changed)]), tmp_path / "out")


# ---------------------------------------------------------------------- refusing to restore


def with_manifest(backup, path: Path, **changes: object) -> Path:
    *members, (member, data) = members_of(backup.path)
    changed = json.dumps(json.loads(data) | changes).encode()
    member.size = len(changed)
    return write_tar(path, [*members, (member, changed)])


def test_a_backup_by_a_newer_version_is_refused(backup, tmp_path):
    path = with_manifest(backup, tmp_path / "newer.tar", migrations=[["articles", "9999_later"]])
    with pytest.raises(BackupError, match="9999_later"):
        restore(path, replace=True)


def test_a_refused_restore_leaves_everything_as_it_was(backup, tmp_path):
    path = with_manifest(backup, tmp_path / "newer.tar", migrations=[["articles", "9999_later"]])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupError):
        restore(path, replace=True)
    locks = {tmp_path / "running.lock", tmp_path / "worker.lock"}
    assert sorted(set(tmp_path.rglob("*")) - locks) == before


def test_a_restore_is_refused_while_the_site_runs(backup):
    with running._open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with pytest.raises(BackupError, match="The site is running"):
            restore(backup.path, replace=True)


def test_a_restore_is_refused_while_the_worker_runs(backup):
    with only_worker(), pytest.raises(BackupError, match="The site is running"):
        restore(backup.path, replace=True)


def test_a_restore_over_data_is_refused_unless_asked_for(backup):
    with pytest.raises(BackupError, match="REPLACE=1"):
        restore(backup.path)


def test_a_failed_exchange_is_undone(tmp_path, monkeypatch):
    """The last step fails: the database of the backup is not where it should be."""
    site = Site(tmp_path / "var")
    site.run("migrate", "--verbosity", "0")
    made = json.loads(site.run("backup", "--to", str(tmp_path / "safe"), "--json").stdout)
    before = (site.directory / "archive.sqlite3").stat().st_ino
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\n"
            "c = sqlite3.connect(sys.argv[1])\n"
            "c.execute('BEGIN'); c.execute('SELECT * FROM django_migrations').fetchone()\n"
            "print('open', flush=True); sys.stdin.read()",
            str(site.directory / "archive.sqlite3"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        done = site.run("restore", made["path"], "--replace", check=False)
        holder.stdin.close()
    assert done.returncode != 0
    assert "Another program is using the database" in done.stderr
    assert (site.directory / "archive.sqlite3").stat().st_ino == before


def test_what_postgres_programs_are_told_holds_no_password(monkeypatch):
    address = "postgres://user:s3c%3Aret@db.example:5433/archive?sslmode=require"
    database = ConnectionHandler({"default": Env.db_url_config(address)})["default"]
    monkeypatch.setattr(postgres, "connection", database)
    with postgres._password_file() as passfile:
        told = postgres._conninfo(passfile)
        kept = Path(passfile).read_text()
        mode = Path(passfile).stat().st_mode & 0o777
    assert "s3c" not in told
    assert {"dbname=archive", "host=db.example", "port=5433", "sslmode=require"} <= set(told.split())
    assert kept == "*:*:*:*:s3c\\:ret\n"
    assert mode == 0o600
    assert not Path(passfile).exists()
