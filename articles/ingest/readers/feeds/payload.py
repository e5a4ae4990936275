"""What was sent as a feed, as text: unpacked, decoded, with an end to both."""

import codecs
import gzip
import io
import re
from dataclasses import dataclass

from articles.arabic.normalize import clean_input
from articles.ingest.decode import decode
from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.limits import Unpacked

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
#: Other alphabets in bytes; what Arabic is written in is found without being told.
_OTHER_ALPHABETS = re.compile(r"(?:iso8859|cp125|koi8|gb|big5|euc|shift_jis|cp9)[\w-]*")
_FOUND_WITHOUT = {"utf-8", "cp1256", "iso8859-6"}
_ARABIC_WORD = re.compile("(?:\u0627\u0644[\u0621-\u064a]{2,}|[\u0621-\u064a]{3,}\u0629)(?![\u0621-\u064a])")
#: UTF-8 read as Latin-1 or windows-1252 and written as UTF-8 once more: every Arabic letter begins so.
_TWICE = re.compile("[\u00d8\u00d9][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")


@dataclass(frozen=True)
class Payload:
    """The text of a feed; `is_cut` if its packed bytes end too early."""

    text: str
    is_cut: bool = False


def read_payload(data: bytes, content_type: str, *, max_bytes: int) -> Payload:
    """Raises UnreadableInput for empty, binary and oversized input."""
    is_cut = False
    if data.startswith(_GZIP):
        data, is_cut = _unpacked(data, max_bytes)
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    return Payload(clean_input(_once(_decoded(data, content_type))), is_cut)


def beginning(data: bytes, length: int = 1 << 14) -> str:
    """The first characters of an input, for looking at; empty for what is no text."""
    try:
        if data.startswith(_GZIP):
            data = _unpacked(data, length, is_sample=True)[0]
        return clean_input(decode(data[:length]))
    except UnreadableInput:
        return ""


def _unpacked(data: bytes, max_bytes: int, *, is_sample: bool = False) -> tuple[bytes, bool]:
    blocks, size = [], 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        file = Unpacked(packed, len(data))
        try:
            while size <= max_bytes and (block := file.read(min(_BLOCK, max_bytes + 1 - size))):
                blocks.append(block)
                size += len(block)
        except UnreadableInput as error:
            # What has no cause is a bomb; of what is damaged the beginning counts.
            if not blocks or error.__cause__ is None:
                raise
            return b"".join(blocks), True
    if size > max_bytes and not is_sample:
        raise _too_large(max_bytes)
    return b"".join(blocks), False


def _decoded(data: bytes, content_type: str) -> str:
    """The text; a declaration counts only where the bytes are neither UTF nor Arabic."""
    text = decode(data)
    try:
        data.decode("utf-8")
        return text
    except UnicodeDecodeError:
        pass
    said = _DECLARED.search(data[:1000])
    names = [said[1].decode()] if said else []
    names += [found[1] for found in [_CHARSET.search(content_type)] if found]
    if not names or _ARABIC_WORD.search(text[: 1 << 16]):
        return text
    for name in names:
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            continue
        if encoding not in _FOUND_WITHOUT and _OTHER_ALPHABETS.fullmatch(encoding):
            return data.decode(encoding, errors="replace")
    return text


def _once(text: str) -> str:
    """Undo UTF-8 that was written twice, if the whole text is so."""
    found = len(_TWICE.findall(text[: 1 << 16]))
    if found < 20 or _ARABIC_WORD.search(text[: 1 << 16]):
        return text
    raw = bytearray()
    for sign in text:
        try:
            raw += sign.encode("latin-1")
        except UnicodeEncodeError:
            raw += sign.encode("cp1252", errors="ignore")
    undone = raw.decode("utf-8", errors="replace")
    return undone if undone.count("\ufffd") * 50 < found else text


def _too_large(max_bytes: int) -> UnreadableInput:
    megabytes = max_bytes // 1024**2
    return UnreadableInput(
        f"The feed is larger than {megabytes} MB.", f"حجم الخلاصة أكبر من {megabytes} ميغابايت."
    )
