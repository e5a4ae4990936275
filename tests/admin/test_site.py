"""The admin's doors and its looks, before any model."""

import pytest
from django.urls import reverse

from articles.models import ImportRun

INDEX, LOGIN = reverse("admin:index"), reverse("admin:login")


def test_the_admin_has_no_password_form_of_its_own(client, curator):
    response = client.get(LOGIN, {"next": "/admin/articles/article/"})
    assert response["Location"] == "/sign-in/?next=/admin/articles/article/"
    response = client.post(LOGIN, {"username": "curator", "password": "correct horse"})
    assert response["Location"] == f"/sign-in/?next={INDEX}"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_the_admin_sends_nobody_elsewhere(wanted, client, curator):
    assert client.get(LOGIN, {"next": wanted})["Location"] == f"/sign-in/?next={INDEX}"
    client.force_login(curator)
    assert client.get(LOGIN, {"next": wanted})["Location"] == INDEX


def test_who_may_not_enter_is_told_so_and_not_sent_round_in_circles(client, analyst):
    client.force_login(analyst)
    assert client.get(INDEX, follow=True).status_code == 403


def test_signing_out_leads_to_the_search_page(client, curator):
    client.force_login(curator)
    response = client.post(reverse("admin:logout"))
    assert response["Location"] == reverse("search")
    assert "_auth_user_id" not in client.session


def test_the_admin_is_arabic_and_right_to_left(client, curator):
    client.force_login(curator)
    page = client.get(INDEX).content.decode()
    assert '<html lang="ar" dir="rtl">' in page


def test_imports_and_their_problems_are_read_only(client, admin_user):
    run = ImportRun.objects.create(command="import_articles", arguments=["<b>", 1])
    run.problems.create(path="/a/<i>.txt", line=3, message_ar="رسالة <u>", message_en="message")
    client.force_login(admin_user)
    where = reverse("admin:articles_importrun_change", args=[run.pk])
    page = client.get(where).content.decode()
    assert "رسالة &lt;u&gt;" in page
    assert "/a/&lt;i&gt;.txt:3" in page
    assert client.post(where, {"command": "x"}).status_code == 403
