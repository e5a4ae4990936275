"""All values of one facet, or those that begin with some letters."""

from django.contrib.auth.models import AnonymousUser, User

from articles.search.called_so import roots_sounding
from articles.search.criteria import SearchCriteria
from articles.search.entity_names import entity_names, source_names
from articles.search.entity_table import KINDS
from articles.search.facets import Counting, Facet, entity_facet, names_of_counted, source_facet
from articles.search.search import Search

#: Facets that have such a page.
NAMES = ("source", *KINDS)
SIZE = 200


def facet_values(
    criteria: SearchCriteria, user: User | AnonymousUser, name: str, *, beginning: str = ""
) -> Facet:
    """The largest values of a facet; with a beginning, those a name of which begins so at any word.

    `name` is one of NAMES. Raises IndexNotReady.
    """
    search = Search.of(criteria, user)
    if name == "source":
        include = source_names().beginning_with(beginning) if beginning.strip() else None
        counting = Counting("source", {"own": "source", "include": include})
        return source_facet(search.counted({name: counting})[name], criteria, search.allowed, SIZE)
    wanted = search.table.of_kind[name]
    if beginning.strip():
        begin = [*entity_names().beginning_with(beginning), *roots_sounding(beginning)]
        wanted = wanted & search.table.marked(begin)
    options = {"own": name, "roots": search.table.roots, "include": wanted, "limit": SIZE}
    counted = search.counted({name: Counting("entities", options)})
    names = names_of_counted(counted.values(), search.chosen)
    return entity_facet(name, counted, criteria, search.chosen, names, SIZE)
