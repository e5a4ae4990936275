"""The admin site of the archive."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ArchiveAdminSite(AdminSite):
    site_header = _("News archive: curation")
    site_title = _("News archive")
    index_title = _("Curation")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever may change articles; the staff flag is not needed beside the group."""
        return request.user.is_active and request.user.has_perm("articles.change_article")
