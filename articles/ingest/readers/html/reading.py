"""A page of HTML to a Document.

The order: text and tree, headline, the article's own JSON-LD, text, outlet, captions, what stands around
the text, dates, related articles, doubts. `docs/decisions/html-reader.md` lists the rules.
"""

import re
from dataclasses import replace
from typing import Any

from articles.arabic.normalize import normalize
from articles.ingest.canonical import canonical_address
from articles.ingest.documents import Document, UnreadableInput
from articles.ingest.readers.html.body import find_region
from articles.ingest.readers.html.captions import caption_text, find_captions
from articles.ingest.readers.html.charset import decode_html
from articles.ingest.readers.html.dating import find_dating
from articles.ingest.readers.html.doubts import find_doubt
from articles.ingest.readers.html.embedded import embedded_text
from articles.ingest.readers.html.fragment import fragment_text
from articles.ingest.readers.html.headline import Headline, find_headline, headline_by_place
from articles.ingest.readers.html.jsonld import text_of
from articles.ingest.readers.html.opening import Opening, is_head, read_opening, without_end_mark
from articles.ingest.readers.html.outlet import find_outlet, names_agency
from articles.ingest.readers.html.own_node import find_own_node
from articles.ingest.readers.html.page import HtmlPage, read_page
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.html.related import find_related
from articles.ingest.readers.html.surroundings import find_surroundings
from articles.ingest.readers.html.teasers import is_teaser
from articles.ingest.readers.saved_page.outlet import core
from articles.ingest.readers.saved_page.page import overlap, topic

_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|title|meta|div|table|p|article|script)\b", re.IGNORECASE
)
_START = 4096
_NAME_PARTS = re.compile(r"\s[-\u2013\u2014|]\s")
_SECTION_WORDS = 4
#: Fewer words in the body are a reason to look again.
_FEW_WORDS, _FEWEST_WORDS = 35, 12
_OTHERS = 5
_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0621-\u064a]")


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin like a web page and not like a feed or text."""
    start = data[:_START].replace(b"\x00", b"")
    return bool(_MARKUP.search(start))


def read_html(data: bytes, *, url: str = "", content_type: str = "") -> Document:
    """What a web page says. `url` is where it was fetched, `content_type` the header it came with.

    Raises UnreadableInput for empty or binary input.
    """
    page = read_page(decode_html(data, content_type))
    if page is None:
        raise UnreadableInput("The page holds no text.", "لا تحتوي الصفحة على نص.")
    headline = find_headline(page)
    if headline.block is None:
        headline = headline_by_place(page, find_region(page, headline))
    node = find_own_node(page.meta, headline, url)
    page, region = _found_region(page, headline, normalize(str(node.get("articleBody") or "")[:20_000]))
    outlet = find_outlet(page, headline)
    address = _address(page, url)
    if doubt := find_doubt(page, region, headline):
        return Document(
            section=_section_of_front(page, region) if doubt.reason == "furniture" else "",
            source_name=outlet,
            canonical_url=address,
            language="ar"
            if any(not line.is_latin for line in page.lines)
            else _language(page, page.meta.title),
            related=find_related(page, Region(None, None, (), frozenset(), region.end), url),
            doubts=(doubt,),
        )
    return _with_data(_article(page, region, outlet, address, node, url), page, node)


def _found_region(page: HtmlPage, headline: Headline, own_text: str) -> tuple[HtmlPage, Region]:
    """The text; looked for again, leniently, where paragraphs seem to lack their full stops."""
    region = find_region(page, headline, own_text)
    stop: int | None = None
    teasers = [i for i in region.body if is_teaser(page, i)]
    if (
        headline.is_confirmed
        and headline.block is not None
        and 2 * len(teasers) > sum(page.prose[i] for i in region.body)
    ):
        # Many cards outweigh a short text above them.
        first = next(i for i in range(headline.block + 1, teasers[0] + 1) if is_teaser(page, i))
        above = find_region(page, headline, own_text, stop=first)
        if _words(page, above) < _FEWEST_WORDS // 2:
            lenient = replace(page, lenient=True)
            above = find_region(lenient, headline, own_text, stop=first)
        if _words(page, above) >= _FEWEST_WORDS // 2:
            region, stop = above, first
    if _is_far_off(page, region):
        region = replace(region, body=())
    words = _words(page, region)
    if words >= _FEW_WORDS or headline.block is None:
        return page, region
    lenient = replace(page, lenient=True)
    again = find_region(lenient, headline, own_text, stop=stop)
    found = _words(lenient, again)
    is_better = (len(again.body) > 2 and found > max(_FEW_WORDS, 3 * words)) or (
        not region.body and headline.is_confirmed and found >= _FEWEST_WORDS // 2
    )
    return (lenient, again) if is_better else (page, region)


def _is_far_off(page: HtmlPage, region: Region) -> bool:
    """A few words below a list of others that share none with the headline: what the site says of itself."""
    if region.headline is None or not region.body or _words(page, region) > _FEW_WORDS:
        return False
    between = range(region.headline + 1, region.body[0])
    others = sum(bool(page.is_linked(i) or page.blocks[i].heading) for i in between)
    about: frozenset[str] = frozenset().union(*(topic(page.lines[i]) for i in region.body))
    return others >= _OTHERS and not overlap(topic(page.lines[region.headline]), about)


def _words(page: HtmlPage, region: Region) -> int:
    return sum(page.lines[i].word_count for i in region.body)


def _section_of_front(page: HtmlPage, region: Region) -> str:
    """The heading of a page of teasers, if it is no headline."""
    line = page.lines[region.headline] if region.headline is not None else None
    heading = line or next((page.lines[i] for i, block in enumerate(page.blocks) if block.heading == 1), None)
    return heading.text if heading and heading.word_count <= _SECTION_WORDS else ""


def _forms(outlet: str) -> frozenset[str]:
    """The outlet's name as others may write it, normalised."""
    names = [outlet, *_NAME_PARTS.split(outlet)]
    return frozenset(
        filter(None, (form for name in names for form in (normalize(name), core(normalize(name)))))
    )


