"""Which stored articles a change of an entity's spellings concerns: the worker reads them again.

Articles that lose a spelling are among those that mention the entity. Articles that have a new one
are found by searching for it. What is beyond a request is left to `recognise_entities`.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.entities.linking.dictionary import written_forms
from articles.models import Article, Change, Entity, Mention
from articles.search.criteria import SearchCriteria
from articles.search.engine import IndexNotReady
from articles.search.find import count, find

#: Of the articles that mention the entity, and that have one written form of a new spelling.
MAX_MENTIONING, MAX_FOUND = 5000, 500


@dataclass(frozen=True)
class Concerned:
    """The articles to be read again; `was_cut`: there may be more."""

    keys: frozenset[int]
    was_cut: bool

    def __or__(self, other: "Concerned") -> "Concerned":
        return Concerned(self.keys | other.keys, self.was_cut or other.was_cut)


NONE = Concerned(frozenset(), was_cut=False)


def spellings_of(entity: Entity) -> set[str]:
    return set(entity.aliases.values_list("name", flat=True))


def queue_concerned(entity: Entity, *, before: set[str], user: User | AnonymousUser) -> Concerned:
    """Leave Change rows for the articles that the spellings since `before` concern."""
    now = spellings_of(entity)
    concerned = _mentioning(entity) if before - now else NONE
    for name in sorted(now - before):
        for form in written_forms(name):
            concerned |= _found(form, user)
    Change.note(sorted(concerned.keys))
    return concerned


def _mentioning(entity: Entity) -> Concerned:
    keys = Mention.objects.filter(entity=entity).order_by("article_id").values_list("article_id", flat=True)
    found = list(keys.distinct()[: MAX_MENTIONING + 1])
    return Concerned(frozenset(found[:MAX_MENTIONING]), was_cut=len(found) > MAX_MENTIONING)


def _found(form: str, user: User | AnonymousUser) -> Concerned:
    criteria = SearchCriteria(query=f'"{form}"', statuses=tuple(Article.Status.values))
    try:
        results = find(criteria, user, widen=False, with_facets=False, with_marks=False, size=MAX_FOUND)
    except IndexNotReady:
        return Concerned(frozenset(), was_cut=True)
    return Concerned(
        frozenset(hit.article.pk for hit in results.hits), was_cut=results.total > len(results.hits)
    )


def articles_with(name: str, user: User | AnonymousUser) -> int:
    """In how many articles the name stands in one of its written forms; 0 where there is no index."""
    every = tuple(Article.Status.values)
    searches = [SearchCriteria(query=f'"{form}"', statuses=every) for form in written_forms(name)]
    try:
        return max((count(search, user) for search in searches), default=0)
    except IndexNotReady:
        return 0


def report(request: HttpRequest, concerned: Concerned) -> None:
    """Tell the curator what the worker will read again, and what a command has to."""
    if number := len(concerned.keys):
        text = ngettext(
            "%(n)d article is searched for this entity once more.",
            "%(n)d articles are searched for this entity once more.",
            number,
        )
        messages.info(request, text % {"n": number})
    if concerned.was_cut:
        report_cut(request)


def report_cut(request: HttpRequest) -> None:
    warning = _("More articles may name this entity. To search all of them, run on the server: %(command)s")
    messages.warning(request, warning % {"command": "python manage.py recognise_entities"})
