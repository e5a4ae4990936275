"""A connection to an address that was checked; every byte that comes in passes its limits here."""

import io
import socket
import ssl
from collections.abc import Sequence
from functools import cache
from time import monotonic

from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.limits import Limits
from articles.ingest.fetch.urls import Address, Target


class Deadline:
    """When all has to be over."""

    def __init__(self, seconds: float) -> None:
        self._began = monotonic()
        self._seconds = seconds

    @property
    def spent_s(self) -> float:
        return monotonic() - self._began

    def at_most(self, seconds: float) -> float:
        """So many seconds, or what is left if that is less. Raises Fault when nothing is left."""
        left = self._seconds - self.spent_s
        if left <= 0:
            raise Fault(Reason.TOO_SLOW)
        return min(left, seconds)


class Wire(io.RawIOBase):
    """The receiving side of a socket as a file: http.client reads from it.

    Each read waits at most `idle_s`, never beyond the deadline, and the bytes are counted: the
    header's limit holds from the start, `allow` raises it for the body.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline, limits: Limits) -> None:
        self._connection = connection
        self._deadline = deadline
        self._idle_s = limits.idle_s
        self._left = limits.max_header_bytes
        self._over = Reason.HEADERS_TOO_LARGE
        self._reader = io.BufferedReader(self)

    def makefile(self, mode: str) -> io.BufferedIOBase:
        """What http.client asks a socket for; the same each time, so that nothing read ahead is lost."""
        assert mode == "rb"
        return self._reader

    def allow(self, more: int) -> None:
        self._left += more
        self._over = Reason.TOO_LARGE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if self._left <= 0:
            raise Fault(self._over)
        wait_s = self._deadline.at_most(self._idle_s)
        self._connection.settimeout(wait_s)
        try:
            count = self._connection.recv_into(memoryview(buffer)[: self._left])
        except TimeoutError as error:
            raise Fault(Reason.STALLED if wait_s == self._idle_s else Reason.TOO_SLOW) from error
        except ssl.SSLEOFError:  # closed without a goodbye; the framing shows whether all had come
            return 0
        except OSError as error:
            raise Fault(Reason.TRUNCATED) from error
        self._left -= count
        return count


def connect(
    target: Target, addresses: Sequence[Address], deadline: Deadline, limits: Limits
) -> socket.socket:
    """A connection to the first address that answers; over https the certificate is for the host's name."""
    failure: Fault | None = None
    for address in addresses:
        try:
            connection = _connect(address, target.port, deadline.at_most(limits.connect_s))
        except OSError as error:
            failure = Fault(Reason.UNREACHABLE, detail=_detail(error))
            failure.__cause__ = error
            continue
        if target.scheme == "http":
            return connection
        return _secure(connection, target.host, deadline.at_most(limits.connect_s))
    raise failure or Fault(Reason.UNKNOWN_HOST)


def _connect(address: Address, port: int, timeout_s: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout_s)
        connection.connect((str(address), port))
    except BaseException:
        connection.close()
        raise
    return connection


def _secure(connection: socket.socket, host: str, timeout_s: float) -> socket.socket:
    try:
        connection.settimeout(timeout_s)  # for the whole handshake
        return _tls().wrap_socket(connection, server_hostname=host)
    except BaseException as error:
        connection.close()
        if isinstance(error, TimeoutError):
            raise Fault(Reason.STALLED) from error
        if isinstance(error, OSError):
            raise Fault(Reason.TLS, detail=_detail(error)) from error
        raise


@cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _detail(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return (error.reason if isinstance(error, ssl.SSLError) else error.strerror) or type(error).__name__
