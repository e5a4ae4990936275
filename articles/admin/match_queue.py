"""The queue of possible matches: one question at a time, both sides with what the archive says of them.

An answer is a POST; the next question follows. What was answered last can be taken back.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.entity_evidence import company, evidence_of
from articles.admin.entity_words import distinguished, likelihood, reason_in_words, refusal
from articles.entities.curation.decisions import keep_apart, merge, reject, undo
from articles.entities.curation.identity import Refused
from articles.entities.curation.pairs import are_apart
from articles.models import Entity, EntityDecision, EntityPair, EntityRevision

#: Counted exactly up to here; looked through for one that is still a question.
MAX_COUNTED, MAX_PASSED_OVER = 1000, 50
#: The last answer of a curator, in the session: pair, decision, answer.
_LAST = "last_match"
_PAIRS = EntityPair.objects.select_related("one__canonical", "other__canonical", "decided_by")


def queue_view(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The question asked for, else the likeliest that waits."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    pair = next_pair() if pk is None else _PAIRS.filter(pk=pk).first()
    if pk is not None and pair is None:
        raise Http404
    waiting = EntityPair.objects.filter(state=EntityPair.State.OPEN)[: MAX_COUNTED + 1].count()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Possible matches"),
        "opts": model_admin.opts,
        "waiting": min(waiting, MAX_COUNTED),
        "is_more": waiting > MAX_COUNTED,
        "last": last_answer(request),
        "may_answer": may_answer(request),
        **(question(pair) if pair else {}),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/articles/entitypair/queue.html", context)


class Answered(Refused):
    """A colleague was quicker."""

    message = gettext_lazy("This question was answered meanwhile.")


def may_answer(request: HttpRequest) -> bool:
    return request.user.has_perms(["articles.change_entity", "articles.change_entitypair"])


def next_pair() -> EntityPair | None:
    """The first that is still a question; what was answered through others of the groups is passed over."""
    waiting = _PAIRS.waiting().exclude(one__canonical=F("other__canonical"))
    waiting = waiting.filter(one__canonical__is_rejected=False, other__canonical__is_rejected=False)
    return next((pair for pair in waiting[:MAX_PASSED_OVER] if is_question(pair)), None)


def is_question(pair: EntityPair) -> bool:
    """Whether no decision about other members of the two groups has answered it."""
    one, other = pair.one.root, pair.other.root
    is_answered = one == other or one.is_rejected or other.is_rejected
    return pair.state == EntityPair.State.OPEN and not is_answered and not are_apart(one.pk, other.pk)


def question(pair: EntityPair) -> dict[str, Any]:
    """What the page of a pair shows."""
    sides = [evidence_of(entity.root) for entity in (pair.one, pair.other)]
    stays = max(sides, key=lambda side: (side.mentions, -side.entity.pk)).entity
    return {
        "pair": pair,
        "is_open": is_question(pair),
        "sides": [
            (side, entity, side.entity == stays)
            for side, entity in zip(sides, (pair.one, pair.other), strict=True)
        ],
        "company": company(*sides),
        "reason": reason_in_words(pair.reason),
        "likelihood": likelihood(pair.reason, max(side.mentions for side in sides)),
        "because": _spellings(pair.evidence),
        "cosine": _percent(pair.evidence),
        "kinds_differ": len({side.entity.kind for side in sides}) > 1,
    }


def _spellings(evidence: Any) -> list[str]:
    """The two that led to the question, where they are known."""
    found = evidence.get("spellings") if isinstance(evidence, dict) else None
    return [str(name) for name in found[:2]] if isinstance(found, list) else []


def _percent(evidence: Any) -> str:
    """How like the contexts are, where they were compared."""
    cosine = evidence.get("cosine") if isinstance(evidence, dict) else None
    return f"{cosine:.0%}" if isinstance(cosine, int | float) else ""


def answer_view(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, no or later; which of the two stays comes with a yes."""
    if not may_answer(request):
        raise PermissionDenied
    pair = _PAIRS.filter(pk=pk).first()
    if pair is None:
        raise Http404
    if pair.state != EntityPair.State.OPEN:
        messages.warning(request, _("This question was answered meanwhile."))
        return _to_queue()
    try:
        with transaction.atomic():
            decision = _answer(pair, request)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _to_queue()
    request.session[_LAST] = [pair.pk, decision and decision.pk, request.POST["answer"]]
    return _to_queue()


def _answer(pair: EntityPair, request: HttpRequest) -> EntityDecision | None:
    """In a transaction: whoever decides meanwhile has decided before it begins."""
    answer = request.POST.get("answer")
    EntityRevision.count_up()
    pair = _PAIRS.get(pk=pair.pk)
    if not is_question(pair):
        raise Answered
    if answer == "yes":
        ends = sorted((pair.one, pair.other), key=lambda end: str(end.root.pk) != request.POST.get("stays"))
        return merge(ends[0], [ends[1]], user=request.user, reason=pair.reason)[0]
    if answer == "no":
        return keep_apart(pair.one_id, pair.other_id, user=request.user)
    if answer == "nothing":
        roots = {str(end.root.pk): end.root for end in (pair.one, pair.other)}
        if (chosen := roots.get(request.POST.get("nothing", ""))) is None:
            raise Http404
        return reject(chosen.pk, user=request.user)
    if answer != "later":
        raise Http404
    EntityPair.objects.filter(pk=pair.pk).update(put_off_at=timezone.now())
    return None


def undo_view(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Take the last answer back, and ask again."""
    if not may_answer(request):
        raise PermissionDenied
    pair, decision, _answered_with = request.session.pop(_LAST, [None, None, ""])
    if pair is None:
        return _to_queue()
    try:
        if decision is not None:
            undo(decision, request.user)
    except (Refused, EntityDecision.DoesNotExist) as refused:
        messages.error(request, refusal(refused, decision))
        return _to_queue()
    EntityPair.objects.filter(pk=pair).update(put_off_at=None)
    return HttpResponseRedirect(reverse("admin:articles_entitypair_change", args=[pair]))


def last_answer(request: HttpRequest) -> dict[str, Any] | None:
    """The pair answered last and how, as long as it is there."""
    key, decision, answer = request.session.get(_LAST, [None, None, ""])
    pair = _PAIRS.filter(pk=key).first() if key else None
    if pair is None:
        return None
    found = {"pair": pair, "answer": answer, "names": distinguished(pair.one, pair.other)}
    if answer == "nothing":
        found["nothing"] = Entity.objects.filter(decisions=decision).values_list("name", flat=True).first()
    return found


def _to_queue() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_entitypair_changelist"))
