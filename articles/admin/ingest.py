"""Imports and their problems in the admin: to read, not to change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.admin import present
from articles.models import ImportProblem, ImportRun

#: A run over many broken files says how many there were; the page lists the first of them.
MAX_PROBLEMS = 200


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = ("command", "shown_started", "shown_finished", "created", "updated", "unchanged", "failed")
    list_filter = ("command",)
    date_hierarchy = "started_at"
    fields = (
        "command",
        "shown_arguments",
        "shown_started",
        "shown_finished",
        "created",
        "updated",
        "unchanged",
        "failed",
        "shown_problems",
    )
    readonly_fields = ("shown_arguments", "shown_started", "shown_finished", "shown_problems")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

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


def _place(problem: ImportProblem) -> str:
    """The file, and the line or field where that is known."""
    parts = [problem.path, problem.line, problem.field]
    return ":".join(str(part) for part in parts if part not in (None, ""))
