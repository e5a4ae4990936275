"""Names of sources and entities as a user may know them: what only drafts have has none for guests."""

from collections.abc import Collection

from articles.models import Article, Entity, Mention, Source


def source_names_among(slugs: Collection[str], allowed: Collection[str]) -> dict[str, str]:
    """slug → name, of the sources with an article of an allowed status; for curators of all."""
    if not slugs:
        return {}
    found = Source.objects.filter(slug__in=slugs)
    if not _all(allowed):
        found = found.filter(articles__status__in=allowed).distinct()
    return dict(found.order_by().values_list("slug", "name"))


def entity_names_among(roots: Collection[int], allowed: Collection[str]) -> dict[int, str]:
    """Key → name, of the roots that an article of an allowed status names; for curators of all."""
    if not roots:
        return {}
    found = Entity.objects.filter(pk__in=roots)
    if not _all(allowed):
        named = Mention.objects.filter(entity__canonical_id__in=roots, article__status__in=allowed)
        found = found.filter(pk__in=named.values("entity__canonical_id"))
    return dict(found.order_by().values_list("pk", "name"))


def _all(allowed: Collection[str]) -> bool:
    return len(allowed) == len(Article.Status.values)
