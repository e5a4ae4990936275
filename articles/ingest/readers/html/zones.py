"""What an element is by its tag, role and class names: hidden, a menu, a list of other articles, a caption.

Names mislead: a zone is a suspicion that the text itself can refute (`body.py`), only what is hidden is
not read at all.
"""

import json
import re
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from articles.ingest.readers.html.blocks import Element

_DATA: dict[str, Any] = json.loads(
    files("articles.ingest").joinpath("data/html_names.json").read_text(encoding="utf-8")
)
#: One name in `class` or `id`, cut at hyphens, underscores and humps, that tells what an element holds.
_ZONES = {name: zone for zone, names in _DATA["names"].items() for name in names}
#: Two names next to each other.
_PAIRS = {tuple(pair.split()): zone for zone, pairs in _DATA["pairs"].items() for pair in pairs}
_TAGS: dict[str, str] = _DATA["tags"]
_ROLES: dict[str, str] = _DATA["roles"]
_HIDDEN_NAMES = frozenset(_DATA["hidden"])
#: `has-sidebar`, `no-comments`: about the layout and not what is inside.
_LAYOUT = frozenset(_DATA["layout"])
#: Themes write the words of a post's tags into its class: `tag-poll`, `category-media`.
_THEME = frozenset(_DATA["theme_classes"])
#: A footer of something smaller is none of the page: `media__footer`.
_FOOTERS = frozenset(_DATA["footers"])
_SMALL = frozenset(("span", "time", "p", "a", "i", "b", "em", "strong", "h1", "h2", "h3", "small", "label"))
#: Shown again on wider screens.
_SHOWN_AGAIN = re.compile(r"\bd-(?:sm|md|lg|xl|xxl)-(?:block|flex|inline|inline-block|grid|table)\b")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|pt|;|\s|$)|opacity\s*:\s*0(?:;|\s|$)"
    r"|(?:left|right|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(0|height\s*:\s*0(?:px|;|\s|$)[^;]*;?.*overflow\s*:\s*hidden",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,600})\}")
_SIMPLE = re.compile(r"^(?:[a-z]+[0-9]?)?([.#][\w-]+)$", re.IGNORECASE)
_AT_BLOCK = re.compile(r"@[a-z-]+[^{};]{0,200}\{(?:[^{}]{0,300}\{[^{}]{0,600}\}){0,200}\s*\}", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_NAMES = 400
_NAMING = ("class", "id", "itemprop", "data-component", "data-testid", "data-module", "data-widget")
#: Styles beyond this are not read.
_MOST_STYLE = 200_000


def hiding_selectors(styles: list[str]) -> frozenset[str]:
    """Class and id selectors (`.x`, `#y`) by which the page's own style sheets hide elements."""
    found = set()
    for style in styles:
        for selectors, rules in _RULE.findall(_AT_BLOCK.sub(" ", style[:_MOST_STYLE])):
            if _HIDING.search(rules) and ":hover" not in selectors:
                found |= {m[1] for part in selectors.split(",") if (m := _SIMPLE.match(part.strip()))}
    return frozenset(found)


def is_hidden(element: Element, hiding: frozenset[str]) -> bool:
    attributes = element.attrib
    if "hidden" in attributes:
        return True
    # On a small element it only keeps a screen reader from saying twice what is shown.
    if attributes.get("aria-hidden", "").lower() == "true" and element.tag not in _SMALL:
        return True
    style = attributes.get("style")
    if style and _HIDING.search(style[:_LONGEST_NAMES]):
        return True
    return _is_hidden_by_name(attributes.get("class", ""), attributes.get("id", ""), hiding)


def _is_hidden_by_name(names: str, identity: str, hiding: frozenset[str]) -> bool:
    if identity and f"#{identity}" in hiding:
        return True
    split = names[:_LONGEST_NAMES].split()
    if not _HIDDEN_NAMES.isdisjoint(split):
        return not _SHOWN_AGAIN.search(names[:_LONGEST_NAMES])
    return bool(hiding) and any(f".{name}" in hiding for name in split)


def zone_of(element: Element) -> str:
    """The zone that an element opens; empty for most."""
    tag = element.tag
    if found := _TAGS.get(tag):
        return found
    if tag == "figure":
        return "" if next(element.iter("blockquote", "table", "pre", "ul"), None) is not None else "media"
    attributes = element.attrib
    if tag.startswith("amp-") and ("ad" in tag or "sidebar" in tag or "social" in tag):
        return "ad"
    if not attributes:
        return ""
    if role := _ROLES.get(attributes.get("role", "").lower()):
        return role
    names = " ".join(filter(None, map(attributes.get, _NAMING)))
    return _zone_of_names(names[:_LONGEST_NAMES]) if names else ""


@lru_cache(maxsize=8192)
def _zone_of_names(names: str) -> str:
    for name in names.split():
        words = name_words(name)
        if not words or words[0] in _THEME or ("footer" in words and words[0] not in _FOOTERS):
            continue
        if paired := next((_PAIRS[pair] for pair in pairwise(words) if pair in _PAIRS), ""):
            return paired
        single = next((_ZONES[word] for word in words if word in _ZONES), "")
        if single and words[0] not in _LAYOUT and words[-1] not in _LAYOUT:
            return single
    return ""


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a class name or id: `articleBody_text` has article, body, text."""
    return tuple(_WORD.findall(_HUMP.sub(" ", name[:100]).lower()))