def _article(
    page: HtmlPage, region: Region, outlet: str, address: str, node: dict[str, Any], url: str
) -> Document:
    outlets = _forms(outlet)
    captions = find_captions(page, region)
    around = find_surroundings(
        page, region, outlets, frozenset(captions), node, is_agency=names_agency(outlet)
    )
    texts = [page.blocks[i].text for i in region.body]
    is_agency = names_agency(outlet)
    if len(texts) > 1 and is_head(texts[0], outlets):
        texts[:2] = [f"{texts[0]} {texts[1]}"]
    if texts:
        texts[-1] = without_end_mark(texts[-1])
    opening = read_opening(texts[0], outlets, is_agency=is_agency) if texts else Opening()
    dating = find_dating(page, region, node, url)
    body = "\n\n".join(filter(None, [opening.rest, *texts[1:]]))
    title = page.blocks[region.headline].text if region.headline is not None else ""
    return Document(
        title=title,
        subtitle=around.subtitle,
        section=around.section,
        dateline=around.dateline or opening.dateline,
        byline=around.byline or opening.byline,
        body=body,
        caption="\n".join(dict.fromkeys(caption_text(page, i) for i in captions)),
        credit=around.credit or opening.agency,
        source_name=outlet,
        canonical_url=address,
        language=_language(page, f"{title} {body}"),
        published=dating.published,
        published_origin="metadata" if dating.is_from_metadata else "page",
        modified=dating.modified,
        page_clock=dating.page_clock,
        related=find_related(page, region, url),
    )


def _with_data(document: Document, page: HtmlPage, node: dict[str, Any]) -> Document:
    """The text that only the page's data hold, where the page itself shows hardly any."""
    shown = len(document.body.split())
    if shown >= _FEW_WORDS or node.get("isAccessibleForFree") in (False, "False", "false"):
        return document
    titles = frozenset(map(normalize, page.meta.title_parts))
    told = node.get("articleBody")
    texts = [fragment_text(told) if isinstance(told, str) else "", embedded_text(page.root, titles)]
    body = max(texts, key=len)
    if len(body.split()) < max(_FEW_WORDS, 2 * shown):
        return document
    title = document.title or fragment_text(text_of(node.get("headline"))) or _claimed_title(page, document)
    opening = read_opening(body, frozenset({normalize(document.source_name)}))
    return replace(
        document,
        title=title,
        body=opening.rest,
        dateline=document.dateline or opening.dateline,
        language=_language(page, body),
    )


def _claimed_title(page: HtmlPage, document: Document) -> str:
    """The longest part of the page's title that does not name the outlet."""
    outlet = normalize(document.source_name)
    whole = set(page.meta.titles)
    parts = [
        p
        for p in page.meta.title_parts
        if normalize(p) != outlet and (p not in whole or outlet not in normalize(p))
    ]
    return max(parts, key=len, default="")


def _address(page: HtmlPage, url: str) -> str:
    """The canonical link, else the address of the page; og:url where there is neither.

    A link that leads to the front page from an address that does not is a fault of the site.
    """
    for told in (page.meta.link("canonical"), page.meta.first("og:url")):
        address = canonical_address(told, page.meta.base or url) if told else ""
        if address and not (_is_front(address) and url and not _is_front(url)):
            return address
    return canonical_address(url)


def _is_front(address: str) -> bool:
    return bool(re.fullmatch(r"[a-z]+://[^/?#]+/?", address, re.IGNORECASE))


def _language(page: HtmlPage, text: str) -> str:
    """Of the text: what the html element declares is often the template's."""
    arabic, latin = len(_ARABIC.findall(text[:3000])), len(_LATIN.findall(text[:3000]))
    if arabic >= latin:
        return "ar"
    declared = page.meta.language[:2].lower()
    return declared if declared.isalpha() and declared != "ar" and len(declared) == 2 else "en"
