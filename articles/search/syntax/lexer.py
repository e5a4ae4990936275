"""From the typed text to tokens, in one pass from its first letter to its last."""

import re
from bisect import bisect_left

from articles.arabic.analyze import AnalyzedWord, analyze, is_stop_word
from articles.search.syntax import limits, nodes
from articles.search.syntax.fields import Span, field_named, read_span
from articles.search.syntax.notes import Notes
from articles.search.syntax.patterns import read_fuzzy, read_pattern
from articles.search.syntax.tokens import CLOSING, QUOTES, Kind, Token, bare, operand, operator_in

_SPACE = re.compile(r"\s*")
_RUN = re.compile(rf"[^\s(){QUOTES}]+")
#: A name and its colon; a space may stand beside it. An address is no field.
_FIELD = re.compile(r"([^\W\d_][^\s:()\"]{0,20}?)(\s{0,2}):(?!//)([^\S\n]*)")
_SLOP = re.compile(r"~+(\d*)|[^\S\n]~+(\d+)(?!\w)")
#: A dash that was copied, not typed: the minus of mathematics, hyphens of typesetters.
_COPIED_DASH = re.compile("[\u2010\u2011\u2212\ufe63\uff0d](?=[^\\W\\d_])")
#: What ends a word asked for as it is written.
_ENDS_EXACT = re.compile(r"[،,؛;:!؟?…|/\\\[\]{}<>]|\.\.")
_NEGATIVE_NUMBER = re.compile(r"-\d{1,3}(?!\d)")
#: What a date may be made of: up to so many pieces, the longest that is one.
_DATE_PIECE = re.compile(rf"[^\S\n]*(?:[{QUOTES}][^{QUOTES}]*[{QUOTES}]|[^\s(){QUOTES}]+)")
_DATE_PIECES = 8
_LONGEST_DATE = 80
_QUOTE_MARKS = re.compile(f"[{QUOTES}]")
_AFTER_DATE = "،,؛;!؟?."
#: Particles as they are joined to a quotation: they are no words of their own.
_PARTICLES = frozenset({"ب", "ل", "ك", "ف", "س", "ال", "وال", "بال", "لل", "ول", "وب"})


def tokens_of(text: str, notes: Notes) -> list[Token]:
    return _Lexer(text, notes).tokens()


