"""A reading as a query again: operators in capitals, nothing left to guess. And for who typed it."""

from dataclasses import dataclass

from articles.search.syntax import nodes
from articles.search.syntax.fields import NAMES
from articles.search.syntax.nodes import Node
from articles.search.syntax.tokens import SMALL_OPERATORS, operator_in


def written(node: Node | None) -> str:
    """Read again, it is the same."""
    return _QUERY.query(node)


def written_out(node: Node | None, *, in_arabic: bool) -> str:
    """For the eye: in the words of the page, with parentheses around what belongs together."""
    return (_ARABIC if in_arabic else _ENGLISH).query(node)


@dataclass(frozen=True)
class _Writer:
    either: str
    both: str
    without: str
    #: Which of the names of a field.
    name: int
    has_groups: bool = True

    def query(self, node: Node | None) -> str:
        match node:
            case None:
                return ""
            case nodes.Any():
                return f" {self.either} ".join(self._alternative(child) for child in node.children)
            case nodes.All():
                between = f" {self.both} " if node.joined else " "
                return between.join(self._part(child, node) for child in node.children)
            case _:
                return self._operand(node)

    def _alternative(self, node: Node) -> str:
        is_bare = isinstance(node, nodes.All) and not self.has_groups
        return self.query(node) if is_bare else self._operand(node)

    def _part(self, node: Node, inside: nodes.All) -> str:
        is_tied = isinstance(node, nodes.All) and node.joined and not inside.joined
        return self.query(node) if is_tied else self._operand(node)

    def _operand(self, node: Node) -> str:  # noqa: PLR0911  (one for each kind)
        match node:
            case nodes.Word():
                text = node.word.text
                # A comma keeps a word from being taken for an operator.
                return f"{text}," if operator_in(text) or text.lower() in SMALL_OPERATORS else text
            case nodes.Phrase():
                return f'"{_texts(node)}"' + (f"~{node.within}" if node.within else "")
            case nodes.Exact():
                return f'="{_texts(node)}"'
            case nodes.Pattern():
                return node.pattern
            case nodes.Fuzzy():
                return f"{node.word.text}~{node.distance}"
            case nodes.InField():
                return f"{self._field(node.field)}:{self._operand(node.child)}"
            case nodes.Named():
                label = f"{node.label.text}: " if node.label else f"{self._field(node.field)}:"
                return label + self._operand(node.child)
            case nodes.Dated():
                first, last = node.first or "", node.last or ""
                return f"{self._field('date')}:{first}" + ("" if first == last else f"..{last}")
            case nodes.Not():
                return self.without + self._operand(node.child)
            case nodes.All() | nodes.Any():
                return f"({self.query(node)})"

    def _field(self, field: str) -> str:
        return NAMES[field][self.name]


_QUERY = _Writer("OR", "AND", "NOT ", name=1, has_groups=False)
_ENGLISH = _Writer("OR", "AND", "NOT ", name=1)
_ARABIC = _Writer("أو", "و", "-", name=0)


def _texts(node: nodes.Phrase | nodes.Exact) -> str:
    return " ".join(word.text for word in node.words)
