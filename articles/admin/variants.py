"""Spelling variants in the admin: what was learned waits here, best first, with examples from the archive."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import present
from articles.arabic.variants import stem_of
from articles.models import Article, VariantClass
from articles.search.highlight import snippet

#: Enough to see in which sense a word is used.
EXAMPLE_WORDS = 14


class VariantClassForm(forms.ModelForm):
    """A class can only be decided on; its spellings are what the archive has."""

    decision = forms.ChoiceField(
        label=_("decision"),
        required=False,
        choices=[
            ("", "—"),
            (VariantClass.State.ACCEPTED, _("accept: a search for one finds all")),
            (VariantClass.State.REFUSED, _("refuse: these are different words")),
        ],
    )

    class Meta:
        model = VariantClass
        fields = ()


@admin.register(VariantClass)
class VariantClassAdmin(admin.ModelAdmin):
    form = VariantClassForm
    list_display = ("shown_members", "shown_example", "score", "state", "origin", "shown_decided")
    list_filter = ("state", "origin")
    list_per_page = 50
    search_fields = ("members__word",)
    search_help_text = _("A spelling, as the list has it.")
    actions = ("accept", "refuse")
    readonly_fields = (
        "shown_members",
        "state",
        "origin",
        "reason",
        "score",
        "shown_proposed",
        "shown_decided",
        "shown_examples",
    )
    fields = (*readonly_fields, "decision")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refused classes are kept, so that they are not proposed again."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[VariantClass]:
        return super().get_queryset(request).select_related("decided_by").prefetch_related("members")

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """What waits comes first, the likeliest on top."""
        waits = Case(When(state=VariantClass.State.PROPOSED, then=Value(0)), default=Value(1))
        return (waits, F("score").desc(nulls_last=True), "pk")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page's rows with one example for each spelling, all read in one query."""
        changes = super().get_changelist_instance(request)
        rows = list(changes.result_list)
        articles = _articles(rows, each=1)
        for row in rows:
            row.example_articles = articles
        changes.result_list = cast(QuerySet, rows)
        return changes

    # ------------------------------------------------------------ columns

    @admin.display(description=_("spellings"))
    def shown_members(self, row: VariantClass) -> SafeString:
        return format_html_join(
            mark_safe("<br>"),
            "{} {}",
            ((present.isolated(m.word), _times(m.count)) for m in row.members.all()),
        )

    @admin.display(description=_("example"))
    def shown_example(self, row: VariantClass) -> SafeString:
        return _examples(row, getattr(row, "example_articles", {}), each=1)

    @admin.display(description=_("examples"))
    def shown_examples(self, row: VariantClass) -> SafeString:
        return _examples(row, _articles([row]))

    @admin.display(description=_("proposed at"), ordering="proposed_at")
    def shown_proposed(self, row: VariantClass) -> SafeString:
        return present.moment(row.proposed_at)

    @admin.display(description=_("decided"), ordering="decided_at")
    def shown_decided(self, row: VariantClass) -> SafeString:
        if row.decided_at is None:
            return present.moment(None)
        return format_html(
            "{}<br>{}", present.moment(row.decided_at), present.isolated(row.decided_by or "—")
        )

    # ------------------------------------------------------------ decisions

    @admin.action(description=_("Accept: a search for one finds all"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[VariantClass]) -> None:
        number = _decide(queryset, VariantClass.State.ACCEPTED, request)
        text = ngettext(
            "%(n)d class is in force from the next search on.",
            "%(n)d classes are in force from the next search on.",
            number,
        )
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    @admin.action(description=_("Refuse: these are different words"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[VariantClass]) -> None:
        number = _decide(queryset, VariantClass.State.REFUSED, request)
        text = ngettext(
            "%(n)d class was refused and will not be proposed again.",
            "%(n)d classes were refused and will not be proposed again.",
            number,
        )
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: VariantClass, form: Any, change: bool) -> None:
        if decision := form.cleaned_data.get("decision"):
            _decide(VariantClass.objects.filter(pk=obj.pk), decision, request)


def _decide(queryset: QuerySet[VariantClass], state: str, request: HttpRequest) -> int:
    # By key: the list's own query may be joined and ordered.
    keys = list(queryset.values_list("pk", flat=True))
    return VariantClass.objects.filter(pk__in=keys).decide(state, request.user)


def _times(count: int | None) -> SafeString:
    return mark_safe("") if count is None else format_html("({})", count)


def _articles(rows: Iterable[VariantClass], *, each: int | None = None) -> dict[int, Article]:
    """The articles that serve as examples, those removed since left out."""
    keys = {pk for row in rows for member in row.members.all() for pk in member.examples[:each]}
    return Article.objects.in_bulk(sorted(keys))


def _examples(row: VariantClass, articles: dict[int, Article], *, each: int | None = None) -> SafeString:
    """For each spelling where the archive has it, from the articles as they stand now."""
    found = [
        (present.link_to_article(pk, _in_context(articles[pk], member.word)),)
        for member in row.members.all()
        for pk in member.examples[:each]
        if pk in articles
    ]
    return format_html_join("", '<div class="evidence">{}</div>', found) if found else mark_safe("—")


def _in_context(article: Article, word: str) -> SafeString:
    text = "\n".join((article.title, article.subtitle, article.body))
    return snippet(text, {stem_of(word)}, words=EXAMPLE_WORDS)
