"""«Did you mean»: other ways to write a query where it finds nothing as it stands. Matches decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Literal

from django.contrib.auth.models import AnonymousUser, User

from articles.arabic.compounds import possible_forms
from articles.arabic.keyboard import retype
from articles.arabic.latin import is_latin
from articles.search.called_so import names_meant
from articles.search.criteria import SearchCriteria
from articles.search.engine import default_backend
from articles.search.find import SearchResults, count
from articles.search.spelling import likely_words
from articles.search.syntax import parse

Reason = Literal["layout", "latin", "spelling", "compound"]

#: Up to so many matches another query may have been meant.
FEW = 2
#: Searches that may be tried for one page, and suggestions that it shows.
MAX_TRIED = 12
MAX_SHOWN = 3
#: Readings of a layout that are tried: لا may be one key or two.
MAX_READINGS = 2


@dataclass(frozen=True)
class Suggestion:
    """Another query for the same selection, why, and how many articles it has."""

    criteria: SearchCriteria
    reason: Reason
    total: int

    @property
    def query(self) -> str:
        return self.criteria.query


def suggestions_for(results: SearchResults, user: User | AnonymousUser) -> list[Suggestion]:
    """For a page with few matches, without all words of its query, or whose query is in Latin letters."""
    asked = results.asked
    if not results.total or results.was_widened or is_latin(asked.query):
        return suggest(asked, user)
    if results.total > FEW:
        return []
    # All its words are there: only another spelling may be commoner.
    spelled = _respelled(asked, user)
    found = _with_matches({spelled: "spelling"} if spelled else {}, asked, user)
    return [suggestion for suggestion in found if suggestion.total > results.total]


def suggest(criteria: SearchCriteria, user: User | AnonymousUser) -> list[Suggestion]:
    """Queries with matches that the given one may have meant, likeliest first: at most MAX_SHOWN."""
    ideas = dict[str, Reason]()
    for query, reason in islice(_ideas(criteria, user), MAX_TRIED):
        ideas.setdefault(query, reason)
    ideas.pop(criteria.query, None)
    return list(islice(_with_matches(ideas, criteria, user), MAX_SHOWN))


def _with_matches(
    ideas: Mapping[str, Reason], criteria: SearchCriteria, user: User | AnonymousUser
) -> Iterator[Suggestion]:
    for query, reason in ideas.items():
        other = criteria.with_changes(query=query)
        if total := count(other, user):
            yield Suggestion(other, reason, total)


def names_for(latin: str) -> list[str]:
    """Names of the archive that a Latin name may mean, likeliest first: at most MAX_SHOWN."""
    return [meant.name for meant in names_meant(latin)[:MAX_SHOWN]]


def _ideas(criteria: SearchCriteria, user: User | AnonymousUser) -> Iterator[tuple[str, Reason]]:
    """Other ways to write a query, likeliest first."""
    query = criteria.query
    if is_latin(query):
        yield from ((name, "latin") for name in names_for(query))
    for reading in retype(query)[:MAX_READINGS]:
        yield reading, "layout"
        if is_latin(reading):
            yield from ((name, "layout") for name in names_for(reading))
    if spelled := _respelled(criteria, user):
        yield spelled, "spelling"
    yield from ((form, "compound") for form in possible_forms(query))


def _respelled(criteria: SearchCriteria, user: User | AnonymousUser) -> str:
    """The query with likely words in place of those that find (next to) nothing; empty if there are none.

    A word is offered only if it finds something by itself that this user may see: the archive's words
    are those of drafts too.
    """
    engine = default_backend()
    parsed = parse(criteria.query)
    text, shift, tried = parsed.text, 0, 0
    for word in sorted(parsed.words, key=attrgetter("start")):
        if tried == MAX_TRIED or _alone(word.text, criteria, user) > FEW:
            continue
        tried += 1
        likely = next((one for one in likely_words(word.text, engine) if _alone(one, criteria, user)), None)
        if likely:
            text = text[: word.start + shift] + likely + text[word.end + shift :]
            shift += len(likely) - (word.end - word.start)
    return text if text != parsed.text else ""


def _alone(word: str, criteria: SearchCriteria, user: User | AnonymousUser) -> int:
    """How many articles of the same selection the word finds, forms and other spellings included."""
    return count(criteria.with_changes(query=word, plain=True, off=()), user)
