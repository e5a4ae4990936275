"""Document: what every reader makes of a page, a feed item or a row, before anything is stored."""

from dataclasses import dataclass, field
from typing import Any

from articles.arabic.dates import ParsedDate


@dataclass(frozen=True)
class RelatedLink:
    """Another article that the page pointed to."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Doubt:
    """A reason (of models.Review.Reason) why a curator should look, with what speaks for it."""

    reason: str
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """One article as a reader understood it. Paragraphs of `body` are parted by an empty line.

    `source_name` is the outlet as the page names it. `published` counts only if it is the
    article's own date, `modified` if the outlet says so. `page_clock` is a time without a date, as
    shown: `12:58:10 GMT`. `guid` is what the feed calls the item.
    """

    title: str = ""
    subtitle: str = ""
    section: str = ""
    dateline: str = ""
    byline: str = ""
    body: str = ""
    caption: str = ""
    credit: str = ""
    source_name: str = ""
    canonical_url: str = ""
    guid: str = ""
    language: str = "ar"
    published: ParsedDate | None = None
    published_origin: str = "page"
    modified: ParsedDate | None = None
    page_clock: str = ""
    related: tuple[RelatedLink, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class UnreadableInput(Exception):
    """An input that cannot be read at all; says why in both languages."""

    def __init__(
        self, message_en: str, message_ar: str, *, line: int | None = None, field_name: str = ""
    ) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_ar = message_ar
        self.line = line
        self.field_name = field_name
