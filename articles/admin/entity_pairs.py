"""Possible matches in the admin: the queue first, and a list of what waits and what was answered."""

from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin import match_queue, present
from articles.admin.entity_list import mention_counts
from articles.admin.entity_words import distinguished, likelihood, link_to_entity, reason_in_words
from articles.admin.filters import Answered, Reason
from articles.admin.sources import matching
from articles.entities.curation.decisions import keep_apart
from articles.entities.curation.identity import Refused
from articles.models import Entity, EntityAlias, EntityPair

#: Entities that a search among the pairs may mean.
MAX_CALLED = 1000


class PairChangeList(ChangeList):
    """Counts mentions for the rows of the page alone."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        counts = mention_counts({end for pair in rows for end in (pair.one, pair.other)})
        for pair in rows:
            pair.counts = counts
        self.result_list = cast(QuerySet, rows)


@admin.register(EntityPair)
class EntityPairAdmin(admin.ModelAdmin):
    """Its own page is the queue; Django's list of all has an address beside it."""

    list_display = (
        "shown_pair",
        "shown_reason",
        "shown_likelihood",
        "state",
        "shown_put_off",
        "shown_decided",
    )
    list_display_links = None
    list_filter = (Answered, Reason)
    list_select_related = ("one", "other", "decided_by")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("one__name", "other__name")
    search_help_text = _("A part of either name, in any spelling.")
    actions = ("keep_chosen_apart",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was answered is kept, so that it is not asked again."""
        return False

    def get_urls(self) -> list[URLPattern]:
        opened = self.admin_site.admin_view
        return [
            path("list/", opened(self.list_view), name="articles_entitypair_list"),
            path(
                "undo/",
                opened(require_POST(partial(match_queue.undo_view, self))),
                name="articles_entitypair_undo",
            ),
            path(
                "<int:pk>/answer/",
                opened(require_POST(partial(match_queue.answer_view, self))),
                name="articles_entitypair_answer",
            ),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PairChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return match_queue.queue_view(self, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        pair = self.get_object(request, object_id)
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return match_queue.queue_view(self, request, pair.pk)

    def list_view(self, request: HttpRequest) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Possible matches: the list")})

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """As the queue asks, so that one index serves both."""
        return (F("put_off_at").asc(nulls_first=True), "-score", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By any spelling of either; the entities first, since few of all pairs are theirs."""
        if not (term := search_term.strip()):
            return queryset, False
        called = Entity.objects.filter(matching(term, EntityAlias, "entity")).order_by("pk")
        keys = list(called.values_list("pk", flat=True)[:MAX_CALLED])
        return queryset.filter(Q(one__in=keys) | Q(other__in=keys)), False

    # ------------------------------------------------------------ columns

    @admin.display(description=_("the two"))
    def shown_pair(self, pair: EntityPair) -> SafeString:
        address = reverse("admin:articles_entitypair_change", args=[pair.pk])
        return format_html(
            '{} · {}<br><a class="quiet-text" href="{}">{}</a>',
            *map(link_to_entity, (pair.one, pair.other), distinguished(pair.one, pair.other)),
            address,
            _("Compare and answer"),
        )

    @admin.display(description=_("reason"))
    def shown_reason(self, pair: EntityPair) -> str:
        return reason_in_words(pair.reason)

    @admin.display(description=_("likelihood"), ordering="score")
    def shown_likelihood(self, pair: EntityPair) -> str:
        counts = getattr(pair, "counts", {})
        return likelihood(pair.reason, max(counts.get(end, 0) for end in (pair.one_id, pair.other_id)))

    @admin.display(description=_("put off at"), ordering="put_off_at")
    def shown_put_off(self, pair: EntityPair) -> SafeString:
        return present.moment(pair.put_off_at)

    @admin.display(description=_("decided"), ordering="decided_at")
    def shown_decided(self, pair: EntityPair) -> SafeString:
        if pair.decided_at is None:
            return present.moment(None)
        return format_html(
            "{}<br>{}", present.moment(pair.decided_at), present.isolated(pair.decided_by or "—")
        )

    # ------------------------------------------------------------ decisions

    @admin.action(description=_("Keep the chosen apart: they are not one"), permissions=["change"])
    def keep_chosen_apart(self, request: HttpRequest, queryset: QuerySet[EntityPair]) -> None:
        number = 0
        for pair in queryset.filter(state=EntityPair.State.OPEN):
            try:
                keep_apart(pair.one_id, pair.other_id, user=request.user)
            except Refused:
                continue
            number += 1
        text = ngettext("%(n)d pair is kept apart.", "%(n)d pairs are kept apart.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)
