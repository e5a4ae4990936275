"""The admin site of the archive."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class ArchiveAdminSite(AdminSite):
    site_header = _("News archive: curation")
    site_title = _("News archive")
    index_title = _("Curation")
    # Lists need the width: with the filters beside them, a third column hides the dates.
    enable_nav_sidebar = False
    empty_value_display = "—"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever may change articles; the staff flag is not needed beside the group."""
        return request.user.is_active and request.user.has_perm("articles.change_article")

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send guests to the site's own sign-in page, which is the only one that takes passwords.

        Who is signed in and may not enter gets 403: signing in again would not help.
        """
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            wanted = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_sign_in(wanted)


def redirect_to_sign_in(wanted: str) -> HttpResponse:
    # Not at the top: this module is imported before there are models, and the views need User.
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(wanted, settings.LOGIN_URL)
