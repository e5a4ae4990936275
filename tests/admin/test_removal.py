"""Removal for legal reasons, through the admin."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Article, Change, Removal

MEANT = {"reason": "حكم محكمة", "confirmed": "on"}


@pytest.fixture
def article(archive) -> Article:
    return archive.articles["port"]


@pytest.fixture
def where(article) -> str:
    return reverse("admin:articles_article_remove", args=[article.pk])


def test_removal_leaves_a_trace_and_a_change_row(article, where, client, admin_user):
    client.force_login(admin_user)
    assert client.post(where, MEANT).status_code == 302
    removal = Removal.objects.get()
    assert (removal.article_id, removal.reason, removal.removed_by) == (article.pk, "حكم محكمة", admin_user)
    assert not Article.objects.filter(pk=article.pk).exists()
    assert Change.objects.filter(article_id=article.pk).exists()


@pytest.mark.parametrize("missing", [{"reason": " "}, {"reason": ""}, {"confirmed": ""}])
def test_removal_needs_a_reason_and_a_confirmation(missing, article, where, client, admin_user):
    client.force_login(admin_user)
    response = client.post(where, {**MEANT, **missing})
    assert set(response.context["form"].errors) == set(missing)
    assert Article.objects.filter(pk=article.pk).exists()


def test_opening_the_page_removes_nothing(article, where, client, admin_user):
    client.force_login(admin_user)
    assert client.get(where, MEANT).status_code == 200
    assert Article.objects.filter(pk=article.pk).exists()


def test_curators_neither_see_nor_use_it(article, where, client, curator):
    client.force_login(curator)
    assert client.post(where, MEANT).status_code == 403
    assert (
        where not in client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    )
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_log_of_the_admin_forgets_the_headline(article, where, client, admin_user):
    client.force_login(admin_user)
    LogEntry.objects.create(
        user=admin_user,
        content_type_id=content_type(),
        object_id=str(article.pk),
        object_repr=article.title,
        action_flag=2,
    )
    client.post(where, MEANT)
    assert not LogEntry.objects.filter(object_repr__contains=article.title[:10]).exists()


def content_type() -> int:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(Article).pk


def test_the_list_of_removals_is_read_only(article, where, client, admin_user):
    client.force_login(admin_user)
    client.post(where, MEANT)
    removal = Removal.objects.get()
    page = reverse("admin:articles_removal_change", args=[removal.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": "سبب آخر"}).status_code == 403
    assert (
        client.post(reverse("admin:articles_removal_delete", args=[removal.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert client.get(reverse("admin:articles_removal_add")).status_code == 403
