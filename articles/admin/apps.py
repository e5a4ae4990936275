"""The admin, with our own site: curators enter it by their group."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig

MODULES = (
    "articles",
    "entities",
    "entity_decisions",
    "entity_pairs",
    "feeds",
    "ingest",
    "removal",
    "reviews",
    "sources",
    "users",
    "variants",
)


class ArchiveAdminConfig(AdminConfig):
    default_site = "articles.admin.site.ArchiveAdminSite"

    def ready(self) -> None:
        super().ready()  # Django's own and those of other apps, some of which ours replace
        for name in MODULES:
            import_module(f"articles.admin.{name}")
