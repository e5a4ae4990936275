"""The body of an answer: read up to its limit, checked for being whole, unpacked up to its limit."""

import zlib
from http.client import HTTPException, HTTPResponse

from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.limits import Limits, megabytes

_BLOCK = 64 * 1024
#: zlib's window sizes: gzip alone, zlib alone, no wrapper at all.
_GZIP, _ZLIB, _RAW = 31, 15, -15
#: Each stream of a joined file costs a copy of what follows: thousands of empty ones would cost hours.
_MOST_STREAMS = 100


def read_body(response: HTTPResponse, limits: Limits) -> bytes:
    """What was sent, still packed. Raises Fault when it is too large or ends before its end."""
    _check_framing(response)
    blocks: list[bytes] = []
    left = limits.max_raw_bytes
    if not limits.cut and (response.length or 0) > left:
        raise Fault(Reason.TOO_LARGE, megabytes=megabytes(limits.max_raw_bytes))
    while True:
        try:
            block = response.read(min(_BLOCK, left + 1))
        except (HTTPException, ValueError) as error:  # ValueError: the size of a chunk is below nothing
            raise Fault(Reason.TRUNCATED) from error
        if len(block) > left:
            if not limits.cut:
                raise Fault(Reason.TOO_LARGE, megabytes=megabytes(limits.max_raw_bytes))
            return b"".join([*blocks, block[:left]])
        if not block:
            break
        blocks.append(block)
        left -= len(block)
    if response.length:  # what Content-Length promised and did not come
        raise Fault(Reason.TRUNCATED)
    return b"".join(blocks)


def _check_framing(response: HTTPResponse) -> None:
    """Refuse an answer whose end two readers would see in two places."""
    transfer = response.headers.get_all("Transfer-Encoding", [])
    if transfer and [value.strip().lower() for value in transfer] != ["chunked"]:
        raise Fault(Reason.PROTOCOL, detail="Transfer-Encoding")
    lengths = {value.strip() for value in response.headers.get_all("Content-Length", [])}
    if not transfer and (len(lengths) > 1 or not all(text.isascii() and text.isdigit() for text in lengths)):
        raise Fault(Reason.PROTOCOL, detail="Content-Length")


def unpack(data: bytes, encoding: str, limits: Limits) -> bytes:
    """The body as it was before Content-Encoding.

    `deflate` is read with and without the wrapper that its standard asks for: servers send both.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if not names or not data:
        if len(data) > limits.max_bytes and not limits.cut:
            raise Fault(Reason.TOO_LARGE, megabytes=megabytes(limits.max_bytes))
        return data[: limits.max_bytes]
    if len(names) > 1 or names[0] not in {"gzip", "x-gzip", "deflate"}:
        raise Fault(Reason.ENCODING, detail=", ".join(names)[:50])
    try:
        if names[0] == "deflate":
            return _inflate(data, _ZLIB if _has_zlib_header(data) else _RAW, limits)
        return _inflate(data, _GZIP, limits)
    except zlib.error as error:
        raise Fault(Reason.ENCODING, detail=names[0]) from error


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def _inflate(data: bytes, window: int, limits: Limits) -> bytes:
    """Unpack one stream after the other (gzip files may be joined); never more than the limit at once."""
    blocks: list[bytes] = []
    left = limits.max_bytes
    for _ in range(_MOST_STREAMS):
        stream = zlib.decompressobj(window)
        # One byte beyond the limit tells «too large» from «just full».
        block = stream.decompress(data, left + 1)
        if len(block) > left:
            if not limits.cut:
                raise Fault(Reason.BOMB, megabytes=megabytes(limits.max_bytes))
            return b"".join([*blocks, block[:left]])
        blocks.append(block)
        left -= len(block)
        if not stream.eof:
            if limits.cut:  # the packed bytes were cut
                return b"".join(blocks)
            raise Fault(Reason.TRUNCATED)
        data = stream.unused_data
        # Some servers fill up with zeros, or append a line end, after the last stream.
        if window != _GZIP or not data.startswith(b"\x1f\x8b"):
            return b"".join(blocks)
    raise Fault(Reason.ENCODING, detail=f"> {_MOST_STREAMS}")
