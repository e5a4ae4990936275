"""The filters beside the lists of the admin."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from articles.admin.entity_words import REASONS
from articles.models import EntityPair, Review


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


class Answered(SimpleListFilter):
    """Possible matches that wait for an answer: those first, the others where asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [*EntityPair.State.choices[1:], ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": EntityPair.State.OPEN.label}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or EntityPair.State.OPEN)


class Reason(SimpleListFilter):
    """Possible matches by why they are asked; without a look at all of them."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return list(REASONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(reason=self.value()) if self.value() in REASONS else queryset


class Made(SimpleListFilter):
    """Decisions by curators, and those by rule."""

    title = _("made by")
    parameter_name = "made"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("hand", _("a curator")), ("rule", _("a rule"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("hand", "rule"):
            return queryset.filter(is_automatic=self.value() == "rule")
        return queryset


class Undone(SimpleListFilter):
    """Decisions that stand, and those that were undone."""

    title = _("state")
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("no", _("in force")), ("yes", _("undone"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("no", "yes"):
            return queryset.filter(undone_at__isnull=self.value() == "no")
        return queryset
