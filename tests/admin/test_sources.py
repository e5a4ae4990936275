"""Sources in the admin."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.models import Source, SourceAlias

LIST = reverse("admin:articles_source_changelist")


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
    return {**data, **more}


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
    with django_assert_num_queries(7):
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
