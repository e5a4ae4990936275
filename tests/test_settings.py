"""The environment is read once and refused clearly; an unsafe production does not start."""

import os
import re
import runpy
import tomllib
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsarchive import VERSION
from tests.site_process import OWN_VARIABLES, ROOT, Site

SETTINGS = ROOT / "newsarchive" / "settings.py"
#: What a name in settings.py is read with.
READ = re.compile(r'\b(?:switch|choice|words|port|database|data_directory|env\.\w+)\(\s*"([A-Z_]+)"')


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Run settings.py as a new process would, with these variables alone."""
    for name in OWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSARCHIVE_DATA_DIR", str(tmp_path / "var"))

    def read(**variables: str) -> dict:
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            return runpy.run_path(str(SETTINGS))

    return read


@pytest.mark.parametrize(
    ("name", "value", "legal"),
    [
        ("DEBUG", "maybe", "1 or 0"),
        ("HTTPS", "https", "1 or 0"),
        ("GUEST_ACCESS", "2", "1 or 0"),
        ("DEMO", "لا", "1 or 0"),
        ("PORT", "http", "0 to 65535"),
        ("PORT", "65536", "0 to 65535"),
        ("PORT", "-1", "0 to 65535"),
        ("PORT", "٨٠٠٠", "0 to 65535"),
        ("DATABASE_URL", "archive.sqlite3", "sqlite:///"),
        ("DATABASE_URL", "mysql://user@host/name", "postgres://"),
        ("DATABASE_URL", "sqlite://:memory:", "sqlite:///"),
        ("DATABASE_URL", "postgres://user@host", "postgres://"),
        ("DATABASE_URL", "postgres://user@host:port/name", "postgres://"),
        ("DIGITS", "roman", "arabic, western"),
        ("MONTH_NAMES", "french", "dual, gulf, levantine, maghrebi"),
        ("DEFAULT_SOURCE_TIME_ZONE", "Damascus", "tz database"),
        ("NEWSARCHIVE_DATA_DIR", "/dev/null/var", "a directory that can be written to"),
    ],
    ids=lambda text: text or "empty",
)
def test_a_value_that_cannot_be_used_stops_with_its_name_and_the_legal_values(read, name, value, legal):
    with pytest.raises(ImproperlyConfigured) as error:
        read(**{name: value})
    assert str(error.value).startswith(name)
    assert legal in str(error.value)


def test_a_bad_database_address_does_not_show_its_password(read):
    with pytest.raises(ImproperlyConfigured) as error:
        read(DATABASE_URL="postgres://user:s3cret@host:port/name")
    assert "s3cret" not in str(error.value)


def test_a_command_stops_at_a_bad_value_without_a_page_of_traceback_after_the_message(tmp_path):
    done = Site(tmp_path / "var", {"PORT": "http"}).run("check", check=False)
    assert done.returncode != 0
    assert "PORT must be a number from 0 to 65535" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", OWN_VARIABLES)
def test_an_empty_variable_is_as_good_as_none(read, name):
    setting = {"DATABASE_URL": "DATABASES"}.get(name, name)
    assert read(**{name: ""})[setting] == read()[setting]


@pytest.mark.parametrize(
    ("address", "engine"),
    [
        ("sqlite:////srv/archive.sqlite3", "django.db.backends.sqlite3"),
        ("postgres://user:word@db.example:5433/archive", "django.db.backends.postgresql"),
        ("postgresql://user@/archive?host=/run/postgresql", "django.db.backends.postgresql"),
    ],
)
def test_both_engines_are_chosen_by_the_address(read, address, engine):
    assert read(DATABASE_URL=address)["DATABASES"]["default"]["ENGINE"] == engine


def test_hosts_are_parted_by_commas(read):
    hosts = read(ALLOWED_HOSTS="archive.example, www.archive.example ,")["ALLOWED_HOSTS"]
    assert hosts == ["archive.example", "www.archive.example"]


# ---------------------------------------------------------------------- the secret key


def test_the_secret_key_is_made_once_for_its_owner_only(read, tmp_path):
    first, second = read()["SECRET_KEY"], read()["SECRET_KEY"]
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_processes_that_start_at_once_all_read_one_whole_key(read, tmp_path, monkeypatch):
    link, seen = os.link, []

    def late(source, target):
        """Another process makes its key between our look and our try."""
        assert Path(source).read_text()
        Path(target).write_text("k" * 60)
        seen.append(target)
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert read()["SECRET_KEY"] == "k" * 60
    assert seen
    assert [path.name for path in (tmp_path / "var").glob("secret_key*")] == ["secret_key"]


def test_a_key_from_the_environment_leaves_no_file(read, tmp_path):
    assert read(SECRET_KEY="k" * 60)["SECRET_KEY"] == "k" * 60
    assert not (tmp_path / "var" / "secret_key").exists()


def test_an_empty_key_file_is_refused(read, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret_key").touch()
    with pytest.raises(ImproperlyConfigured, match="secret_key is empty"):
        read()


# ---------------------------------------------------------------------- production

PRODUCTION = {
    "HTTPS": "1",
    "ALLOWED_HOSTS": "archive.example",
    "SECRET_KEY": "".join(map(chr, range(48, 123))),
}


def deploy_check(tmp_path: Path, **variables: str):
    site = Site(tmp_path / "var", PRODUCTION | variables)
    return site.run("check", "--deploy", "--fail-level", "WARNING", check=False)


def test_a_safe_production_passes_the_deploy_check(tmp_path):
    done = deploy_check(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"DEBUG": "1"}, "newsarchive.E001"),
        ({"HTTPS": "0"}, "newsarchive.E002"),
        ({"ALLOWED_HOSTS": "*"}, "newsarchive.E003"),
        ({"SECRET_KEY": "short"}, "security.W009"),
    ],
    ids=["debug", "no https", "any host", "short key"],
)
def test_an_unsafe_production_is_refused(tmp_path, variables, complaint):
    done = deploy_check(tmp_path, **variables)
    assert done.returncode != 0
    assert complaint in done.stderr


def test_an_unsafe_production_does_not_even_start(tmp_path):
    done = Site(tmp_path / "var", PRODUCTION | {"HTTPS": "0", "PORT": "0"}).run("serve", check=False)
    assert done.returncode != 0
    assert "newsarchive.E002" in done.stderr


# ---------------------------------------------------------------------- the documents


def test_the_page_on_settings_names_every_variable_that_is_read():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, flags=re.MULTILINE))
    assert documented == set(READ.findall(SETTINGS.read_text(encoding="utf-8")))


def test_the_version_is_one():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
