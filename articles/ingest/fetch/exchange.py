"""One request and its answer, without following where it leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse

from django.conf import settings

from articles.ingest.fetch.addresses import checked_addresses
from articles.ingest.fetch.body import read_body, unpack
from articles.ingest.fetch.connection import Deadline, Wire, connect
from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.limits import Limits
from articles.ingest.fetch.urls import Target
from newsarchive import VERSION

#: The name by which rules in robots.txt mean us.
PRODUCT = "NewsArchive"
#: What may stand in the value of a header that we send.
_VALUE = re.compile(r"[\x20-\x7e\x80-\xff]*")
#: 100 Continue and 103 Early Hints come before the answer; more than a few of them are a trick.
_MOST_INTERIM = 5


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


def user_agent() -> str:
    contact = f" (+{settings.FETCH_CONTACT})" if settings.FETCH_CONTACT else ""
    return f"{PRODUCT}/{VERSION}{contact}"


def ask(target: Target, headers: Mapping[str, str], deadline: Deadline, limits: Limits) -> Answer:
    """Send a GET and read the answer. The body is read only where it is of use: of 2xx. Raises Fault."""
    addresses = checked_addresses(target, timeout_s=deadline.at_most(limits.connect_s))
    with connect(target, addresses, deadline, limits) as connection:
        connection.settimeout(deadline.at_most(limits.idle_s))
        try:
            connection.sendall(_request(target, headers))
        except TimeoutError as error:
            raise Fault(Reason.STALLED) from error
        except OSError as error:
            raise Fault(Reason.TRUNCATED) from error
        wire = Wire(connection, deadline, limits)
        response = _head(wire)
        body = b""
        if 200 <= response.status < 300:
            # Twice: cut into one-byte chunks, a body is mostly frame.
            wire.allow(2 * limits.max_raw_bytes)
            encoding = ",".join(response.headers.get_all("Content-Encoding", []))
            body = unpack(read_body(response, limits), encoding, limits)
        return Answer(response.status, response.headers, body)


def _request(target: Target, headers: Mapping[str, str]) -> bytes:
    lines = [f"GET {target.path} HTTP/1.1", f"Host: {target.authority}"]
    own = {
        "User-Agent": user_agent(),
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": "ar, *;q=0.5",
        "Connection": "close",
    }
    # An ETag is the server's own text: one that would begin a new line is left out.
    lines += [f"{name}: {value}" for name, value in (own | dict(headers)).items() if _VALUE.fullmatch(value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _head(wire: Wire) -> HTTPResponse:
    for _ in range(_MOST_INTERIM):
        response = HTTPResponse(wire, method="GET")  # type: ignore[arg-type]
        try:
            response.begin()
        except HTTPException as error:
            # Nothing at all was sent, or it is no HTTP, or a line or their number is beyond bounds.
            raise _broken_head(error) from error
        except ValueError as error:
            raise Fault(Reason.PROTOCOL, detail="headers") from error
        if response.status >= 200:
            return response
        # Closing it would close the wire that the next one reads from.
        response.fp = None  # type: ignore[assignment]
    raise Fault(Reason.PROTOCOL, detail="1xx")


def _broken_head(error: HTTPException) -> Fault:
    name = type(error).__name__
    if name == "RemoteDisconnected":
        return Fault(Reason.TRUNCATED)
    if name == "LineTooLong" or "headers" in str(error):
        return Fault(Reason.HEADERS_TOO_LARGE)
    return Fault(Reason.PROTOCOL, detail=name)
