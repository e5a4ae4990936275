"""Haystack's lookups (`title__startswith="..."`) as nodes of the query tree."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from articles.arabic.analyze import AnalyzedWord, analyze
from articles.search.tree import (
    All,
    And,
    Between,
    Fuzzy,
    Node,
    Not,
    Nothing,
    OneOf,
    Or,
    Pattern,
    Phrase,
    StringTest,
    Term,
    Test,
    Word,
)
from articles.search.whoosh.kinds import Kind, to_value

#: A Haystack lookup allows this many changed letters.
FUZZY_DISTANCE = 2
_ANY = "*"


class UnknownLookup(ValueError):
    """A lookup that makes no sense for the kind of its field."""


def lookup_node(name: str, kind: Kind, lookup: str, value: Any) -> Node:
    """The node for `name__lookup=value`. Raises UnknownLookup."""
    if lookup == "in":
        return Or(tuple(lookup_node(name, kind, "exact", each) for each in value)) if value else Nothing()
    if lookup in _BOUNDS and not kind.is_document:
        low, high = _BOUNDS[lookup](value)
        return _between(name, kind, low, high, open_low=lookup == "gt", open_high=lookup == "lt")
    rules = _TEXT if kind.is_text else _COLUMN
    try:
        return rules[lookup](name, kind, value)
    except KeyError:
        raise UnknownLookup(f"The lookup {name}__{lookup} is not known for this field.") from None


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a plain text as scored words."""
    return tuple(scored(word) for word in analyze(text))


def scored(word: AnalyzedWord) -> Word:
    return Word((word.stem,), word.exact, word.root, word.tri)


def _all_words(name: str, kind: Kind, value: Any) -> Node:
    """Every word somewhere in the text; a text without words matches nothing."""
    text = str(value)
    if kind in (Kind.NGRAM, Kind.EDGE_NGRAM):
        return _patterns(name, text, before=kind is Kind.NGRAM, after=True)
    nodes = tuple(Term(name, "stem", (word.stem,)) for word in analyze(text))
    return _joined(nodes)


def _phrase(name: str, kind: Kind, value: Any) -> Node:
    words = analyze(str(value))
    if not words:
        return Nothing()
    if len(words) == 1:
        return Term(name, "stem", (words[0].stem,))
    return Phrase(name, "stem", tuple((word.stem,) for word in words))


def _patterns(name: str, text: str, *, before: bool = False, after: bool = False) -> Node:
    """Every word of the text as a part of a written one."""
    ends = (_ANY if before else "", _ANY if after else "")
    nodes = []
    for word in analyze(text):
        spellings = dict.fromkeys((word.written, word.written.lower(), word.written.capitalize()))
        parts = tuple(Pattern(name, ends[0] + spelling + ends[1]) for spelling in spellings)
        nodes.append(parts[0] if len(parts) == 1 else Or(parts))
    return _joined(tuple(nodes))


def _fuzzy(name: str, kind: Kind, value: Any) -> Node:
    return _joined(tuple(Fuzzy(name, word.exact, FUZZY_DISTANCE) for word in analyze(str(value))))


def _joined(nodes: tuple[Node, ...]) -> Node:
    if not nodes:
        return Nothing()
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _one_of(name: str, kind: Kind, value: Any) -> Node:
    found = to_value(kind, value)
    return Nothing() if found is None else OneOf(name, (found,))


def _string_test(test: Test) -> Callable[[str, Kind, Any], Node]:
    def node(name: str, kind: Kind, value: Any) -> Node:
        if not kind.is_string:
            raise UnknownLookup(f"The lookup {name}__{test} is only for texts.")
        return StringTest(name, test, str(value))

    return node


def _between(
    name: str, kind: Kind, low: Any, high: Any, *, open_low: bool = False, open_high: bool = False
) -> Node:
    """A closed interval; an open end leaves out the value itself."""
    low, high = to_value(kind, low), to_value(kind, high)
    node: Node = Between(name, low, high)
    ends = tuple(OneOf(name, (end,)) for end, is_open in ((low, open_low), (high, open_high)) if is_open)
    return And((node, *map(Not, ends))) if ends else node


def _range(value: Any) -> tuple[Any, Any]:
    low, high = value
    return low, high


_BOUNDS: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "range": _range,
    "gt": lambda value: (value, None),
    "gte": lambda value: (value, None),
    "lt": lambda value: (None, value),
    "lte": lambda value: (None, value),
}
_TEXT: dict[str, Callable[[str, Kind, Any], Node]] = {
    "content": _all_words,
    "exact": _phrase,
    "startswith": lambda name, kind, value: _patterns(name, str(value), after=True),
    "endswith": lambda name, kind, value: _patterns(name, str(value), before=True),
    "contains": lambda name, kind, value: _patterns(name, str(value), before=True, after=True),
    "fuzzy": _fuzzy,
}
_COLUMN: dict[str, Callable[[str, Kind, Any], Node]] = {
    "content": _one_of,
    "exact": _one_of,
    **{test: _string_test(test) for test in get_args(Test)},
}


def all_of(nodes: Iterable[Node]) -> Node:
    """Documents of all nodes; of no node all."""
    found = tuple(node for node in nodes if not isinstance(node, All))
    if not found:
        return All()
    return found[0] if len(found) == 1 else And(found)
