"""The filters beside the lists of the admin."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from articles.models import Review


class OpenReason(SimpleListFilter):
    """Articles by the reasons of their open reviews."""

    title = _("open review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("any", _("any reason")), *Review.Reason.choices, ("none", _("none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # Keys, not a join: an article with two open reviews is one article.
        reviews = Review.objects.open()
        if self.value() == "any":
            return queryset.filter(pk__in=reviews.values("article"))
        if self.value() == "none":
            return queryset.exclude(pk__in=reviews.values("article"))
        if self.value():
            return queryset.filter(pk__in=reviews.filter(reason=self.value()).values("article"))
        return queryset


class Dated(SimpleListFilter):
    """Articles with and without a date of publication."""

    title = _("date of publication")
    parameter_name = "dated"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("dated")), ("no", _("undated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("yes", "no"):
            return queryset.filter(published_at__isnull=self.value() == "no")
        return queryset


class Settled(SimpleListFilter):
    """Reviews that are open, and those that are not."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("open", pgettext("reviews", "open")), ("settled", pgettext("reviews", "settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("open", "settled"):
            return queryset.filter(settled_at__isnull=self.value() == "open")
        return queryset


class Merged(SimpleListFilter):
    """Entities that stand for themselves, and those merged into another."""

    title = _("identity")
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("no", _("stands for itself")), ("yes", _("merged into another"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "no":
            return queryset.roots()  # type: ignore[attr-defined]
        if self.value() == "yes":
            return queryset.merged()  # type: ignore[attr-defined]
        return queryset
