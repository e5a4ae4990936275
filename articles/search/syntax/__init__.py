"""The query language: what an analyst typed, as a tree of words, phrases and fields, with notes.

    parse(text) -> ParsedQuery      what was typed, and what has to be said about it
    to_tree(parsed, ...) -> Query   what the engine has to match, and the words it ranks by

`docs/query-language.md` tells it to users; every rule there is here. Nothing fails: whatever is typed
is read in the most sensible way, within the bounds of `limits.py`.
"""

from articles.search.syntax.nodes import Phrase
from articles.search.syntax.parsed import ParsedQuery, parse
from articles.search.syntax.reading import NO_SWITCHES, Switches
from articles.search.syntax.translate import Query, to_tree

__all__ = ["NO_SWITCHES", "ParsedQuery", "Phrase", "Query", "Switches", "parse", "to_tree"]
