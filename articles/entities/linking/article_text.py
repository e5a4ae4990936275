"""The fields of an article that name entities, as one text: a name in the headline is told by the body."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Article, Mention

#: No name stands across it.
_GAP = "\n\n"


class Place(NamedTuple):
    """Code points into a field of an article, half-open."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class ArticleText:
    """`starts`: where each field begins in the text."""

    text: str
    fields: tuple[str, ...]
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> Place | None:
        """Where a span of the text lies; none for one that leaves its field."""
        number = bisect_right(self.starts, start) - 1
        if number < 0 or not 0 <= start < end <= self._end(number):
            return None
        offset = self.starts[number]
        return Place(self.fields[number], start - offset, end - offset)

    def _end(self, number: int) -> int:
        return self.starts[number + 1] - len(_GAP) if number + 1 < len(self.starts) else len(self.text)


def article_text(article: Article) -> ArticleText:
    parts = [(field, getattr(article, field)) for field in Mention.Field.values]
    written = [(field, text) for field, text in parts if text]
    starts, position = [], 0
    for _field, text in written:
        starts.append(position)
        position += len(text) + len(_GAP)
    return ArticleText(
        _GAP.join(text for _field, text in written), tuple(field for field, _text in written), tuple(starts)
    )
