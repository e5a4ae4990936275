"""What a text field of a document may hold besides a plain string."""

from collections.abc import Iterable
from typing import NamedTuple


class Part(NamedTuple):
    """A word of a part of weight 3 counts as if it stood there three times."""

    text: str
    weight: int = 1


class WeightedText(tuple[Part, ...]):
    """A text in parts of different weight: headline, body. No phrase reaches from one part into the next."""

    __slots__ = ()

    def __new__(cls, parts: Iterable[tuple[str, int]]) -> "WeightedText":
        made = [Part(*part) for part in parts]
        for part in made:
            if not isinstance(part.text, str) or not isinstance(part.weight, int) or part.weight < 1:
                raise ValueError(f"Not a text and a positive whole weight: {part!r:.100}")
        return super().__new__(cls, made)

    def __str__(self) -> str:
        return "\n\n".join(part.text for part in self)
