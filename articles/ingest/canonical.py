"""One address for one page: what is left when everything that does not name the page is gone.

The rules, in the order in which they are applied; whatever they do not name stays as it is:
 1. Spaces, invisible characters and line ends around or inside an address go; `&amp;` is `&`. A relative
    address is completed by its base; without one, `//host/…` and `host/…` are https. What is neither http
    nor https is no address.
 2. The host is in lower case, in ASCII (IDNA), without a final dot; credentials and the scheme's own port go.
 3. A page handed through is the page itself: Google's and Bing's copies of AMP pages, the Wayback Machine's
    and Google's copies, and links that name their target (google.com/url, l.facebook.com/l.php).
 4. Mobile and AMP hosts become the usual one: a label m., mobile., mob., wap. or amp. goes, if a whole domain
    is left.
 5. Dot segments are resolved. `;jsessionid=…` goes, and AMP in the path: a segment amp or amphtml, and .amp
    at the end or before .html.
 6. Percent-encoding takes its one form: UTF-8, upper case, only where needed (RFC 3986, 6.2.2).
 7. Parameters that do not name the page go: tracking, sessions, AMP, mobile and print versions, and those
    that say where a reader comes from (`ref=`, `from=`), if their value is a known name, not an identifier.
 8. A fragment goes, unless it is a route (`#!/news/5`, `#/news/5`).

http and https, www. or not, and slashes at the end stay as they are: they are addresses of one page, but
not every server answers all of them. `articles.models.keys` sees no difference between them.
"""

import json
import re
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit

from articles.arabic.letters import BIDI_CONTROLS
from articles.arabic.normalize import clean_input

