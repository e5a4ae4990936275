"""What a person does on the search page, in a browser."""

import re

import pytest
from playwright.sync_api import expect

QUERY = "/?q=هلسنكي"


def titles(page) -> list[str]:
    return page.locator(".result__title").all_inner_texts()


def stay(page) -> None:
    """Leave a mark that a page load would wipe out."""
    page.evaluate("window.stayed = true")


def stayed(page) -> bool:
    return page.evaluate("window.stayed === true")


def test_page_is_arabic_from_right_to_left(visitor):
    page = visitor()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    facets, found = page.locator(".facets").bounding_box(), page.locator(".found").bounding_box()
    assert facets["x"] > found["x"]


def test_home_shows_the_newest_article_first(visitor):
    assert titles(visitor())[0] == "زلزال جديد يضرب هاتاي"


def test_search_marks_the_whole_written_word(visitor):
    page = visitor()
    page.locator("#q").fill("انفجار")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_count(2)
    assert "الانفجار" in page.locator(".result mark").all_inner_texts()


def test_search_swaps_the_results_without_a_page_load(visitor):
    page = visitor()
    stay(page)
    page.locator("#q").fill("هلسنكي")
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_have_count(2)
    assert stayed(page)
    assert "q=" in page.url
    expect(page.locator("#q")).to_be_focused()


def test_choosing_a_source_narrows_and_its_chip_removes_it(visitor):
    page = visitor(QUERY)
    stay(page)
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".chip")).to_have_count(1)
    assert "source=" in page.url
    expect(page.locator(".facet--source .facet__value[aria-current]")).to_have_count(1)
    page.locator(".chip").click()
    expect(page.locator(".result")).to_have_count(2)
    expect(page.locator(".chip")).to_have_count(0)
    assert "source=" not in page.url
    assert stayed(page)


def test_filters_stay_when_new_words_are_searched(visitor):
    page = visitor(QUERY)
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator("#q").fill("انفجار")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("%D8%A7%D9%86%D9%81%D8%AC%D8%A7%D8%B1"))
    expect(page.locator(".chip")).to_have_count(1)
    assert "source=" in page.url


def test_focus_stays_on_a_chosen_value_and_goes_to_the_heading_after_a_chip(visitor):
    page = visitor(QUERY)
    value = page.locator(".facet--source .facet__value").first
    value.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.evaluate("document.activeElement.classList.contains('facet__value')")
    page.locator(".chip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results-heading")).to_be_focused()


def test_count_is_announced_by_one_lasting_element(visitor):
    page = visitor(QUERY)
    page.evaluate("window.count = document.getElementById('count')")
    before = page.locator("#count").inner_text()
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator("#count")).not_to_have_text(before)
    assert page.evaluate("window.count.isConnected && window.count.getAttribute('aria-live') === 'polite'")


def test_back_returns_to_the_results_before(visitor):
    page = visitor(QUERY)
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".result")).to_have_count(2)


def test_a_year_opens_into_months_and_leads_back(visitor):
    page = visitor()
    page.locator("#facet-date-2020").click()
    expect(page.locator(".result")).to_have_count(2)
    page.locator("#facet-date-2020-08").click()
    expect(page.locator("#facet-date-2020-08-04")).to_be_visible()
    page.locator("#facet-date-wider").click()
    expect(page.locator("#facet-date-2020-08")).to_be_visible()
    page.locator("#facet-date-wider").click()
    expect(page.locator("#facet-date-2023")).to_be_visible()


def test_dates_are_typed_as_arabs_write_them(visitor):
    page = visitor()
    page.locator("#date-from").fill("٤ آب ٢٠٢٠")
    page.locator("#date-to").fill("آب 2020")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".result")).to_have_count(2)
    assert page.locator("#date-from").input_value() == "4 آب (أغسطس) 2020"


def test_empty_fields_stay_out_of_the_address(visitor):
    page = visitor()
    page.locator("#date-from").fill("2020")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert "to=" not in page.url


def test_undated_articles_are_one_click_away(visitor):
    page = visitor()
    page.locator("#facet-undated").click()
    expect(page.locator(".result")).to_have_count(1)
    expect(page.locator(".badge--undated")).to_have_count(1)


def test_pages_follow_each_other(visitor, many):
    page = visitor("/?q=الطقس")
    first = titles(page)
    page.locator(".pager__step[rel=next]").click()
    expect(page.locator(".pager [aria-current=page]")).to_contain_text("2")
    assert not set(titles(page)) & set(first)
    assert page.evaluate("window.scrollY") == 0
    expect(page.locator("#results-heading")).to_be_focused()
    page.locator(".pager__step[rel=prev]").click()
    expect(page.locator(".pager [aria-current=page]")).to_contain_text("1")
    assert titles(page) == first


