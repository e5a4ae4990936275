"""How a query was read: each word's forms and spellings, and the articles that each adds."""

from dataclasses import dataclass

from articles.search.criteria import SearchCriteria
from articles.search.facets import Counting
from articles.search.search import Search
from articles.search.syntax.reading import Part, WordReading, reading
from articles.search.syntax.translate import FIELDS, TEXT
from articles.search.tree import And, Node, Not, Or

#: Words that are explained: more would be a pasted text.
MAX_WORDS = 12


@dataclass(frozen=True)
class ReadPart:
    """One way in which a word was searched for: `count` articles of the selection have it and none before it.

    `criteria` switch it off, or on again.
    """

    part: Part
    terms: tuple[str, ...]
    count: int
    is_on: bool
    criteria: SearchCriteria


@dataclass(frozen=True)
class ReadWord:
    text: str
    parts: tuple[ReadPart, ...]


def explain(search: Search) -> tuple[ReadWord, ...]:
    """The words of a query that have forms, each once for a field. Raises IndexNotReady."""
    found = [
        reading(word, search.variants, search.switches, FIELDS[field] if field else TEXT)
        for field, word in search.parsed.words_in_fields[:MAX_WORDS]
    ]
    wanted: dict[str, Counting] = {}
    for number, read in enumerate(found):
        for place, node in enumerate(_added(read)):
            wanted[f"{number}.{place}"] = Counting("", {"query": node})
    counts = search.counted_in_selection(wanted)
    return tuple(
        ReadWord(
            read.word.text,
            tuple(
                ReadPart(
                    part.part,
                    _spellings(search, read) if part.part == "variants" else part.terms,
                    counts[f"{number}.{place}"][0][1],
                    part.is_on,
                    search.criteria.with_changes(off=tuple(part.toggled.to_parameters())),
                )
                for place, part in enumerate(read.parts)
            ),
        )
        for number, read in enumerate(found)
    )


def _added(read: WordReading) -> list[Node]:
    """What each part finds that the parts before it do not."""
    nodes = [part.node for part in read.parts]
    return [
        node if not place else And((node, Not(Or(tuple(nodes[:place]))))) for place, node in enumerate(nodes)
    ]


def _spellings(search: Search, read: WordReading) -> tuple[str, ...]:
    """The words themselves: their stems mean nothing to a reader."""
    return search.variants.spellings(read.word.stem, read.word.exact)
