"""A name in a text, and the order that lists of them keep."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.arabic.names import Kind

KINDS: dict[str, Kind] = {"PER": "person", "LOC": "place", "ORG": "organisation"}


@dataclass(frozen=True)
class Span:
    """A recognised name; `start` and `end` are code points into the raw text, half-open."""

    start: int
    end: int
    kind: Kind
    text: str


def in_order(spans: Iterable[Span]) -> list[Span]:
    """Sorted and none overlapping: of two the one that begins first stays, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept
