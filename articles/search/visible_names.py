"""Names of sources and entities as a user may know them: what only drafts have has none for guests."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from articles.models import Article, Entity, Mention, Source


def source_names_among(slugs: Collection[str], allowed: Collection[str]) -> dict[str, str]:
    """slug → name, of the sources with an article of an allowed status; for curators of all."""
    if not slugs:
        return {}
    found = Source.objects.filter(slug__in=slugs)
    if not _all(allowed):
        # As a question for each: a join would read every article of the source.
        found = found.filter(Exists(Article.objects.filter(source=OuterRef("pk"), status__in=allowed)))
    return dict(found.order_by().values_list("slug", "name"))


def entity_names_among(roots: Collection[int], allowed: Collection[str]) -> dict[int, str]:
    """Key → name, of the roots that an article of an allowed status names; for curators of all."""
    if not roots:
        return {}
    found = Entity.objects.filter(pk__in=roots)
    if not _all(allowed):
        named = Mention.objects.filter(entity__canonical=OuterRef("pk"), article__status__in=allowed)
        found = found.filter(Exists(named), is_rejected=False)
    return dict(found.order_by().values_list("pk", "name"))


def _all(allowed: Collection[str]) -> bool:
    return len(allowed) == len(Article.Status.values)
