"""The pages that an article has in the admin beside its form."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, path

from articles.admin.removal import remove_view
from articles.admin.versions import beside_view, versions_view


def urls(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Each behind the door of the admin; the views ask for more."""
    opened = model_admin.admin_site.admin_view
    return [
        path(
            "<path:object_id>/remove/",
            opened(partial(remove_view, model_admin)),
            name="articles_article_remove",
        ),
        path(
            "<path:object_id>/versions/",
            opened(partial(versions_view, model_admin)),
            name="articles_article_versions",
        ),
        path(
            "<path:object_id>/beside/<int:other_id>/",
            opened(partial(beside_view, model_admin)),
            name="articles_article_beside",
        ),
    ]
