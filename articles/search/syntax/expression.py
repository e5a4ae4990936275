"""A reading as a short text, for judged queries and for the terminal: (and w:قصف (not w:حلب))."""

from articles.search.syntax import nodes
from articles.search.syntax.nodes import Node


def expression(node: Node | None) -> str:  # noqa: PLR0911  (one for each kind)
    match node:
        case None:
            return "empty"
        case nodes.Word():
            return f"w:{node.word.text}"
        case nodes.Phrase(within=None):
            return f"(phrase {_texts(node)})"
        case nodes.Phrase():
            return f"(near {node.within} {_texts(node)})"
        case nodes.Exact():
            return f"(exact {_texts(node)})"
        case nodes.Pattern():
            return f"(prefix {node.pattern[:-1]})" if node.is_prefix else f"(wildcard {node.pattern})"
        case nodes.Fuzzy():
            return f"(fuzzy {node.word.text} {node.distance})"
        case nodes.InField() | nodes.Named():
            return f"(field {node.field} {expression(node.child)})"
        case nodes.Dated():
            return f"(date {node.first or '*'} {node.last or '*'})"
        case nodes.Not():
            return f"(not {expression(node.child)})"
        case nodes.All():
            return f"(and {' '.join(map(expression, _flat(node)))})"
        case nodes.Any():
            return f"(or {' '.join(map(expression, node.children))})"


def _texts(node: nodes.Phrase | nodes.Exact) -> str:
    return " ".join(word.text for word in node.words)


def _flat(node: nodes.All) -> list[Node]:
    """The children, with those that were tied by AND among them."""
    opened = (_flat(child) if isinstance(child, nodes.All) else [child] for child in node.children)
    return [part for parts in opened for part in parts]
