"""What a search box offers while one types: names of the archive, and headlines."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from articles.arabic.analyze import analyze
from articles.arabic.normalize import clean_input, name_key
from articles.models import Article, Entity, Source
from articles.search.called_so import roots_beginning, roots_sounding
from articles.search.criteria import SearchCriteria
from articles.search.engine import default_backend
from articles.search.entity_names import source_names
from articles.search.facets import Counting
from articles.search.name_table import ARTICLE
from articles.search.search import Search
from articles.search.tree import And, Node, Term

MAX_LENGTH = 100
#: Of each kind.
SIZE = 5
#: A headline needs more letters than a name: fewer begin too many words.
LEAST_LETTERS = 2


@dataclass(frozen=True)
class Completion:
    """`kind` is source, title or the kind of an entity; `count` its articles, 0 for a headline.

    `detail` is what parts an entity from another one with the same label: its Latin name, where it has one.
    """

    kind: str
    label: str
    criteria: SearchCriteria
    count: int = 0
    url: str = ""
    detail: str = ""


def complete(text: str, user: User | AnonymousUser) -> list[Completion]:
    """Entities and sources by the first letters of any word of a name, most frequent first; then headlines.

    Any spelling will do, and Latin letters as an Arabic name sounds. Only what this user may see counts.
    Raises IndexNotReady.
    """
    text = clean_input(text[:MAX_LENGTH]).strip()
    if not analyze(text):
        return []
    search = Search.of(SearchCriteria(), user)
    return [*_names(text, search), *_titles(text, search)]


def _names(text: str, search: Search) -> list[Completion]:
    table = search.table
    of_entities = {"roots": table.roots, "limit": SIZE}
    written = {**of_entities, "include": table.marked(roots_beginning(text))}
    heard = {**of_entities, "include": table.marked(roots_sounding(text))}
    sources = source_names().beginning_with(text)
    counted = search.counted(
        {
            "written": Counting("entities", written),
            "heard": Counting("entities", heard),
            "sources": Counting("source", {"include": sources, "limit": SIZE}),
        }
    )
    # Where a Latin name is written so, what only sounds so is not meant.
    entities = counted["written"] or counted["heard"]
    found = Entity.objects.in_bulk([pk for pk, _count in entities])
    alike = Counter(name_key(entity.name) for entity in found.values())
    outlets = Source.objects.in_bulk([pk for pk, _count in counted["sources"]])
    return [
        *(
            Completion(
                found[pk].kind,
                found[pk].name,
                SearchCriteria(entities=(pk,)),
                count,
                detail=found[pk].latin if alike[name_key(found[pk].name)] > 1 else "",
            )
            for pk, count in entities
            if pk in found
        ),
        *(
            Completion("source", outlets[pk].name, SearchCriteria(sources=(outlets[pk].slug,)), count)
            for pk, count in counted["sources"]
            if pk in outlets
        ),
    ]


def _titles(text: str, search: Search) -> list[Completion]:
    """The newest headlines with all the words, of which the last may go on."""
    *whole, last = analyze(text)
    if len(last.exact) < LEAST_LETTERS:
        return []
    words: list[Node] = [Term("title", "stem", (word.stem,)) for word in whole]
    engine = default_backend()
    beginnings = (last.exact, ARTICLE + last.exact)
    begun = [term for beginning in beginnings for term in engine.words_beginning("title", beginning)]
    keys = search.newest(And((*words, Term("title", "exact", tuple(begun)))), size=SIZE)
    found = Article.objects.filter(status__in=search.allowed).in_bulk(keys)
    return [
        Completion("title", article.title, SearchCriteria(), url=article.get_absolute_url())
        for article in map(found.get, keys)
        if article is not None
    ]
