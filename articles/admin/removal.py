"""Removal of an article for legal reasons: a page that asks why, and the list of what was removed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.present import code, moment
from articles.ingest.remove import remove_article
from articles.models import Removal


class RemovalForm(forms.Form):
    """Why an article goes, and that this is meant."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "class": "vLargeTextField"}),
        help_text=gettext_lazy("Kept with the trace of the removal. Do not repeat the article's words here."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Remove this article, its earlier versions and its raw file for good")
    )


def remove_view(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the reason, then remove. For the group admin only."""
    if not model_admin.has_remove_permission(request):  # type: ignore[attr-defined]
        raise PermissionDenied
    article = model_admin.get_object(request, unquote(object_id))
    if article is None:
        raise Http404
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        removal = remove_article(article, reason=form.cleaned_data["reason"], user=request.user)
        messages.success(request, _("Article %(pk)d was removed for good.") % {"pk": removal.article_id})
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Remove for legal reasons"),
        "opts": model_admin.opts,
        "article": article,
        "form": form,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/articles/article/remove.html", context)


@admin.register(Removal)
class RemovalAdmin(admin.ModelAdmin):
    """Read only: the trace of a removal is kept as it was made."""

    list_display = ("article_id", "source_name", "shown_removed", "removed_by", "reason")
    list_select_related = ("removed_by",)
    date_hierarchy = "removed_at"
    readonly_fields = ("shown_removed", "shown_fingerprints")
    fields = (
        "article_id",
        "source_name",
        "canonical_url",
        "shown_fingerprints",
        "reason",
        "shown_removed",
        "removed_by",
    )
    search_fields = ("article_id", "source_name", "canonical_url", "reason")

    @admin.display(description=gettext_lazy("removed at"), ordering="removed_at")
    def shown_removed(self, removal: Removal) -> SafeString:
        return moment(removal.removed_at)

    @admin.display(description=gettext_lazy("fingerprints"))
    def shown_fingerprints(self, removal: Removal) -> SafeString:
        hashes = removal.fingerprints.order_by("sha256").values_list("sha256", flat=True)
        return format_html_join(mark_safe("<br>"), "{}", ((code(sha256),) for sha256 in hashes))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
