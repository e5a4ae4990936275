"""Leaving a value of a facet out, and the page of all its values."""

import re

import pytest
from playwright.sync_api import expect

QUERY = "/?q=هلسنكي"
VALUES = "/facets/person/?q=هلسنكي"


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def javascript(request) -> bool:
    return request.param


def test_a_source_is_left_out_and_let_in_again(visitor, javascript):
    page = visitor(QUERY, javascript=javascript)
    row = page.locator(".facet--source .facet__row").first
    name = row.locator(".facet__label").inner_text()
    row.hover()
    row.locator(".facet__without").click()
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".chip")).to_contain_text(name)
    expect(page.locator(".facet__label--excluded")).to_have_text(name)
    page.locator(".facet__value", has=page.locator(".facet__label--excluded")).click()
    expect(page.locator(".result")).to_have_count(2)
    expect(page.locator(".chip")).to_have_count(0)


def test_leaving_out_works_with_the_keyboard_and_says_what(visitor):
    page = visitor(QUERY)
    without = page.locator(".facet--source .facet__without").first
    assert without.inner_text().strip().startswith("استبعاد")
    without.focus()
    expect(without).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)


def test_first_letters_narrow_the_values(visitor, javascript):
    page = visitor(VALUES, javascript=javascript)
    expect(page.locator(".values__list > li")).to_have_count(2)
    page.get_by_label("أول حروف الاسم").last.fill("دان")
    page.locator(".values__form button").click()
    expect(page.locator(".values__list > li")).to_have_count(1)
    expect(page.locator(".values__list")).to_contain_text("جوزيف دانفورد")
    page.locator(".values__list .facet__value").click()
    expect(page).to_have_url(re.compile("entity="))
    expect(page.locator("#q")).to_have_value("هلسنكي")
    expect(page.locator(".result")).to_have_count(2)


def test_letters_that_begin_no_name_are_said_to(visitor):
    page = visitor(VALUES + "&beginning=ضض")
    expect(page.locator(".values__list")).to_have_count(0)
    expect(page.locator(".empty__line")).to_be_visible()


def test_the_way_back_keeps_the_search(visitor):
    page = visitor(VALUES + "&source=wakala")
    page.locator(".values a", has_text="العودة").click()
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(1)
