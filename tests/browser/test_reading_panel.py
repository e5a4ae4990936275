"""How a query was read: the panel over the results, with its switches and its way to plain words."""

import re

import pytest
from playwright.sync_api import Page, expect

SYNTAX = "/?q=انفجار -مرفأ تاريخ:2020-08"


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def javascript(request) -> bool:
    return request.param


def opened(page: Page) -> Page:
    page.locator(".howread summary").click()
    return page


def part(page: Page, name: str):
    return page.locator(".howread__part", has_text=name).first


def test_a_spelling_is_switched_off_and_on(visitor, javascript):
    page = opened(visitor("/?q=سورية", javascript=javascript))
    everything = page.locator(".result").count()
    expect(part(page, "تهجئات أخرى")).to_have_attribute("aria-current", "true")
    part(page, "تهجئات أخرى").click()
    expect(page).to_have_url(re.compile("off="))
    expect(part(page, "تهجئات أخرى")).not_to_have_attribute("aria-current", "true")
    expect(page.locator(".howread")).to_have_attribute("open", "")
    assert page.locator(".result").count() < everything
    part(page, "تهجئات أخرى").click()
    expect(page).not_to_have_url(re.compile("off="))
    expect(page.locator(".result")).to_have_count(everything)


def test_the_panel_stays_open_and_the_focus_on_the_switch(visitor):
    page = opened(visitor("/?q=سورية"))
    for url in (re.compile("off="), re.compile("^(?!.*off=)")):
        part(page, "تهجئات أخرى").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(url)
        expect(part(page, "تهجئات أخرى")).to_be_focused()
        expect(page.locator(".howread")).to_have_attribute("open", "")


def test_operators_are_shown_as_they_were_read(visitor):
    page = opened(visitor(SYNTAX))
    expect(page.locator(".howread__query")).to_have_text("انفجار -مرفأ تاريخ:2020-08-01..2020-08-31")


def test_plain_words_and_back(visitor, javascript):
    page = opened(visitor(SYNTAX, javascript=javascript))
    page.get_by_role("link", name="كلمات عادية").click()
    expect(page).to_have_url(re.compile("plain=1"))
    expect(page.locator(".howread__query")).to_have_count(0)
    page.locator(".howread a", has_text="أدوات الربط").click()
    expect(page).not_to_have_url(re.compile("plain="))


def test_new_words_are_read_without_the_switches_of_the_old(visitor):
    page = visitor("/?q=سورية&off=سورية:variants")
    page.locator("#q").fill("هلسنكي")
    page.keyboard.press("Enter")
    expect(page.locator("#results-heading")).to_contain_text("هلسنكي")
    assert "off=" not in page.url


def test_what_was_read_differently_is_said_in_both_languages(visitor):
    page = visitor("/?q=بيروت و/أو أربيل")
    expect(page.locator(".notice").first).to_contain_text("أداة ربط واحدة")
    page.locator("button[name=language]").click()
    expect(page.locator(".notice").first).to_contain_text("one operator")


def test_markup_in_a_query_is_shown_as_text(visitor):
    page = visitor("/?q=بيروت تاريخ:<b>20</b>")
    expect(page.locator(".notice").first).to_contain_text("<b>20</b>")
    expect(page.locator(".found b")).to_have_count(0)
