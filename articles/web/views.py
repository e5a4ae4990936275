"""The pages. A view reads the criteria, calls one function, renders."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Change, Source
from articles.search.criteria import SearchCriteria
from articles.search.find import find
from articles.search.whoosh.backend import default_backend
from articles.web.marks import marked_article


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    criteria = SearchCriteria.from_query(request.GET)
    results = find(criteria, request.user)
    response = render(request, "search.html", {"results": results, "criteria": criteria})
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
    backend = default_backend()
    state["index"] = backend.generation
    state["index_ready"] = backend.is_ready
    healthy = healthy and backend.is_ready
    response = JsonResponse(state, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Articles may be indexed by search engines; the endless space of searches may not."""
    return HttpResponse("User-agent: *\nDisallow: /?\nDisallow: /feeds/\n", content_type="text/plain")
