"""Log lines, languages and the health check."""

import logging

import pytest
from django.urls import reverse

from articles.models import Change
from newsarchive.logs import OneLine


@pytest.fixture
def line(caplog):
    """The formatted line of the last request."""

    def last() -> str:
        records = [record for record in caplog.records if record.name == "newsarchive.request"]
        return OneLine().format(records[-1])

    caplog.set_level(logging.INFO)
    return last


def test_each_request_is_one_line_with_its_id(client, db, line):
    response = client.get("/robots.txt")
    assert f"GET {reverse('robots')} 200" in line()
    assert len(response["X-Request-Id"]) == 12


def test_a_line_cannot_be_forged(client, db, line):
    client.get("/robots.txt?%0A2026-01-01T00:00:00Z INFO fake")
    assert "\n" not in line()


@pytest.mark.parametrize("character", ["\n", "\r", "\x85", "\u2028", "\x1b"])
def test_nothing_that_is_logged_ends_its_line(character):
    record = logging.LogRecord("name", logging.INFO, "", 0, "before%safter", (character,), None)
    assert character not in OneLine().format(record)


def test_a_traceback_stays_on_its_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        record = logging.LogRecord("name", logging.ERROR, "", 0, "failed", (), (type(error), error, None))
    assert "\n" not in OneLine().format(record)


def test_the_site_is_arabic_whatever_the_browser_prefers(client, archive):
    response = client.get("/", headers={"accept-language": "en-US,en"})
    assert response["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl"' in response.content.decode()


def test_the_reader_chooses_english_and_it_stays(client, archive):
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en" dir="ltr"' in client.get("/").content.decode()


def test_an_unknown_language_is_arabic(client, archive):
    client.cookies["django_language"] = "xx"
    assert client.get("/")["Content-Language"] == "ar"


def test_health_tells_of_database_index_and_waiting_changes(client, archive):
    state = client.get("/healthz").json()
    assert state["database"] == "ok"
    assert state["index_ready"] is True
    assert state["oldest_change_age_s"] is None
    generation = state["index"]
    archive.articles["port"].save()
    assert client.get("/healthz").json()["oldest_change_age_s"] >= 0
    assert Change.objects.count() == 1
    assert generation.startswith("v")


# Whoosh leaves a table of contents open that it cannot read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("damage", [b"", b"\x80foreign"])
def test_health_is_bad_with_a_damaged_index(client, archive, settings, damage):
    for path in settings.INDEX_DIR.rglob("*.toc"):
        path.write_bytes(damage)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["index_ready"] is False
    page = client.get("/")
    assert page.status_code == 503
    assert page["Retry-After"] == "60"


def test_health_is_told_to_any_host_and_pages_only_to_ours(client, archive, settings):
    settings.ALLOWED_HOSTS = ["archive.example"]
    assert client.get("/healthz", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"host": "127.0.0.1:8000"}).status_code == 400
    assert client.get("/", headers={"host": "archive.example"}).status_code == 200


def test_health_is_bad_without_an_index(client, db):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["index_ready"] is False
