"""The Django app; its start-up hooks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("News archive")

    def ready(self) -> None:
        from articles import checks  # noqa: F401  (registers the system checks)
        from articles.groups import make_groups
        from articles.models.variant import ship_variants

        post_migrate.connect(make_groups, sender=self)
        post_migrate.connect(ship_variants, sender=self)
