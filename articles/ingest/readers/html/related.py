"""Other articles that the page points to: links like headlines, in its lists and between its paragraphs."""

from articles.ingest.canonical import canonical_address
from articles.ingest.documents import RelatedLink
from articles.ingest.readers.html.blocks import Element
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.saved_page import furniture

_FEWEST_WORDS, _MOST_WORDS = 3, 30
_MOST = 100
_NEVER = frozenset(
    {"nav", "footer", "share", "newsletter", "tags", "comments", "crumbs", "consent", "poll", "bio"}
)


def find_related(page: HtmlPage, region: Region, url: str) -> tuple[RelatedLink, ...]:
    own = set(region.body) | ({region.headline} if region.headline is not None else set())
    seen = {page.lines[region.headline].key} if region.headline is not None else set()
    found: list[RelatedLink] = []
    for i, line in enumerate(page.lines):
        if len(found) == _MOST:
            break
        if i in own or not _FEWEST_WORDS <= line.word_count <= _MOST_WORDS or page.stamps[i]:
            continue
        if page.zone(i, region.exempt) in _NEVER or not page.blocks[i].link_characters:
            continue
        title = _title(page, i)
        if not title or line.key in seen:
            continue
        seen.add(line.key)
        found.append(RelatedLink(title, url=canonical_address(_address(page.blocks[i].element), url)))
    return tuple(found)


def _title(page: HtmlPage, i: int) -> str:
    line = page.lines[i]
    if page.kinds[i] == "inline":
        return furniture.inline_title(line)
    return line.text if page.is_linked(i) and not page.kinds[i] and len(line.words) >= 2 else ""


def _address(element: Element) -> str:
    """Of the first link in an element or around it."""
    inside = next((link for link in element.iter("a") if link.get("href")), None)
    if inside is None:
        inside = next((e for e in element.iterancestors() if e.tag == "a" and e.get("href")), None)
    return inside.get("href", "").strip() if inside is not None else ""
