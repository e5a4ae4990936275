"""Names and headlines under the search box, with the keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def typed(visitor) -> Page:
    """The home page after the first letters of «هلسنكي»: a place and two headlines."""
    page = visitor()
    page.locator("#q").press_sequentially("هلس")
    expect(options(page)).to_have_count(3)
    return page


def options(page: Page):
    return page.locator("#completions [role=option]")


def selected(page: Page):
    return page.locator("#completions [aria-selected=true]")


def test_names_come_first_each_with_what_it_is(typed):
    expect(options(typed).first).to_contain_text("هلسنكي")
    expect(options(typed).first).to_contain_text("المكان")
    expect(options(typed).last).to_contain_text("العنوان")


def test_arrows_choose_and_the_box_says_which(typed):
    box = typed.locator("#q")
    expect(box).to_have_attribute("aria-expanded", "true")
    typed.keyboard.press("ArrowDown")
    expect(selected(typed)).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == selected(typed).get_attribute("id")
    typed.keyboard.press("ArrowUp")
    expect(selected(typed)).to_have_count(0)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    typed.keyboard.press("ArrowUp")
    expect(options(typed).last).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()


def test_enter_goes_to_the_chosen_name(typed):
    typed.keyboard.press("ArrowDown")
    typed.keyboard.press("Enter")
    expect(typed).to_have_url(re.compile("entity="))
    expect(typed.locator(".result")).to_have_count(2)


def test_enter_without_a_choice_searches_for_what_was_typed(typed):
    typed.keyboard.press("Enter")
    expect(typed).to_have_url(re.compile("q="))
    expect(typed.locator("#completions")).to_be_hidden()
    expect(typed.locator("#q")).to_have_attribute("aria-expanded", "false")


def test_escape_shuts_the_list_and_keeps_the_words(typed):
    typed.keyboard.press("Escape")
    expect(typed.locator("#completions")).to_be_hidden()
    assert typed.locator("#q").input_value() == "هلس"


def test_a_headline_opens_its_article(typed):
    title = options(typed).last.locator(".completions__label").inner_text()
    options(typed).last.click()
    expect(typed.locator("h1")).to_have_text(title)


def test_the_list_has_a_name_and_the_box_points_to_it(typed):
    expect(typed.get_by_role("listbox")).to_have_attribute("aria-label", re.compile("."))
    expect(typed.get_by_role("combobox")).to_have_attribute("aria-controls", "completions")


def test_equal_names_are_told_apart_and_shown_as_text(visitor):
    page = visitor()
    row = {"kind": "place", "label": "طرابلس", "detail": "<b>Tripoli</b>", "count": 1, "url": "/"}
    page.route(re.compile("/suggest/"), lambda route: route.fulfill(json={"suggestions": [row]}))
    page.locator("#q").press_sequentially("طر")
    expect(options(page).first.locator("bdi").nth(1)).to_have_text("<b>Tripoli</b>")


def test_without_javascript_the_box_is_a_plain_field(visitor):
    page = visitor(javascript=False)
    page.locator("#q").press_sequentially("هلس")
    expect(page.locator("#completions")).to_have_count(0)
    expect(page.locator("#q")).not_to_have_attribute("role", "combobox")
