"""The outlet as the page names it: what several places of the page agree on.

Each clue has a weight; forms of one name («the newspaper X», «X») count together, and the heaviest form
is shown.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from articles.arabic.normalize import normalize
from articles.ingest.readers.html.headline import Headline
from articles.ingest.readers.html.jsonld import text_of
from articles.ingest.readers.html.page import HtmlPage, names_of
from articles.ingest.readers.html.vocabulary import holds, pattern, vocabulary
from articles.ingest.readers.saved_page import furniture
from articles.ingest.readers.saved_page.outlet import core

_MOST_WORDS = 7
_SEPARATOR = re.compile(r"\s+[|\u00bb\u203a\u2022\u00b7\u00ab]+\s+|\s+[-\u2013\u2014\u0640]+\s+|\s*\|\s*|::+")
_COPYRIGHT_PARTS = re.compile(r"\s[|\u2013\u2014\u2022-]\s|[.\u060c,:|]\s|\s{2,}|[()\[\]]")
_LAM = re.compile("^(?:\u0644\u0640+\\s*|\u0644\\s+|\u0644\u0644)")
_EDGES = " -|\u2013\u2014:.\u060c\u00ab\u00bb\u0640\u203a"
_BRAND_NAMES = frozenset({"logo", "brand", "masthead", "sitename", "branding"})
_FOOT_BLOCKS = 40


def find_outlet(page: HtmlPage, headline: Headline) -> str:
    """The outlet's name; empty when nothing on the page tells."""
    weights: defaultdict[str, float] = defaultdict(float)
    forms: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for text, weight in _clues(page, headline):
        name = text.strip(' -|\u2013\u2014:.,\u060c\u00ab\u00bb"')
        key = normalize(name)
        if (
            not key
            or len(name.split()) > _MOST_WORDS
            or key in furniture.words("home")
            or ("." in name and " " not in name and weight < 3)
        ):
            continue
        weights[core(key)] += weight
        forms[core(key)][name] = max(forms[core(key)].get(name, 0), weight)
    if not weights:
        return ""
    best = max(weights, key=lambda key: weights[key])
    return max(forms[best], key=lambda name: forms[best][name])


def names_agency(outlet: str) -> bool:
    """An agency names itself at the head of its reports."""
    return bool(set(normalize(outlet).split()) & vocabulary("agency_words"))


def _clues(page: HtmlPage, headline: Headline) -> Iterator[tuple[str, float]]:
    meta = page.meta
    title = normalize(headline.text)
    yield from _beside_title(page, headline.text)
    if (site := meta.first("og:site_name")) and normalize(site) != title:
        yield site, 2.9
    for node in meta.nodes[:20]:
        if publisher := text_of(node.get("publisher")):
            yield publisher, 2.0
            break
    for name in ("application-name", "apple-mobile-web-app-title", "twitter:title", "og:title"):
        value = meta.first(name)
        if value and normalize(value) != title and len(value.split()) <= 4 and normalize(value) not in title:
            yield value, 1.8
    yield from _brands(page)
    for i, block in enumerate(page.blocks[:60]):
        if block.heading == 1 and i != headline.block and page.is_linked(i):
            yield block.text, 2.0
    yield from ((name, 1.4) for name in _copyright(page))


def _beside_title(page: HtmlPage, headline: str) -> Iterator[tuple[str, float]]:
    """What the page's title has besides the headline: the last part of several, unless all is one name."""
    whole = page.meta.title
    if holds(normalize(whole), "walls"):
        return
    before, found, after = whole.partition(headline) if headline else ("", "", "")
    if found and bool(before.strip()) != bool(after.strip()):
        rest = (before or after).strip(_EDGES)
        yield rest, 4.5 if _is_brand(page, rest) else 1.0
        parts = [part for part in _SEPARATOR.split(rest) if part.strip(_EDGES)]
        yield (parts[-1] if after.strip() else parts[0]) if parts else "", 3.0
        return
    title = normalize(headline)
    parts = [part for part in _SEPARATOR.split(whole) if part.strip()]
    if not title and parts:
        yield parts[-1], 3.0
    others = [part for part in parts if normalize(part) not in title]
    if others and len(others) < len(parts):
        yield (others[-1] if normalize(parts[0]) in title else others[0]), 3.0


def _is_brand(page: HtmlPage, name: str) -> bool:
    """Whether a line of the page's head or foot, or og:site_name, is the same name."""
    key = normalize(name)
    edge = [*page.lines[:40], *page.lines[-_FOOT_BLOCKS:]]
    return key == normalize(page.meta.first("og:site_name")) or any(line.key == key for line in edge)


def _brands(page: HtmlPage) -> Iterator[tuple[str, float]]:
    """Logos and what stands as the site's name in its head."""
    seen = 0
    for image in page.root.iter("img", "amp-img", "a"):
        parent = image.getparent()
        names = names_of(image) | (names_of(parent) if parent is not None else frozenset())
        source = image.attrib.get("src", "").lower()
        is_home = image.tag == "a" and image.attrib.get("rel") == "home"
        if (
            names & _BRAND_NAMES
            or "logo" in source
            or is_home
            or {"site", "name"} <= names
            or {"site", "title"} <= names
        ):
            text = (
                image.attrib.get("alt")
                or image.attrib.get("title")
                or (image.text_content()[:80] if image.tag == "a" else "")
            )
            if text and text.strip():
                yield text.strip(), 1.6
                seen += 1
        if seen >= 3:
            return


def _copyright(page: HtmlPage) -> Iterator[str]:
    """The names on the last copyright line."""
    for i in range(len(page.lines) - 1, max(-1, len(page.lines) - _FOOT_BLOCKS), -1):
        text = page.lines[i].text
        if len(text) > 250 or not pattern("rights").search(text):
            continue
        parts = _COPYRIGHT_PARTS.split(pattern("years").sub(" | ", pattern("rights").sub(" | ", text)))
        found = [
            name
            for part in parts
            if (name := part.strip(" .-\u2013\u2014|:\u060c,\u00a9")) and _is_name(name)
        ]
        yield from (form for name in found[:2] for form in _forms(name))
        return


def _forms(name: str) -> Iterator[str]:
    """«rights reserved *to the* newspaper»: with the preposition off and the article back as well."""
    if _LAM.match(name):
        bare = _LAM.sub("", name)
        yield f"\u0627\u0644{bare}" if name.startswith("\u0644\u0644") else bare
    elif name.startswith("\u0644") and normalize(name.split(maxsplit=1)[0][1:]) in furniture.words(
        "outlet_words"
    ):
        yield name[1:]
    else:
        yield name


def _is_name(name: str) -> bool:
    words = tuple(word for word in normalize(name).split() if not word[0].isdigit())
    return 1 <= len(words) <= _MOST_WORDS - 2 and not furniture.kind_of_words(words, ends_sentence=False)
