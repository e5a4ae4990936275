"""How a word is searched for: as typed, in other forms, in other spellings; each can be switched off."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from articles.arabic.analyze import AnalyzedWord
from articles.arabic.normalize import normalize_word
from articles.arabic.variants import Variants
from articles.search import tree
from articles.search.syntax.compounds import parted_words

Part = Literal["exact", "forms", "variants"]
PARTS: tuple[Part, ...] = get_args(Part)

MAX_SWITCHES = 100


@dataclass(frozen=True)
class Switches:
    """The parts of words that are switched off, as pairs (word in normal spelling, part).

    In an address each is a parameter `off=word:part`.
    """

    off: frozenset[tuple[str, Part]] = frozenset()

    @classmethod
    def from_parameters(cls, values: Iterable[str]) -> "Switches":
        """What of the values means something."""
        pairs = set()
        for value in list(values)[:MAX_SWITCHES]:
            word, _colon, part = value.rpartition(":")
            if part in PARTS and (exact := normalize_word(word[:255])):
                pairs.add((exact, part))
        return cls(frozenset(pairs))

    def to_parameters(self) -> list[str]:
        return sorted(f"{word}:{part}" for word, part in self.off)

    def has(self, word: AnalyzedWord, part: Part) -> bool:
        return (word.exact, part) not in self.off

    def toggled(self, word: AnalyzedWord, part: Part) -> "Switches":
        return Switches(self.off ^ {(word.exact, part)})


NO_SWITCHES = Switches()


@dataclass(frozen=True)
class WordPart:
    """One way in which a word is searched for. `node` matches the articles that it finds by itself."""

    part: Part
    terms: tuple[str, ...]
    node: tree.Node
    is_on: bool
    toggled: Switches


@dataclass(frozen=True)
class WordReading:
    word: AnalyzedWord
    parts: tuple[WordPart, ...]


def reading(
    word: AnalyzedWord, variants: Variants, switches: Switches = NO_SWITCHES, field: str = "text"
) -> WordReading:
    """Its parts, those switched off too; no variants where there is no class."""
    others = variants.expand(word.stem, word.exact)[1:]
    nodes: list[tuple[Part, tuple[str, ...], tree.Node]] = [
        ("exact", (word.exact,), tree.Term(field, "exact", (word.exact,))),
        ("forms", (word.stem,), _forms(word, variants, field)),
    ]
    if others:
        nodes.append(("variants", others, tree.Term(field, "stem", others)))
    parts = (
        WordPart(part, terms, node, switches.has(word, part), switches.toggled(word, part))
        for part, terms, node in nodes
    )
    return WordReading(word, tuple(parts))


def _forms(word: AnalyzedWord, variants: Variants, field: str) -> tree.Node:
    """By the stem, and a name also as the two words that it joins."""
    found = tree.Term(field, "stem", (word.stem,))
    if not (parts := parted_words(word)):
        return found
    stems = tuple(variants.expand(part.stem, part.exact) for part in parts)
    return tree.Or((found, tree.Phrase(field, "stem", stems)))


def word_node(word: AnalyzedWord, variants: Variants, switches: Switches, field: str) -> tree.Node:
    """What finds a word, as far as its parts are on.

    Its other forms alone are found in articles that do not have it as typed.
    """
    others = variants.expand(word.stem, word.exact)[1:] if switches.has(word, "variants") else ()
    has_typed, has_forms = switches.has(word, "exact"), switches.has(word, "forms")
    if has_typed and has_forms:
        return tree.Term(field, "stem", (word.stem, *others))
    typed = tree.Term(field, "exact", (word.exact,))
    parts: list[tree.Node] = []
    if has_typed:
        parts.append(typed)
    if has_forms:
        parts.append(tree.And((tree.Term(field, "stem", (word.stem,)), tree.Not(typed))))
    if others:
        parts.append(tree.Term(field, "stem", others))
    if not parts:
        return tree.Nothing()
    return parts[0] if len(parts) == 1 else tree.Or(tuple(parts))
