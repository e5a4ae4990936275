"""XML text to a bounded document that feedparser cannot misread: its parser for broken XML never runs.

Rules:
1. lxml parses without entities, network or DTD; if that fails, raw HTML in text fields is escaped and lxml
   repairs the rest.
2. Prefixes and namespaces that are written wrongly become what they mean.
3. Items may stand anywhere, in each other too; more than MAX_ITEMS are not read.
4. Of an item stays what can be read in one way: one title, one link, one summary, one content, one date
   each of publication and change. What podcasts and galleries add goes: feedparser takes it for the text.
5. Markup inside a text field becomes escaped HTML.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from lxml import etree

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.feeds.dates import LONGEST, is_readable
from articles.ingest.readers.feeds.names import ATOM, NAMESPACES, RDF, name_of
from articles.ingest.readers.feeds.xml_text import with_attributes_quoted, with_fields_escaped

_TITLES = ("title", "dc:title")
_SUMMARIES = ("description", "summary", "dc:description", "abstract", "dcterms:abstract", "media:description")
_CONTENTS = (
    "content:encoded",
    "content",
    "fullitem",
    "xhtml:body",
    "body",
    "fulltext",
    "full-text",
    "yandex:full-text",
)
_PUBLISHED = (
    "pubdate",
    "published",
    "issued",
    "dcterms:issued",
    "dc:date",
    "dcterms:created",
    "created",
    "date",
)
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_KEPT = {"guid", "id", "author", "dc:creator", "dc:author", "category", "dc:subject", "source", "dc:language",
         "language", "feedburner:origlink"}  # fmt: skip
_FEED_KEPT = {"title", "dc:title", "link", "language", "dc:language"}
MAX_CATEGORIES = 50
_LONGEST_TEXT = 2_000_000
_LONGEST_LINE = 2000
#: Elements of HTML that have no end.
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr")
)
_HTTP = re.compile(r"\s*https?://\S", re.IGNORECASE)


def parse(text: str) -> tuple[Any, bool]:
    """The root of a document, and whether it had to be repaired. Raises UnreadableInput."""
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False)), False
    except etree.XMLSyntaxError:
        pass
    try:
        repaired = with_attributes_quoted(with_fields_escaped(text))
        root = etree.fromstring(repaired.encode("utf-8", "replace"), _parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableInput("This XML cannot be read.", "لا تُقرأ صيغة XML هذه.")
    return root, True


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def items_of(root: Any) -> list[Any]:
    """The items of a feed in their order, each taken out of whatever it stood in."""
    found = [
        element for element in root.iter() if name_of(element) in ("item", "entry") and not _is_text(element)
    ]
    for item in reversed(found):
        parent = item.getparent()
        if parent is not None and name_of(parent) in ("item", "entry"):
            parent.remove(item)
    return found


def _is_text(item: Any) -> bool:
    """Whether this stands in an article's text, not among the items."""
    parent = item.getparent()
    return parent is not None and name_of(parent) in (*_SUMMARIES, *_CONTENTS, "items")


def channel_of(root: Any) -> Any:
    """The element that holds what is said of the feed itself."""
    if name_of(root) in ("feed", "channel"):
        return root
    return next((element for element in root if name_of(element) == "channel"), root)


def dates_of(head: Any) -> tuple[str, ...]:
    """When the feed says that it was written."""
    names = ("lastbuilddate", "pubdate", "updated", "modified", "dc:date")
    return tuple("".join(child.itertext())[:LONGEST] for child in head if name_of(child) in names)[:5]


def document(root: Any, items: list[Any]) -> bytes:
    """A small clean feed of these items and the head of this one, for feedparser."""
    is_atom = name_of(root) == "feed"
    feed = etree.Element(f"{{{ATOM}}}feed" if is_atom else "rss", nsmap=_nsmap(is_atom=is_atom))
    _inherit(feed, root)
    head = feed
    if not is_atom:
        feed.set("version", "2.0")
        head = etree.SubElement(feed, "channel")
        _inherit(head, channel_of(root))
    for child in channel_of(root):
        if name_of(child) in _FEED_KEPT and not (name_of(child) == "link" and not _is_alternate(child)):
            head.append(_field(child, name_of(child), is_atom=is_atom))
    for item in items:
        head.append(_clean_item(item, is_atom=is_atom))
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _nsmap(*, is_atom: bool) -> dict[str | None, str]:
    named: dict[str | None, str] = {None: ATOM} if is_atom else {}
    return named | NAMESPACES


def _inherit(made: Any, element: Any) -> None:
    for name in ("{http://www.w3.org/XML/1998/namespace}base", "{http://www.w3.org/XML/1998/namespace}lang"):
        if value := element.get(name):
            made.set(name, value[:_LONGEST_LINE])


