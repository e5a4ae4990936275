"""Imports in the admin: found, filtered, read."""

import pytest
from django.urls import reverse

from articles.models import Feed, ImportProblem, ImportRun

LIST = reverse("admin:articles_importrun_changelist")


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


@pytest.fixture
def runs(archive) -> dict[str, ImportRun]:
    feed = Feed.objects.create(
        source=archive.sources["nile"], url="https://nile.example/rss/%D8%B9%D8%A7%D8%AC%D9%84"
    )
    made = {
        "file": ImportRun.objects.create(
            command="import_articles", arguments=["وارد/مقالات.jsonl"], created=9
        ),
        "feed": ImportRun.objects.create(command="fetch_feeds", feed=feed, drafts=3, failed=1),
    }
    ImportProblem.objects.create(
        run=made["feed"],
        path="https://nile.example/n/55",
        line=7,
        message_ar="انقطع الجواب قبل نهايته.",
        message_en="The answer <b>broke</b> off.",
    )
    return made


def shown(client, **parameters: str) -> list[str]:
    return [run.command for run in client.get(LIST, parameters).context["cl"].result_list]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, ["fetch_feeds", "import_articles"]),
        ({"problems": "yes"}, ["fetch_feeds"]),
        ({"problems": "no"}, ["import_articles"]),
        ({"problems": "open"}, ["fetch_feeds", "import_articles"]),
        ({"command__exact": "import_articles"}, ["import_articles"]),
        ({"q": "مقالات.jsonl"}, ["import_articles"]),
        ({"q": "نيل"}, ["fetch_feeds"]),
        ({"q": "nile.example/rss"}, ["fetch_feeds"]),
        ({"q": "انقطع الجواب"}, ["fetch_feeds"]),
        ({"q": "n/55"}, ["fetch_feeds"]),
        ({"q": "لا شيء"}, []),
    ],
)
def test_imports_are_found(parameters, found, client, runs):
    assert shown(client, **parameters) == found


def test_the_imports_of_a_feed_are_listed(client, runs):
    assert shown(client, feed__id__exact=str(runs["feed"].feed_id)) == ["fetch_feeds"]


def test_the_list_links_the_feed_and_counts_drafts(client, runs):
    page = client.get(LIST).content.decode()
    assert reverse("admin:articles_feed_change", args=[runs["feed"].feed_id]) in page
    assert "https://nile.example/rss/عاجل" in page
    assert '<td class="field-drafts">3</td>' in page


def test_the_list_takes_as_many_queries_for_any_number(client, runs, django_assert_num_queries):
    for _ in range(5):
        ImportRun.objects.create(command="fetch_feeds", feed=runs["feed"].feed)
    with django_assert_num_queries(10):
        client.get(LIST)


def test_the_page_of_an_import_shows_its_problems_escaped(client, runs):
    where = reverse("admin:articles_importrun_change", args=[runs["feed"].pk])
    assert "https://nile.example/n/55:7" in client.get(where).content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(where).content.decode()
    assert "The answer &lt;b&gt;broke&lt;/b&gt; off." in page
