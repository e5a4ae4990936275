"""Articles in the admin: those with open reviews first, every edit remembered."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin import article_pages, decide, present
from articles.admin.edits import answered_reasons, number_new_items, remember_related, remembered
from articles.admin.filters import Dated, OpenReason
from articles.admin.forms import ArticleForm, TextField
from articles.admin.inlines import AUTO, FIELD_OVERRIDES, RelatedItemInline, ReviewInline
from articles.admin.zones import move_date
from articles.ingest.store import keep_version
from articles.models import Article, RelatedItem, Review
from articles.search.criteria import SearchCriteria
from articles.search.engine import IndexNotReady
from articles.search.find import SearchResults, find

#: The list shows no more matches of a search than this; it says so when there are more.
MAX_MATCHES = 200


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    list_display = ("headline", "shown_reviews", "shown_source", "shown_date", "status")
    list_display_links = ("headline",)
    list_filter = ("status", OpenReason, Dated, ("source", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("source",)
    list_per_page = 50
    date_hierarchy = "published_day"
    #: Only so that there is a search box: `get_search_results` asks the archive's own search.
    search_fields = ("title",)
    search_help_text = gettext_lazy("Searches headlines and texts as the search page does, in every status.")
    actions = ("publish", "reject", "settle_reviews")
    inlines = (ReviewInline, RelatedItemInline)
    formfield_overrides = {
        **FIELD_OVERRIDES,
        models.TextField: {
            "form_class": TextField,
            "widget": forms.Textarea(attrs={**AUTO, "rows": 3, "class": "vLargeTextField"}),
        },
    }
    readonly_fields = (
        "open_questions",
        "shown_origin",
        "shown_day",
        "shown_fetched",
        "shown_modified",
        "shown_visible",
        "revision",
        "shown_raw",
        "shown_hash",
        "shown_curated",
        "shown_entities",
        "shown_versions",
        "story",
    )
    fieldsets = (
        (None, {"fields": ("open_questions", "status", "title", "subtitle", "body", "seen_revision")}),
        (
            gettext_lazy("Date and source"),
            {"fields": ("published", "shown_origin", "page_clock", "source", "canonical_url", "language")},
        ),
        (
            gettext_lazy("Around the text"),
            {"fields": ("section", "dateline", "byline", "caption", "credit")},
        ),
        (gettext_lazy("Entities"), {"fields": ("shown_entities", "story")}),
        (
            gettext_lazy("Origin"),
            {
                "fields": (
                    "shown_curated",
                    "shown_fetched",
                    "shown_modified",
                    "shown_visible",
                    "shown_day",
                    "revision",
                    "shown_raw",
                    "shown_hash",
                )
            },
        ),
        (gettext_lazy("Earlier versions"), {"fields": ("shown_versions",)}),
    )

    # ------------------------------------------------------------ the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        open_reviews = Review.objects.open()
        return (
            super()
            .get_queryset(request)
            .annotate(has_open_reviews=Exists(open_reviews.filter(article=OuterRef("pk"))))
            .prefetch_related(Prefetch("reviews", open_reviews, to_attr="open_reviews"))
        )

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return (F("has_open_reviews").desc(), F("published_at").desc(nulls_last=True), "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Ask `find()`; the filters of the list then apply to what it found."""
        if not search_term.strip():
            return queryset, False
        parameters = QueryDict(mutable=True)
        parameters["q"] = search_term
        parameters.setlist("status", Article.Status.values)
        try:
            results = find(
                SearchCriteria.from_query(parameters), request.user, with_facets=False, size=MAX_MATCHES
            )
        except IndexNotReady:
            messages.error(request, _("The search index is not ready, so nothing can be searched for."))
            return queryset.none(), False
        for note in search_notes(results):
            messages.info(request, note)
        return queryset.filter(pk__in=[hit.article.pk for hit in results.hits]), False

    @admin.display(description=gettext_lazy("headline"), ordering="title")
    def headline(self, article: Article) -> SafeString:
        return present.isolated(article.title or _("(no headline)"))

    @admin.display(description=gettext_lazy("source"), ordering="source__name")
    def shown_source(self, article: Article) -> SafeString:
        return present.isolated(article.source.name)

    @admin.display(description=gettext_lazy("published at"), ordering="published_at")
    def shown_date(self, article: Article) -> SafeString:
        if article.published_at is None:
            return present.isolated(_("undated"))
        return present.date_with_precision(article)

    @admin.display(description=gettext_lazy("open reviews"))
    def shown_reviews(self, article: Article) -> str:
        return " · ".join(str(review) for review in article.open_reviews)  # type: ignore[attr-defined]

    # ------------------------------------------------------------ who may

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come by import

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the next import would bring it back. Articles are rejected or removed for legal reasons."""
        return False

    def has_remove_permission(self, request: HttpRequest) -> bool:
        """Removal for legal reasons, which leaves a trace and refuses the article's return."""
        return request.user.has_perm("articles.add_removal") and request.user.has_perm(
            "articles.delete_article"
        )

    # ------------------------------------------------------------ decisions

    @admin.action(description=gettext_lazy("Publish the chosen articles"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if (keys := self._chosen(request, queryset)) is None:
            return
        outcome = decide.publish(keys, request.user)
        text = ngettext("%(n)d article was published.", "%(n)d articles were published.", outcome.changed)
        self.message_user(request, text % {"n": outcome.changed}, messages.SUCCESS)
        if outcome.refused:
            text = ngettext(
                "%(n)d article has no headline and cannot be published.",
                "%(n)d articles have no headline and cannot be published.",
                outcome.refused,
            )
            self.message_user(request, text % {"n": outcome.refused}, messages.WARNING)

    @admin.action(description=gettext_lazy("Reject the chosen articles"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if (keys := self._chosen(request, queryset)) is None:
            return
        number = decide.reject(keys, request.user).changed
        text = ngettext("%(n)d article was rejected.", "%(n)d articles were rejected.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Settle the open reviews of the chosen articles"), permissions=["change"]
    )
    def settle_reviews(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if (keys := self._chosen(request, queryset)) is None:
            return
        number = decide.settle(keys, request.user)
        text = ngettext("%(n)d review was settled.", "%(n)d reviews were settled.", number)
        self.message_user(request, text % {"n": number}, messages.SUCCESS)

    def _chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> list[int] | None:
        """The keys of the chosen articles, or None with a message when they are too many."""
        keys = list(queryset.values_list("pk", flat=True)[: decide.MAX_AT_ONCE + 1])
        if len(keys) <= decide.MAX_AT_ONCE:
            return keys
        text = ngettext(
            "Choose no more than %(n)d article at once.",
            "Choose no more than %(n)d articles at once.",
            decide.MAX_AT_ONCE,
        )
        self.message_user(request, text % {"n": decide.MAX_AT_ONCE}, messages.ERROR)
        return None

    # ------------------------------------------------------------ one article

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("title", "section", "byline", "dateline", "credit"):
            field.widget = AdminTextInputWidget(attrs={**AUTO, "class": "vTextField wide"})
        if db_field.name == "source":
            # A source is mended on its own page; the buttons for that stand too near the field.
            field.widget.can_delete_related = field.widget.can_change_related = False
        if db_field.name == "body":
            field.widget.attrs["rows"] = 24
        return field

    @admin.display(description=gettext_lazy("to be settled"))
    def open_questions(self, article: Article) -> SafeString:
        reviews = list(article.reviews.open())
        return present.questions(reviews) if reviews else mark_safe("—")

    @admin.display(description=gettext_lazy("where the date comes from"))
    def shown_origin(self, article: Article) -> str:
        if article.published_at is None:
            return _("undated")
        return f"{article.get_published_origin_display()} · {article.get_published_precision_display()}"

    @admin.display(description=gettext_lazy("fetched at"))
    def shown_fetched(self, article: Article) -> SafeString:
        return present.moment(article.fetched_at)

    @admin.display(description=gettext_lazy("changed by the outlet at"))
    def shown_modified(self, article: Article) -> SafeString:
        return present.moment(article.modified_at)

    @admin.display(description=gettext_lazy("first visible at"))
    def shown_visible(self, article: Article) -> SafeString:
        return present.moment(article.first_visible_at)

    @admin.display(description=gettext_lazy("day of publication"))
    def shown_day(self, article: Article) -> SafeString:
        return present.digits(article.published_day or "—")

    @admin.display(description=gettext_lazy("raw file"))
    def shown_raw(self, article: Article) -> SafeString:
        return present.code(article.raw_sha256 or "—")

    @admin.display(description=gettext_lazy("content hash"))
    def shown_hash(self, article: Article) -> SafeString:
        return present.code(article.content_hash)

    @admin.display(description=gettext_lazy("edited by a curator"))
    def shown_curated(self, article: Article) -> str:
        return present.field_names(article.curated_fields)

    @admin.display(description=gettext_lazy("mentioned entities"))
    def shown_entities(self, article: Article) -> SafeString:
        return present.mentioned_entities(article)

    @admin.display(description=gettext_lazy("earlier versions"))
    def shown_versions(self, article: Article) -> SafeString:
        return present.earlier_versions(article)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Keep what the article said, remember what a curator changed, settle what that answers."""
        if not (edited := form.edited):
            return  # only its reviews or related items were edited
        stored: Article = form.stored
        if form.is_redated:
            form.date_instance()
        elif "source" in edited and obj.published_at is not None:
            move_date(obj, before=stored.source.zone)
        if set(edited) & set(Article.CONTENT_FIELDS):
            keep_version(stored)
        obj.curated_fields = remembered(stored.curated_fields, edited)
        obj.save()
        answered = answered_reasons(obj, edited)
        if answered:
            decide.settle([obj.pk], request.user, reasons=answered)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Review:
            chosen = [inline.instance.pk for inline in formset.forms if inline.cleaned_data.get("settle")]
            decide.settle_reviews(Review.objects.filter(pk__in=chosen), request.user)
            formset.new_objects, formset.deleted_objects = [], []
            formset.changed_objects = [
                (inline.instance, ["settle"]) for inline in formset.forms if inline.instance.pk in chosen
            ]
            return
        if formset.model is RelatedItem and formset.has_changed():
            number_new_items(formset, form.instance)
            remember_related(form.instance)
        super().save_formset(request, form, formset, change)

    # ------------------------------------------------------------ pages of their own

    def get_urls(self) -> list[URLPattern]:
        return [*article_pages.urls(self), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"may_remove": self.has_remove_permission(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)


def search_notes(results: SearchResults) -> list[str]:
    """What the curator has to know to read the list rightly."""
    notes = list(results.notes)
    if results.was_widened:
        notes.append(_("No article has all of these words; these have some of them."))
    if results.total > MAX_MATCHES:
        text = ngettext(
            "%(total)d article was found; the list and its filters hold the best %(shown)d.",
            "%(total)d articles were found; the list and its filters hold the best %(shown)d.",
            results.total,
        )
        notes.append(text % {"total": results.total, "shown": MAX_MATCHES})
    return notes
