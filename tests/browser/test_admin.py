"""The curators' pages in a browser: nothing that the policy forbids, nothing out of the screen."""

import pytest
from playwright.sync_api import expect

from articles.ingest.store import keep_version
from articles.models import Feed, Review

PAGES = [
    "",
    "articles/article/",
    "articles/article/?q=هلسنكي&_facets=True",
    "articles/article/{article}/change/",
    "articles/article/{article}/remove/",
    "articles/article/{article}/history/",
    "articles/article/{article}/versions/",
    "articles/article/{article}/beside/{other}/",
    "articles/review/",
    "articles/source/add/",
    "articles/source/",
    "articles/source/{source}/change/",
    "articles/feed/",
    "articles/feed/add/",
    "articles/feed/{feed}/change/",
    "articles/entity/",
    "articles/importrun/",
    "articles/removal/",
    "auth/user/",
    "auth/user/add/",
    "password_change/",
]


def sign_in(page, name: str) -> None:
    page.goto("/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_contain_text(name)


@pytest.fixture
def article(archive):
    return archive.articles["meeting-daily"]


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_fits_and_breaks_no_policy(width, visitor, archive, article, admin_user):
    """`visitor` fails the test for whatever the console reports."""
    keep_version(article)
    feed = Feed.objects.create(source=article.source, url=f"https://sham.example/{'x' * 90}", failures=5)
    keys = {
        "article": article.pk,
        "other": archive.articles["port"].pk,
        "source": article.source_id,
        "feed": feed.pk,
    }
    page = visitor("/", width=width)
    sign_in(page, "admin")
    for path in PAGES:
        response = page.goto("/admin/" + path.format(**keys))
        assert response.status == 200
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_curator_dates_an_article_and_the_question_is_gone(visitor, article, curator):
    page = visitor("/")
    sign_in(page, "curator")
    page.goto("/admin/articles/article/")
    page.locator("#result_list .field-headline a").first.click()
    expect(page.locator(".question")).to_have_count(1)
    page.locator("#id_published").fill("٨ حزيران ٢٠١٨")
    page.locator("[name=_continue]").click()
    expect(page.locator(".question")).to_have_count(0)
    expect(page.locator("#id_published")).to_have_value("2018-06-08")
    assert Review.objects.get(article=article).settled_by == curator


def test_a_related_item_is_added_with_the_script_of_the_admin(visitor, article, curator):
    page = visitor("/")
    sign_in(page, "curator")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator("#related_items-group .add-row a").click()
    page.locator("#id_related_items-1-title").fill("خبر مضاف")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert article.related_items.filter(title="خبر مضاف").exists()
