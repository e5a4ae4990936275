"""to_tree: what a query says → what the engine has to match, and the words it ranks by."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from articles.arabic.analyze import AnalyzedWord, trigrams
from articles.arabic.normalize import normalize_word
from articles.arabic.variants import NO_VARIANTS, Variants
from articles.search import tree
from articles.search.marker import Marker
from articles.search.syntax import nodes
from articles.search.syntax.compounds import joined_terms, other_forms, parted_words
from articles.search.syntax.nodes import Node, is_condition, words_of
from articles.search.syntax.notes import Note, Notes
from articles.search.syntax.parsed import ParsedQuery
from articles.search.syntax.reading import NO_SWITCHES, Switches, word_node
from articles.search.syntax.spellings import written_patterns, written_words

#: Columns and fields of the index (`articles/search_indexes.py`).
TEXT = "text"
FIELDS = {"title": "title", "author": "byline"}
SOURCE, ENTITIES, DAY = "source", "entities", "day"
#: Bounds of the column of days: 0 says undated.
FIRST_DAY, LAST_DAY = 1, 9999_12_31

#: (source, person, place or organisation; a name) → database keys, none when nothing has the name.
Resolve = Callable[[str, str], Iterable[int]]


@dataclass(frozen=True)
class Query:
    """A query for the engine, with all that has to be said about how it was read."""

    match: tree.Node
    words: tuple[tree.Word, ...]
    notes: tuple[Note, ...] = ()

    def marker(self, *fields: str) -> Marker:
        """What to mark in a text of these fields: "text", and for a headline "title" too."""
        return Marker.of(self.match, fields=fields or (TEXT,))


def knows_no_names(_kind: str, _name: str) -> tuple[int, ...]:
    return ()


def to_tree(
    parsed: ParsedQuery,
    *,
    match: str = "all",
    variants: Variants = NO_VARIANTS,
    switches: Switches = NO_SWITCHES,
    resolve: Resolve = knows_no_names,
) -> Query:
    """The engine's tree. With match "any", words side by side are alternatives.

    Fields and exclusions hold either way, and so does what was tied by AND. A name that `resolve` does
    not know is searched for as words, with a note; excluded, it excludes nothing.
    """
    if parsed.root is None:
        return Query(tree.All(), (), parsed.notes)
    translator = _Translator(parsed.text, match == "any", variants, switches, resolve)
    node = translator.node(parsed.root, TEXT)
    # Joined names come last: neighbours in the query should be neighbours as typed.
    words = dict.fromkeys((*translator.words, *translator.joined))
    return Query(node, tuple(words), (*_still_true(parsed.notes, translator.unlabelled), *translator.notes))


def _still_true(notes: Iterable[Note], unlabelled: Collection[str]) -> Iterator[Note]:
    """Without those that call a field what was read as words after all."""
    for note in notes:
        if note.code != "field-spaced" or not note.what.startswith(tuple(unlabelled)):
            yield note


class _Translator:
    def __init__(
        self, text: str, is_any: bool, variants: Variants, switches: Switches, resolve: Resolve
    ) -> None:
        self.text = text
        self.is_any = is_any
        self.variants = variants
        self.switches = switches
        self.resolve = resolve
        self.notes = Notes()
        self.words: list[tree.Word] = []
        self.joined: list[tree.Word] = []
        self.is_excluded = False
        #: Names of fields that were words of the query after all.
        self.unlabelled: set[str] = set()

    def node(self, node: Node, field: str) -> tree.Node:  # noqa: PLR0911  (one for each kind)
        match node:
            case nodes.Word():
                return self._word(node.word, field)
            case nodes.Phrase():
                return self._phrase(node, field)
            case nodes.Exact():
                return self._exact(node.words, field)
            case nodes.Pattern():
                return self._pattern(node, field)
            case nodes.Fuzzy():
                return self._fuzzy(node, field)
            case nodes.InField():
                return self.node(node.child, FIELDS[node.field])
            case nodes.Named():
                return self._named(node)
            case nodes.Dated():
                return tree.Between(DAY, *day_bounds(node.first, node.last))
            case nodes.Not():
                return self._not(node, field)
            case nodes.Any():
                return _any(self.node(child, field) for child in node.children)
            case nodes.All():
                return self._all(node, field)

    # ------------------------------------------------------------ together

    def _all(self, node: nodes.All, field: str) -> tree.Node:
        if not self.is_any or self.is_excluded or node.joined:
            return _all(self._side_by_side(node.children, field))
        wanted = [child for child in node.children if not is_condition(child)]
        conditions = [self.node(child, field) for child in node.children if is_condition(child)]
        if wanted:
            conditions.insert(0, _any(self._side_by_side(wanted, field)))
        return _all(conditions)

    def _side_by_side(self, children: Sequence[Node], field: str) -> list[tree.Node]:
        """Each child; two words that may be written as one are one of both."""
        made: list[tree.Node] = []
        place = 0
        while place < len(children):
            child = children[place]
            after = children[place + 1] if place + 1 < len(children) else None
            if isinstance(child, nodes.Word) and isinstance(after, nodes.Word):
                together = joined_terms(child.word, after.word)
                if together:
                    made.append(self._compound((child.word, after.word), together, field))
                    place += 2
                    continue
            made.append(self.node(child, field))
            place += 1
        return made

    def _compound(self, words: Sequence[AnalyzedWord], together: AnalyzedWord, field: str) -> tree.Node:
        for word in words:
            self._score(word)
        self._score(together, is_joined=True)
        apart = tree.Phrase(field, "stem", tuple(map(self._stems, words)))
        return tree.Or((apart, tree.Term(field, "stem", self._stems(together))))

    def _not(self, node: nodes.Not, field: str) -> tree.Node:
        was_excluded, self.is_excluded = self.is_excluded, True
        try:
            return tree.Not(self.node(node.child, field))
        finally:
            self.is_excluded = was_excluded

    # ------------------------------------------------------------ words

    def _word(self, word: AnalyzedWord, field: str) -> tree.Node:
        self._score(word)
        found = word_node(word, self.variants, self.switches, field)
        parts = parted_words(word)
        if not parts or not self.switches.has(word, "forms"):
            return found
        for part in parts:
            self._score(part, is_joined=True)
        return tree.Or((found, tree.Phrase(field, "stem", tuple(map(self._stems, parts)))))

    def _phrase(self, node: nodes.Phrase, field: str) -> tree.Node:
        """The phrase as typed, or with names joined or parted."""
        for word in node.words:
            self._score(word)
        alternatives = [node.words] if node.within else [node.words, *other_forms(node.words)]
        found = _any(self._in_order(words, field, node.within) for words in alternatives)
        as_typed = [
            tree.Term(field, "exact", (word.exact,))
            for word in node.words
            if not self.switches.has(word, "forms")
        ]
        return _all([found, *as_typed])

    def _in_order(self, words: Sequence[AnalyzedWord], field: str, within: int | None) -> tree.Node:
        stems = tuple(map(self._stems, words))
        if len(stems) == 1:
            return tree.Term(field, "stem", stems[0])
        return tree.Phrase(field, "stem", stems, slop=within or 0, ordered=within is None)

    def _exact(self, words: Sequence[AnalyzedWord], field: str) -> tree.Node:
        for word in words:
            self._score(word)
        written = tuple(written_words(word.written) for word in words)
        if len(written) == 1:
            return tree.Term(field, "written", written[0])
        return tree.Phrase(field, "written", written)

    def _pattern(self, node: nodes.Pattern, field: str) -> tree.Node:
        longest = max(node.pattern.replace("?", "*").split("*"), key=len)
        if not self.is_excluded and len(longest) >= 3:
            self.words.append(tree.Word((), trigrams=trigrams(normalize_word(longest))))
        return _any(tree.Pattern(field, pattern) for pattern in written_patterns(node.pattern))

    def _fuzzy(self, node: nodes.Fuzzy, field: str) -> tree.Node:
        self._score(node.word)
        terms = written_patterns(node.word.exact, folded=True)
        return _any(tree.Fuzzy(field, term, node.distance) for term in terms)

    def _stems(self, word: AnalyzedWord) -> tuple[str, ...]:
        if not self.switches.has(word, "variants"):
            return (word.stem,)
        return self.variants.expand(word.stem, word.exact)

    def _score(self, word: AnalyzedWord, *, is_joined: bool = False) -> None:
        """Rank by the word too, as far as it is searched for.

        Words that are joined or parted otherwise than typed have no root and no trigrams: those of the
        words as typed are there, and counting both ranked worse.
        """
        if self.is_excluded:
            return
        has_forms = self.switches.has(word, "forms")
        stems = self._stems(word) if has_forms else self._stems(word)[1:]
        exact = word.exact if self.switches.has(word, "exact") else ""
        if is_joined:
            self.joined.append(tree.Word(stems, exact))
        else:
            root, trigrams = (word.root, word.tri) if has_forms else ("", ())
            self.words.append(tree.Word(stems, exact, root, trigrams))

    # ------------------------------------------------------------ names

    def _named(self, node: nodes.Named) -> tree.Node:
        """The articles of what has the name; of alternatives, each."""
        child = node.child
        if isinstance(child, nodes.Any):
            return _any(self._named(replace(node, child=each)) for each in child.children)
        if isinstance(child, nodes.Not):
            return self._not(nodes.Not(replace(node, child=child.child)), TEXT)
        if isinstance(child, nodes.All) and not all(isinstance(each, nodes.Word) for each in child.children):
            return _all(self._named(replace(node, child=each)) for each in child.children)
        return self._name(node)

    def _name(self, node: nodes.Named) -> tree.Node:
        words = words_of(node.child)
        name = self.text[words[0].start : words[-1].end] if words else ""
        if keys := tuple(sorted(set(self.resolve(node.field, name)))):
            return tree.OneOf(SOURCE if node.field == "source" else ENTITIES, keys)
        if self.is_excluded:
            self.notes.add("unknown-excluded", name)
            return tree.Nothing()
        self.notes.add(f"unknown-{node.field}", name)
        is_plain = isinstance(node.child, nodes.Word | nodes.All)
        found = self.node(nodes.Phrase(words) if is_plain else node.child, TEXT)
        if node.label is None:
            return found
        self.unlabelled.add(node.label.text)
        return _all([self._word(node.label, TEXT), found])


def day_bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """Days as the index has them: 20180608; 20180600 for an article of which only the month is known.

    A month known no closer belongs to spans that begin with it, not to one of its days.
    """
    low, high = FIRST_DAY, LAST_DAY
    if last is not None:
        high = _day_number(last)
    if first is not None:
        low = _day_number(first)
        if first != last:
            low -= first.day if first.day == 1 else 0
            low -= 100 if (first.month, first.day) == (1, 1) else 0
    return low, high


def _day_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _all(children: Iterable[tree.Node]) -> tree.Node:
    made = tuple(children)
    return made[0] if len(made) == 1 else tree.And(made)


def _any(children: Iterable[tree.Node]) -> tree.Node:
    made = tuple(dict.fromkeys(children))
    return made[0] if len(made) == 1 else tree.Or(made)