def _clean_item(item: Any, *, is_atom: bool) -> Any:
    made = etree.Element(f"{{{ATOM}}}entry" if is_atom else "item")
    _inherit(made, item)
    children: dict[str, list[Any]] = {}
    for child in item:
        if name := name_of(child):
            children.setdefault(name, []).append(child)
        if name == "media:group":
            for inner in child:
                children.setdefault(name_of(inner), []).append(inner)

    about = item.get(f"{{{RDF}}}about")
    if about and "guid" not in children and "id" not in children:
        made.append(_guid(about))
    chosen = (
        (_first(children, _TITLES, _has_text), "title"),
        (_first(children, ("link",), _is_alternate), "link"),
        (_first(children, _SUMMARIES, _has_text), "summary" if is_atom else "description"),
        (_longest(children, _CONTENTS), "content" if is_atom else "content:encoded"),
        (_date(children, _PUBLISHED), "published" if is_atom else "pubDate"),
        (_date(children, _UPDATED), "updated" if is_atom else "dcterms:modified"),
    )
    for child, name in chosen:
        if child is not None:
            made.append(_field(child, name, is_atom=is_atom))
    for name in sorted(_KEPT & children.keys()):
        for child in children[name][:MAX_CATEGORIES]:
            made.append(_field(child, name, is_atom=is_atom))
    return made


def _guid(text: str) -> Any:
    guid = etree.Element("guid")
    guid.text = text[:_LONGEST_LINE]
    _mark_link(guid)
    return guid


def _first(children: dict[str, list[Any]], names: tuple[str, ...], fits: Callable[[Any], bool]) -> Any:
    return next((child for name in names for child in children.get(name, ()) if fits(child)), None)


def _date(children: dict[str, list[Any]], names: tuple[str, ...]) -> Any:
    """The first that can be read, else the first there is."""
    found = _first(children, names, _is_date)
    return found if found is not None else _first(children, names, _has_text)


def _longest(children: dict[str, list[Any]], names: tuple[str, ...]) -> Any:
    found = [child for name in names for child in children.get(name, ()) if _has_text(child)]
    return max(found, key=lambda child: len(_inner(child)), default=None)


def _has_text(element: Any) -> bool:
    return bool(_inner(element).strip())


def _is_date(element: Any) -> bool:
    return is_readable(_inner(element))


def _is_alternate(link: Any) -> bool:
    if (link.get("rel") or "alternate").lower() != "alternate":
        return False
    kind = (link.get("type") or "text/html").lower()
    return kind in ("text/html", "application/xhtml+xml", "html") and bool(
        (link.get("href") or link.text or "").strip()
    )


def _inner(element: Any) -> str:
    """The text of an element, markup in it as HTML without attributes."""
    if not len(element):
        return element.text or ""
    parts = [_escaped(element.text)]
    # Not tostring: that writes every namespace of the document at each element.
    for event, each in etree.iterwalk(element, events=("start", "end")):
        name = each.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(each.tag, str) else "span"
        if each is element:
            continue
        if event == "start":
            parts += (f"<{name}>", _escaped(each.text))
        else:
            parts += ("" if name in _VOID else f"</{name}>", _escaped(each.tail))
    return "".join(parts)


def _escaped(text: str | None) -> str:
    return escape(text, quote=False) if text else ""


def _field(element: Any, name: str, *, is_atom: bool) -> Any:
    """A copy of an element with nothing in it but text."""
    prefix, _colon, local = name.rpartition(":")
    uri = NAMESPACES.get(prefix) or (ATOM if is_atom else "")
    made = etree.Element(f"{{{uri}}}{local}" if uri else local)
    _inherit(made, element)
    is_text = local in ("title", "summary", "description", "content", "encoded")
    for key in (
        "href",
        "url",
        "rel",
        "term",
        "label",
        "scheme",
        "domain",
        "mode",
        "isPermaLink",
        "ispermalink",
    ):
        if (value := element.get(key)) is not None:
            made.set(key, value[:_LONGEST_LINE])
    if is_text and ((element.get("type") or "").lower() in ("html", "xhtml", "text/html") or len(element)):
        made.set("type", "html")
    if local in ("author", "source") and len(element):
        _copy_parts(made, element, uri)
    elif is_text:
        made.text = _inner(element)[:_LONGEST_TEXT]
    else:
        limit = LONGEST if local in ("pubDate", "published", "updated", "modified") else _LONGEST_LINE
        made.text = "".join(element.itertext())[:limit].strip()
    if local in ("guid", "id"):
        _mark_link(made)
    return made


def _copy_parts(made: Any, element: Any, uri: str) -> None:
    for child in element:
        if (name := name_of(child)) in ("name", "email", "title", "link"):
            part = etree.SubElement(made, f"{{{uri}}}{name}" if uri else name)
            part.text = "".join(child.itertext())[:_LONGEST_LINE]


def _mark_link(guid: Any) -> None:
    """feedparser takes any guid for a link unless it is told."""
    said = (guid.get("isPermaLink") or guid.get("ispermalink") or "true").strip().lower()
    is_link = said != "false" and _HTTP.match(guid.text or "") is not None
    for key in ("isPermaLink", "ispermalink"):
        guid.attrib.pop(key, None)
    guid.set("ispermalink", "true" if is_link else "false")
