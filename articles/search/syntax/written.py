"""A reading as a query again: operators in capitals, nothing left to guess."""

from articles.search.syntax import nodes
from articles.search.syntax.nodes import Node
from articles.search.syntax.tokens import SMALL_OPERATORS, operator_in


def written(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case nodes.Any():
            return " OR ".join(_alternative(child) for child in node.children)
        case nodes.All():
            between = " AND " if node.joined else " "
            return between.join(_part(child, node) for child in node.children)
        case _:
            return _operand(node)


def _alternative(node: Node) -> str:
    return written(node) if isinstance(node, nodes.All) else _operand(node)


def _part(node: Node, inside: nodes.All) -> str:
    is_tied = isinstance(node, nodes.All) and node.joined and not inside.joined
    return written(node) if is_tied else _operand(node)


def _operand(node: Node) -> str:  # noqa: PLR0911  (one for each kind)
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
            return f"{node.field}:{_operand(node.child)}"
        case nodes.Named():
            label = f"{node.label.text}: " if node.label else f"{node.field}:"
            return label + _operand(node.child)
        case nodes.Dated():
            first, last = node.first or "", node.last or ""
            return f"date:{first}" if first == last else f"date:{first}..{last}"
        case nodes.Not():
            return f"NOT {_operand(node.child)}"
        case nodes.All() | nodes.Any():
            return f"({written(node)})"


def _texts(node: nodes.Phrase | nodes.Exact) -> str:
    return " ".join(word.text for word in node.words)
