"""The words of a query on their way through Haystack to the engine."""

from typing import Any, Self

from haystack.inputs import BaseInput

from articles.arabic.variants import NO_VARIANTS, Variants
from articles.search.syntax import ParsedQuery


class TextQuery(BaseInput):
    """A parsed query as a Haystack input: the engine gets the tree, never a string to parse.

    `variants` are the classes of spellings whose members count as one word.
    """

    input_type_name = "text_query"
    post_process = False

    def __init__(self, parsed: ParsedQuery, *, match: str = "all", variants: Variants = NO_VARIANTS) -> None:
        super().__init__(parsed)
        self.parsed = parsed
        self.match = match
        self.variants = variants

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Unchanging, and Haystack copies its query at every step: thousands of variants each time."""
        return self
