"""Other articles that the page points to: links like headlines, in its lists and between its paragraphs."""

from itertools import islice

from articles.arabic.normalize import normalize
from articles.ingest.canonical import canonical_address
from articles.ingest.documents import RelatedLink
from articles.ingest.readers.html.blocks import folded
from articles.ingest.readers.html.page import HtmlPage
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.saved_page import furniture

_FEWEST_WORDS, _MOST_WORDS = 3, 30
_MOST, _MOST_LINKS, _LONGEST = 100, 5, 300
_NEVER = frozenset(
    {"nav", "footer", "share", "newsletter", "tags", "comments", "crumbs", "consent", "poll", "bio"}
)


def find_related(page: HtmlPage, region: Region, url: str) -> tuple[RelatedLink, ...]:
    own = set(region.body) | ({region.headline} if region.headline is not None else set())
    seen = {page.lines[region.headline].key} if region.headline is not None else set()
    found: list[RelatedLink] = []
    for i, block in enumerate(page.blocks):
        if len(found) == _MOST:
            break
        if i in own or not block.link_characters or page.zone(i, region.exempt) in _NEVER:
            continue
        title, address = _link(page, i)
        key = normalize(title)
        if key and key not in seen:
            seen.add(key)
            found.append(RelatedLink(title, url=canonical_address(address, url)))
    return tuple(found)


def _link(page: HtmlPage, i: int) -> tuple[str, str]:
    """Title and address of the headline that a block is a link to; empty if it is none."""
    is_listed = page.is_linked(i) or page.kinds[i] == "inline" or page.stamps[i] is not None
    if not is_listed or page.prose[i] or (page.kinds[i] and page.kinds[i] != "inline"):
        return "", ""
    element = page.blocks[i].element
    links = [*islice(element.iter("a"), _MOST_LINKS), *(e for e in element.iterancestors() if e.tag == "a")]
    for link in links:
        title = folded(link.text_content()[:_LONGEST])
        if link.get("href") and _FEWEST_WORDS <= len(title.split()) <= _MOST_WORDS:
            return title, link.get("href", "").strip()
    line = page.lines[i]
    is_title = not page.stamps[i] and _FEWEST_WORDS <= line.word_count <= _MOST_WORDS and len(line.words) >= 2
    title = furniture.inline_title(line) if page.kinds[i] == "inline" else line.text if is_title else ""
    return title, next((link.get("href", "").strip() for link in links if link.get("href")), "")
