"""Entities in the admin: found under any spelling; every change is a decision that can be undone."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import entity_actions, entity_list, entity_pages
from articles.admin.entity_aliases import CONFIRMED, EntityAliasInline
from articles.admin.entity_panels import panels
from articles.admin.filters import Merged
from articles.admin.inlines import FIELD_OVERRIDES, MAX_KEY_LENGTH
from articles.admin.spellings import queue_concerned, report, spellings_of
from articles.arabic.normalize import name_key
from articles.entities.curation.decisions import NothingChanges, add_alias, change_kind, remove_alias, rename
from articles.entities.curation.names import ensure_spelling
from articles.entities.curation.split import NameStays
from articles.models import Entity, EntityAlias, EntityDecision, EntityPair


class EntityForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spellings_before = spellings_of(self.instance) if self.instance.pk else set()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not 0 < len(name_key(name)) <= MAX_KEY_LENGTH:
            raise ValidationError(_("This name has no letters, or too many."))
        return name


@admin.register(Entity)
class EntityAdmin(admin.ModelAdmin):
    form = EntityForm
    list_display = ("name", "kind", "latin", "mention_count", "shown_state")
    list_filter = ("kind", Merged, entity_list.DecidedFilter, entity_list.RejectedFilter)
    list_select_related = ("canonical",)
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("name",)
    search_help_text = _("A name in any spelling, Arabic or Latin.")
    actions = entity_actions.ACTIONS
    inlines = (EntityAliasInline,)
    formfield_overrides = FIELD_OVERRIDES
    fields = ("name", "latin", "kind", "shown_state", "mention_count")
    readonly_fields = ("shown_state", "mention_count")

    def get_urls(self) -> list[URLPattern]:
        return [*entity_pages.urls(self), *super().get_urls()]

    # ------------------------------------------------------------ the list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[entity_list.EntityChangeList]:
        return entity_list.EntityChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        entities = super().get_queryset(request)
        column = str(self.list_display.index("mention_count") + 1)
        ordered_by = {part.lstrip("-") for part in request.GET.get("o", column).split(".")}
        return entity_list.by_mentions(entities) if column in ordered_by else entities

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.strip()
        return (entity_list.found(request, queryset, term) if term else queryset), False

    @admin.display(description=_("mentions"), ordering="own_mentions")
    def mention_count(self, entity: Any) -> str:
        if not hasattr(entity, "mentioned"):
            entity.mentioned = entity_list.mention_counts([entity]).get(entity.pk, 0) if entity.pk else 0
        return str(entity.mentioned)

    @admin.display(description=_("state"), ordering="canonical__name")
    def shown_state(self, entity: Entity) -> SafeString | str:
        if entity.is_rejected:
            return format_html('<span class="state state--rejected">{}</span>', _("not an entity"))
        if entity.canonical is not None and not entity.is_root:
            address = reverse("admin:articles_entity_change", args=[entity.canonical_id])
            return format_html(
                '{} <a href="{}"><bdi>{}</bdi></a>', _("merged into"), address, entity.canonical
            )
        return str(_("decided by a curator")) if entity.is_settled else "—"

    # ------------------------------------------------------------ the page of one

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The page has what belongs to the entity below its form."""
        doubts = [
            doubt
            for inline in context.get("inline_admin_formsets", [])
            for doubt in getattr(inline.formset, "doubts", [])
        ]
        context |= {"doubts": doubts, "confirmed": request.POST.getlist(CONFIRMED)}
        if obj is not None:
            # As it is stored: a form that was refused has left its values in this one.
            context |= panels(Entity.objects.select_related("canonical").get(pk=obj.pk))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Entity, form: Any, change: bool) -> None:
        if not change:
            obj.is_settled = True
            super().save_model(request, obj, form, change)
            return
        for decide in (
            lambda: rename(obj.pk, name=obj.name, latin=obj.latin, user=request.user),
            lambda: change_kind(obj.pk, obj.kind, user=request.user),
        ):
            with suppress(NothingChanges):
                decide()
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Spellings that were removed, changed and added, each as a decision."""
        formset.save(commit=False)
        for alias in formset.deleted_objects:
            self._remove(request, alias)
        for alias, _changed in formset.changed_objects:
            if EntityAlias.objects.filter(pk=alias.pk, key=name_key(alias.name)).exists():
                alias.save()  # marks or spaces only: it is the same spelling
            elif self._remove(request, alias):
                self._add(request, alias)
        for alias in formset.new_objects:
            self._add(request, alias)

    def _remove(self, request: HttpRequest, alias: EntityAlias) -> bool:
        try:
            remove_alias(alias.pk, user=request.user)
        except NameStays as refused:
            self.message_user(request, str(refused.message), messages.WARNING)
            return False
        return True

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Questions and decisions are deleted by nobody, but they go with their entity."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        with_it = {model._meta.verbose_name for model in (EntityPair, EntityDecision)}
        return found, counts, lacking - with_it, protected

    def _add(self, request: HttpRequest, alias: EntityAlias) -> None:
        with suppress(NothingChanges):
            add_alias(alias.entity_id, alias.name, user=request.user)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """An entity is recognised by its spellings, so its name is always one of them."""
        super().save_related(request, form, formsets, change)
        ensure_spelling(form.instance, form.instance.name)
        report(request, queue_concerned(form.instance, before=form.spellings_before, user=request.user))
