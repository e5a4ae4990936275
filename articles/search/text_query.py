"""The words of a query on their way through Haystack to the engine."""

from haystack.inputs import BaseInput

from articles.search.syntax import ParsedQuery


class TextQuery(BaseInput):
    """A parsed query as a Haystack input: the engine gets the tree, never a string to parse."""

    input_type_name = "text_query"
    post_process = False

    def __init__(self, parsed: ParsedQuery, *, match: str = "all") -> None:
        super().__init__(parsed)
        self.parsed = parsed
        self.match = match
