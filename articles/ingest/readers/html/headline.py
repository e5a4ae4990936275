"""The headline: the block that the page's title, og:title or JSON-LD repeat, or its first heading."""

import re
from dataclasses import dataclass

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.jsonld import is_article, text_of
from articles.ingest.readers.html.metadata import title_parts
from articles.ingest.readers.html.page import HtmlPage, names_of
from articles.ingest.readers.html.region import Region
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.headline import find_headline as find_line
from articles.ingest.readers.saved_page.page import doubled

_FEWEST_WORDS, _MOST_WORDS = 2, 45
#: Below this no block is the headline.
_THRESHOLD = 3.0
_LEVELS = {1: 3.0, 2: 1.5, 3: 0.7, 4: 0.4}
_TITLE_NAMES = frozenset({"headline", "title", "entry", "heading", "hed"})
_LIST_ZONES = frozenset(
    {"related", "nav", "footer", "comments", "newsletter", "tags", "ad", "poll", "consent"}
)
#: Titles cut short by search engines' rules end so.
_CUT = re.compile(r"\s*(?:\.{2,}|\u2026)\s*$")
_CLEAR_KEY = 12
_OUTLET_WORDS, _OUTLET_TRUST = 3, 0.5
_HOME = re.compile(
    r"^(?=.)(?:(?:https?:)?//[^/?#]+)?/?(?:(?:index|default|home)(?:\.\w+)?|ar|en)?/?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Headline:
    """`block` is None where the text comes from the page's metadata alone."""

    text: str = ""
    block: int | None = None
    #: The page's title, og:title or JSON-LD agree with the block.
    is_confirmed: bool = False


def find_headline(page: HtmlPage) -> Headline:
    keys = _claimed(page)
    brand = normalize(page.meta.first("og:site_name"))
    best, best_score, confirmed = None, _THRESHOLD, False
    for i in range(len(page.blocks)):
        agreement = _agreement(page, i, keys)
        score = _score(page, i, brand, agreement)
        # Of equals the first heading; the breadcrumbs above it are none.
        if score > best_score:
            best, best_score, confirmed = i, score, agreement >= 3
    if best is not None:
        return Headline(page.blocks[best].text, best, confirmed)
    return Headline()


def _claimed(page: HtmlPage) -> dict[str, float]:
    """Normalised titles that the page claims for itself, with the trust in each."""
    claims: dict[str, float] = {}
    longest = {max(title_parts(title), key=len, default="") for title in page.meta.titles}
    for title in page.meta.title_parts:
        key = normalize(_CUT.sub("", title))
        if len(key.split()) >= _FEWEST_WORDS:
            # The site's name is shorter than the headline beside it.
            is_main = title in longest or title in page.meta.titles
            trust = _OUTLET_TRUST if _names_outlet(key) else 5.0 if is_main else 3.5
            claims[key] = max(claims.get(key, 0), trust)
    for node in page.meta.nodes:
        key = normalize(text_of(node.get("headline")) or text_of(node.get("name")))
        if is_article(node) and len(key.split()) >= _FEWEST_WORDS:
            claims[key] = max(claims.get(key, 0), 2.0)
    return claims


def _names_outlet(key: str) -> bool:
    """«The newspaper X», and nothing more."""
    words = key.split()
    return len(words) <= _OUTLET_WORDS and words[0] in furniture.words("outlet_words")


def _agreement(page: HtmlPage, i: int, claims: dict[str, float]) -> float:
    line = page.lines[i]
    if line.word_count > _MOST_WORDS or not line.is_label_sized:
        return 0.0
    key = line.key
    if key in claims:
        return claims[key] + min(1.0, 0.1 * len(line.words))
    if len(key) < _CLEAR_KEY:
        return 0.0
    # Longer in the head by the site's name, or cut there.
    return max(
        (
            trust - 1
            for claim, trust in claims.items()
            if len(claim) >= _CLEAR_KEY and (key in claim or (claim in key and 2 * len(claim) > len(key)))
        ),
        default=0.0,
    )


def _score(page: HtmlPage, i: int, brand: str, agreement: float) -> float:
    line, block = page.lines[i], page.blocks[i]
    level = block.heading
    if not agreement and not level:
        return 0.0
    if not _FEWEST_WORDS <= line.word_count <= _MOST_WORDS or not line.is_label_sized:
        return 0.0
    score = agreement + _LEVELS.get(level, 0.0)
    names = names_of(block.element)
    score += 1.5 * ("headline" in names) + 0.5 * bool(names & _TITLE_NAMES)
    if page.kinds[i] and not agreement:
        score -= 4
    if line.key == brand or len(line.words) < _FEWEST_WORDS:
        score -= 4
    if page.stamps[i] or doubled(line):
        score -= 2
    if page.zone(i) in _LIST_ZONES or page.zone(i) == "crumbs":
        score -= 4
    if page.is_linked(i):
        score -= 6 if _leads_home(page, i) else 1.5
    if page.prose[i] and not level:
        score -= 2
    return score


def _leads_home(page: HtmlPage, i: int) -> bool:
    """A link to the front page: the site's name."""
    element = page.blocks[i].element
    link = next((e for e in (*element.iter("a"), *element.iterancestors("a")) if e.get("href")), None)
    return link is not None and bool(_HOME.match(link.get("href", "").strip()))


def headline_by_place(page: HtmlPage, region: Region) -> Headline:
    """The line above the text that speaks of what the text speaks of, where nothing else tells."""
    if not region.body:
        return Headline()
    start = region.body[0]
    listed = [page.is_linked(i) or bool(page.zone(i, region.exempt)) for i in range(len(page.lines))]
    found = find_line(page.page, start, listed)
    return Headline(page.lines[found].text, found) if found is not None and not listed[found] else Headline()
