"""Entities in the admin: found under any spelling."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.filters import Merged
from articles.admin.inlines import FIELD_OVERRIDES, MAX_KEY_LENGTH, EntityAliasInline
from articles.admin.sources import matching
from articles.admin.spellings import Concerned, queue_concerned, spellings_of
from articles.arabic.normalize import name_key
from articles.models import Entity, EntityAlias, Mention


class EntityForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not 0 < len(name_key(name)) <= MAX_KEY_LENGTH:
            raise ValidationError(_("This name has no letters, or too many."))
        return name


@admin.register(Entity)
class EntityAdmin(admin.ModelAdmin):
    form = EntityForm
    list_display = ("name", "kind", "latin", "mention_count", "shown_canonical")
    list_filter = ("kind", Merged)
    list_select_related = ("canonical",)
    search_fields = ("name",)
    search_help_text = _("A name in any spelling, Arabic or Latin.")
    inlines = (EntityAliasInline,)
    formfield_overrides = FIELD_OVERRIDES
    fields = ("name", "latin", "kind", "shown_canonical", "mention_count")
    readonly_fields = ("shown_canonical", "mention_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        mentions = Mention.objects.filter(entity=OuterRef("pk")).order_by().values("entity")
        counted = Subquery(mentions.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return super().get_queryset(request).annotate(mentioned=Coalesce(counted, 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By name, Latin name, or any of the spellings however it is typed."""
        if not (term := search_term.strip()):
            return queryset, False
        return queryset.filter(matching(term, EntityAlias, "entity") | Q(latin__icontains=term)), False

    @admin.display(description=_("mentions"), ordering="mentioned")
    def mention_count(self, entity: Any) -> str:
        return str(getattr(entity, "mentioned", 0))

    @admin.display(description=_("merged into"), ordering="canonical__name")
    def shown_canonical(self, entity: Entity) -> SafeString | str:
        if entity.canonical is None or entity.is_root:
            return "—"
        address = reverse("admin:articles_entity_change", args=[entity.canonical_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, entity.canonical.name)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """An entity is recognised by its spellings, so its name is always one of them."""
        entity = form.instance
        before = spellings_of(entity)
        super().save_related(request, form, formsets, change)
        EntityAlias.objects.get_or_create(
            entity=entity, key=name_key(entity.name), defaults={"name": entity.name}
        )
        self._report(request, queue_concerned(entity, before=before, user=request.user))

    def _report(self, request: HttpRequest, concerned: Concerned) -> None:
        if number := len(concerned.keys):
            text = ngettext(
                "%(n)d article is searched for this entity once more.",
                "%(n)d articles are searched for this entity once more.",
                number,
            )
            self.message_user(request, text % {"n": number})
        if concerned.was_cut:
            warning = _(
                "More articles may name this entity. To search all of them, run on the server: %(command)s"
            )
            command = "python manage.py recognise_entities"
            self.message_user(request, warning % {"command": command}, messages.WARNING)
