"""NUL and lone surrogates are taken out at every door: no database or feed can hold them."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, EntityAlias

#: SQLite stores NUL, PostgreSQL refuses it.
pytestmark = pytest.mark.database

#: As they come in an address: NUL, a lone surrogate in UTF-8 (which is not UTF-8), broken UTF-8,
#: a non-character, a raw byte.
HARMFUL = {
    "nul": "%00",
    "surrogate": "%ED%A0%80",
    "two surrogates": "%ED%A0%BD%ED%B8%80",
    "cut off": "%D8",
    "not utf-8": "%FF%FE",
    "non-character": "%EF%BF%BF",
    "within words": "%D8%A8%00%D9%8A%ED%A0%80%D8%B1%D9%88%D8%AA",
    "controls": "%01%0B%1F%7F%C2%85",
}
each_harmful = pytest.mark.parametrize("harmful", HARMFUL.values(), ids=HARMFUL.keys())
each_encoding = pytest.mark.parametrize(
    "charset",
    ["unicode_escape", "utf-7", "utf-16", "none-such"],
)

PARAMETERS = {
    "search": ("q", "source", "entity", "date", "from", "to", "status", "sort", "page", "match", "undated"),
    "search_rss": ("q", "source", "entity", "date", "sort"),
    "about": ("q",),
    "login": ("next",),
    "set_language": ("next",),
    "admin:index": ("q",),
    "admin:articles_article_changelist": (
        "q",
        "review",
        "dated",
        "status__exact",
        "source__id__exact",
        "published_day__year",
        "p",
        "o",
        "e",
        "_facets",
    ),
    "admin:articles_entity_changelist": ("q", "kind__exact", "merged"),
    "admin:articles_source_changelist": ("q", "month_style__exact"),
    "admin:articles_review_changelist": ("state", "reason__exact"),
    "admin:articles_removal_changelist": ("q", "removed_at__year"),
    "admin:articles_importrun_changelist": ("command",),
    "admin:auth_user_changelist": ("q", "groups__id__exact"),
    "admin:autocomplete": ("term", "app_label", "model_name", "field_name"),
}


@pytest.fixture
def browser(archive, admin_user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@each_harmful
def test_in_the_query_string(harmful, browser):
    for name, parameters in PARAMETERS.items():
        for parameter in parameters:
            for query in (
                f"{parameter}={harmful}",
                f"{parameter}=x{harmful}&{parameter}=1",
                f"{parameter}{harmful}=1",
            ):
                response = browser.get(f"{reverse(name)}?{query}")
                assert response.status_code < 500, f"{name}?{query}"


def test_raw_bytes_in_the_query_string(browser):
    for raw in (b"\x00", b"\xed\xa0\x80", b"\xff", "بيروت".encode()):
        response = browser.get("/", QUERY_STRING="q=" + raw.decode("latin-1"))  # as WSGI has it
        assert response.status_code == 200


def test_a_word_with_nul_in_it_is_searched_without(browser):
    page = browser.get("/?q=%D8%A8%D9%8A%00%D8%B1%D9%88%D8%AA")
    assert page.context["results"].asked.query == "بيروت"
    assert page.context["results"].total == 2


PATHS = (
    "/article/{}/",
    "/article/1{}/",
    "/{}",
    "/feeds/{}",
    "/static/{}",
    "/admin/{}/",
    "/admin/articles/article/{}/",
    "/admin/articles/article/{}/change/",
    "/admin/articles/article/{}/delete/",
    "/admin/articles/article/{}/remove/",
    "/admin/auth/user/{}/password/",
    "/admin/r/{}/1/",
    "/admin/r/1/{}/",
)


@each_harmful
def test_in_the_path(harmful, browser):
    for path in PATHS:
        assert browser.get(path.format(harmful), follow=True).status_code < 500, path


def urlencoded(client: Client, path: str, fields: dict[str, str], harmful: str):
    """POST fields whose values end in bytes that no client library would send."""
    body = "&".join(f"{name}={value}{harmful}" for name, value in fields.items())
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


POSTS = {
    "/sign-in/": {"username": "curator", "password": "wrong", "next": "/"},
    "/language/": {"language": "ar", "next": "/"},
    "/admin/login/": {"username": "curator", "password": "wrong"},
    "/admin/password_change/": {"old_password": "correct horse", "new_password1": "x", "new_password2": "x"},
    "/admin/articles/article/": {"action": "publish", "_selected_action": "1"},
    "/admin/articles/source/add/": {
        "name": "x",
        "slug": "x",
        "time_zone": "Asia/Damascus",
        "month_style": "dual",
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": "y",
    },
    "/admin/articles/entity/add/": {
        "name": "x",
        "latin": "x",
        "kind": "person",
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": "y",
    },
    "/admin/auth/user/add/": {
        "username": "x",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
    },
    "/sign-out/": {"next": "/"},  # last: the others need to be signed in
}


@each_harmful
def test_in_the_fields_of_a_form(harmful, browser):
    for path, fields in POSTS.items():
        assert urlencoded(browser, path, fields, harmful).status_code < 500, path


def test_raw_bytes_in_the_fields_of_a_form(browser, archive):
    where = reverse("admin:articles_article_change", args=[archive.articles["port"].pk])
    for content_type in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "\x00",
    ):
        for raw in (
            b"title=\x00\xed\xa0\x80\xff",
            b'--x\r\nContent-Disposition: form-data; name="title\x00"\r\n\r\n\x00\xff\r\n--x--',
        ):
            assert browser.post(where, raw, content_type=content_type).status_code < 500


def test_what_is_stored_has_none_of_it(browser):
    response = browser.post(
        reverse("admin:articles_entity_add"),
        "name=%D8%A8%00%D8%A8&latin=x%ED%A0%80&kind=place"
        "&aliases-TOTAL_FORMS=1&aliases-INITIAL_FORMS=0&aliases-0-name=%D8%AC%00%D8%AC",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    assert set(EntityAlias.objects.order_by("-pk").values_list("name", flat=True)[:2]) == {"بب", "جج"}


def test_sign_in_works_around_it(client, archive, curator):
    """The name that is checked, counted and locked out is the clean one."""
    response = urlencoded(client, "/sign-in/", {"username": "cura%00tor", "password": "correct+horse"}, "")
    assert response.status_code == 302


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.parametrize(
    "value", ['"abcdefgh\\000\\355\\240\\200"', "\xff" * 32, "\xed\xa0\x80" * 9], ids=repr
)
def test_in_a_cookie(name, value, archive):
    client = Client(raise_request_exception=False)
    assert client.get("/", headers={"cookie": f"{name}={value}"}).status_code < 500
    posted = client.post(
        "/sign-in/", {"username": "x", "password": "y"}, headers={"cookie": f"{name}={value}"}
    )
    assert posted.status_code < 500


@each_encoding
def test_a_request_that_claims_another_encoding(charset, archive):
    client = Client(raise_request_exception=False)
    form = f"application/x-www-form-urlencoded; charset={charset}"
    parts = f"multipart/form-data; boundary=x; charset={charset}"
    harmful = "q=%D8%00%5Cud800&username=%5Cud800%00"
    part = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\\ud800\xd8\r\n--x--'
    # `generic`: the test client itself would try the encoding.
    for method, path, body, content_type in (
        ("GET", f"/?{harmful}", b"", form),
        ("GET", f"/feeds/search.rss?{harmful}", b"", parts),
        ("POST", "/sign-in/", harmful.encode(), form),
        ("POST", f"/sign-in/?{harmful}", part, parts),
    ):
        response = client.generic(method, path, body, content_type=content_type, CONTENT_TYPE=content_type)
        assert response.status_code < 500, (method, path)


def test_articles_hold_none_of_it_after_an_edit(browser, archive):
    article = archive.articles["bread"]
    Article.objects.filter(pk=article.pk).update(title="طوابير")
    page = browser.get(reverse("admin:articles_article_change", args=[article.pk]))
    form = page.context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    for shown in page.context["inline_admin_formsets"]:
        data |= {bound.html_name: bound.value() for bound in shown.formset.management_form}
        for inline in shown.formset.forms:
            data |= {bound.html_name: bound.value() for bound in inline if bound.value() not in (None, False)}
    response = browser.post(
        reverse("admin:articles_article_change", args=[article.pk]), {**data, "title": "طو\0ابير الخبز"}
    )
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.title == "طوابير الخبز"
