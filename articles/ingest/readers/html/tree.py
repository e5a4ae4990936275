"""HTML to a tree that no page can make deep, large or slow.

libxml2 drops whatever lies deeper than 255 elements, and nh3 takes time quadratic in the depth: tags
that nest deeper than any page of a newsroom does are taken out first, their text stays.
"""

import re
from collections import Counter
from collections.abc import Iterator

import lxml.html
from lxml import etree

#: More characters of a page are not read.
MAX_CHARACTERS = 6_000_000
#: More elements are not read: a page of a newsroom has some thousands.
MAX_TAGS = 150_000
MAX_DEPTH = 160
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 4) + ")")
#: An attribute may hold the state of an application; no rule needs more of it.
_LONGEST_TAG = 20_000
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|xmp|noembed)\b[^>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)",
    re.DOTALL | re.IGNORECASE,
)
_TAG_END = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
#: Tags whose quotation marks do not pair; after so many, marks no longer count.
_MOST_UNPAIRED = 20
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
#: Of these the next one closes the last.
_CLOSED_BY_NEXT = frozenset(["p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot"])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_HEAD = 2000
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


def parse(text: str) -> lxml.html.HtmlElement | None:
    """The tree of a page; None if it holds no element."""
    text = _CONTROLS.sub("", _without_declarations(text[:MAX_CHARACTERS]))
    if text.count("<") > MAX_TAGS:
        return _tree(flattened(text))
    root = _tree(text)
    return _tree(flattened(text)) if root is not None and _TOO_DEEP(root) else root


def _tree(text: str) -> lxml.html.HtmlElement | None:
    # What comes undecoded is read by what it declares of itself, so it is encoded again.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if isinstance(root, lxml.html.HtmlElement) else None


def _without_declarations(text: str) -> str:
    """Without the declaration of XML, and without a document type that declares entities."""
    text = _DECLARATION.sub("", text, count=1)
    return _DOCTYPE.sub("", text, count=1) if "[" in text[:_HEAD] else text


def flattened(text: str) -> str:
    """Without the tags that lie too deep, that are too long, or too many. Linear in the text."""
    stack: list[str] = []
    open_names: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    pieces: list[str] = []
    kept_until = 0
    for start, end, name, is_end in _tags(text):
        is_kept = end - start <= _LONGEST_TAG
        if name not in _VOID and is_kept:
            is_kept = (_close if is_end else _open)(name, stack, open_names, dropped)
        if not is_kept:
            pieces.append(text[kept_until:start])
            kept_until = end
    pieces.append(text[kept_until:])
    return "".join(pieces)


def _tags(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where tags stand, their names, and whether they end; what lies beyond MAX_TAGS is one long tag."""
    position = seen = unpaired = 0
    while match := _TAG.search(text, position):
        position = match.end()
        if not match["name"]:
            continue
        seen += 1
        closed = _TAG_END.match(text, position) if unpaired < _MOST_UNPAIRED else None
        unpaired += closed is None
        position = closed.end() if closed else text.find(">", position) + 1
        if not position or seen > MAX_TAGS:
            yield match.start(), len(text) + _LONGEST_TAG, match["name"], False
            return
        yield match.start(), position, match["name"].lower(), bool(match["end"])


def _open(name: str, stack: list[str], open_names: Counter[str], dropped: Counter[str]) -> bool:
    if name in _CLOSED_BY_NEXT and stack and stack[-1] == name:
        return True
    if len(stack) >= MAX_DEPTH:
        dropped[name] += 1
        return False
    stack.append(name)
    open_names[name] += 1
    return True


def _close(name: str, stack: list[str], open_names: Counter[str], dropped: Counter[str]) -> bool:
    if dropped[name]:
        dropped[name] -= 1
        return False
    while open_names[name]:
        last = stack.pop()
        open_names[last] -= 1
        if last == name:
            break
    return True
