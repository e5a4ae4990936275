"""The list of entities: how often each is named, and found by any spelling, Latin names by their sound."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.sources import matching
from articles.arabic.latin import is_latin, latin_keys, likeness
from articles.arabic.normalize import name_key
from articles.entities.curation.identity import chunks
from articles.models import Entity, EntityAlias, Mention
from articles.search.called_so import names_meant

#: Spellings that sound like a Latin name are compared with it up to here, and so many entities shown.
MAX_COMPARED, MAX_ALIKE = 500, 100
MIN_LIKENESS = 0.7


class EntityChangeList(ChangeList):
    """Counts mentions for the rows of the page alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = str(capfirst(self.opts.verbose_name_plural))

    def _get_default_ordering(self) -> list[str]:
        """Most mentioned first: `EntityAdmin.get_queryset` counts them where no column is chosen."""
        return ["-own_mentions", "name"]

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        counts = mention_counts(rows)
        for row in rows:
            row.mentioned = counts.get(row.pk, 0)
        self.result_list = cast(QuerySet, rows)


class DecidedFilter(SimpleListFilter):
    """Whether a curator has decided what it is."""

    title = _("curators’ decision")
    parameter_name = "is_settled__exact"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("decided by a curator")), ("0", _("not decided yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_settled=self.value() == "1") if self.value() in ("0", "1") else queryset


class RejectedFilter(SimpleListFilter):
    """Whether a curator has said that it is no entity."""

    title = _("exclusion")
    parameter_name = "is_rejected__exact"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("0", _("an entity")), ("1", _("not an entity"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_rejected=self.value() == "1") if self.value() in ("0", "1") else queryset


def mention_counts(entities: Iterable[Entity]) -> dict[int, int]:
    """Of roots with all that was merged into them, of the others their own."""
    roots = [entity.pk for entity in entities if entity.is_root]
    merged = [entity.pk for entity in entities if not entity.is_root]
    counts: dict[int, int] = {}
    # Members first: their mentions are then counted off the index alone.
    members = dict(Entity.objects.filter(canonical__in=roots).order_by().values_list("pk", "canonical_id"))
    own: dict[int, int] = {}
    for chunk in chunks([*members, *merged]):
        mentions = Mention.objects.filter(entity__in=chunk).order_by().values_list("entity")
        own |= dict(mentions.annotate(number=Count("pk")))
    for member, root in members.items():
        counts[root] = counts.get(root, 0) + own.get(member, 0)
    return counts | {pk: own.get(pk, 0) for pk in merged}


def by_mentions(queryset: QuerySet[Entity]) -> QuerySet[Entity]:
    """With the number of their own mentions: costs a look at all, so only where the list is ordered by it."""
    mentions = Mention.objects.filter(entity=OuterRef("pk")).order_by().values("entity")
    counted = Subquery(mentions.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return queryset.annotate(own_mentions=Coalesce(counted, 0))


def found(request: HttpRequest, queryset: QuerySet[Entity], term: str) -> QuerySet[Entity]:
    """By name, Latin name, or any of the spellings however it is typed; a Latin name also by its sound."""
    exact = matching(term, EntityAlias, "entity") | Q(latin__icontains=term)
    if not is_latin(term):
        found = queryset.filter(exact)
        if ORDER_VAR in request.GET:
            return found
        so_called = EntityAlias.objects.filter(key=name_key(term)).values("entity")
        exactly_first = Case(When(pk__in=so_called, then=Value(0)), default=Value(1))
        counted: Any = by_mentions(found)
        return counted.order_by(exactly_first, "-own_mentions", "name", "pk")
    alike = _sounding(term)
    found = queryset.filter(exact | Q(pk__in=alike))
    if ORDER_VAR in request.GET or not alike:
        return found
    ranks: Any = [When(latin__iexact=term, then=Value(-1))]
    ranks += [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(alike)]
    return found.order_by(Case(*ranks, default=Value(len(alike))), "name", "pk")


def _sounding(latin: str) -> list[int]:
    """Entities of which a spelling may be read as the Latin name, likeliest first.

    Beside what readers are offered for it those that sound so: a curator looks for what is no entity too.
    """
    spelled = EntityAlias.objects.filter(sound__in=latin_keys(latin)).order_by("pk")
    best: dict[int, float] = {}
    for entity, name in spelled.values_list("entity_id", "name")[:MAX_COMPARED]:
        best[entity] = max(best.get(entity, 0.0), likeness(latin, name))
    meant = {name_key(each.name): each.likeness for each in names_meant(latin)}
    called = EntityAlias.objects.filter(key__in=meant).order_by("pk").values_list("entity_id", "key")
    for entity, key in called[:MAX_COMPARED]:
        best[entity] = max(best.get(entity, 0.0), meant[key])
    ranked = sorted((pk for pk in best if best[pk] >= MIN_LIKENESS), key=lambda pk: (-best[pk], pk))
    return ranked[:MAX_ALIKE]
