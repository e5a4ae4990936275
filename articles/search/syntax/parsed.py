"""parse: a query as it was typed → what it says."""

from dataclasses import dataclass

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word
from articles.arabic.normalize import strip_bidi_controls
from articles.search.syntax import limits, nodes
from articles.search.syntax.lexer import tokens_of
from articles.search.syntax.nodes import Node, Phrase, TextField, positive, with_fields
from articles.search.syntax.notes import Note, Notes
from articles.search.syntax.operators import settle
from articles.search.syntax.parser import together, tree_of
from articles.search.syntax.written import written, written_out


@dataclass(frozen=True)
class ParsedQuery:
    """What a query says. `root` is None for one without words.

    `text` is what was typed, without direction marks and cut to its bound: the places of words are
    code points into it.
    """

    text: str
    root: Node | None
    notes: tuple[Note, ...] = ()
    is_plain: bool = False

    @property
    def is_empty(self) -> bool:
        return self.root is None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is searched for, each word or phrase once, a word as a phrase of one."""
        found = (Phrase(operand.words) for operand in positive(self.root))
        return tuple({tuple(word.exact for word in phrase.words): phrase for phrase in found}.values())

    @property
    def operands(self) -> tuple[str, ...]:
        """What is searched for, each as a query of its own."""
        return tuple(dict.fromkeys(map(written, positive(self.root))))

    @property
    def words(self) -> tuple[AnalyzedWord, ...]:
        """The words that have forms and variants, each once: what can be switched."""
        return tuple({word.exact: word for _field, word in self.words_in_fields}.values())

    @property
    def words_in_fields(self) -> tuple[tuple[TextField | None, AnalyzedWord], ...]:
        """The same, each once for every field that it is searched for in; None is the whole text."""
        found = {
            (field, word.exact): word
            for field, node in with_fields(self.root)
            if isinstance(node, nodes.Word | nodes.Phrase)
            for word in node.words
        }
        return tuple((field, word) for (field, _exact), word in found.items())

    @property
    def has_syntax(self) -> bool:
        """Whether it would be another search as plain words."""
        if self.is_plain or self.root is None:
            return False
        return parse(self.text, plain=True).root != self.root

    def __str__(self) -> str:
        """The query as it was read: parsed again, it says the same."""
        return written(self.root)

    def written_out(self, *, in_arabic: bool) -> str:
        """The query as it was read, for who typed it."""
        return written_out(self.root, in_arabic=in_arabic)

    @property
    def was_cut(self) -> bool:
        return any(note.code in ("cut", "too-many-words") for note in self.notes)


def parse(text: str, *, plain: bool = False) -> ParsedQuery:
    """Read a query; `plain` reads it as nothing but words. Takes linear time and never fails."""
    notes = Notes()
    # Cut before anything else looks at it.
    typed = strip_bidi_controls(text[: 2 * limits.MAX_LENGTH])
    if len(text) > 2 * limits.MAX_LENGTH or len(typed) > limits.MAX_LENGTH:
        typed = typed[: limits.MAX_LENGTH]
        notes.add("cut", limits.MAX_LENGTH)
    root = _plain(typed, notes) if plain else tree_of(settle(tokens_of(typed, notes), notes), typed, notes)
    if root is None and typed.strip():
        notes.add("no-words")
    return ParsedQuery(typed, root, tuple(notes), plain)


def _plain(text: str, notes: Notes) -> Node | None:
    words = analyze(text)
    telling = [word for word in words if not is_stop_word(word.text)]
    kept = telling or words
    if len(kept) > limits.MAX_WORDS:
        notes.add("too-many-words", limits.MAX_WORDS)
    return together([nodes.Word(word) for word in kept[: limits.MAX_WORDS]])
