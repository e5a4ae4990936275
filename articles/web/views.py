"""The pages. A view reads the criteria, calls one function, renders."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Change, Source
from articles.search.chips import Chip
from articles.search.complete import complete
from articles.search.criteria import SearchCriteria
from articles.search.engine import IndexNotReady, default_backend
from articles.search.explain import explain
from articles.search.facet_values import NAMES, facet_values
from articles.search.find import SearchResults, count, find
from articles.search.suggestions import suggestions_for
from articles.search.syntax import parse
from articles.web.entity_page import chosen_entity
from articles.web.marks import main_entities, marked_article

logger = logging.getLogger("newsarchive.health")

#: Chips and words of a fruitless search that are each tried alone.
MAX_TRIED = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    criteria = SearchCriteria.from_query(request.GET)
    results = find(criteria, request.user)
    named = main_entities([hit.article for hit in results.hits])
    context = {
        "results": results,
        "criteria": criteria,
        "chosen": chosen_entity(results),
        "rows": [(hit, named.get(hit.article.pk, ())) for hit in results.hits],
        "suggestions": suggestions_for(results, request.user),
        "ways_out": ways_out(results, request.user),
        "missing_words": missing_words(results, request.user),
        "reading": explain(results.search) if results.search else (),
    }
    response = render(request, "search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def ways_out(results: SearchResults, user: User | AnonymousUser) -> list[tuple[Chip, int]]:
    """For a search without matches: the chips that hide some, and how many."""
    if results.total:
        return []
    tried = [(chip, count(chip.criteria, user)) for chip in results.chips[:MAX_TRIED]]
    return [(chip, total) for chip, total in tried if total]


def missing_words(results: SearchResults, user: User | AnonymousUser) -> list[str]:
    """Why no article has all the words: those that no article has at all, and that name no entity."""
    if results.called or (results.total and not results.was_widened):
        return []
    named = {word for name in results.names_read for word in parse(name.latin).operands}
    tried = [words for words in results.parsed.operands if words not in named][:MAX_TRIED]
    return [words for words in tried if not count(SearchCriteria(query=words), user)]


@require_safe
def facet(request: HttpRequest, name: str) -> HttpResponse:
    """All values of a facet of a search, or those that begin with some letters."""
    if name not in NAMES:
        raise Http404
    criteria = SearchCriteria.from_query(request.GET)
    beginning = request.GET.get("beginning", "")[:100]
    found = facet_values(criteria, request.user, name, beginning=beginning)
    context = {"criteria": criteria, "facet": found, "beginning": beginning}
    response = render(request, "facet.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """For the search box: names and headlines that begin as what is typed."""
    rows = [
        {
            "kind": row.kind,
            "label": row.label,
            "detail": row.detail,
            "count": row.count,
            "url": row.url or reverse("search") + row.criteria.url_query(),
        }
        for row in complete(request.GET.get("q", ""), request.user)
    ]
    response = JsonResponse({"suggestions": rows})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Article.objects.visible_to(request.user).select_related("source")
    found = get_object_or_404(visible, pk=pk)
    context = {
        "article": found,
        "marked": marked_article(found),
        "related_items": found.related_items.all(),
        "open_reviews": found.reviews.open() if request.user.has_perm("articles.view_review") else [],
        "earlier_versions": found.versions.count(),
        "permalink": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "article.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", {"invented": Source.objects.filter(is_invented=True)})


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 when the database answers and the index is usable, else 503."""
    state: dict[str, object] = {"database": "ok", "index": None, "oldest_change_age_s": None}
    healthy = True
    try:
        oldest = Change.objects.aggregate(oldest=Min("created_at"))["oldest"]
        if oldest is not None:
            state["oldest_change_age_s"] = round((timezone.now() - oldest).total_seconds(), 1)
    except DatabaseError:
        state["database"], healthy = "error", False
    try:
        state["index"] = default_backend().generation
    except IndexNotReady as error:
        logger.warning("%s", error)
    state["index_ready"] = state["index"] is not None
    response = JsonResponse(state, status=200 if healthy and state["index_ready"] else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Articles may be indexed by search engines; the endless space of searches may not."""
    return HttpResponse("User-agent: *\nDisallow: /?\nDisallow: /feeds/\n", content_type="text/plain")
