"""What elements are called, whatever prefixes and namespaces the document writes."""

import re
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_BURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_MEDIA = "http://search.yahoo.com/mrss/"
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Without scheme, case and final slash: what feeds write wrongly.
_PREFIXES = {
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "search.yahoo.com/mrss": "media",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/2005/atom": "",
    "purl.org/atom/ns#": "",
    "purl.org/rss/1.0": "",
    "purl.org/rss/1.0/modules/rss091#": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
NAMESPACES = {
    "content": _CONTENT, "dc": _DC, "dcterms": _TERMS, "feedburner": _BURNER, "media": _MEDIA,
    "sy": _SYNDICATION, "xhtml": "http://www.w3.org/1999/xhtml", "rdf": RDF,
}  # fmt: skip
_SCHEME = re.compile(r"https?://")


def name_of(element: Any) -> str:
    """`title`, `dc:creator`: in lower case, with the usual prefix whatever the document calls it."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    uri, _brace, local = tag[1:].partition("}") if tag[0] == "{" else ("", "", tag)
    local = local.lower()
    if not uri:
        return local.removeprefix("atom:").removeprefix("rss:")
    known = _PREFIXES.get(_SCHEME.sub("", uri.lower()).rstrip("/"))
    if known is None:
        known = (element.prefix or "").lower()
    return f"{known}:{local}" if known else local
