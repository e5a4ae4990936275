"""The admin, with our own site: curators enter it by their group."""

from django.contrib.admin.apps import AdminConfig


class ArchiveAdminConfig(AdminConfig):
    default_site = "articles.admin.site.ArchiveAdminSite"
