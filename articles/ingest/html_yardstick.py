"""The yardstick of the HTML reader: what trafilatura and htmldate say, taken as it is."""

from datetime import date

import htmldate
import trafilatura
from trafilatura.settings import Document as Extracted

from articles.arabic.dates import ParsedDate, Precision
from articles.ingest.documents import Document


def read_plainly(data: bytes, url: str) -> Document:
    """A document of bare_extraction and find_date, with nothing of ours in it."""
    found = trafilatura.bare_extraction(data, url=url or None, with_metadata=True)
    if not isinstance(found, Extracted):
        return Document(published=_guessed(data, url))
    return Document(
        title=found.title or "",
        subtitle=found.description or "",
        section=(found.categories or [""])[0],
        byline=found.author or "",
        body=found.text or "",
        source_name=found.sitename or "",
        canonical_url=found.url or "",
        language=found.language or "",
        published=_guessed(data, url),
    )


def _guessed(data: bytes, url: str) -> ParsedDate | None:
    try:
        text = htmldate.find_date(data, url=url or None, original_date=True)
    except (ValueError, TypeError, AttributeError):  # of broken trees
        text = None
    if not text:
        return None
    day = date.fromisoformat(text)
    return ParsedDate(
        day.year, day.month, day.day, None, None, Precision.DAY, "gregorian", 0, len(text), text, None
    )
