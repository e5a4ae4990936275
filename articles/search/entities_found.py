"""Entities that are called as a query says: shown above the articles that have its words."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from articles.arabic.latin import is_latin
from articles.arabic.normalize import normalize
from articles.models import Entity
from articles.search.called_so import names_meant
from articles.search.criteria import SearchCriteria
from articles.search.entity_names import entity_names
from articles.search.facets import Counting
from articles.search.search import Search
from articles.search.syntax import ParsedQuery

MAX_SHOWN = 3
MAX_LENGTH = 100
#: A Latin name means the likeliest, and what is nearly as likely.
_ABOUT_AS_LIKELY = 0.05


@dataclass(frozen=True)
class EntityFound:
    """`criteria` finds its `count` articles."""

    entity: Entity
    count: int
    criteria: SearchCriteria


def entities_called(parsed: ParsedQuery, user: User | AnonymousUser) -> list[EntityFound]:
    """The entities that the whole query names, in either script, most frequent first.

    Only those that an article names which this user may see. Raises IndexNotReady.
    """
    text = parsed.text.strip()
    if not text or len(text) > MAX_LENGTH or parsed.has_syntax:
        return []
    if not (roots := _roots_meant(text) if is_latin(text) else entity_names().called(normalize(text))):
        return []
    search = Search.of(SearchCriteria(), user)
    table = search.table
    options = {"roots": table.roots, "include": table.marked(roots), "limit": MAX_SHOWN}
    counts = search.counted({"entities": Counting("entities", options)})["entities"]
    found = Entity.objects.in_bulk([key for key, _count in counts])
    return [
        EntityFound(found[key], count, SearchCriteria(entities=(key,)))
        for key, count in counts
        if key in found
    ]


def _roots_meant(latin: str) -> list[int]:
    names = entity_names()
    meant = names_meant(latin)
    likely = [each for each in meant if each.likeness >= meant[0].likeness - _ABOUT_AS_LIKELY]
    found = [names.called(normalize(latin))]
    for each in likely:
        key = normalize(each.name)
        found.append(names.called(key) or names.holding(key))
    return [root for roots in found for root in roots]
