"""What the page has to say about how a query was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.search.syntax import limits
from articles.search.syntax.shown import shown

#: Each kind of note and its sentence; `%(what)s` is the part of the query that it is about.
MESSAGES: dict[str, str | Promise] = {
    "no-words": _("The query has no words in it, so it was left out."),
    "cut": _("The query was cut to its first %(what)s characters."),
    "too-many-words": _("The query was cut to its first %(what)s words."),
    "too-deep": _("Parentheses deeper than %(what)s levels were left out."),
    "too-many-patterns": _("Only the first %(what)s wildcards and fuzzy words were used."),
    "pattern-short": _("“%(what)s” stands for very many words: only some of them are searched for."),
    "pattern-too-short": _("“%(what)s” has too few letters for a wildcard, so it was read without it."),
    "pattern-too-complex": _("“%(what)s” is too long for a wildcard, so it was read without it."),
    "pattern-in-quotes": _("Between quotation marks * is no wildcard, so it was left out."),
    "question-mark": _("The question mark in “%(what)s” was read as a wildcard for one letter."),
    "fuzzy-too-short": _("“%(what)s” is too short for a fuzzy search, so it was read as a plain word."),
    "fuzzy-too-far": _("A fuzzy word may differ by two letters at most, so “%(what)s” was read so."),
    "slop-too-large": _("The words of a phrase may be %(what)s words apart at most, so it was read so."),
    "slop-missing": _("~ after a phrase needs a number, so it was left out."),
    "quote-open": _("A quotation mark without its partner was left out."),
    "parenthesis-open": _("A parenthesis without its partner was left out."),
    "operator-alone": _("“%(what)s” has nothing to connect, so it was left out."),
    "operator-twice": _("“%(what)s” was read as one operator."),
    "operator-small": _("“%(what)s” was read as an operator, though it is written in small letters."),
    "operator-not": _("“%(what)s” was read as an operator: what comes after it is excluded."),
    "word-not-operator": _("“%(what)s” was read as a plain word. A - before a word excludes it."),
    "or-not-operator": _("“%(what)s” was read as a plain word. In a long query, write %(or)s."),
    "bars": _("“||” was read as punctuation. For either of two words, write %(or)s between them."),
    "dash-first": _("The dash before “%(what)s” excludes nothing: it needs a word before it."),
    "dash-other": _("The sign before “%(what)s” is not the dash of a keyboard (-), so nothing was excluded."),
    "dash-number": _("“%(what)s” was read as a number, and nothing was excluded."),
    "excluded-stop-word": _("“%(what)s” stands in nearly every article, so it was not excluded."),
    "equals-alone": _("= asks for a word as it is written only right before it, so it was left out."),
    "field-empty": _("“%(what)s” has nothing after it, so it was read as a plain word."),
    "field-twice": _("“%(what)s” was read once."),
    "field-spaced": _("“%(what)s” was read as the name of a field. Quotation marks make it a plain word."),
    "date-impossible": _("“%(what)s” was not understood as a date and was left out."),
    "date-end-impossible": _("“%(what)s” is not a date, so the range has no limit on that side."),
    "date-words": _("“%(what)s” was not understood as a date, so it was read as plain words."),
    "range-reversed": _("The later date of “%(what)s” stood first, so the two were exchanged."),
    "unknown-source": _("No source is called “%(what)s”, so these words were searched for."),
    "unknown-person": _("No person is known as “%(what)s”, so these words were searched for."),
    "unknown-place": _("No place is known as “%(what)s”, so these words were searched for."),
    "unknown-organisation": _("No organisation is known as “%(what)s”, so these words were searched for."),
    "unknown-excluded": _("Nothing is known as “%(what)s”, so nothing was excluded."),
}

#: More of the query than this says nothing more.
_SHOWN = 50


@dataclass(frozen=True)
class Note:
    """`code` is a key of MESSAGES; its sentence is in the language in which the page is read."""

    code: str
    what: str = ""

    def __str__(self) -> str:
        return str(MESSAGES[self.code]) % {"what": self.what, "or": "OR"}

    @property
    def html(self) -> SafeString:
        """The sentence for a page: the part of the query apart from its direction."""
        what, operator = format_html("<bdi>{}</bdi>", shown(self.what)), mark_safe("<bdi>OR</bdi>")
        return mark_safe(escape(MESSAGES[self.code]) % {"what": what, "or": operator})  # noqa: S308


class Notes:
    """Notes as they are made: each once, at most MAX_NOTES."""

    def __init__(self) -> None:
        self._made: dict[Note, None] = {}

    def add(self, code: str, what: str | int = "") -> None:
        if len(self._made) < limits.MAX_NOTES:
            text = str(what)
            shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
            self._made.setdefault(Note(code, shown))

    def __iter__(self) -> Iterator[Note]:
        return iter(self._made)
