"""Decisions about entities, and why two may be one, in words."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.arabic.normalize import name_key
from articles.entities.curation.identity import LaterDecisions
from articles.entities.curation.later import later_decisions
from articles.entities.linking.suggest import LIKELIHOOD
from articles.models import Entity, EntityDecision

Verb = EntityDecision.Verb

#: What rules say of two names: `Verdict.reason`, and what the linker adds.
REASONS = {
    "alike": gettext_lazy("one word looks alike, the others are equal"),
    "article": gettext_lazy("equal but for the article"),
    "beginning": gettext_lazy("one name begins with the other"),
    "contexts": gettext_lazy("sound alike, and are named in like contexts"),
    "generic word": gettext_lazy("equal but for a common word"),
    "kinds": gettext_lazy("one name, read as two kinds"),
    "known names": gettext_lazy("sound alike, but both are known names"),
    "last vowel": gettext_lazy("differ in the last vowel"),
    "latin": gettext_lazy("one Latin name"),
    "near skeleton": gettext_lazy("differ in one consonant"),
    "one word alone": gettext_lazy("sound alike, but one word alone proves little"),
    "part of name": gettext_lazy("one is a part of the other’s name"),
    "proclitic": gettext_lazy("equal but for a letter that may be a particle"),
    "same letters": gettext_lazy("the same letters"),
    "same place": gettext_lazy("tables of places know both as one"),
    "same skeleton": gettext_lazy("the same consonants"),
    "table": gettext_lazy("the table of names has both"),
}
#: Two names with fewer mentions each are a step less likely one than the rule says.
FEW_MENTIONS = 3
#: From this likelihood on.
_LIKELIHOODS = (
    (0.75, gettext_lazy("very likely one")),
    (0.55, gettext_lazy("likely one")),
    (0.4, gettext_lazy("possibly one")),
    (0.0, gettext_lazy("hardly one")),
)


def reason_in_words(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def likelihood(reason: str, mentions: int) -> str:
    """Of pairs asked about for this reason; `mentions`: of the end that has more, where few prove less."""
    known = LIKELIHOOD.get(reason, 0.0)
    step = next(step for step, (least, _words) in enumerate(_LIKELIHOODS) if known >= least)
    if mentions < FEW_MENTIONS:
        step = min(step + 1, len(_LIKELIHOODS) - 1)
    return str(_LIKELIHOODS[step][1])


def link_to_entity(entity: Entity, name: str = "") -> SafeString:
    address = reverse("admin:articles_entity_change", args=[entity.pk])
    return format_html('<a href="{}"><bdi dir="auto">{}</bdi></a>', address, name or entity.name)


def distinguished(one: Entity, other: Entity) -> tuple[str, str]:
    """Their names; where these are equal with the kind, the Latin name or the number, whatever differs."""
    if name_key(one.name) != name_key(other.name):
        return one.name, other.name
    marks = [(entity.get_kind_display(), entity.latin or "—", f"#{entity.pk}") for entity in (one, other)]
    first, second = next(pair for pair in zip(*marks, strict=True) if pair[0] != pair[1])
    return f"{one.name} ({first})", f"{other.name} ({second})"


def refusal(refused: Exception, decision: EntityDecision | int | None) -> SafeString:
    """Why a decision cannot be undone; with links to what builds on it."""
    said = format_html("{}", str(getattr(refused, "message", refused)))
    if isinstance(decision, int):
        decision = EntityDecision.objects.filter(pk=decision).first()
    if decision is None or not isinstance(refused, LaterDecisions):
        return said
    named = format_html_join(" · ", "{}", ((_with_its_page(each),) for each in later_decisions(decision)))
    return format_html("{} {}", said, named)


def _with_its_page(decision: EntityDecision) -> SafeString:
    address = reverse("admin:articles_entitydecision_change", args=[decision.pk])
    words = decision_in_words(decision)
    return format_html('{} (<a href="{}">{}</a>)', words, address, _("this decision"))


_PHRASES: dict[str, Any] = {
    Verb.MERGE: gettext_lazy("{other} was merged into {entity}"),
    Verb.SPLIT: gettext_lazy("{other} was split from {entity}"),
    Verb.RENAME: "{entity}: {change}",
    Verb.KIND: "{entity}: {change}",
    Verb.ADD_ALIAS: gettext_lazy("{name} is a spelling of {entity}"),
    Verb.REMOVE_ALIAS: gettext_lazy("{name} is no spelling of {entity}"),
    Verb.KEEP_APART: gettext_lazy("{entity} is not {other}"),
    Verb.REJECT: gettext_lazy("{entity} is not an entity"),
}


def decision_in_words(decision: EntityDecision) -> SafeString:
    """What was decided about what, with links to the entities."""
    details = decision.details
    is_kind = decision.verb == Verb.KIND
    other = decision.other
    name = other_name = ""
    if other is not None and other.pk != decision.entity_id:
        name, other_name = distinguished(decision.entity, other)
    return format_html(
        str(_PHRASES[decision.verb]),
        entity=link_to_entity(decision.entity, name),
        other=link_to_entity(other, other_name) if other else mark_safe("—"),
        name=_name(details.get("name")),
        change=_changed_kind(details) if is_kind else _renamed(details),
    )


def _changed_kind(details: dict[str, Any]) -> SafeString:
    kinds = dict(Entity.Kind.choices)
    new, old = (_name(kinds.get(details.get(key, ""))) for key in ("to", "kind"))
    return _new_and_old(new, old)


def _new_and_old(new: SafeString, old: SafeString) -> SafeString:
    return format_html(_("{new} (before: {old})"), new=new, old=old)


def _renamed(details: dict[str, Any]) -> SafeString:
    """Name and Latin name: what is new, and what it was."""
    if not isinstance(new := details.get("to"), list):
        return mark_safe("")
    old = [details.get("name", ""), details.get("latin", "")]
    changed = [
        (_name(after), _name(before)) for after, before in zip(new, old, strict=True) if after != before
    ]
    return format_html_join(" · ", "{} ← {}", changed)


def _name(name: Any) -> SafeString:
    return format_html('<bdi dir="auto">{}</bdi>', name or "—")
