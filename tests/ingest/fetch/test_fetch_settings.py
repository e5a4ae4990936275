"""The settings of fetching, read as a new process would."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.site_process import ROOT


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSARCHIVE_DATA_DIR", str(tmp_path / "var"))

    def read(**variables: str) -> dict:
        for name in ("FETCH_CONTACT", "FETCH_ALLOWED_HOSTS"):
            monkeypatch.setenv(name, variables.get(name, ""))
        return runpy.run_path(str(ROOT / "newsarchive" / "settings.py"))

    return read


def test_without_settings_nobody_is_named_and_nothing_internal_allowed(read):
    settings = read()
    assert settings["FETCH_CONTACT"] == ""
    assert settings["FETCH_ALLOWED_HOSTS"] == []


@pytest.mark.parametrize("contact", ["archive@news.example", "https://archive.example/about?a=b"])
def test_a_contact_is_an_address(read, contact):
    assert read(FETCH_CONTACT=contact)["FETCH_CONTACT"] == contact


@pytest.mark.parametrize("contact", ["a@b.example\nX-Evil: 1", "a)b", "أرشيف@news.example", "call us"])
def test_a_contact_that_would_break_the_header_is_refused(read, contact):
    with pytest.raises(ImproperlyConfigured, match=r"^FETCH_CONTACT must be"):
        read(FETCH_CONTACT=contact)


def test_allowed_hosts_are_parted_by_commas_in_any_case(read):
    hosts = read(FETCH_ALLOWED_HOSTS="Feeds.Corp.example, 10.0.0.5:9000 ,")["FETCH_ALLOWED_HOSTS"]
    assert hosts == ["feeds.corp.example", "10.0.0.5:9000"]