class _Lexer:
    def __init__(self, text: str, notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.words = analyze(text)
        self.starts = [word.start for word in self.words]
        self.made: list[Token] = []
        self.room = limits.MAX_WORDS
        self.patterns = 0
        #: Closing marks of which no more come, so that none is looked for twice.
        self.unclosed: set[str] = set()

    def tokens(self) -> list[Token]:
        place = self._skip(0)
        while place < len(self.text) and self.room > 0:
            place = self._skip(self._read(place))
        if self.room <= 0 and self._telling(self._words(place, len(self.text))):
            self.notes.add("too-many-words", limits.MAX_WORDS)
        return self.made

    # ------------------------------------------------------------ one piece

    def _read(self, place: int) -> int:
        """Make the tokens of the piece that begins here; where the next one may begin."""
        letter = self.text[place]
        if letter in QUOTES:
            return self._quotation(place)
        if letter in "()":
            self._mark(Kind(letter), place, place + 1)
            return place + 1
        run = _RUN.match(self.text, place)
        assert run
        if letter == "-" and self._excludes(run[0], place):
            self._mark(Kind.MINUS, place, place + 1)
            return place + 1
        if letter == "=" and (end := self._exact(run[0], place)):
            return end
        if (field := _FIELD.match(self.text, place)) and field_named(field[1]):
            return self._field(field)
        if _COPIED_DASH.match(run[0]):
            self.notes.add("dash-other", run[0][1:])
        if operator := operator_in(run[0]):
            self._mark(operator, place, run.end())
        else:
            self._run(run[0], place)
        return run.end()

    def _run(self, text: str, place: int) -> None:
        """What stands without a space: plain words, a pattern or a fuzzy word."""
        end = place + len(text)
        words = self._words(place, end)
        if not words:
            if text in ("||", "="):
                self.notes.add("bars" if text == "||" else "equals-alone")
            return
        if self.text[end : end + 1] in CLOSING and bare(text) in _PARTICLES:
            return
        text = text.removeprefix("=")  # a pattern is of the word as written anyhow
        special = read_pattern(text, words, self.notes) or read_fuzzy(text, words, self.notes)
        if isinstance(special, nodes.Pattern | nodes.Fuzzy):
            self.patterns += 1
            if self.patterns > limits.MAX_PATTERNS:
                self.notes.add("too-many-patterns", limits.MAX_PATTERNS)
                return
        self._operand(place, end, nodes.words_of(special) if special else words, special)

    def _quotation(self, place: int) -> int:
        """A phrase, or where its partner is missing a mark that means nothing."""
        end = self._closing(place)
        if end is None:
            self.notes.add("quote-open")
            return place + 1
        within = None
        after = end + 1
        if slop := _SLOP.match(self.text, after):
            after = slop.end()
            within = self._slop(slop[1] or slop[2])
        if "*" in self.text[place:end]:
            self.notes.add("pattern-in-quotes")
        if words := self._as_many(self._words(place, end)):
            is_word = len(words) == 1 and not is_stop_word(words[0].text)
            phrase = nodes.Phrase(words, within if len(words) > 1 else None)
            node = nodes.Word(words[0]) if is_word else phrase
            self._operand(place, after, words, node)
        return after

    def _slop(self, digits: str) -> int | None:
        if not digits:
            self.notes.add("slop-missing")
            return None
        slop = int(digits[:9])
        if slop > limits.MAX_SLOP:
            self.notes.add("slop-too-large", limits.MAX_SLOP)
        return min(slop, limits.MAX_SLOP) or None

    def _exact(self, run: str, place: int) -> int | None:
        """After =, a word or a quotation as it is written; None if neither follows."""
        quote = place + 1
        if run != "=":
            words, after = self._unbroken(self._words(place, place + len(run)), place + len(run))
            if words and words[0].start == quote and "*" not in self.text[place:after]:
                self._operand(place, after, words, nodes.Exact(words))
                return after
            return None
        if self.text[quote : quote + 1] not in CLOSING or (end := self._closing(quote)) is None:
            return None
        if words := self._as_many(self._words(quote, end)):
            self._operand(place, end + 1, words, nodes.Exact(words))
        return end + 1

    def _unbroken(self, words: tuple[AnalyzedWord, ...], end: int) -> tuple[tuple[AnalyzedWord, ...], int]:
        """The words up to a comma or the like between them, and where they end."""
        for place, word in enumerate(words[1:], 1):
            before = words[place - 1].end
            if _ENDS_EXACT.search(self.text, before, word.start):
                return words[:place], before
        return words, end

    def _excludes(self, run: str, place: int) -> bool:
        """Whether a dash is fixed to what comes after it, and to nothing before."""
        if place and not (self.text[place - 1].isspace() or self.text[place - 1] == "("):
            return False
        if run == "-":
            after = self.text[place + 1 : place + 2]
            return after == "(" or after in CLOSING
        if run.endswith("-") or self._ends_in_dash(place + len(run)):
            return False  # - as a parenthesis -
        if _NEGATIVE_NUMBER.match(run):
            self.notes.add("dash-number", run)
            return False
        return run[1].isalnum() or run[1] in "=*?#@_"

    def _ends_in_dash(self, place: int) -> bool:
        """Whether one of the next words has a dash fixed to its end."""
        for _ in range(6):
            run = _RUN.match(self.text, self._skip(place))
            if not run or run[0].startswith("-"):
                return False
            if run[0].endswith("-"):
                return True
            place = run.end()
        return False

    # ------------------------------------------------------------ fields

    def _field(self, found: re.Match[str]) -> int:
        """A field and, after a date's, its value."""
        name = field_named(found[1]) or ""
        words = self._words(found.start(1), found.end(1))
        is_spaced = bool(found[2] or found[3])
        label = Token(
            Kind.FIELD, found.start(), found.end(), found[0].strip(), words, field=name, is_spaced=is_spaced
        )
        if name == "date" and self.text[found.end() : found.end() + 1] != "(":
            return self._date(label)
        self.made.append(label)
        return found.end()

    def _date(self, label: Token) -> int:
        """The longest date after the label. What only looks like one is left out; else all is words."""
        ends: list[int] = []
        place = label.end
        while len(ends) < _DATE_PIECES and (piece := _DATE_PIECE.match(self.text, place)):
            place = piece.end()
            ends.append(place)
        for end in reversed(ends):
            if end - label.end <= _LONGEST_DATE and (span := self._span(label.end, end)):
                typed = self.text[label.end : end].strip()
                if span.was_reversed:
                    self.notes.add("range-reversed", typed)
                if span.impossible:
                    self.notes.add("date-end-impossible", span.impossible)
                if label.is_spaced:
                    self.notes.add("field-spaced", label.text)
                words = self._words(label.end, end)
                self._operand(label.start, end, words, nodes.Dated(span.first, span.last))
                return end
        typed = self.text[label.end : ends[0]] if ends else ""
        if any(letter.isdigit() for letter in typed):
            self.notes.add("date-impossible", typed.strip())
            self.room -= 1
            return ends[0]
        if self._words(label.end, ends[0] if ends else label.end):
            self.notes.add("date-words", typed.strip())
        else:
            self.notes.add("field-empty", label.text)
        self._operand(label.start, label.end, label.words)
        return label.end

    def _span(self, start: int, end: int) -> Span | None:
        text = self.text[start:end].strip()
        is_quoted = text[:1] in CLOSING and len(_QUOTE_MARKS.findall(text)) == 2 and text[-1] in CLOSING
        text = _QUOTE_MARKS.sub(" ", text).strip()
        if not text.endswith(".."):
            text = text.rstrip(_AFTER_DATE)
        return read_span(text, whole=not is_quoted)

    # ------------------------------------------------------------ ends and beginnings

    def _closing(self, place: int) -> int | None:
        """Where the quotation that begins here ends."""
        marks = CLOSING[self.text[place]]
        if marks not in self.unclosed:
            for end in range(place + 1, len(self.text)):
                if self.text[end] in marks:
                    return end
            self.unclosed.add(marks)
        return None

    def _words(self, start: int, end: int) -> tuple[AnalyzedWord, ...]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(self.words[first:last])

    def _as_many(self, words: tuple[AnalyzedWord, ...]) -> tuple[AnalyzedWord, ...]:
        """The words for which there is room."""
        if len(words) > self.room:
            self.notes.add("too-many-words", limits.MAX_WORDS)
        return words[: self.room]

    def _telling(self, words: tuple[AnalyzedWord, ...]) -> int:
        return sum(not is_stop_word(word.text) for word in words)

    def _operand(
        self, start: int, end: int, words: tuple[AnalyzedWord, ...], node: nodes.Node | None = None
    ) -> None:
        if node is None:
            words = self._as_many(words)
        self.room -= len(words) if node else self._telling(words)
        self.made.append(operand(self.text[start:end], start, end, words, node))

    def _mark(self, kind: Kind, start: int, end: int) -> None:
        self.made.append(Token(kind, start, end, self.text[start:end], self._words(start, end)))

    def _skip(self, place: int) -> int:
        space = _SPACE.match(self.text, place)
        return space.end() if space else place
