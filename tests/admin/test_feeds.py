"""Feeds in the admin: what may be collected, what an edit brings with it, who may do so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from articles.admin.feed_forms import checked_address
from articles.models import Feed, FeedItem, ImportRun

LIST = reverse("admin:articles_feed_changelist")
ADD = reverse("admin:articles_feed_add")
NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
#: What the collector has written.
TRIED = {
    "etag": '"abc"',
    "last_modified": "Wed, 03 Jun 2026 11:00:00 GMT",
    "last_try_at": NOW,
    "last_good_at": NOW - timedelta(hours=1),
    "next_try_at": NOW + timedelta(minutes=15),
    "failures": 2,
    "error_ar": "عطل",
    "error_en": "fault",
    "full_at": NOW,
    "oddities": "0" * 64,
    "ttl_min": 60,
}


@pytest.fixture(autouse=True)
def signed_in(client, curator):
    client.force_login(curator)


@pytest.fixture
def feed(archive) -> Feed:
    return Feed.objects.create(source=archive.sources["nile"], url="https://nile.example/rss", **TRIED)


def address(feed: Feed) -> str:
    return reverse("admin:articles_feed_change", args=[feed.pk])


def posted(feed: Feed, **changes: str) -> dict[str, str]:
    data = {"url": feed.url, "interval_min": str(feed.interval_min), "is_active": "on", **changes}
    return {name: value for name, value in data.items() if value}


def on_source(feed: Feed, *added: str, **changes: str) -> dict[str, str]:
    """What a browser would send for the page of the feed's source, with some rows added."""
    source = feed.source
    data = {
        "name": source.name,
        "slug": source.slug,
        "time_zone": source.time_zone,
        "month_style": source.month_style,
        "aliases-INITIAL_FORMS": "0",
        "aliases-TOTAL_FORMS": "0",
        "feeds-INITIAL_FORMS": "1",
        "feeds-TOTAL_FORMS": str(1 + len(added)),
        "feeds-0-id": str(feed.pk),
        **{f"feeds-0-{name}": value for name, value in posted(feed, **changes).items()},
    }
    for number, url in enumerate(added, start=1):
        data |= {f"feeds-{number}-url": url, f"feeds-{number}-interval_min": "30"}
        data[f"feeds-{number}-is_active"] = "on"
    return data


def source_page(feed: Feed) -> str:
    return reverse("admin:articles_source_change", args=[feed.source_id])


def feed_errors(response) -> list[dict]:
    formset = response.context["inline_admin_formsets"][0].formset
    return [form.errors for form in formset.forms if form.errors]


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://x.example/rss", "https://x.example/rss"),
        ("  x.example/rss ", "https://x.example/rss"),
        ("HTTP://X.Example/rss#top", "http://x.example/rss"),
        ("https://x.example:443/rss", "https://x.example/rss"),
        ("https://x.example:8443/rss?a=1", "https://x.example:8443/rss?a=1"),
        ("https://x.example/أخبار", "https://x.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
        ("https://93.184.216.34/rss", "https://93.184.216.34/rss"),
    ],
)
def test_an_address_is_stored_as_it_will_be_fetched(typed, stored):
    assert checked_address(typed) == stored
    assert checked_address(stored) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ftp://x.example/rss", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "bad_url"),
        ("https://user:secret@x.example/rss", "credentials"),
        ("https://x.example:22/", "port"),
        ("https://127.0.0.1/rss", "private_address"),
        ("https://10.0.0.8/rss", "private_address"),
        ("http://169.254.169.254/latest/meta-data", "private_address"),
        ("http://[::1]/rss", "private_address"),
        ("http://[fd00::1]/rss", "private_address"),
        ("http://2130706433/", "bad_host"),
        ("http://127.1/", "bad_host"),
        ("https://", "bad_host"),
        ("https://x.example/" + "أ" * 400, "too_long"),
    ],
)
def test_an_address_that_is_never_fetched_is_refused(typed, code):
    with pytest.raises(ValidationError) as refused:
        checked_address(typed)
    assert refused.value.code == code


def test_a_refusal_is_a_sentence_and_repeats_no_password():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        checked_address("https://user:secret@x.example/rss")
    assert refused.value.messages == [
        "An address with a user name or password is not fetched: https://x.example/rss"
    ]


def test_no_name_is_looked_up(client, archive, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: pytest.fail("looked up"))
    data = {"source": str(archive.sources["nile"].pk), "url": "https://x.example/", "interval_min": "15"}
    assert client.post(ADD, data).status_code == 302
    assert Feed.objects.get().url == "https://x.example/"


