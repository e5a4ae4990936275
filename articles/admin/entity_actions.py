"""What may be done with chosen entities of the list."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.entity_words import link_to_entity
from articles.entities.curation.decisions import accept, change_kind, keep_apart, reject
from articles.entities.curation.identity import Refused
from articles.models import Entity

#: One decision each: no request makes more.
MAX_CHOSEN = 100


@admin.action(description=_("Merge the chosen…"), permissions=["change"])
def merge_chosen(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]) -> Any:
    keys = _keys(model_admin, request, queryset)
    if len(keys) < 2:
        model_admin.message_user(request, _("Choose two entities or more."), messages.ERROR)
        return None
    address = reverse("admin:articles_entity_merge")
    return HttpResponseRedirect(f"{address}?keys={','.join(map(str, keys))}")


@admin.action(description=_("Keep the chosen two apart"), permissions=["change"])
def keep_chosen_apart(
    model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]
) -> None:
    keys = _keys(model_admin, request, queryset)
    if len(keys) != 2:
        model_admin.message_user(request, _("Choose exactly two entities."), messages.ERROR)
        return
    try:
        keep_apart(*keys, user=request.user)
    except Refused as refused:
        model_admin.message_user(request, str(refused.message), messages.ERROR)
    else:
        model_admin.message_user(request, _("The two are kept apart."), messages.SUCCESS)


def _of_kind(kind: Entity.Kind, description: Any) -> Any:
    @admin.action(description=description, permissions=["change"])
    def change(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]) -> None:
        _each(model_admin, request, queryset, lambda key: change_kind(key, kind, user=request.user))

    change.__name__ = f"make_{kind.value}"
    return change


@admin.action(description=_("The chosen are not entities"), permissions=["change"])
def reject_chosen(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]) -> None:
    _each(model_admin, request, queryset, lambda key: reject(key, user=request.user))


@admin.action(description=_("The chosen are entities after all"), permissions=["change"])
def accept_chosen(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]) -> None:
    _each(model_admin, request, queryset, lambda key: accept(key, user=request.user))


ACTIONS = (
    merge_chosen,
    keep_chosen_apart,
    _of_kind(Entity.Kind.PERSON, _("The chosen are persons")),
    _of_kind(Entity.Kind.PLACE, _("The chosen are places")),
    _of_kind(Entity.Kind.ORGANISATION, _("The chosen are organisations")),
    reject_chosen,
    accept_chosen,
)


def _each(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Entity],
    decide: Callable[[int], Any],
) -> None:
    """Decide about each by itself, and say about how many there was something to decide."""
    changed = []
    for key in _keys(model_admin, request, queryset):
        try:
            decide(key)
        except Refused:
            continue
        changed.append(key)
    number = len(changed)
    if number == 1:
        entity = Entity.objects.get(pk=changed[0])
        address = reverse("admin:articles_entity_change", args=[entity.pk]) + "#decisions-title"
        named = format_html(
            '{} <a href="{}">{}</a>',
            format_html(str(_("{} was changed.")), link_to_entity(entity)),
            address,
            _("Decisions about it"),
        )
        model_admin.message_user(request, named, messages.SUCCESS)
        return
    text = ngettext("%(n)d entity was changed.", "%(n)d entities were changed.", number)
    model_admin.message_user(request, text % {"n": number}, messages.SUCCESS)


def _keys(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Entity]) -> list[int]:
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MAX_CHOSEN + 1])
    if len(keys) > MAX_CHOSEN:
        text = ngettext(
            "Only the first %(n)d is taken at a time.",
            "Only the first %(n)d are taken at a time.",
            MAX_CHOSEN,
        )
        model_admin.message_user(request, text % {"n": MAX_CHOSEN}, messages.WARNING)
    return keys[:MAX_CHOSEN]
