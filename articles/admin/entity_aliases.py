"""Spellings on the page of an entity: one that is another's, or an everyday word, is asked about first."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.entity_list import mention_counts
from articles.admin.entity_words import link_to_entity
from articles.admin.inlines import AliasFormSet, is_deleted
from articles.admin.inlines import EntityAliasInline as PlainInline
from articles.admin.spellings import articles_with
from articles.arabic.normalize import name_key
from articles.models import Entity, EntityAlias

#: A single word in more articles than these may be an everyday one.
FEW_ARTICLES = 20
#: Of one spelling; and spellings asked about in one form.
MAX_OWNERS, MAX_ASKED = 5, 20
#: The boxes that confirm, each with the key of a spelling.
CONFIRMED = "all_the_same"


@dataclass(frozen=True)
class Doubt:
    """What is to be known before the spelling is added; `key` is what its box confirms."""

    name: str
    key: str
    words: SafeString


class EntityAliasFormSet(AliasFormSet):
    """Comes back with what speaks against a new spelling, until its box is ticked."""

    user: User | AnonymousUser = AnonymousUser()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts: list[Doubt] = []

    def clean(self) -> None:
        super().clean()
        stored = self._stored_keys()
        confirmed = set(self.data.getlist(CONFIRMED)) if hasattr(self.data, "getlist") else set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if not form.errors and not is_deleted(form) else None
            if not name or name_key(name) in stored or len(self.doubts) >= MAX_ASKED:
                continue
            if doubt := doubt_about(name, self.instance, self.user):
                self.doubts.append(doubt)
                if doubt.key not in confirmed:
                    form.add_error("name", doubt.words)


class EntityAliasInline(PlainInline):
    formset = EntityAliasFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset


def doubt_about(name: str, entity: Entity, user: User | AnonymousUser) -> Doubt | None:
    """Whose spelling it is already, and whether it is a word that many articles have."""
    key = name_key(name)
    said = []
    if owners := _owners(key, entity):
        counts = mention_counts(owners)
        named = format_html_join(
            " · ",
            "{} ({})",
            ((link_to_entity(owner), _mentions(counts.get(owner.pk, 0))) for owner in owners),
        )
        said.append(format_html(_("It is a spelling of another entity already: {}."), named))
    if len(key.split()) == 1 and (number := articles_with(name, user)) > FEW_ARTICLES:
        text = ngettext("The word stands in %(n)d article.", "The word stands in %(n)d articles.", number)
        said.append(format_html("{}", text % {"n": number}))
    return Doubt(name, key, format_html_join(" ", "{}", ((each,) for each in said))) if said else None


def _owners(key: str, entity: Entity) -> list[Entity]:
    """Roots of other groups that have the spelling."""
    aliases = EntityAlias.objects.filter(key=key, entity__canonical__is_rejected=False)
    if entity.pk is not None:
        aliases = aliases.exclude(entity__canonical=entity.canonical_id)
    roots = aliases.order_by().values("entity__canonical")
    return list(Entity.objects.filter(pk__in=roots).order_by("pk")[:MAX_OWNERS])


def _mentions(number: int) -> str:
    return ngettext("%(n)d mention", "%(n)d mentions", number) % {"n": number}
