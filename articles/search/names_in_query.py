"""Names in Latin letters among the words of a query, each read as the entities that are called so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser, User

from articles.arabic.latin import bare_latin_words, is_latin, latin_words
from articles.arabic.normalize import normalize
from articles.models import Entity
from articles.search.criteria import MAX_QUERY_LENGTH
from articles.search.entities_found import entities_called
from articles.search.entity_names import entity_names
from articles.search.syntax import ParsedQuery, parse

#: Latin words of a query that are looked up.
MAX_WORDS = 8
#: Words of a name that is looked up by its sound, and its letters: fewer sound like anything.
_MAX_SOUNDING, _LEAST_LETTERS = 3, 4


@dataclass(frozen=True)
class NameRead:
    """Words of a query, and the entities of which one is meant."""

    latin: str
    entities: tuple[Entity, ...]

    @property
    def query(self) -> str:
        """Articles that name one of them, in the query language."""
        fields = [f'{each.kind}:"{_quotable(each.name)}"' for each in self.entities]
        return fields[0] if len(fields) == 1 else f"({' OR '.join(fields)})"


@dataclass(frozen=True)
class NamesRead:
    """`query` asks for the articles that name each of `names` and have the other words."""

    query: str
    names: tuple[NameRead, ...]
    #: Whether there are other words: articles are ranked by nothing else.
    has_words: bool


def names_in(parsed: ParsedQuery, user: User | AnonymousUser) -> NamesRead | None:
    """None for a query with operators, without Latin names, or that is nothing but one: `entities_called`.

    Raises IndexNotReady.
    """
    if parsed.is_plain or parsed.has_syntax:
        return None
    words = parsed.text.split()
    if not any(map(is_latin, words)) or sum(map(is_latin, words)) > MAX_WORDS:
        return None
    runs = [(is_name, list(run)) for is_name, run in groupby(words, is_latin)]
    parts = [part for is_name, run in runs for part in (_cut(run, user) if is_name else run)]
    names = tuple(part for part in parts if isinstance(part, NameRead))
    query = " ".join(part.query if isinstance(part, NameRead) else part for part in parts)
    if not names or len(parts) == 1 or len(query) > MAX_QUERY_LENGTH:
        return None
    return NamesRead(query, names, has_words=len(parts) > len(names))


def _cut(run: Sequence[str], user: User | AnonymousUser) -> Iterator[NameRead | str]:
    """The longest names from the left."""
    while run:
        name = _longest(run, user)
        yield name or run[0]
        run = run[len(name.latin.split()) if name else 1 :]


def _longest(run: Sequence[str], user: User | AnonymousUser) -> NameRead | None:
    for length in range(min(len(run), MAX_WORDS), 0, -1):
        latin = " ".join(run[:length])
        may_sound = length <= _MAX_SOUNDING and len("".join(latin_words(latin))) >= _LEAST_LETTERS
        if not may_sound and not entity_names().called(normalize(latin)):
            continue
        if found := entities_called(parse(latin), user):
            return NameRead(latin, _written_so(latin, [each.entity for each in found]))
    return None


def _written_so(latin: str, entities: list[Entity]) -> tuple[Entity, ...]:
    """Those with the words in their own Latin names, where there are any: others only sound so."""
    words = set(bare_latin_words(latin))
    return tuple(each for each in entities if words <= set(latin_words(each.latin))) or tuple(entities)


def _quotable(name: str) -> str:
    """Quotation marks are no part of how a name is looked up."""
    return name.replace('"', " ")
