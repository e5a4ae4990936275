"""From tokens to the tree of what was typed. OR binds least; words side by side are AND.

    query    = together ("OR" together)*
    together = (["AND"] part)+
    part     = ["NOT" | "-"] [field] (operand | "(" query ")")

The tokens have been settled (`operators.py`), so nothing here can fail, and nothing nests too deep.
"""

from articles.arabic.analyze import is_stop_word
from articles.search.syntax import nodes
from articles.search.syntax.fields import TEXT_FIELDS, read_span
from articles.search.syntax.nodes import Node, words_of
from articles.search.syntax.notes import Notes
from articles.search.syntax.tokens import Kind, Token


def tree_of(tokens: list[Token], text: str, notes: Notes) -> Node | None:
    parser = _Parser(tokens, text, notes)
    root = parser.query()
    if root is None:
        return None
    return without_stop_words(root, notes) or root


class _Parser:
    def __init__(self, tokens: list[Token], text: str, notes: Notes) -> None:
        self.tokens = tokens
        self.text = text
        self.notes = notes
        self.place = 0

    def query(self) -> Node | None:
        alternatives = [self._together()]
        while self._next_is(Kind.OR):
            self.place += 1
            alternatives.append(self._together())
        found = [node for node in alternatives if node is not None]
        if len(found) > 1:
            return nodes.Any(tuple(found))
        return found[0] if found else None

    def _together(self) -> Node | None:
        """Parts side by side. Those tied by AND are one part."""
        parts: list[Node] = []
        tied = False
        while self.place < len(self.tokens) and not self._next_is(Kind.OR, Kind.CLOSE):
            if self._next_is(Kind.AND):
                # و alone is how some write: it ties no closer than a space.
                tied = bool(parts) and self.tokens[self.place].is_latin
                self.place += 1
                continue
            part = self._part()
            if part is not None:
                parts.append(_joined(parts.pop(), part) if tied else part)
            tied = False
        return together(parts)

    def _part(self) -> Node | None:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind in (Kind.NOT, Kind.MINUS):
            # What an exclusion stood before may have been left out since.
            child = None if self._next_is(Kind.CLOSE, Kind.OR, Kind.AND) else self._optional_part()
            return child if child is None or isinstance(child, nodes.Not) else nodes.Not(child)
        if token.kind is Kind.FIELD:
            return self._in_field(token)
        if token.kind is Kind.OPEN:
            found = self.query()
            self.place += 1  # its partner
            return found
        return token.node

    def _optional_part(self) -> Node | None:
        return self._part() if self.place < len(self.tokens) else None

    def _in_field(self, label: Token) -> Node | None:
        child = self._optional_part()
        if child is None:
            return None
        if label.field in TEXT_FIELDS:
            return nodes.InField(label.field, child)  # type: ignore[arg-type]
        if label.field == "date":
            return self._dated(child)
        if not words_of(child):
            return child
        spaced = label.words[0] if label.is_spaced and label.words else None
        return nodes.Named(label.field, child, spaced)  # type: ignore[arg-type]

    def _dated(self, node: Node) -> Node:
        """The dates of a group; what is none stays as words."""
        if isinstance(node, nodes.Any):
            return nodes.Any(tuple(map(self._dated, node.children)))
        if isinstance(node, nodes.Not):
            return nodes.Not(self._dated(node.child))
        if not (words := words_of(node)):
            return node
        typed = self.text[words[0].start : words[-1].end]
        span = read_span(typed) if len(typed) <= 80 else None
        if span is None:
            self.notes.add("date-words", typed)
            return node
        if span.was_reversed:
            self.notes.add("range-reversed", typed)
        if span.impossible:
            self.notes.add("date-end-impossible", span.impossible)
        return nodes.Dated(span.first, span.last)

    def _next_is(self, *kinds: Kind) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].kind in kinds


def together(parts: list[Node]) -> Node | None:
    """Parts side by side as one node; groups of such parts open up."""
    flat: list[Node] = []
    for part in parts:
        flat += part.children if isinstance(part, nodes.All) and not part.joined else (part,)
    if len(flat) > 1:
        return nodes.All(tuple(flat))
    return flat[0] if flat else None


def _joined(left: Node, right: Node) -> Node:
    before = left.children if isinstance(left, nodes.All) and left.joined else (left,)
    return nodes.All((*before, right), joined=True)


def without_stop_words(node: Node, notes: Notes) -> Node | None:  # noqa: PLR0911  (one for each kind)
    """What is left when stop words that stand alone go; None when that is nothing."""
    if isinstance(node, nodes.Word):
        return None if is_stop_word(node.word.text) else node
    if isinstance(node, nodes.Not):
        child = without_stop_words(node.child, notes)
        if child is None:
            notes.add("excluded-stop-word", " ".join(word.text for word in words_of(node)))
        return child and nodes.Not(child)
    if isinstance(node, nodes.InField):
        return nodes.InField(node.field, without_stop_words(node.child, notes) or node.child)
    if not isinstance(node, nodes.All | nodes.Any):
        return node
    kept = [child for each in node.children if (child := without_stop_words(each, notes))]
    if len(kept) < 2:
        return kept[0] if kept else None
    if isinstance(node, nodes.Any):
        return nodes.Any(tuple(kept))
    return nodes.All(tuple(kept), node.joined) if node.joined else together(kept)
