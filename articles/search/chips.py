"""The active filters of a search as chips, each of which can be taken off."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import Article, Entity, Review
from articles.search.criteria import Period, SearchCriteria
from articles.search.facets import toggled
from articles.search.visible_names import entity_names_among, source_names_among


@dataclass(frozen=True)
class Chip:
    """An active filter, and the criteria without it. A date chip carries its period or day."""

    kind: str
    label: str
    criteria: SearchCriteria
    period: Period | None = None
    is_excluded: bool = False


def chips(criteria: SearchCriteria, allowed: tuple[str, ...]) -> tuple[Chip, ...]:
    """The active filters in the order in which the page shows them.

    `allowed` are the statuses of articles that the user may see: what only others have has no name.
    """
    found: list[Chip] = []
    slugs = [*criteria.sources, *criteria.excluded_sources]
    names = source_names_among(slugs, allowed)
    for slug in slugs:
        is_excluded = slug not in criteria.sources
        name = "excluded_sources" if is_excluded else "sources"
        without = criteria.with_changes(**{name: toggled(getattr(criteria, name), slug)})
        found.append(Chip("source", names.get(slug, slug), without, is_excluded=is_excluded))
    keys = [*criteria.entities, *criteria.excluded_entities]
    entities = Entity.objects.select_related("canonical").in_bulk(keys)
    known = entity_names_among([entity.root.pk for entity in entities.values()], allowed)
    for pk in keys:
        entity = entities.get(pk)
        is_excluded = pk not in criteria.entities
        name = "excluded_entities" if is_excluded else "entities"
        without = criteria.with_changes(**{name: toggled(getattr(criteria, name), pk)})
        is_known = entity is not None and entity.root.pk in known
        label = known[entity.root.pk] if entity and is_known else _("unknown entity")
        kind = entity.root.kind if entity and is_known else "entity"
        found.append(Chip(kind, label, without, is_excluded=is_excluded))
    if criteria.period:
        without = criteria.with_changes(period=None)
        found.append(Chip("date", str(criteria.period), without, criteria.period))
    for kind, day, change in (
        ("from", criteria.date_from, {"date_from": None}),
        ("to", criteria.date_to, {"date_to": None}),
    ):
        if day:
            period = Period(day.year, day.month, day.day)
            found.append(Chip(kind, str(period), criteria.with_changes(**change), period))
    if criteria.undated:
        found.append(Chip("undated", _("Undated"), criteria.with_changes(undated=False)))
    for status in criteria.statuses:
        without = criteria.with_changes(statuses=toggled(criteria.statuses, status))
        found.append(Chip("status", str(Article.Status(status).label), without))
    for reason in criteria.reviews:
        without = criteria.with_changes(reviews=toggled(criteria.reviews, reason))
        found.append(Chip("review", str(Review.Reason(reason).label), without))
    return tuple(found)