def test_a_host_that_the_settings_allow_may_be_internal(settings):
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1:9999"]
    assert checked_address("http://127.0.0.1:9999/rss") == "http://127.0.0.1:9999/rss"


# ------------------------------------------------------------------ on the page of the source


def test_feeds_are_added_on_the_page_of_their_source(client, feed):
    response = client.post(source_page(feed), on_source(feed, "nile.example/sport", "nile.example/art"))
    assert response.status_code == 302
    assert set(feed.source.feeds.values_list("url", "interval_min")) == {
        ("https://nile.example/rss", 15),
        ("https://nile.example/sport", 30),
        ("https://nile.example/art", 30),
    }


@pytest.mark.parametrize(
    "added",
    ["https://nile.example/rss", "https://10.0.0.1/", "HTTPS://NILE.example:443/rss", "ftp://x.example"],
)
def test_what_cannot_be_collected_is_an_error_of_its_row(added, client, feed):
    response = client.post(source_page(feed), on_source(feed, added))
    assert response.status_code == 200
    assert [set(errors) for errors in feed_errors(response)] == [{"url"}]


def test_one_address_in_two_rows_is_an_error(client, feed):
    response = client.post(source_page(feed), on_source(feed, "x.example/a", "https://X.example/a"))
    assert [set(errors) for errors in feed_errors(response)] == [{"url"}]


def test_an_address_of_another_source_is_told_with_its_name(client, feed, archive):
    Feed.objects.create(source=archive.sources["sham"], url="https://sham.example/rss")
    response = client.post(source_page(feed), on_source(feed, "https://sham.example/rss"))
    assert archive.sources["sham"].name in str(feed_errors(response))


@pytest.mark.parametrize("minutes", ["0", "-5", "20000", "x"])
def test_an_interval_is_from_a_minute_to_a_week(minutes, client, feed):
    response = client.post(source_page(feed), on_source(feed, interval_min=minutes))
    assert [set(errors) for errors in feed_errors(response)] == [{"interval_min"}]


def test_parts_of_a_sitemap_index_are_not_edited_there(client, feed):
    Feed.objects.create(source=feed.source, url="https://nile.example/2009", part_of=feed)
    formset = client.get(source_page(feed)).context["inline_admin_formsets"][0].formset
    assert [form.instance.pk for form in formset.initial_forms] == [feed.pk]


def test_a_feed_is_not_deleted_there(client, feed, admin_user):
    client.force_login(admin_user)
    client.post(source_page(feed), on_source(feed) | {"feeds-0-DELETE": "on"})
    assert Feed.objects.filter(pk=feed.pk).exists()


# ------------------------------------------------------------------ what an edit brings with it


def test_another_address_is_not_asked_with_the_marks_of_the_old_one(client, feed):
    client.post(source_page(feed), on_source(feed, url="https://nile.example/atom"))
    feed.refresh_from_db()
    assert (feed.url, feed.etag, feed.last_modified) == ("https://nile.example/atom", "", "")
    assert (feed.failures, feed.error_ar, feed.error_en) == (0, "", "")
    assert (feed.last_try_at, feed.last_good_at, feed.next_try_at, feed.full_at) == (None,) * 4


def test_an_edit_keeps_what_the_collector_wrote_meanwhile(client, feed):
    data = on_source(feed, interval_min="60")
    Feed.objects.filter(pk=feed.pk).update(etag='"new"', failures=7, error_en="later")
    client.post(source_page(feed), data)
    feed.refresh_from_db()
    assert (feed.interval_min, feed.etag, feed.failures, feed.error_en) == (60, '"new"', 7, "later")
    assert feed.next_try_at == TRIED["next_try_at"]  # while it fails, the pauses are others


def test_another_interval_counts_from_the_last_try(client, feed):
    Feed.objects.filter(pk=feed.pk).update(failures=0)
    feed.refresh_from_db()
    client.post(address(feed), posted(feed, interval_min="5"))
    feed.refresh_from_db()
    assert feed.next_try_at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("page", [source_page, address], ids=["source", "feed"])
def test_a_feed_is_fetched_next_when_a_curator_wants_it(page, client, feed):
    changes = {"fetch_now": "on"}
    data = on_source(feed, **changes) if page is source_page else posted(feed, **changes)
    assert client.post(page(feed), data).status_code == 302
    feed.refresh_from_db()
    assert feed.next_try_at is None
    assert feed.etag == TRIED["etag"]


