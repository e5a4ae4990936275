"""The page of an entity: its chart is found by mouse, keyboard and reader, and leads to searches."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def address(archive) -> str:
    return f"/entity/{archive.entities['syria'].pk}/"


def bar(page: Page, year: int):
    return page.get_by_role("link", name=re.compile(f"^{year}:")).first


def test_a_bar_leads_to_the_articles_of_its_time(visitor, address):
    page = visitor(address, javascript=False)
    bar(page, 2018).click()
    expect(page).to_have_url(re.compile(r"/\?entity=\d+&date=2018$"))
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(2)


def test_bars_are_reached_by_keyboard_and_say_what_they_are(visitor, address):
    page = visitor(address)
    first = bar(page, 2018)
    first.focus()
    expect(first).to_be_focused()
    assert first.evaluate("(link) => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("date=2018"))


def test_time_runs_from_right_to_left(visitor, address):
    page = visitor(address)
    early, late = bar(page, 2018).bounding_box(), bar(page, 2023).bounding_box()
    assert early["x"] > late["x"]
    page.locator("button[name=language]").click()
    early, late = bar(page, 2018).bounding_box(), bar(page, 2023).bounding_box()
    assert early["x"] < late["x"]


def test_the_table_behind_the_chart_opens_without_javascript(visitor, address):
    page = visitor(address, javascript=False)
    table = page.locator(".timeline__table table")
    expect(table).to_be_hidden()
    page.locator(".timeline__table summary").click()
    expect(table.locator("tbody tr")).to_have_count(2)


def test_one_gets_there_from_an_article_and_on_to_another_entity(visitor, archive):
    page = visitor(archive.articles["meeting-agency"].get_absolute_url())
    page.locator(".names .name", has_text="سوريا").click()
    expect(page.locator("h1")).to_have_text("سوريا")
    page.locator(".profile .name--place", has_text="هلسنكي").click()
    expect(page.locator("h1")).to_have_text("هلسنكي")


def test_a_search_for_it_leads_back_to_it(visitor, address, archive):
    page = visitor(address)
    page.locator(".profile .button").click()
    expect(page.locator(".result")).to_have_count(3)
    page.locator(".about-entity a").click()
    expect(page.locator("h1")).to_have_text("سوريا")


def test_nothing_of_it_is_cut_on_paper(visitor, address):
    page = visitor(address)
    page.emulate_media(media="print")
    expect(page.locator(".timeline__chart")).to_be_visible()
    expect(page.locator(".timeline__table")).to_be_hidden()
    expect(page.locator(".profile .print-only")).to_be_visible()
