"""Keys by which things are found again: equal for what is one page, one headline, one name.

An address is keyed by its identity form. Of a clean address (`ingest/canonical.py`) it leaves out what
servers treat alike, in this order:
1. the scheme (http, https), a leading www. and the scheme's own port;
2. slashes in a row and at the end of the path, and index.html and its like before that;
3. the order of parameters, and a parameter that is there twice;
4. a fragment, unless it is a route (#!/news/5, #/news/5).
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from articles.arabic.latin import arabic_key
from articles.arabic.names import name_letters
from articles.arabic.normalize import name_key, normalize

_INDEX = re.compile(r"(?<=/)(?:index\.(?:html?|php|aspx?|jsp)|default\.(?:html?|aspx?))$", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")
#: Of a column; one sign may stand for a word.
_MAX_LETTERS = 200
_ROUTE = re.compile(r"!|/.")


def address_key(url: str | None) -> str:
    """SHA-256 of the identity form of a web address; empty for none."""
    return _sha256(identity_form(url)) if url else ""


def identity_form(url: str) -> str:
    """The address without what differs between addresses of one page; any text gives one."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    host = _DEFAULT_PORT.sub("", parts.netloc.rpartition("@")[2].lower()).removeprefix("www.")
    path = _INDEX.sub("", _SLASHES.sub("/", parts.path)).rstrip("/")
    query = "&".join(sorted(set(filter(None, parts.query.split("&")))))
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return host + path + ("?" + query if query else "") + ("#" + fragment if fragment else "")


def title_key(title: str) -> str:
    """SHA-256 of the headline in its canonical spelling; empty for none."""
    folded = normalize(title)
    return _sha256(folded) if folded else ""


@dataclass(frozen=True)
class SpellingKeys:
    """Of a spelling of a name: normal; its letters without spaces, with articles and without; by sound; the
    last of several words, normal."""

    key: str
    letters: str
    bare_letters: str
    sound: str
    last: str


def spelling_keys(name: str) -> SpellingKeys:
    """All empty for a name without letters."""
    letters, bare = name_letters(name)
    words = name.split()
    last = name_key(words[-1]) if len(words) > 1 else ""
    keys = (name_key(name), letters, bare, arabic_key(name), last)
    return SpellingKeys(*(key[:_MAX_LETTERS] for key in keys))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
