"""Feeds in the admin: on the page of their source, and in a list of their own."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import present, present_feeds
from articles.admin.feed_forms import FeedForm, FeedFormSet
from articles.admin.health import feed_state, with_items
from articles.models import Feed


class FeedInline(admin.TabularInline):
    """Feeds on the page of their source. What is not wanted is switched off; what it brought stays known."""

    model = Feed
    form = FeedForm
    formset = FeedFormSet
    fields = ("url", "interval_min", "is_active", "fetch_now")
    extra = 1
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        """Parts of a sitemap index come and go by themselves."""
        return super().get_queryset(request).filter(part_of=None)


class FeedStateFilter(admin.SimpleListFilter):
    """Feeds by how their last tries went; the rule is `feed_state`."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [*present_feeds.FEED_STATES.items(), ("given_up", _("with items given up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "given_up":
            return queryset.filter(given_up__gt=0)
        if self.value():
            now = timezone.now()
            keys = [feed.pk for feed in Feed.objects.order_by() if feed_state(feed, now) == self.value()]
            return queryset.filter(pk__in=keys)
        return queryset


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    form = FeedForm
    list_display = (
        "shown_address",
        "shown_source",
        "shown_state",
        "shown_last_good",
        "shown_next_try",
        "shown_items",
    )
    list_filter = (
        FeedStateFilter,
        ("part_of", admin.EmptyFieldListFilter),
        ("source", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("source", "part_of")
    list_per_page = 50
    search_fields = ("url", "source__name")
    search_help_text = _("A part of the address, or the name of the source.")
    actions = ("fetch_now", "switch_on", "switch_off")
    readonly_fields = (
        "shown_state",
        "shown_last_try",
        "shown_last_good",
        "shown_next_try",
        "shown_error",
        "shown_items",
        "shown_pages_after",
        "shown_parts",
        "shown_runs",
    )
    fieldsets = (
        (None, {"fields": ("source", "url", "interval_min", "is_active", "fetch_now")}),
        (_("Health"), {"fields": readonly_fields}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        return with_items(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A feed stays with its source, as its articles do."""
        return (*self.readonly_fields, "source") if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return self.fieldsets
        return ((None, {"fields": ("source", "url", "interval_min", "is_active")}),)

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        form.write()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: with it would go what it brought and what went wrong. It is switched off."""
        return False

    # ------------------------------------------------------------ columns

    @admin.display(description=_("address"), ordering="url")
    def shown_address(self, feed: Feed) -> SafeString:
        return present_feeds.address_with_error(feed)

    @admin.display(description=_("source"), ordering="source__name")
    def shown_source(self, feed: Feed) -> SafeString:
        address = reverse("admin:articles_source_change", args=[feed.source_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, feed.source)

    @admin.display(description=_("state"))
    def shown_state(self, feed: Feed) -> SafeString:
        return present_feeds.feed_badge(feed_state(feed, timezone.now()), failures=feed.failures)

    @admin.display(description=_("last try"))
    def shown_last_try(self, feed: Feed) -> SafeString:
        return present.moment(feed.last_try_at)

    @admin.display(description=_("last good fetch"), ordering="last_good_at")
    def shown_last_good(self, feed: Feed) -> SafeString:
        return present.labelled(_("last good fetch"), present.moment(feed.last_good_at))

    @admin.display(description=_("next try"), ordering="next_try_at")
    def shown_next_try(self, feed: Feed) -> SafeString:
        return present.labelled(_("next try"), present_feeds.next_try(feed))

    @admin.display(description=_("error"))
    def shown_error(self, feed: Feed) -> SafeString:
        return present_feeds.error(feed)

    @admin.display(description=_("its pages rest until"))
    def shown_pages_after(self, feed: Feed) -> SafeString:
        return present.moment(feed.pages_after)

    @admin.display(description=_("parts"))
    def shown_parts(self, feed: Feed) -> SafeString:
        return present_feeds.parts(feed, timezone.now())

    @admin.display(description=_("items"), ordering="waiting")
    def shown_items(self, feed: Any) -> SafeString:
        return present.labelled(_("items"), present_feeds.items(feed))

    @admin.display(description=_("imports"))
    def shown_runs(self, feed: Feed) -> SafeString:
        address = reverse("admin:articles_importrun_changelist")
        return format_html('<a href="{}?feed__id__exact={}">{}</a>', address, feed.pk, _("What it brought"))

    # ------------------------------------------------------------ decisions

    @admin.action(description=_("Fetch at the next opportunity"), permissions=["change"])
    def fetch_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        number = _chosen(queryset).filter(is_active=True).update(next_try_at=None)
        text = ngettext("%(n)d feed is fetched next.", "%(n)d feeds are fetched next.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    @admin.action(description=_("Collect the chosen feeds"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        number = _chosen(queryset).filter(is_active=False).update(is_active=True, next_try_at=None)
        text = ngettext("%(n)d feed is collected.", "%(n)d feeds are collected.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    @admin.action(description=_("Collect the chosen feeds no more"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        number = _chosen(queryset).filter(is_active=True).update(is_active=False)
        text = ngettext("%(n)d feed is no longer collected.", "%(n)d feeds are no longer collected.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)


def _chosen(queryset: QuerySet[Feed]) -> QuerySet[Feed]:
    """By key: the list's own query is annotated, which an update need not work out."""
    return Feed.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
