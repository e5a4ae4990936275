"""The pieces of a query: operands and the marks between them."""

from dataclasses import dataclass
from enum import StrEnum

from articles.arabic.analyze import AnalyzedWord, is_stop_word
from articles.arabic.normalize import composed, unmark
from articles.search.syntax import nodes
from articles.search.syntax.nodes import Node

QUOTES = '"“”„‟«»'
#: What may close a quotation; curly marks come in any order, « and » in pairs.
CLOSING = {"«": "»", "»": "«", **dict.fromkeys('"“”„‟', '"“”„‟')}


class Kind(StrEnum):
    OPERAND = "operand"
    OPEN = "("
    CLOSE = ")"
    OR = "or"
    AND = "and"
    NOT = "not"
    MINUS = "-"
    FIELD = "field"


OPERATORS = frozenset({Kind.OR, Kind.AND, Kind.NOT})
_OPERATORS = {
    "OR": Kind.OR,
    "أو": Kind.OR,
    "او": Kind.OR,
    "AND": Kind.AND,
    "و": Kind.AND,
    "NOT": Kind.NOT,
    "ليس": Kind.NOT,
}
#: Operators between words in Arabic letters only.
SMALL_OPERATORS = {"or": Kind.OR, "and": Kind.AND, "not": Kind.NOT}


@dataclass(frozen=True)
class Token:
    """A piece of the query, in its place. An operand has a node; a field its name."""

    kind: Kind
    start: int
    end: int
    text: str
    words: tuple[AnalyzedWord, ...] = ()
    node: Node | None = None
    field: str = ""
    is_spaced: bool = False

    @property
    def is_latin(self) -> bool:
        return self.text.isascii()

    @property
    def is_telling(self) -> bool:
        """Whether something is searched for that is no stop word."""
        if self.kind is not Kind.OPERAND:
            return False
        return not isinstance(self.node, nodes.Word | nodes.All) or not all(
            is_stop_word(word.text) for word in self.words
        )

    @property
    def is_plain(self) -> bool:
        return self.kind is Kind.OPERAND and isinstance(self.node, nodes.Word | nodes.All)

    def as_words(self) -> "Token":
        """The same piece read as plain words."""
        return operand(self.text, self.start, self.end, self.words)


def bare(text: str) -> str:
    """Letters as typed without marks, tatweel and what cannot be seen."""
    return unmark(composed("NFKC", text))


def operator_in(text: str) -> Kind | None:
    """The operator that a run of letters is; of «و/أو» the wider one."""
    if len(text) > 20:
        return None
    kinds = {_OPERATORS.get(part) for part in bare(text).split("/")}
    if kinds == {Kind.OR, Kind.AND}:
        return Kind.OR
    return kinds.pop() if len(kinds) == 1 and "/" not in text else None


def operand(
    text: str, start: int, end: int, words: tuple[AnalyzedWord, ...], node: Node | None = None
) -> Token:
    """An operand; without a node, its plain words."""
    return Token(Kind.OPERAND, start, end, text, words, node or plain_words(words))


def plain_words(words: tuple[AnalyzedWord, ...]) -> Node:
    if len(words) == 1:
        return nodes.Word(words[0])
    return nodes.All(tuple(map(nodes.Word, words)))
