"""Sources in the admin."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.decide import MAX_AT_ONCE
from articles.admin.inlines import FIELD_OVERRIDES, SourceAliasInline
from articles.admin.zones import move_dates
from articles.arabic.normalize import name_key
from articles.models import Article, Source, SourceAlias


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


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    list_display = ("name", "slug", "article_count", "time_zone", "month_style", "is_invented")
    list_filter = ("month_style", "is_invented")
    search_fields = ("name",)
    inlines = (SourceAliasInline,)
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

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, source: Any) -> SafeString:
        address = reverse("admin:articles_article_changelist")
        return format_html(
            '<a href="{}?source__id__exact={}">{}</a>', address, source.pk, source.article_count
        )

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


def matching(search_term: str, aliases: Any, owner: str) -> Q:
    """Rows whose name holds the words, or one of whose spellings holds their key."""
    term = search_term.strip()
    if not term:
        return Q()
    found = Q(name__icontains=term)
    if key := name_key(term):
        found |= Q(pk__in=aliases.objects.filter(key__contains=key).values(owner))
    return found
