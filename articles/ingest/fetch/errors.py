"""Why something was not fetched: a code for programs, a sentence for people."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

#: So much of an address is shown; the rest of a longer one helps nobody.
_SHOWN = 300


class Reason(StrEnum):
    BAD_URL = "bad_url"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    BAD_HOST = "bad_host"
    PORT = "port"
    PRIVATE_ADDRESS = "private_address"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    STALLED = "stalled"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    HEADERS_TOO_LARGE = "headers_too_large"
    TRUNCATED = "truncated"
    PROTOCOL = "protocol"
    ENCODING = "encoding"
    STATUS = "status"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_LOOP = "redirect_loop"
    BAD_REDIRECT = "bad_redirect"
    ROBOTS = "robots"
    ROBOTS_UNREADABLE = "robots_unreadable"


_MESSAGES = {
    Reason.BAD_URL: _("This is not an address that can be fetched: %(url)s"),
    Reason.SCHEME: _("Only addresses that begin with %(schemes)s are fetched: %(url)s"),
    Reason.CREDENTIALS: _("An address with a user name or password is not fetched: %(url)s"),
    Reason.BAD_HOST: _("The address names no valid host: %(url)s"),
    Reason.PORT: _("Nothing is fetched from port %(port)d: %(url)s"),
    Reason.PRIVATE_ADDRESS: _(
        "The host is on an internal network (%(address)s) and nothing is fetched from there: %(url)s"
    ),
    Reason.UNKNOWN_HOST: _("The host was not found: %(url)s"),
    Reason.UNREACHABLE: _("The server cannot be reached (%(detail)s): %(url)s"),
    Reason.TLS: _("No secure connection to the server (%(detail)s): %(url)s"),
    Reason.STALLED: _("The server stopped answering: %(url)s"),
    Reason.TOO_SLOW: _("The answer took longer than allowed: %(url)s"),
    Reason.TOO_LARGE: _("The answer is larger than %(megabytes)s MB: %(url)s"),
    Reason.BOMB: _("Unpacked, the answer is larger than %(megabytes)s MB: %(url)s"),
    Reason.HEADERS_TOO_LARGE: _("The headers of the answer are longer than allowed: %(url)s"),
    Reason.TRUNCATED: _("The answer broke off before its end: %(url)s"),
    Reason.PROTOCOL: _("The answer breaks the rules of HTTP (%(detail)s): %(url)s"),
    Reason.ENCODING: _("The answer cannot be unpacked (%(detail)s): %(url)s"),
    Reason.STATUS: _("The server answered with status %(status)d: %(url)s"),
    Reason.TOO_MANY_REDIRECTS: _("The address leads on from one to the next too often: %(url)s"),
    Reason.REDIRECT_LOOP: _("The address leads back to itself: %(url)s"),
    Reason.BAD_REDIRECT: _("The server leads on to another address that is missing or broken: %(url)s"),
    Reason.ROBOTS: _("The site asks programs not to fetch this page (robots.txt): %(url)s"),
    Reason.ROBOTS_UNREADABLE: _(
        "The rules of the site for programs (robots.txt) cannot be read, so nothing is fetched: %(url)s"
    ),
}
#: Trying again helps only after somebody has changed something.
_PERMANENT = {
    Reason.BAD_URL, Reason.SCHEME, Reason.CREDENTIALS, Reason.BAD_HOST, Reason.PORT,
    Reason.PRIVATE_ADDRESS, Reason.TOO_LARGE, Reason.BOMB, Reason.HEADERS_TOO_LARGE,
    Reason.TOO_MANY_REDIRECTS, Reason.REDIRECT_LOOP, Reason.BAD_REDIRECT, Reason.ROBOTS,
}  # fmt: skip


class Fault(Exception):
    """What went wrong, raised where the address asked for is not known.

    `permanent` None goes by the reason; `url` is given where it is not the address being asked.
    """

    def __init__(
        self,
        reason: Reason,
        *,
        url: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
        permanent: bool | None = None,
        **details: Any,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.url = url
        self.status = status
        self.retry_after_s = retry_after_s
        self.permanent = reason in _PERMANENT if permanent is None else permanent
        self.details = details


class FetchError(Exception):
    """Nothing was fetched. `str()` of it is a sentence in the language that is active then.

    `url` is the address that failed, `requested` the one that was asked for: they differ after
    a redirect. `permanent` says that trying again does not help.
    """

    def __init__(self, fault: Fault, url: str, *, requested: str) -> None:
        self.url = shown_url(fault.url or url)
        super().__init__(fault.reason, self.url)
        self.reason = fault.reason
        self.requested = shown_url(requested)
        self.status = fault.status
        self.retry_after_s = fault.retry_after_s
        self.permanent = fault.permanent
        self._details = fault.details

    def __str__(self) -> str:
        values = {**self._details, "status": self.status, "url": self.url}
        message = str(_MESSAGES[self.reason]) % values
        if self.requested == self.url:
            return message
        return str(_("%(message)s (coming from %(start)s)")) % {"message": message, "start": self.requested}


def shown_url(url: str) -> str:
    """An address as it may be shown and stored: no password, no control characters, not endless."""
    head, slashes, rest = url.partition("//")
    if slashes:
        authority = rest[: min((rest.find(mark) for mark in "/?#" if mark in rest), default=len(rest))]
        rest = rest[authority.rfind("@") + 1 :]
    clean = "".join(
        letter if letter.isprintable() else f"%{ord(letter):02X}" for letter in head + slashes + rest
    )
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