def test_a_page_after_the_last_leads_to_the_last(visitor, many):
    page = visitor("/?q=الطقس&page=9")
    page.locator(".empty a").click()
    expect(page.locator(".result")).to_have_count(5)


def test_order_is_kept_in_the_address(visitor):
    page = visitor()
    page.locator("#sort-oldest").click()
    expect(page.locator("#sort-oldest")).to_have_attribute("aria-current", "true")
    assert "sort=oldest" in page.url
    assert titles(page)[0] == "رئيسا الأركان الروسي والأميركي يلتقيان في هلسنكي"


def test_nothing_found_offers_the_filter_to_drop(visitor):
    page = visitor("/?q=هلسنكي&source=nile")
    expect(page.locator(".result")).to_have_count(0)
    page.locator(".empty__ways a").click()
    expect(page.locator(".result")).to_have_count(2)


def test_words_that_no_article_has_are_named(visitor):
    page = visitor("/?q=هلسنكي طماطم")
    expect(page.locator(".result")).to_have_count(2)
    expect(page.locator(".notice .missing")).to_have_text("طماطم")


def test_a_result_opens_its_article(visitor):
    page = visitor(QUERY)
    title = titles(page)[0]
    page.locator(".result__title a").first.click()
    expect(page.locator("h1")).to_have_text(title)


def test_slash_goes_to_the_search_on_an_arabic_keyboard(visitor):
    page = visitor()
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'Slash', key: 'ظ', bubbles: true}))"
    )
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j/k")
    assert page.locator("#q").input_value() == "j/k"


def test_keys_walk_the_results_and_can_be_switched_off(visitor):
    page = visitor(QUERY)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".result__title a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".result__title a").first).to_be_focused()
    page.locator("#keys-on").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(".result.is-current")).to_have_count(0)


def test_an_error_of_the_site_is_shown_and_not_swallowed(visitor):
    page = visitor(QUERY)
    page.route(
        "**/*source=*",
        lambda route: route.fulfill(status=503, body="<p>closed</p>", content_type="text/html"),
    )
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator("body")).to_have_text("closed")


def test_markup_in_an_article_is_shown_as_text(visitor):
    page = visitor("/?q=تقنية")
    expect(page.locator(".result__title")).to_contain_text("<script>alert(1)</script>")


@pytest.mark.parametrize("path", ["/", QUERY])
def test_feed_is_announced(visitor, path):
    page = visitor(path)
    href = page.locator("link[rel=alternate]").get_attribute("href")
    assert href.startswith("/feeds/search.rss")
    assert page.request.get(href).headers["content-type"].startswith("application/rss+xml")


class TestWithoutJavaScript:
    def test_search_filter_and_chip(self, visitor):
        page = visitor(javascript=False)
        page.locator("#q").fill("هلسنكي")
        page.locator(".searchbox__button").click()
        expect(page.locator(".result")).to_have_count(2)
        page.locator(".facet--source .facet__value").first.click()
        expect(page.locator(".result")).to_have_count(1)
        page.locator(".chip").click()
        expect(page.locator(".result")).to_have_count(2)

    def test_dates_and_pages(self, visitor, many):
        page = visitor(javascript=False)
        page.locator(".pager__step[rel=next]").click()
        expect(page.locator(".pager [aria-current=page]")).to_contain_text("2")
        page.locator("#date-from").fill("1 كانون الثاني 2023")
        page.locator(".range button").click()
        expect(page.locator(".result")).to_have_count(2)

    def test_filters_open_on_the_phone(self, visitor):
        page = visitor(width=390, height=844, javascript=False)
        expect(page.locator(".facets")).not_to_be_visible()
        page.locator(".filters__summary").click()
        page.locator(".facet--source .facet__value").first.click()
        expect(page.locator(".chip")).to_have_count(1)

    def test_language(self, visitor):
        page = visitor(QUERY, javascript=False)
        page.locator("button[name=language]").click()
        expect(page.locator("html")).to_have_attribute("dir", "ltr")


class TestOnThePhone:
    def test_filters_are_shut_at_first_and_stay_open_while_one_chooses(self, visitor):
        page = visitor(QUERY, width=390, height=844)
        expect(page.locator(".facets")).not_to_be_visible()
        page.locator(".filters__summary").click()
        page.locator(".facet--source .facet__value").first.click()
        expect(page.locator(".chip")).to_have_count(1)
        expect(page.locator(".facets")).to_be_visible()


def test_language_switch_keeps_the_search(visitor):
    page = visitor(QUERY)
    page.locator(".facet--source .facet__value").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator("button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("#results-heading")).to_contain_text("Results for")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(".count")).to_have_text("1 result")
