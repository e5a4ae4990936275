"""The pages that entities have in the admin beside their form: merging chosen ones, splitting one."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.admin.entity_list import found, mention_counts
from articles.admin.entity_panels import Member, members, spellings
from articles.admin.entity_words import distinguished, link_to_entity
from articles.admin.inlines import AUTO
from articles.admin.spellings import queue_concerned, report, report_cut
from articles.entities.curation.decisions import accept, merge, reject, split
from articles.entities.curation.identity import Refused
from articles.models import Entity, EntityAlias, EntityPair

#: Merged at once; offered to be merged with.
MAX_CHOSEN, MAX_OFFERED = 100, 20


def urls(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Each behind the door of the admin; the views ask for more."""
    opened = model_admin.admin_site.admin_view
    return [
        path("merge/", opened(partial(merge_view, model_admin)), name="articles_entity_merge"),
        path(
            "<path:object_id>/merge/",
            opened(partial(merge_with_view, model_admin)),
            name="articles_entity_merge_with",
        ),
        path(
            "<path:object_id>/state/",
            opened(require_POST(partial(state_view, model_admin))),
            name="articles_entity_state",
        ),
        path(
            "<path:object_id>/split/",
            opened(partial(split_view, model_admin)),
            name="articles_entity_split",
        ),
    ]


def merge_view(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show what is merged and ask which name stays; then merge."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    chosen = _chosen(request)
    if len(chosen) < 2:
        messages.error(request, _("These are one entity already, or there are fewer than two."))
        return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
    if request.method == "POST":
        return _merge(request, chosen)
    roots = [member.entity.pk for member in chosen]
    apart = EntityPair.objects.apart().filter(one__canonical__in=roots, other__canonical__in=roots)
    context = {
        "title": _("Merge entities"),
        "chosen": chosen,
        "keys": ",".join(str(member.entity.pk) for member in chosen),
        "kinds_differ": len({member.entity.kind for member in chosen}) > 1,
        "apart": [
            distinguished(pair.one, pair.other)
            for pair in apart.select_related("one", "other").order_by("pk")
        ],
    }
    return _answer(model_admin, request, "merge", context)


def _chosen(request: HttpRequest) -> list[Member]:
    """The roots of the entities named, most mentioned first."""
    named = request.POST.get("keys") or request.GET.get("keys", "")
    keys = [int(key) for key in named.split(",")[:MAX_CHOSEN] if key.isdecimal() and len(key) < 19]
    roots = Entity.objects.filter(pk__in=Entity.objects.filter(pk__in=keys).values("canonical"))
    return _counted(list(roots.order_by("pk")))


def _counted(roots: list[Entity]) -> list[Member]:
    counts = mention_counts(roots)
    return sorted((Member(root, counts.get(root.pk, 0)) for root in roots), key=lambda row: -row.mentions)


def _merge(request: HttpRequest, chosen: list[Member]) -> HttpResponse:
    keys = [member.entity.pk for member in chosen]
    stays = next((key for key in keys if str(key) == request.POST.get("stays")), keys[0])
    try:
        done = merge(stays, [key for key in keys if key != stays], user=request.user)
    except (Refused, Entity.DoesNotExist) as refused:
        messages.error(request, str(getattr(refused, "message", refused)))
        return HttpResponseRedirect(reverse("admin:articles_entity_changelist"))
    text = ngettext("%(n)d entity was merged into", "%(n)d entities were merged into", len(done))
    messages.success(request, format_html("{} {}", text % {"n": len(done)}, link_to_entity(done[0].entity)))
    return HttpResponseRedirect(reverse("admin:articles_entity_change", args=[stays]))


def _root(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> Entity:
    entity: Entity | None = model_admin.get_object(request, unquote(object_id))
    if not model_admin.has_change_permission(request, entity):
        raise PermissionDenied
    if entity is None:
        raise Http404
    return entity.root


def merge_with_view(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Find another entity by any spelling, to be merged with this one."""
    root = _root(model_admin, request, object_id)
    term = request.GET.get("with", "").strip()[:200]
    others = Entity.objects.roots().exclude(pk=root.pk).filter(is_rejected=False)
    offered = list(found(request, others, term)[:MAX_OFFERED]) if term else []
    context = {"title": _("Merge with…"), "entity": root, "term": term, "offered": _counted(offered)}
    return _answer(model_admin, request, "merge_with", context)


def state_view(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Say that it is no entity, or that it is one after all."""
    root = _root(model_admin, request, object_id)
    is_entity = request.POST.get("is") == "entity"
    try:
        (accept if is_entity else reject)(root.pk, user=request.user)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        text = _("{} is an entity again.") if is_entity else _("{} is not an entity.")
        messages.success(request, format_html(text, link_to_entity(root)))
    return HttpResponseRedirect(reverse("admin:articles_entity_change", args=[root.pk]))


class SplitForm(forms.Form):
    """What the new entity is called, and what it is."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, it is the first that is ticked."),
        widget=forms.TextInput(attrs={**AUTO, "class": "vTextField"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Entity.Kind.choices)


def split_view(model_admin: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Tick spellings and members that are somebody or something else."""
    root = _root(model_admin, request, object_id)
    form = SplitForm(request.POST if request.method == "POST" else None, initial={"kind": root.kind})
    if request.method == "POST" and form.is_valid():
        try:
            return _split(request, root, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
    context = {
        "title": _("Split this entity"),
        "entity": root,
        "form": form,
        "members": members(root),
        "spellings": spellings(root),
        "ticked_aliases": set(_ticked(request, "alias")),
        "ticked_members": set(_ticked(request, "member")),
    }
    return _answer(model_admin, request, "split", context)


def _split(request: HttpRequest, root: Entity, named: dict[str, str]) -> HttpResponse:
    aliases, members = _ticked(request, "alias"), _ticked(request, "member")
    name = named["name"] or _first_name(aliases, members)
    done = split(root, aliases=aliases, members=members, name=name, kind=named["kind"], user=request.user)
    added = done.decision.details["added"]
    new = done.entity
    messages.success(request, format_html(_("{} stands for itself now."), link_to_entity(new)))
    if added is not None:
        before = set(new.aliases.exclude(pk=added).values_list("name", flat=True))
        report(request, queue_concerned(new, before=before, user=request.user))
    if done.was_cut:
        report_cut(request)
    return HttpResponseRedirect(reverse("admin:articles_entity_change", args=[new.pk]))


def _first_name(aliases: list[int], members: list[int]) -> str:
    """As the page has them: members come before spellings."""
    members_named = Entity.objects.filter(pk__in=members[:1]).values_list("name", flat=True)
    spelled = EntityAlias.objects.filter(pk__in=aliases[:1]).values_list("name", flat=True)
    return next((name for names in (members_named, spelled) for name in names), "")


def _ticked(request: HttpRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]


def _answer(
    model_admin: admin.ModelAdmin, request: HttpRequest, name: str, context: dict[str, Any]
) -> HttpResponse:
    request.current_app = model_admin.admin_site.name
    shared = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
    return TemplateResponse(request, f"admin/articles/entity/{name}.html", {**shared, **context})
