"""A query tree on its way through Haystack to the engine."""

from typing import Any, Self

from haystack.inputs import BaseInput

from articles.search.tree import Node, Word


class TreeQuery(BaseInput):
    """A query as a Haystack input: the engine gets the tree, never a string to parse.

    `match` says which documents; `words` are what they are scored by.
    """

    input_type_name = "tree"
    post_process = False

    def __init__(self, match: Node, words: tuple[Word, ...] = ()) -> None:
        super().__init__(match)
        self.match = match
        self.words = words

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Unchanging, and Haystack copies its query at every step."""
        return self