#: Longer ones fit no column and no server; they are dumps or attacks.
LONGEST = 2000
_LONGEST_INPUT = 8000
_DATA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "addresses.json").read_text(encoding="utf-8")
)
_DROPPED = frozenset(name.lower() for name in (*_DATA["tracking"], *_DATA["sessions"]))
_DROPPED_PREFIXES = tuple(_DATA["tracking_prefixes"])
#: Parameters that go with some values only.
_DROPPED_VALUES = frozenset(
    (name, value)
    for group in ("referrers", "versions", "flags")
    for name in _DATA[group]["names"]
    for value in _DATA[group]["values"]
)
_MOBILE = frozenset(_DATA["mobile_labels"])
_SUFFIXES = frozenset(_DATA["suffix_labels"])
#: Whose parts belong to different people; one without a dot has an ending for each country.
_SHARED = frozenset(_DATA["shared_domains"])

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+(?!html?|php|aspx?|jsp)[^\W\d_]{2,}(?::\d+)?/\S*$")
_INVISIBLE = re.compile(f"[\t\r\n\u200b\ufeff{BIDI_CONTROLS}]")
_ESCAPED_AND = re.compile(r"&(?:amp;|#38;|#x26;)+", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_CACHED = re.compile(r"/(?:amp|[a-z]|wp)/(?P<secure>s/)?(?P<target>[^/]+\.[^/]+(?:/.*)?)")
_CACHE_MARK = re.compile(r"cache:(?:[\w-]*:)?(?=http)")
_SNAPSHOT = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(?P<target>.+)")
_WRAPPED = re.compile(r"(?P<scheme>https?):/+(?P<rest>.+)", re.IGNORECASE)
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|(?:com?\.)?[a-z]{2})")
_AMP_SEGMENT = re.compile(r"/(?:amp|amphtml)(?=/|$)", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?<=[^/])(?:\.amp)+(?=\.html?$|$)", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})?")
_SESSION_VALUE = re.compile(r"[0-9a-z]{16,}", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


def canonical_address(url: str, base: str = "") -> str:
    """The one address of the page that `url` leads to; empty for what is no address of the web.

    Pure and idempotent. Never raises.
    """
    url = _complete(url, base)
    for _ in range(len(url) + 1):  # each round but the first makes it shorter
        cleaned = _cleaned(url)
        if cleaned == url:
            return cleaned
        url = cleaned
    return url


def article_address(named: str, fetched: str = "") -> str:
    """The address of an article, from what its page names as its own and from where it was fetched.

    The page is not believed if it names another site (it may be an agency's text), a front page, or a
    section above itself: templates do. A front page is nobody's address.
    """
    named, fetched = canonical_address(named, fetched), canonical_address(fetched)
    if named and not is_front_page(named) and (not fetched or _may_be_own(named, fetched)):
        return named
    return "" if is_front_page(fetched) else fetched


def is_front_page(url: str) -> bool:
    """Whether a clean address is a site's first page, in some language: no article has it."""
    parts = urlsplit(url)
    path = parts.path.strip("/").lower()
    return not parts.query and not parts.fragment and (path in ("", "home") or _is_front(path))


def _is_front(path: str) -> bool:
    return (
        re.fullmatch(r"(?:[a-z]{2}(?:-[a-z]{2})?|arabic|english)?/?(?:index\.\w{3,5}|home)?", path)
        is not None
    )


def _may_be_own(named: str, fetched: str) -> bool:
    if site_of(named) != site_of(fetched):
        return False
    ours, theirs = urlsplit(named), urlsplit(fetched)
    section = ours.path.rstrip("/") + "/"
    is_above = theirs.path.startswith(section) and theirs.path.rstrip("/") + "/" != section
    last = section.rstrip("/").rpartition("/")[2]
    # /news above /news/5/heading is a section; /news/5 or /a-long-heading is the article.
    return not is_above or bool(ours.query) or any(sign.isdecimal() or sign in "-_%" for sign in last)


def site_of(url: str) -> str:
    """The part of an address's host that somebody registered, nearly enough; empty for no address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdecimal():  # a number
        return host
    count = 3 if len(labels) > 2 and _is_suffix(labels[-2:]) else 2
    registered = labels[-count:]
    if registered[0] in _SHARED or ".".join(registered) in _SHARED:
        count += 1
    return ".".join(labels[-count:])


def _is_suffix(labels: list[str]) -> bool:
    """Whether these labels are no domain but what domains end in: eg, com.eg."""
    return len(labels) < 2 or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SUFFIXES)


def _complete(url: str, base: str) -> str:
    url = _INVISIBLE.sub("", clean_input(url)).strip()
    if not url or len(url) > _LONGEST_INPUT:
        return ""
    if not base and (url.startswith("//") or _BARE.match(url)):
        url = "https://" + url.removeprefix("//")
    if not base or _SCHEME.match(url):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _cleaned(url: str) -> str:
    """One round of the rules; a page handed through needs another for itself."""
    try:
        parts = urlsplit(_ESCAPED_AND.sub("&", url))
        host, port = _host(parts.hostname or ""), parts.port
        if parts.scheme not in _DEFAULT_PORTS or not host:
            return ""
        if target := _target(host, parts):
            return target
        path = _normal(_resolved(_PATH_SESSION.sub("", parts.path)), _SAFE_IN_PATH)
        path = _AMP_ENDING.sub("", _without_amp(path)) or "/"
        query = _query(parts.query, path)
        fragment = _normal(parts.fragment, _SAFE_IN_QUERY) if _is_route(parts.fragment) else ""
    except ValueError:  # no port, no host, half a character
        return ""
    authority = _without_mobile(host)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        authority += f":{port}"
    address = f"{parts.scheme}://{authority}{path}"
    address += ("?" + query if query else "") + ("#" + fragment if fragment else "")
    return address if len(address) <= LONGEST else ""


def _host(name: str) -> str:
    """The host in ASCII; empty if none can have this name. Raises ValueError."""
    if ":" in name and "%" not in name:
        return f"[{IPv6Address(name)}]"
    host = name.removesuffix(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    is_host = len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))
    return host if is_host else ""


def _target(host: str, parts: SplitResult) -> str:
    """The page that this one only hands through, if it names it."""
    if _GOOGLE.fullmatch(host) and parts.path == "/url":
        return _in_query(parts.query, "url", "q")
    if host == "webcache.googleusercontent.com":
        return _in_query(parts.query, "q", after=_CACHE_MARK)
    if host in ("l.facebook.com", "lm.facebook.com") and parts.path == "/l.php":
        return _in_query(parts.query, "u")
    tail = "?" + parts.query if parts.query else ""
    if host == "web.archive.org" and (found := _SNAPSHOT.fullmatch(parts.path)):
        wrapped = _WRAPPED.fullmatch(found["target"])
        return (f"{wrapped['scheme']}://{wrapped['rest']}" if wrapped else f"http://{found['target']}") + tail
    is_cache = host.endswith((".cdn.ampproject.org", ".bing-amp.com")) or host == "cdn.ampproject.org"
    is_cache = is_cache or (_GOOGLE.fullmatch(host) is not None and parts.path.startswith("/amp/"))
    if is_cache and (found := _CACHED.fullmatch(parts.path)):
        return f"{'https' if found['secure'] else 'http'}://{found['target']}{tail}"
    return ""


def _in_query(query: str, *names: str, after: re.Pattern[str] | None = None) -> str:
    """The address that is the value of one of these parameters. Raises ValueError for too many of them."""
    values = parse_qs(query, max_num_fields=100)
    for value in (value for name in names for value in values.get(name, ())):
        target = after.sub("", value, count=1) if after else value
        if _WRAPPED.fullmatch(target):
            return target
    return ""


def _without_mobile(host: str) -> str:
    """The host without a label for telephones or AMP, if a whole domain is left."""
    labels = host.split(".")
    for place in range(len(labels) - 2):
        if labels[place] in _MOBILE and not _is_suffix(labels[place + 1 :]):
            return ".".join(labels[:place] + labels[place + 1 :])
    return host


def _resolved(path: str) -> str:
    """The path without . and .. segments."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _without_amp(path: str) -> str:
    """The path without a segment that asks for AMP, unless nothing else is in it."""
    shorter = _AMP_SEGMENT.sub("", path)
    return shorter if shorter.strip("/") else path


def _query(query: str, path: str) -> str:
    parameters = (_normal(each, _SAFE_IN_QUERY) for each in query.split("&") if each)
    return "&".join(dict.fromkeys(each for each in parameters if not _is_dropped(each, path)))


def _is_dropped(parameter: str, path: str) -> bool:
    """Whether a parameter says nothing about which page it is."""
    name, _equals, value = parameter.partition("=")
    name, value = name.lower(), unquote(value).lower()
    if name in _DROPPED or name.startswith(_DROPPED_PREFIXES):
        return True
    if (name, value) in _DROPPED_VALUES:
        return True
    if name == "sid":
        return _SESSION_VALUE.fullmatch(value) is not None
    # Blogger's mobile pages; elsewhere m= may be a month.
    return name == "m" and value in ("0", "1") and path.endswith(".html")


def _is_route(fragment: str) -> bool:
    return fragment.startswith(("!", "/")) and bool(fragment.strip("!/"))


def _normal(text: str, safe: str) -> str:
    """Percent-encoded where needed and only there. Raises UnicodeEncodeError for half a character."""
    if "%" in text:
        text = _ESCAPE.sub(_unescaped, text)
    return quote(text, safe=safe)


def _unescaped(escape: re.Match[str]) -> str:
    digits: str | None = escape[1]
    if digits is None:
        return "%25"
    sign = chr(int(digits, 16))
    return sign if sign in _UNRESERVED else f"%{digits.upper()}"
