"""Imports and their problems in the admin: to read, not to change."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.admin import present
from articles.admin.present_feeds import readable
from articles.models import ImportProblem, ImportRun

#: A run over many broken files says how many there were; the page lists the first of them.
MAX_PROBLEMS = 200


class WithProblems(admin.SimpleListFilter):
    """Imports in which something went wrong, and those in which nothing did."""

    title = _("problems")
    parameter_name = "problems"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("with problems")), ("no", _("without problems")), ("open", _("not finished"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        problems = Exists(ImportProblem.objects.filter(run=OuterRef("pk")))
        if self.value() == "yes":
            return queryset.filter(problems)
        if self.value() == "no":
            return queryset.filter(~problems)
        if self.value() == "open":
            return queryset.filter(finished_at=None)
        return queryset


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = (
        "command",
        "shown_feed",
        "shown_started",
        "shown_finished",
        "created",
        "updated",
        "unchanged",
        "drafts",
        "failed",
    )
    list_filter = (WithProblems, "command")
    list_select_related = ("feed__source",)
    list_per_page = 50
    #: The key orders them as time does, and has its index: a collector leaves many.
    ordering = ("-pk",)
    search_fields = ("command",)
    search_help_text = _("A source, a feed, a file, or the words of a problem.")
    date_hierarchy = "started_at"
    fields = (
        "command",
        "shown_feed",
        "shown_arguments",
        "shown_started",
        "shown_finished",
        "created",
        "updated",
        "unchanged",
        "drafts",
        "failed",
        "shown_problems",
    )
    readonly_fields = ("shown_feed", "shown_arguments", "shown_started", "shown_finished", "shown_problems")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By source or feed, by what the command was given, by where a problem was and what it says."""
        term = search_term.strip()
        return (queryset.filter(_about(term)) if term else queryset), False

    @admin.display(description=_("feed"), ordering="feed__source__name")
    def shown_feed(self, run: ImportRun) -> SafeString:
        if run.feed is None:
            return mark_safe("—")
        address = reverse("admin:articles_feed_change", args=[run.feed.pk])
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><span class="precision">{}</span>',
            address,
            run.feed.source,
            present.code(readable(run.feed.url)),
        )

    @admin.display(description=_("started at"), ordering="started_at")
    def shown_started(self, run: ImportRun) -> SafeString:
        return present.moment(run.started_at)

    @admin.display(description=_("finished at"), ordering="finished_at")
    def shown_finished(self, run: ImportRun) -> SafeString:
        return present.moment(run.finished_at)

    @admin.display(description=_("arguments"))
    def shown_arguments(self, run: ImportRun) -> SafeString:
        return present.code(
            " ".join(map(str, run.arguments)) if isinstance(run.arguments, list) else run.arguments
        )

    @admin.display(description=_("problems"))
    def shown_problems(self, run: ImportRun) -> SafeString:
        problems: QuerySet[ImportProblem] = run.problems.all()
        in_arabic = get_language() == "ar"
        rows = [
            (_place(problem), problem.message_ar if in_arabic else problem.message_en)
            for problem in problems[:MAX_PROBLEMS]
        ]
        return present.problem_list(rows, more=problems.count() - len(rows))


def _about(term: str) -> Q:
    problems = ImportProblem.objects.filter(
        Q(path__icontains=term) | Q(message_ar__icontains=term) | Q(message_en__icontains=term)
    )
    # Arabic may stand in JSON as letters or as escapes, as the database will have it.
    given = ImportRun.objects.alias(given=Cast("arguments", TextField())).filter(
        Q(given__icontains=term) | Q(given__icontains=json.dumps(term)[1:-1])
    )
    return (
        Q(command__icontains=term)
        | Q(feed__url__icontains=term)
        | Q(feed__source__name__icontains=term)
        | Q(pk__in=problems.values("run"))
        | Q(pk__in=given.values("pk"))
    )


def _place(problem: ImportProblem) -> str:
    """The file, and the line or field where that is known."""
    parts = [problem.path, problem.line, problem.field]
    return ":".join(str(part) for part in parts if part not in (None, ""))
