"""The curators' list and form of articles."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.ingest.documents import Document, Doubt
from articles.ingest.store import store
from articles.models import Article, Change, RelatedItem, Review

LIST = reverse("admin:articles_article_changelist")


def address(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def form_data(client, article: Article, **changes: str) -> dict[str, str]:
    """What a browser would send for the form as it is shown, with some fields typed over."""
    response = client.get(address(article))
    context = response.context
    data = {}
    for form in [
        context["adminform"].form,
        *(form for shown in context["inline_admin_formsets"] for form in shown.formset.forms),
        *(shown.formset.management_form for shown in context["inline_admin_formsets"]),
    ]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = str(value).replace("\n", "\r\n")
    return {**data, **changes}


def save(client, article: Article, **changes: str):
    return client.post(address(article), form_data(client, article, **changes))


def errors(response) -> dict[str, list[str]]:
    return {name: list(map(str, found)) for name, found in response.context["adminform"].form.errors.items()}


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def held_back(archive) -> Article:
    """A draft with two open reviews and no headline."""
    doubts = (Doubt("no_title"), Doubt("too_short", {"words": 2}))
    return store(Document(title="", body="نص قصير", doubts=doubts), source=archive.sources["sham"]).article


# ------------------------------------------------------------------ the list


def test_articles_with_open_reviews_come_first_then_the_newest(archive, held_back, signed_in):
    shown = list(signed_in.get(LIST).context["cl"].result_list)
    assert {shown[0], shown[1]} == {held_back, archive.articles["meeting-daily"]}
    assert shown[2] == archive.articles["quake-2"]
    assert shown[-1] == archive.articles["meeting-agency"]


def test_the_list_says_what_is_open_and_how_exact_a_date_is(archive, held_back, signed_in):
    page = signed_in.get(LIST).content.decode()
    assert str(Review.Reason.TOO_SHORT.label) in page
    assert "2021-02<" in page  # known to the month
    assert "2020-08-04 18:30" in page  # in the source's zone


def test_the_list_takes_as_many_queries_for_ten_articles_as_for_one(
    archive, signed_in, django_assert_num_queries
):
    signed_in.get(LIST)
    with django_assert_num_queries(11):
        signed_in.get(LIST)
    Article.objects.exclude(pk=archive.articles["meeting-daily"].pk).delete()
    with django_assert_num_queries(11):
        signed_in.get(LIST)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("review=no_date", {"meeting-daily"}),
        ("review=any", {"meeting-daily"}),
        ("dated=no", {"meeting-daily"}),
        ("status__exact=draft", set()),
        ("published_day__year=2020", {"port", "port-toll"}),
        ("published_day__year=2021&published_day__month=2", {"bread"}),
    ],
)
def test_list_filters(parameters, expected, archive, signed_in):
    shown = signed_in.get(f"{LIST}?{parameters}&_facets=True").context["cl"].result_list
    assert {article.pk for article in shown} == {archive.articles[key].pk for key in expected}


def test_without_open_reviews_is_a_filter_too(archive, signed_in):
    shown = signed_in.get(f"{LIST}?review=none&source__id__exact={archive.sources['sham'].pk}")
    assert {article.pk for article in shown.context["cl"].result_list} == {
        archive.articles[key].pk for key in ("quake", "bread", "hostile")
    }


def test_the_search_box_finds_what_the_search_page_finds(archive, signed_in):
    shown = signed_in.get(LIST, {"q": "غيراسيموف"}).context["cl"].result_list
    assert {article.pk for article in shown} == {
        archive.articles["meeting-agency"].pk,
        archive.articles["meeting-daily"].pk,
    }


def test_the_search_box_says_when_it_shows_some_of_the_words_only(archive, signed_in):
    response = signed_in.get(LIST, {"q": "غيراسيموف لوسيل"})
    assert len(response.context["cl"].result_list) == 3
    assert [message.level_tag for message in response.context["messages"]] == ["info"]


def test_the_search_box_says_when_there_are_more_matches_than_it_shows(archive, signed_in, monkeypatch):
    monkeypatch.setattr("articles.admin.articles.MAX_MATCHES", 1)
    response = signed_in.get(LIST, {"q": "بيروت"})
    assert len(response.context["cl"].result_list) == 1
    (note,) = response.context["messages"]
    assert "1" in str(note)  # how many it shows; two has a word of its own in Arabic


def test_the_search_box_says_when_there_is_no_index(db, signed_in):
    response = signed_in.get(LIST, {"q": "بيروت"})
    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


# ------------------------------------------------------------------ the form


def test_saving_without_an_edit_changes_nothing(archive, signed_in):
    for article in archive.articles.values():
        assert save(signed_in, article).status_code == 302
        article.refresh_from_db()
        assert (article.revision, article.curated_fields) == (1, [])
    assert not Change.objects.exists()


def test_an_edit_is_remembered_and_the_earlier_text_is_kept(archive, signed_in):
    article = archive.articles["port"]
    before = article.title
    assert save(signed_in, article, title="عنوان جديد").status_code == 302
    article.refresh_from_db()
    assert article.title == "عنوان جديد"
    assert article.curated_fields == ["title"]
    version = article.versions.get()
    assert (version.revision, version.content["title"]) == (1, before)
    assert list(Change.objects.values_list("article_id", flat=True)) == [article.pk]


def test_line_ends_of_the_browser_do_not_reach_the_text(archive, signed_in):
    article = archive.articles["meeting-agency"]
    save(signed_in, article, body="فقرة أولى.\r\n\r\nفقرة ثانية.")
    article.refresh_from_db()
    assert article.body == "فقرة أولى.\n\nفقرة ثانية."


def test_a_date_settles_the_review_that_asked_for_it(archive, signed_in, curator):
    article = archive.articles["meeting-daily"]
    assert save(signed_in, article, published="8 حزيران 2018 11:26").status_code == 302
    article.refresh_from_db()
    assert article.published_at == datetime(2018, 6, 8, 8, 26, tzinfo=UTC)  # Damascus in summer
    assert (article.published_precision, article.published_origin) == ("minute", "curator")
    assert article.curated_fields == ["published_at"]
    review = article.reviews.get()
    assert review.settled_by == curator
    assert not article.versions.exists()  # the text is the same


@pytest.mark.parametrize(
    ("written", "precision", "day"),
    [
        ("2018", "year", "2018-01-01"),
        ("2018-06", "month", "2018-06-01"),
        ("٨/٦/٢٠١٨", "day", "2018-06-08"),
        ("8 يونيو 2018", "day", "2018-06-08"),
        ("2018-06-08 23:50", "minute", "2018-06-08"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(written, precision, day, archive, signed_in):
    article = archive.articles["meeting-daily"]
    assert save(signed_in, article, published=written).status_code == 302
    article.refresh_from_db()
    assert (article.published_precision, str(article.published_day)) == (precision, day)


@pytest.mark.parametrize(
    "written", ["أمس", "2018-13-45", "0001", "1066-10-14", "9999", "2999-01-01", "11:26", "x" * 99]
)
def test_what_is_no_possible_date_is_an_error_of_the_form(written, archive, signed_in):
    response = save(signed_in, archive.articles["port"], published=written)
    assert set(errors(response)) == {"published"}


def test_an_emptied_date_makes_the_article_undated(archive, signed_in):
    article = archive.articles["port"]
    save(signed_in, article, published="")
    article.refresh_from_db()
    assert (article.published_at, article.published_day, article.published_precision) == (None, None, "")
    assert article.curated_fields == ["published_at"]


def test_a_day_stays_the_same_day_under_another_source(archive, signed_in):
    article = archive.articles["port-toll"]
    save(signed_in, article, source=str(archive.sources["wakala"].pk))
    article.refresh_from_db()
    assert str(article.published_day) == "2020-08-05"
    assert article.published_at == datetime(2020, 8, 4, 23, tzinfo=UTC)  # midnight in London


def test_publishing_without_a_headline_is_an_error_of_the_form(held_back, signed_in):
    assert set(errors(save(signed_in, held_back, status="published"))) == {"title"}
    assert set(errors(save(signed_in, held_back, status="published", title="   "))) == {"title"}


def test_publishing_settles_what_held_the_article_back(held_back, signed_in):
    assert save(signed_in, held_back, status="published", title="عنوان").status_code == 302
    held_back.refresh_from_db()
    assert held_back.first_visible_at is not None
    assert list(held_back.reviews.open().values_list("reason", flat=True)) == ["no_date"]
    assert set(held_back.curated_fields) == {"title", "status"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("canonical_url", "not an address"),
        ("canonical_url", "javascript:alert(1)"),
        ("status", "hidden"),
        ("source", "999999"),
        ("title", "ع" * 1001),
        ("section", "ع" * 201),
        ("page_clock", "1" * 21),
    ],
)
def test_what_a_column_cannot_hold_is_an_error_of_the_form(field, value, archive, signed_in):
    assert set(errors(save(signed_in, archive.articles["port"], **{field: value}))) == {field}


def test_an_address_that_another_article_has_is_an_error_of_the_form(archive, signed_in):
    other = archive.articles["canal"].canonical_url
    response = save(signed_in, archive.articles["port"], canonical_url=other)
    assert set(errors(response)) == {"canonical_url"}


def test_an_emptied_address_is_stored_as_none(archive, signed_in):
    for key in ("port", "canal"):  # twice: empty addresses would collide
        assert save(signed_in, archive.articles[key], canonical_url="").status_code == 302
        archive.articles[key].refresh_from_db()
        assert archive.articles[key].canonical_url is None


def test_an_edit_made_meanwhile_is_not_overwritten(archive, signed_in):
    article = archive.articles["port"]
    data = form_data(signed_in, article, title="من المتصفح")
    Article.objects.filter(pk=article.pk).update(title="من الاستيراد")
    response = signed_in.post(address(article), data)
    assert set(errors(response)) == {"__all__"}
    article.refresh_from_db()
    assert article.title == "من الاستيراد"


def test_a_review_is_settled_on_the_page_of_its_article(archive, signed_in, curator):
    article = archive.articles["meeting-daily"]
    save(signed_in, article, **{"reviews-0-settle": "on"})
    review = article.reviews.get()
    assert review.settled_by == curator
    article.refresh_from_db()
    assert article.revision == 1


def test_related_items_are_added_last_and_removed(archive, signed_in):
    article = archive.articles["port"]
    added = {
        "related_items-TOTAL_FORMS": "2",
        "related_items-1-title": "خبر مضاف",
        "related_items-1-article": str(article.pk),
    }
    assert save(signed_in, article, **added).status_code == 302
    assert list(article.related_items.values_list("position", "title")) == [(1, "خبر آخر"), (2, "خبر مضاف")]
    save(signed_in, article, **{"related_items-0-DELETE": "on"})
    assert RelatedItem.objects.filter(article=article).count() == 1
    article.refresh_from_db()
    assert "related_items" in article.curated_fields


def test_what_was_read_cannot_be_posted(archive, signed_in):
    article = archive.articles["port"]
    forged = {"raw_sha256": "0" * 64, "revision": "77", "content_hash": "0" * 64, "curated_fields": "[]"}
    save(signed_in, article, **forged, published_day="1999-01-01", first_visible_at="1999-01-01")
    before = (article.raw_sha256, article.revision, article.content_hash, article.published_day)
    article.refresh_from_db()
    assert (article.raw_sha256, article.revision, article.content_hash, article.published_day) == before


def test_the_page_shows_entities_evidence_and_earlier_versions_escaped(archive, signed_in):
    article = archive.articles["hostile"]
    save(signed_in, article, title="بلا وسم", body="نص")
    Review.objects.create(
        article=article, reason="furniture", evidence={"words": ["<script>alert(2)</script>"]}
    )
    page = signed_in.get(address(article)).content.decode()
    versions = reverse("admin:articles_article_versions", args=[article.pk])
    assert versions in page
    assert "&lt;script&gt;alert(2)" in page
    page += signed_in.get(versions).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    page = signed_in.get(address(archive.articles["meeting-daily"])).content.decode()
    assert reverse("admin:articles_entity_change", args=[archive.entities["gerasimov"].pk]) in page


def test_a_typed_address_is_stored_as_an_import_would(archive, signed_in):
    article = archive.articles["port"]
    save(signed_in, article, canonical_url="https://m.wakala.example/port?utm_source=x#top")
    article.refresh_from_db()
    assert article.canonical_url == "https://wakala.example/port"


def test_nobody_adds_articles_by_hand(archive, client, admin_user):
    client.force_login(admin_user)
    assert client.get(reverse("admin:articles_article_add")).status_code == 403


# ------------------------------------------------------------------ actions


def act(client, action: str, *articles: Article, **more: str):
    data = {"action": action, "_selected_action": [str(article.pk) for article in articles], **more}
    return client.post(LIST, data, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_publish_leaves_change_rows_and_settles_what_held_back(archive, held_back, signed_in, curator):
    Article.objects.filter(pk=held_back.pk).update(title="عنوان")
    Change.objects.all().delete()
    response = act(signed_in, "publish", held_back, archive.articles["port"])
    held_back.refresh_from_db()
    assert held_back.status == "published"
    assert held_back.first_visible_at is not None
    assert set(Change.objects.values_list("article_id", flat=True)) == {held_back.pk}
    assert held_back.reviews.get(reason="too_short").settled_by == curator
    assert list(held_back.reviews.open().values_list("reason", flat=True)) == ["no_date"]
    assert len(said(response)) == 1


def test_publish_says_which_articles_have_no_headline(held_back, signed_in):
    response = act(signed_in, "publish", held_back)
    held_back.refresh_from_db()
    assert held_back.status == "draft"
    assert held_back.reviews.open().count() == 3
    assert len(said(response)) == 2


def test_reject_hides_articles_and_settles_their_reviews(archive, client, signed_in, analyst):
    article = archive.articles["meeting-daily"]
    act(signed_in, "reject", article)
    article.refresh_from_db()
    assert article.status == "rejected"
    assert not article.reviews.open().exists()
    assert set(Change.objects.values_list("article_id", flat=True)) == {article.pk}
    client.force_login(analyst)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_settle_leaves_the_articles_alone(archive, signed_in, curator):
    """All but the index, which knows of open reviews."""
    article = archive.articles["meeting-daily"]
    act(signed_in, "settle_reviews", article)
    assert article.reviews.get().settled_by == curator
    assert Article.objects.get(pk=article.pk).revision == article.revision
    assert set(Change.objects.values_list("article_id", flat=True)) == {article.pk}


def test_actions_take_no_more_articles_than_a_transaction_may(archive, signed_in, monkeypatch):
    monkeypatch.setattr("articles.admin.decide.MAX_AT_ONCE", 3)
    response = act(signed_in, "reject", *archive.articles.values(), select_across="1")
    assert Article.objects.published().count() == len(archive.articles)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_nobody_deletes_an_article_without_a_trace(archive, client, admin_user):
    """The next import would bring it back; rejecting and removal for legal reasons are the two ways."""
    article = archive.articles["port"]
    where = reverse("admin:articles_article_delete", args=[article.pk])
    client.force_login(admin_user)
    assert client.post(where, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [str(article.pk)], "post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()
    assert where not in client.get(address(article)).content.decode()
    assert "delete_selected" not in client.get(LIST).content.decode()
