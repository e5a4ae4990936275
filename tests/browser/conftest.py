"""A Chromium for the whole run, and pages that fail their test when the console complains."""

import os
import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from articles.ingest.documents import Document
from articles.ingest.store import store
from articles.worker import drain
from tests.browser.chromium import ARGUMENTS

INSTALL = "sudo apt-get install -y chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail(f"The browser tests drive Chromium, which is not here. Run: {INSTALL}", pytrace=False)
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server, archive) -> str:
    """The address of a running site with the small archive in it."""
    return live_server.url


@pytest.fixture
def many(archive) -> None:
    """So many more articles that the results have three pages."""
    for number in range(45):
        document = Document(
            title=f"نشرة الطقس رقم {number}",
            body=f"يسود طقس معتدل معظم المناطق، النشرة {number}.",
            canonical_url=f"https://sham.example/weather/{number}",
        )
        store(document, source=archive.sources["sham"])
    drain()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of a new visitor: `visitor(width=320, javascript=False)`.

    The test fails if the console reports an error, such as something that the
    content security policy forbids.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        path: str = "/", *, width: int = 1280, height: int = 900, javascript: bool = True, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # Chromium and htmx each report an answer that is meant to be an error.
    answers = re.compile("status of (404|503)|Response Status Error Code 503")
    assert [said for said in problems if not answers.search(said)] == []
