"""The article page in a browser."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def dated(archive) -> str:
    return archive.articles["meeting-agency"].get_absolute_url()


@pytest.fixture
def undated(archive) -> str:
    return archive.articles["meeting-daily"].get_absolute_url()


def sign_in(page, name: str) -> None:
    page.goto("/sign-in/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.locator(".site-nav")).to_contain_text(name)


def test_text_keeps_its_paragraphs_and_its_related_news_apart(visitor, dated):
    page = visitor(dated)
    expect(page.locator(".story__text p")).to_have_count(2)
    expect(page.locator(".story")).not_to_contain_text("خبر آخر")
    expect(page.locator(".related")).to_contain_text("خبر آخر")


def test_a_name_in_the_text_leads_to_all_articles_that_have_it(visitor, dated):
    page = visitor(dated)
    page.locator(".story__text .entity--person").first.click()
    expect(page.locator(".chip--person")).to_have_count(1)
    expect(page.locator(".result")).to_have_count(2)


def test_date_is_in_the_zone_of_the_source_with_greenwich_beside(visitor, dated):
    page = visitor(dated)
    time = page.locator(".story__byline time")
    expect(time).to_contain_text("11:26")
    expect(time).to_have_attribute("datetime", "2018-06-08T11:26+01:00")
    expect(time).to_have_attribute("title", "2018-06-08 10:26 UTC")


def test_a_guest_sees_no_open_questions_and_a_curator_does(visitor, archive, undated, curator):
    review = archive.articles["meeting-daily"].reviews.get(reason="no_date")
    review.evidence = {"dates": [{"text": "7 يونيو"}]}
    review.save()
    page = visitor(undated)
    expect(page.locator(".badge--undated")).to_have_count(1)
    expect(page.locator(".reviews")).to_have_count(0)
    sign_in(page, "curator")
    page.goto(undated)
    expect(page.locator(".reviews li")).to_have_count(1)
    expect(page.locator(".reviews .evidence")).to_have_text("التواريخ في النص: 7 يونيو")


def test_citation_has_the_address_of_the_page(visitor, dated, site):
    page = visitor(dated)
    expect(page.locator(".citation")).to_contain_text(site + dated)
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", site + dated)


def test_outlet_link_says_nothing_of_us(visitor, dated):
    link = visitor(dated).locator(".story__foot a")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("href", "https://wakala.example/meeting-agency")


def test_markup_in_a_text_is_text(visitor, archive):
    page = visitor(archive.articles["hostile"].get_absolute_url())
    expect(page.locator("h1")).to_contain_text("<script>")
    expect(page.locator(".story__text")).to_contain_text("<img src=x onerror=alert(1)>")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_fits_a_narrow_screen(visitor, dated, javascript):
    page = visitor(dated, width=320, height=640, javascript=javascript)
    box = page.locator(".story").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_shows_the_text_without_the_site_around_it(visitor, dated):
    page = visitor(dated)
    page.emulate_media(media="print")
    expect(page.locator(".site-nav")).not_to_be_visible()
    expect(page.locator(".story__text")).to_be_visible()
    expect(page.locator(".citation")).to_be_visible()
