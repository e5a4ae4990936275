"""Reviews in the admin: what is open first."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import decide, present
from articles.admin.filters import Settled
from articles.admin.forms import ReviewForm
from articles.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    form = ReviewForm
    list_display = (
        "reason",
        "shown_article",
        "shown_evidence",
        "shown_opened",
        "shown_settled",
        "settled_by",
    )
    list_filter = (Settled, "reason")
    list_select_related = ("article", "settled_by")
    list_per_page = 50
    ordering = (F("settled_at").desc(nulls_first=True), "-opened_at", "-pk")
    actions = ("settle",)
    readonly_fields = (
        "reason",
        "shown_article",
        "shown_evidence",
        "shown_opened",
        "shown_settled",
        "settled_by",
    )
    fields = (*readonly_fields, "settle")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page's rows with the articles that they name, all read in one query."""
        shown = super().get_changelist_instance(request)
        rows = list(shown.result_list)
        others = present.others_of(review.evidence for review in rows)
        for row in rows:
            row.others = others
        shown.result_list = cast(QuerySet, rows)
        return shown

    @admin.display(description=_("article"))
    def shown_article(self, review: Review) -> SafeString:
        return present.link_to_article(review.article_id, review.article)

    @admin.display(description=_("evidence"))
    def shown_evidence(self, review: Review) -> SafeString:
        return present.review_evidence(review, getattr(review, "others", None))

    @admin.display(description=_("opened at"), ordering="opened_at")
    def shown_opened(self, review: Review) -> SafeString:
        return present.moment(review.opened_at)

    @admin.display(description=_("settled at"), ordering="settled_at")
    def shown_settled(self, review: Review) -> SafeString:
        return present.moment(review.settled_at)

    @admin.action(description=_("Settle the chosen reviews"), permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        number = decide.settle_reviews(queryset, request.user)
        text = ngettext("%(n)d review was settled.", "%(n)d reviews were settled.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Review, form: Any, change: bool) -> None:
        if form.cleaned_data.get("settle"):
            decide.settle_reviews(Review.objects.filter(pk=obj.pk), request.user)
