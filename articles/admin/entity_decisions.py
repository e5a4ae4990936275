"""Every decision about entities in the admin: who, when, what; and its undoing."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import present
from articles.admin.entity_words import decision_in_words, reason_in_words, refusal
from articles.admin.filters import Made, Undone
from articles.admin.spellings import queue_concerned, report, spellings_of
from articles.entities.curation.decisions import undo
from articles.entities.curation.identity import Refused
from articles.models import EntityDecision


@admin.register(EntityDecision)
class EntityDecisionAdmin(admin.ModelAdmin):
    """Read only but for undoing."""

    list_display = ("shown_decision", "verb", "shown_made", "shown_undone")
    list_display_links = None
    list_filter = ("verb", Made, Undone, ("made_by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("entity", "other", "made_by", "undone_by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("entity__name", "other__name")
    search_help_text = gettext_lazy("A part of the name of an entity.")
    fields = ("shown_decision", "verb", "shown_reason", "shown_made", "shown_undone")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        undone = self.admin_site.admin_view(require_POST(partial(undo_view, self)))
        return [
            path("<int:pk>/undo/", undone, name="articles_entitydecision_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("decision"))
    def shown_decision(self, decision: EntityDecision) -> SafeString:
        return decision_in_words(decision)

    @admin.display(description=gettext_lazy("reason"))
    def shown_reason(self, decision: EntityDecision) -> str:
        return reason_in_words(decision.details.get("reason", "")) or "—"

    @admin.display(description=gettext_lazy("made"), ordering="made_at")
    def shown_made(self, decision: EntityDecision) -> SafeString:
        return who_and_when(decision)

    @admin.display(description=gettext_lazy("undone"), ordering="undone_at")
    def shown_undone(self, decision: EntityDecision) -> SafeString:
        return undone_or_button(decision)


def who_and_when(decision: EntityDecision) -> SafeString:
    by = _("by rule") if decision.is_automatic else decision.made_by or "—"
    return format_html("{}<br>{}", present.isolated(by), present.moment(decision.made_at))


def undone_or_button(decision: EntityDecision) -> SafeString:
    """By whom it was undone and when; else the button, for a form of the page with the key `undo-form`."""
    if decision.undone_at is not None:
        by = present.isolated(decision.undone_by or "—")
        return format_html("{}<br>{}", by, present.moment(decision.undone_at))
    address = reverse("admin:articles_entitydecision_undo", args=[decision.pk])
    return format_html(
        '<button class="button small" form="undo-form" formaction="{}">{}</button>', address, _("Undo")
    )


def undo_view(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("articles.change_entity"):
        raise PermissionDenied
    decision = EntityDecision.objects.select_related("entity").filter(pk=pk).first()
    if decision is None:
        raise Http404
    before = spellings_of(decision.entity)
    try:
        undo(decision, request.user)
    except Refused as refused:
        messages.error(request, refusal(refused, decision))
    else:
        messages.success(request, format_html(_("Undone: {}"), decision_in_words(decision)))
        report(request, queue_concerned(decision.entity, before=before, user=request.user))
    return HttpResponseRedirect(_asked_for(request))


def _asked_for(request: HttpRequest) -> str:
    """The page of ours that the form names, else the list."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("admin:articles_entitydecision_changelist")
