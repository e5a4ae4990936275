"""Sources in the admin."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Feed, ImportRun, Source, SourceAlias

LIST = reverse("admin:articles_source_changelist")
#: Session, user, permissions, counts, rows, and the three of their health.
QUERIES = 10
NO_NEW_FEEDS = {"feeds-INITIAL_FORMS": "0", "feeds-TOTAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


def aliases_posted(source: Source | None, *added: str, **more: str) -> dict[str, str]:
    stored = list(source.aliases.all()) if source else []
    data = {"aliases-INITIAL_FORMS": str(len(stored)), "aliases-TOTAL_FORMS": str(len(stored) + len(added))}
    for number, alias in enumerate(stored):
        data |= {f"aliases-{number}-id": str(alias.pk), f"aliases-{number}-name": alias.name}
    for number, name in enumerate(added, start=len(stored)):
        data[f"aliases-{number}-name"] = name
    return {**NO_NEW_FEEDS, **data, **more}


def posted(source: Source, **changes: str) -> dict[str, str]:
    return {
        "name": source.name,
        "slug": source.slug,
        "time_zone": source.time_zone,
        "month_style": source.month_style,
        **changes,
    }


def address(source: Source) -> str:
    return reverse("admin:articles_source_change", args=[source.pk])


def alias_errors(response) -> list:
    return [
        form.errors
        for shown in response.context["inline_admin_formsets"]
        for form in shown.formset.forms
        if form.errors
    ]


def test_a_new_source_is_found_under_its_name_and_its_spellings(client, db):
    data = {"name": "سيريانيوز", "slug": "syria-news", "time_zone": "Asia/Damascus", "month_style": "dual"}
    response = client.post(
        reverse("admin:articles_source_add"), data | aliases_posted(None, "سيريا نيوز", "Syria News")
    )
    assert response.status_code == 302
    source = Source.objects.get(slug="syria-news")
    # The first spelling has the same key as the name.
    assert set(source.aliases.values_list("name", flat=True)) == {"سيريا نيوز", "Syria News"}
    assert client.get(LIST, {"q": "سيريـا نيـوز"}).context["cl"].result_count == 1
    assert client.get(LIST, {"q": "SYRIA news"}).context["cl"].result_count == 1


@pytest.mark.parametrize("spelling", ["وكالة الإختبار", "وكالة الاختبار", "!!!", "ﷲ" * 100])
def test_a_spelling_that_cannot_be_stored_is_an_error_of_the_form(spelling, client, archive):
    nile = archive.sources["nile"]
    response = client.post(address(nile), posted(nile) | aliases_posted(nile, spelling))
    assert response.status_code == 200
    assert alias_errors(response)


def test_one_spelling_typed_twice_is_an_error_of_the_form(client, archive):
    nile = archive.sources["nile"]
    response = client.post(address(nile), posted(nile) | aliases_posted(nile, "صحيفة النيل", "صحيفةُ النيل"))
    assert alias_errors(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("slug", "wakala"),
        ("name", " "),
        ("name", "!"),
        ("home_page", "javascript:alert(1)"),
        ("month_style", "lunar"),
    ],
)
def test_what_a_source_cannot_be_is_an_error_of_the_form(field, value, client, archive):
    nile = archive.sources["nile"]
    response = client.post(address(nile), posted(nile, **{field: value}) | aliases_posted(nile))
    assert set(response.context["adminform"].form.errors) == {field}


def test_the_list_counts_articles_in_as_many_queries_for_any_number_of_sources(
    client, archive, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        response = client.get(LIST)
    assert {source.slug: source.article_count for source in response.context["cl"].result_list} == {
        "wakala": 3,
        "sham": 4,
        "nile": 3,
    }


def test_another_time_zone_leaves_days_and_shown_times_as_they_were_read(client, archive):
    nile = archive.sources["nile"]
    response = client.post(address(nile), posted(nile, time_zone="Asia/Tokyo") | aliases_posted(nile))
    assert response.status_code == 302
    toll, canal = archive.articles["port-toll"], archive.articles["canal"]
    toll.refresh_from_db()
    canal.refresh_from_db()
    assert str(toll.published_day) == "2020-08-05"
    assert canal.published_at == datetime(2021, 3, 23, 0, 0, tzinfo=UTC)  # 09:00 in Tokyo


def test_another_time_zone_leaves_a_moment_that_a_feed_named(client, archive):
    nile, canal = archive.sources["nile"], archive.articles["canal"]
    canal.published_origin = "feed"
    canal.save()
    client.post(address(nile), posted(nile, time_zone="Asia/Tokyo") | aliases_posted(nile))
    before = canal.published_at
    canal.refresh_from_db()
    assert canal.published_at == before


def test_another_time_zone_leaves_a_moment_that_the_text_named_with_its_zone(client, archive):
    nile, canal = archive.sources["nile"], archive.articles["canal"]
    canal.published_zone_named = True
    canal.save()
    for zone in ("Asia/Tokyo", "Europe/London"):
        nile.refresh_from_db()
        client.post(address(nile), posted(nile, time_zone=zone) | aliases_posted(nile))
    before = canal.published_at
    canal.refresh_from_db()
    assert canal.published_at == before
    assert canal.published_zone_named


def test_the_zone_of_a_large_source_is_not_changed_in_a_request(client, archive, monkeypatch):
    monkeypatch.setattr("articles.admin.sources.MAX_AT_ONCE", 2)
    nile = archive.sources["nile"]
    response = client.post(address(nile), posted(nile, time_zone="Asia/Tokyo") | aliases_posted(nile))
    assert set(response.context["adminform"].form.errors) == {"time_zone"}


def test_a_source_with_articles_is_not_deleted(client, archive, admin_user):
    client.force_login(admin_user)
    where = reverse("admin:articles_source_delete", args=[archive.sources["nile"].pk])
    assert client.get(where).status_code == 200
    assert client.post(where, {"post": "yes"}).status_code == 200
    chosen = {
        "action": "delete_selected",
        "_selected_action": [str(archive.sources["nile"].pk)],
        "post": "yes",
    }
    assert client.post(LIST, chosen).status_code == 200
    assert Source.objects.filter(slug="nile").exists()


def test_a_source_without_articles_is_deleted_by_an_admin(client, admin_user):
    client.force_login(admin_user)
    source = Source.objects.create(name="فارغ", slug="empty")
    SourceAlias.objects.create(source=source, name="فارغ")
    client.post(reverse("admin:articles_source_delete", args=[source.pk]), {"post": "yes"})
    assert not Source.objects.filter(slug="empty").exists()


def test_the_list_says_how_collecting_goes_in_as_many_queries_for_any_number_of_feeds(
    client, archive, django_assert_num_queries
):
    now = timezone.now()
    for source in archive.sources.values():
        for number in range(3):
            Feed.objects.create(
                source=source,
                url=f"https://{source.slug}.example/{number}",
                last_good_at=now - timedelta(hours=number),
            )
    Feed.objects.filter(url="https://nile.example/0").update(failures=3)
    with django_assert_num_queries(QUERIES):
        rows = client.get(LIST).context["cl"].result_list
    assert {row.slug: (row.health.state, row.health.in_week) for row in rows} == {
        "wakala": ("fine", 3),
        "sham": ("fine", 4),
        "nile": ("failing", 3),
    }
    assert {row.health.last_good_at for row in rows} == {now}


@pytest.mark.parametrize(
    ("state", "slugs"),
    [
        ("fine", {"wakala"}),
        ("failing", {"sham"}),
        ("no_feeds", {"nile"}),
        ("silent", set()),
        ("new", set()),
        ("nonsense", {"wakala", "sham", "nile"}),
    ],
)
def test_the_list_is_filtered_by_how_collecting_goes(state, slugs, client, archive):
    Feed.objects.create(
        source=archive.sources["wakala"], url="https://wakala.example/rss", last_good_at=timezone.now()
    )
    Feed.objects.create(source=archive.sources["sham"], url="https://sham.example/rss", failures=1)
    Feed.objects.create(source=archive.sources["nile"], url="https://nile.example/rss", is_active=False)
    rows = client.get(LIST, {"collecting": state}).context["cl"].result_list
    assert {row.slug for row in rows} == slugs


def test_the_page_shows_feeds_with_their_errors_in_the_language_of_the_page(client, archive):
    Feed.objects.create(
        source=archive.sources["nile"],
        url="https://nile.example/rss/%D8%B9%D8%A7%D8%AC%D9%84",
        failures=4,
        error_ar="لم يُعثر على الخادم.",
        error_en="The host was <b>not</b> found.",
    )
    shown = client.get(address(archive.sources["nile"])).content.decode()
    assert "https://nile.example/rss/عاجل" in shown
    assert "لم يُعثر على الخادم." in shown
    client.cookies["django_language"] = "en"
    shown = client.get(address(archive.sources["nile"])).content.decode()
    assert "The host was &lt;b&gt;not&lt;/b&gt; found." in shown
    assert "1 feed of this source cannot be fetched." in shown


def test_the_page_has_the_last_articles_and_a_chart_with_its_table(client, archive):
    shown = client.get(address(archive.sources["nile"])).content.decode()
    for key in ("port-toll", "canal", "final"):
        assert archive.articles[key].title in shown
    assert shown.count("<rect ") == 1  # all of them came today
    assert shown.count('<tr><th scope="row">') == 60


def test_the_page_takes_as_many_queries_for_any_number_of_feeds(client, archive, django_assert_num_queries):
    nile = archive.sources["nile"]
    counts = []
    for number in range(2):
        Feed.objects.create(source=nile, url=f"https://nile.example/{number}", failures=number)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(nile))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_says_how_many_parts_of_a_sitemap_index_fail(client, archive):
    nile = archive.sources["nile"]
    index = Feed.objects.create(source=nile, url="https://nile.example/map", last_good_at=timezone.now())
    for number in range(3):
        Feed.objects.create(source=nile, url=f"https://nile.example/{number}", part_of=index, failures=3)
    client.cookies["django_language"] = "en"
    response = client.get(address(nile))
    assert len(response.context["feeds"]) == 1
    assert "3 parts fail" in response.content.decode()


def test_a_page_to_add_a_source_has_no_health(client, db):
    response = client.get(reverse("admin:articles_source_add"))
    assert response.status_code == 200
    assert "health" not in response.context


def test_feeds_and_what_they_did_go_with_their_source(client, admin_user):
    client.force_login(admin_user)
    source = Source.objects.create(name="فارغ", slug="empty")
    feed = Feed.objects.create(source=source, url="https://empty.example/rss")
    ImportRun.objects.create(command="fetch_feeds", feed=feed)
    response = client.post(reverse("admin:articles_source_delete", args=[source.pk]), {"post": "yes"})
    assert response.status_code == 302
    assert not Feed.objects.exists()
    assert not ImportRun.objects.exists()
