"""The page of an entity: how often, when, where, how written and with whom it is named."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from articles.models import Entity
from articles.search.entity_facts import facts_of, is_visible
from articles.search.entity_spellings import MAX_MENTIONS
from articles.search.entity_table import KINDS
from articles.search.find import SearchResults
from articles.web.timeline import timeline


@require_safe
def entity(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Entity.objects.select_related("canonical"), pk=pk)
    if not is_visible(found, request.user):
        raise Http404
    if not found.is_root:
        return redirect("entity", pk=found.root.pk)
    facts = facts_of(found, request.user)
    context = {
        "facts": facts,
        "entity": found,
        "timeline": timeline(facts.days, is_rtl=get_language_bidi()),
        "counted_mentions": MAX_MENTIONS,
    }
    response = render(request, "entity.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class Chosen:
    pk: int
    name: str


def chosen_entity(results: SearchResults) -> Chosen | None:
    """The one entity that a search is narrowed to, if the user may know of it; None for several."""
    search = results.search
    if search is None or len(search.chosen.included) != 1 or not search.table.kind(search.chosen.included[0]):
        return None
    names = [chip.label for chip in results.chips if chip.kind in KINDS and not chip.is_excluded]
    return Chosen(search.chosen.included[0], names[0]) if names else None
