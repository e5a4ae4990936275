"""The text of a saved web page to a Document.

The order: lines with their features, lists of other articles, headline and text, credit and
outlet, what stands around the headline, dates, related items, doubts. The rules are general;
`docs/decisions/saved-page-reader.md` lists them.
"""

import re
from dataclasses import replace

from articles.arabic.normalize import normalize
from articles.ingest.decode import decode
from articles.ingest.documents import Document
from articles.ingest.readers.saved_page.body import Region, find_region
from articles.ingest.readers.saved_page.dating import find_dating
from articles.ingest.readers.saved_page.doubts import find_doubts
from articles.ingest.readers.saved_page.lines import without_bullet
from articles.ingest.readers.saved_page.outlet import core, find_credit, find_outlet
from articles.ingest.readers.saved_page.page import Page, read_page
from articles.ingest.readers.saved_page.related import find_related
from articles.ingest.readers.saved_page.surroundings import find_surroundings

#: Fewer words in the body are a reason to look again.
_FEW_WORDS = 35
_PARTS = re.compile(r"\s+[|\u00bb\u203a]\s+|\s+[-\u2013\u2014\u0640]\s+")


def read_saved_page(data: bytes) -> Document:
    """What the page says. Raises UnreadableInput for empty or binary input."""
    return read_saved_text(decode(data))


def read_saved_text(text: str) -> Document:
    """The same for text that is already decoded; never raises."""
    page, region = _find_article(read_page(text))
    guess = find_outlet(page, region.headline, "")
    credit = find_credit(page, region, _keys(guess))
    outlet = find_outlet(page, region.headline, credit)
    around = find_surroundings(page, region, _keys(outlet))
    dating = find_dating(page, region)
    doubts = find_doubts(page, region)
    if any(doubt.reason in ("consent_page", "furniture") and not page.was_cut for doubt in doubts):
        # A page that holds no article: whatever looked like a headline or text is another's.
        return Document(
            source_name=outlet,
            related=find_related(page, Region(None, (), region.stretches), _keys(outlet)),
            doubts=doubts,
        )
    return Document(
        title=_title(page, region.headline, outlet),
        subtitle=around.subtitle,
        section=around.section,
        dateline=around.dateline,
        byline=around.byline,
        body="\n\n".join(page.lines[i].text for i in region.body),
        caption=around.caption,
        credit=credit,
        source_name=outlet,
        published=dating.published,
        page_clock=dating.page_clock,
        related=find_related(page, region, _keys(outlet)),
        doubts=doubts,
    )


def _find_article(page: Page) -> tuple[Page, Region]:
    """The page and its article; read again, leniently, where paragraphs seem to lack their full stops."""
    region = find_region(page)
    words = _words(page, region)
    if words >= _FEW_WORDS or page.was_cut:
        return page, region
    lenient = replace(page, lenient=True)
    again = find_region(lenient)
    is_better = (
        again.headline is not None
        and len(again.body) > 1
        and _words(page, again) > max(_FEW_WORDS, 2 * words)
        # What stands in a list is no text for lacking full stops.
        and not any(s.start <= i < s.end for s in region.stretches for i in again.body)
    )
    return (lenient, again) if is_better else (page, region)


def _words(page: Page, region: Region) -> int:
    return sum(page.lines[i].word_count for i in region.body)


def _keys(outlet: str) -> frozenset[str]:
    return frozenset({normalize(outlet), core(normalize(outlet))}) if outlet else frozenset()


def _title(page: Page, headline: int | None, outlet: str) -> str:
    """The headline without the outlet's name before or after it."""
    if headline is None:
        return ""
    text = without_bullet(page.lines[headline].text)
    parts = _PARTS.split(text)
    if len(parts) > 1 and outlet:
        for brand, rest in ((parts[0], text[len(parts[0]) :]), (parts[-1], text[: -len(parts[-1])])):
            if normalize(brand) == normalize(outlet):
                return rest.strip(" -|\u2013\u2014\u00bb\u203a\u0640")
    return text
