"""An address as somebody typed it, a feed gave it or a redirect named it, to what is asked of whom.

Refused, in this order: control characters, all schemes but http and https, credentials, hosts
that are neither a name nor an IP address in its usual form, ports where no web server is expected.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from articles.ingest.fetch.errors import Fault, Reason

PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
#: Python's urlsplit drops tabs and line ends silently; a check after it would see another address.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_ASCII_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
#: 127.1, 0177.0.0.1, 0x7f000001, 2130706433: resolvers read them as IPv4 addresses.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
#: Everything that RFC 3986 lets stand in a path or query, and what is percent-encoded already.
_SAFE = "/%:@!$&'()*+,;=~?-._"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """One request: `host` is ASCII (IDNA) in lower case, `path` percent-encoded, with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def authority(self) -> str:
        """What the Host header says."""
        return self.name if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.path

    @property
    def literal(self) -> Address | None:
        """The address, where the host is one and not a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def is_trusted(self) -> bool:
        """Named by FETCH_ALLOWED_HOSTS: it may have any address."""
        return self.has_named_port or self.name in settings.FETCH_ALLOWED_HOSTS

    @property
    def has_named_port(self) -> bool:
        """Named there together with its port, whatever that is."""
        return f"{self.name}:{self.port}" in settings.FETCH_ALLOWED_HOSTS


def parse(url: str) -> Target:
    """Raises Fault for whatever may not be fetched."""
    url = url.strip(" \t\r\n")
    if not url or len(url) > _LONGEST or _CONTROLS.search(url):
        raise Fault(Reason.BAD_URL)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Fault(Reason.BAD_HOST) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise Fault(Reason.SCHEME if ":" in url else Reason.BAD_URL, schemes="http:// https://")
    if "@" in parts.netloc:
        raise Fault(Reason.CREDENTIALS)
    target = Target(parts.scheme, _host(parts), _port(parts), _path(parts))
    if target.port not in PORTS and not target.has_named_port:
        raise Fault(Reason.PORT, port=target.port)
    return target


def redirected(base: Target, location: str) -> Target:
    """Where a Location header leads. Raises Fault.

    http.client gives the bytes as Latin-1, but many servers send Arabic paths in UTF-8, unencoded.
    """
    location = location.strip()
    if not location or _ASCII_CONTROLS.search(location):
        raise Fault(Reason.BAD_REDIRECT)
    try:
        return parse(urljoin(base.url, _text(location.encode("latin-1"))))
    except ValueError as error:
        raise Fault(Reason.BAD_REDIRECT) from error


def _text(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return quote(location, safe=_SAFE + "#[]")


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            return str(_ipv6(name))
        except ValueError as error:
            raise Fault(Reason.BAD_HOST) from error
    return _ascii_name(name)


def _ipv6(text: str) -> ipaddress.IPv6Address:
    if "%" in text:
        raise ValueError("a zone means something on one machine only")
    return ipaddress.IPv6Address(text)


def _ascii_name(name: str) -> str:
    """The name in IDNA, which also turns full-width digits and dots into the usual ones."""
    if not name or len(name) > 253:
        raise Fault(Reason.BAD_HOST)
    try:
        ascii_name = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise Fault(Reason.BAD_HOST) from error
    labels = ascii_name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise Fault(Reason.BAD_HOST)
    if not _NUMBER.fullmatch(labels[-1]):
        return ascii_name
    try:
        return str(ipaddress.IPv4Address(ascii_name))
    except ValueError as error:
        raise Fault(Reason.BAD_HOST) from error


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError as error:
        raise Fault(Reason.BAD_URL) from error
    return _DEFAULT_PORTS[parts.scheme] if port is None else port


def _path(parts: SplitResult) -> str:
    try:
        path = quote(parts.path or "/", safe=_SAFE.replace("?", ""))
        return path + ("?" + quote(parts.query, safe=_SAFE) if parts.query else "")
    except UnicodeEncodeError as error:  # half a character
        raise Fault(Reason.BAD_URL) from error
