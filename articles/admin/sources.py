"""Sources in the admin."""

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import health, present, present_feeds
from articles.admin.decide import MAX_AT_ONCE
from articles.admin.feeds import FeedInline
from articles.admin.inlines import FIELD_OVERRIDES, SourceAliasInline
from articles.admin.zones import move_dates
from articles.arabic.normalize import name_key
from articles.models import Article, Feed, ImportRun, Source, SourceAlias


class SourceForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not name_key(name):
            raise ValidationError(_("This name has no letters."))
        return name

    def clean_time_zone(self) -> str:
        """Another zone moves the days of the articles: not of more than a request may change."""
        zone = self.cleaned_data["time_zone"]
        if "time_zone" not in self.changed_data or not self.instance.pk:
            return zone
        if self.instance.articles.exclude(published_at=None)[MAX_AT_ONCE:].exists():
            raise ValidationError(
                _("This source has more than %(n)d dated articles, so its zone cannot be changed here."),
                params={"n": MAX_AT_ONCE},
            )
        return zone


class CollectingState(admin.SimpleListFilter):
    """Sources by how collecting goes. The rule of silence is no query, so all sources are judged."""

    title = _("collecting")
    parameter_name = "collecting"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(present_feeds.SOURCE_STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in present_feeds.SOURCE_STATES:
            return queryset
        judged = health.healths(Source.objects.only("pk"))
        return queryset.filter(pk__in=[key for key, each in judged.items() if each.state == self.value()])


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    list_display = (
        "shown_name",
        "shown_state",
        "shown_last_good",
        "shown_week",
        "article_count",
        "slug",
        "time_zone",
    )
    list_filter = (CollectingState, "month_style", "is_invented")
    list_per_page = 50
    search_fields = ("name",)
    inlines = (FeedInline, SourceAliasInline)
    formfield_overrides = FIELD_OVERRIDES
    fields = (
        "name",
        "slug",
        "home_page",
        "time_zone",
        "month_style",
        "description_ar",
        "description_en",
        "is_invented",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        articles = Article.objects.filter(source=OuterRef("pk")).order_by().values("source")
        counted = Subquery(articles.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return super().get_queryset(request).annotate(article_count=Coalesce(counted, 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By name, or by any of its spellings however it is typed."""
        return queryset.filter(matching(search_term, SourceAlias, "source")), False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page's rows with their health, all read in three queries."""
        shown = super().get_changelist_instance(request)
        rows = list(shown.result_list)
        judged = health.healths(rows)
        for row in rows:
            row.health = judged[row.pk]
        shown.result_list = cast(QuerySet, rows)
        return shown

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, source: Source) -> SafeString:
        return present.isolated(source.name)

    @admin.display(description=_("collecting"))
    def shown_state(self, source: Any) -> SafeString:
        return present_feeds.source_badge(source.health.state)

    @admin.display(description=_("last good fetch"))
    def shown_last_good(self, source: Any) -> SafeString:
        return present.labelled(_("last good fetch"), present.moment(source.health.last_good_at))

    @admin.display(description=_("last 7 days"))
    def shown_week(self, source: Any) -> SafeString:
        return present.labelled(_("last 7 days"), present.digits(source.health.in_week))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, source: Any) -> SafeString:
        address = reverse("admin:articles_article_changelist")
        link = format_html(
            '<a href="{}?source__id__exact={}">{}</a>', address, source.pk, source.article_count
        )
        return present.labelled(_("articles"), link)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The page has the source's health above its form."""
        if obj is not None:
            # As it is stored: a form that was refused has left its values in this one.
            context |= health_context(Source.objects.get(pk=obj.pk))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Feeds and their imports are deleted by nobody, but they go with their source."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        with_it = {model._meta.verbose_name for model in (Feed, ImportRun)}
        return found, counts, lacking - with_it, protected

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "time_zone" in form.changed_data:
            number = move_dates(obj, before=ZoneInfo(form.initial["time_zone"]))
            text = ngettext(
                "The date of %(n)d article was read again in the new time zone.",
                "The dates of %(n)d articles were read again in the new time zone.",
                number,
            )
            self.message_user(request, text % {"n": number})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A source is found under its own name too, unless another source has it already."""
        super().save_related(request, form, formsets, change)
        source = form.instance
        key = name_key(source.name)[:200]
        SourceAlias.objects.get_or_create(key=key, defaults={"source": source, "name": source.name})


def health_context(source: Source) -> dict[str, Any]:
    """What the page of a source says about collecting."""
    now = timezone.now()
    feeds = list(health.with_items(health.main_feeds().filter(source=source)).order_by("url"))
    judged = health.healths([source], now)[source.pk]
    return {
        "health": judged,
        "state": present_feeds.source_badge(judged.state),
        "warnings": present_feeds.warnings(judged, feeds, now),
        "feeds": [present_feeds.FeedRow(feed, now) for feed in feeds],
        "chart": present_feeds.chart(health.days_of(source, now)),
        "latest": health.latest_of(source),
    }


def matching(search_term: str, aliases: Any, owner: str) -> Q:
    """Rows whose name holds the words, or one of whose spellings holds their key."""
    term = search_term.strip()
    if not term:
        return Q()
    found = Q(name__icontains=term)
    if key := name_key(term):
        found |= Q(pk__in=aliases.objects.filter(key__contains=key).values(owner))
    return found
