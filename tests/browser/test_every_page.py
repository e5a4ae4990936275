"""What holds on each page: the policy is kept, nothing runs out of the screen, text is large enough."""

import re

import pytest
from playwright.sync_api import expect

PAGES = {
    "home": "/",
    "results": "/?q=هلسنكي&undated=1&from=2018&sort=newest",
    "nothing found": "/?q=طماطم&source=nile",
    "operators": '/?q=(غيراس* OR "مرفأ بيروت") سورية -لبنان تاريخ:2018-06-31..2021&off=سورية:forms',
    "all values": "/facets/person/?q=هلسنكي",
    "entity": "/entity/{syria}/",
    "help": "/help/search",
    "about": "/about/",
    "sign in": "/sign-in/",
    "not found": "/nothing-here",
}
NARROW = 320

#: Elements with words of their own that are smaller than 15 px.
SMALL_TEXT = """() => [...document.querySelectorAll('body *')].filter((element) =>
  [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
  && element.getClientRects().length
  && parseFloat(getComputedStyle(element).fontSize) < 15).map((element) => element.outerHTML.slice(0, 80))"""

#: Links and buttons that do not stand in running text, and are lower than 24 px.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, summary, .masthead a, .facets a, .chips a, .controls a, .pager a, .result a, .howread a,'
    + '.profile a')]
  .filter((element) => element.getClientRects().length && element.getBoundingClientRect().height < 24)
  .map((element) => element.outerHTML.slice(0, 90))"""


@pytest.fixture(params=PAGES.values(), ids=PAGES.keys())
def path(request, archive) -> str:
    return request.param.replace("{syria}", str(archive.entities["syria"].pk))


def test_nothing_scrolls_sideways_on_a_narrow_screen(visitor, path):
    page = visitor(path, width=NARROW, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_no_text_is_smaller_than_15_px(visitor, path):
    assert visitor(path).evaluate(SMALL_TEXT) == []


def test_targets_are_24_px_high(visitor, path):
    assert visitor(path, width=390, height=844).evaluate(SMALL_TARGETS) == []


def test_page_has_landmarks_one_main_heading_and_a_skip_link(visitor, path):
    page = visitor(path)
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    page.keyboard.press("Tab") if path != "/sign-in/" else page.locator(".skip").first.focus()
    expect(page.locator(".skip").first).to_be_focused()


def test_every_field_has_a_label(visitor, path):
    page = visitor(path)
    unlabelled = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden])')].filter((i) => !i.labels.length).length"
    )
    assert unlabelled == 0


def test_nothing_is_loaded_from_elsewhere(visitor, path, site):
    page = visitor("/about/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    assert asked
    assert all(url.startswith((site, "data:")) for url in asked)


def test_english_runs_from_left_to_right(visitor, path):
    page = visitor(path)
    page.locator("button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    assert not re.search("[\u0600-\u06ff]", page.locator(".masthead__line").inner_text())


def test_search_is_closed_politely_without_an_index(visitor, settings):
    for part in settings.INDEX_DIR.iterdir():
        if part.is_file() or part.is_symlink():
            part.unlink()
    page = visitor("/?q=هلسنكي")
    expect(page.locator(".command")).to_have_text("python manage.py rebuild_index")
    expect(page.locator("#q")).to_have_value("هلسنكي")


def test_wrong_password_is_said_and_the_right_one_signs_in(visitor, curator):
    page = visitor("/sign-in/?next=/about/")
    page.locator("#id_username").fill("curator")
    page.locator("#id_password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("#id_password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/about/$"))
    expect(page.locator(".site-nav")).to_contain_text("curator")
    page.locator(".site-nav form[action='/sign-out/'] button").click()
    expect(page.locator(".site-nav")).not_to_contain_text("curator")