def test_a_feed_that_is_collected_again_is_fetched_next(client, feed):
    client.post(address(feed), posted(feed, is_active=""))
    feed.refresh_from_db()
    assert (feed.is_active, feed.next_try_at) == (False, TRIED["next_try_at"])
    client.post(address(feed), posted(feed))
    feed.refresh_from_db()
    assert (feed.is_active, feed.next_try_at) == (True, None)


def test_a_page_saved_without_an_edit_changes_nothing(client, feed):
    client.post(address(feed), posted(feed))
    feed.refresh_from_db()
    assert {name: getattr(feed, name) for name in TRIED} == TRIED


def test_a_feed_stays_with_its_source(client, feed, archive):
    client.post(address(feed), posted(feed, source=str(archive.sources["sham"].pk)))
    feed.refresh_from_db()
    assert feed.source == archive.sources["nile"]


# ------------------------------------------------------------------ the list


def act(client, action: str, *feeds: Feed):
    data = {"action": action, "_selected_action": [str(feed.pk) for feed in feeds]}
    return client.post(LIST, data, follow=True)


def test_the_actions_of_the_list(client, feed, archive):
    off = Feed.objects.create(source=archive.sources["sham"], url="https://sham.example/", is_active=False)
    Feed.objects.filter(pk=off.pk).update(next_try_at=NOW)
    act(client, "fetch_now", feed, off)
    assert set(Feed.objects.values_list("url", "next_try_at")) == {(feed.url, None), (off.url, NOW)}
    act(client, "switch_on", feed, off)
    assert set(Feed.objects.values_list("is_active", "next_try_at")) == {(True, None)}
    act(client, "switch_off", feed, off)
    assert set(Feed.objects.values_list("is_active", flat=True)) == {False}


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("fine", {"a"}),
        ("failing", {"b"}),
        ("new", {"c"}),
        ("off", {"d"}),
        ("given_up", {"a"}),
        ("nonsense", set()),
    ],
)
def test_feeds_are_filtered_by_state(state, found, client, archive):
    source = archive.sources["nile"]

    def make(name: str, **values) -> Feed:
        return Feed.objects.create(source=source, url=f"https://nile.example/{name}", **values)

    good = make("a", last_good_at=timezone.now())
    make("b", failures=1)
    make("c")
    make("d", is_active=False)
    FeedItem.objects.create(feed=good, key="1", fingerprint="1", state="given_up")
    rows = client.get(LIST, {"state": state}).context["cl"].result_list
    assert {row.url[-1] for row in rows} == found


def test_feeds_are_found_by_address_and_source(client, feed, archive):
    for term, number in (("nile.example", 1), (archive.sources["nile"].name, 1), ("wakala", 0)):
        assert client.get(LIST, {"q": term}).context["cl"].result_count == number


def test_the_list_takes_as_many_queries_for_any_number(client, feed, archive, django_assert_num_queries):
    for number in range(5):
        part = Feed.objects.create(source=feed.source, url=f"https://nile.example/{number}", part_of=feed)
        FeedItem.objects.create(feed=part, key=str(number), fingerprint="1")
    with django_assert_num_queries(8):
        rows = list(client.get(LIST).context["cl"].result_list)
    # Those of the parts are those of the whole too.
    assert {(row.pk == feed.pk, row.waiting) for row in rows} == {(True, 5), (False, 1)}


def test_the_page_of_a_feed_says_how_it_goes(client, feed):
    FeedItem.objects.create(feed=feed, key="1", fingerprint="1", state="given_up")
    page = client.get(address(feed)).content.decode()
    assert "عطل" in page
    assert f"feed__id__exact={feed.pk}" in page


# ------------------------------------------------------------------ who may


def test_an_analyst_and_a_guest_change_nothing(client, feed, analyst):
    for user in (analyst, None):
        client.logout()
        if user:
            client.force_login(user)
        for page in (address(feed), source_page(feed), ADD, LIST):
            assert client.get(page).status_code == 302
        data = {"action": "switch_off", "_selected_action": [str(feed.pk)]}
        assert client.post(LIST, data).status_code == 302
        client.post(address(feed), posted(feed, url="https://evil.example/"))
        client.post(source_page(feed), on_source(feed, "https://evil.example/"))
    feed.refresh_from_db()
    assert (feed.is_active, feed.url, Feed.objects.count()) == (True, "https://nile.example/rss", 1)


def test_nobody_deletes_a_feed(client, feed, admin_user):
    ImportRun.objects.create(command="fetch_feeds", feed=feed)
    client.force_login(admin_user)
    where = reverse("admin:articles_feed_delete", args=[feed.pk])
    assert client.post(where, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [str(feed.pk)], "post": "yes"})
    assert Feed.objects.filter(pk=feed.pk).exists()
