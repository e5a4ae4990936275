"""Bytes of a page to text: a declaration counts where the bytes do not contradict it.

1. A byte order mark, UTF-16 without one, valid UTF-8: `articles.ingest.decode` knows these, whatever the
   page declares.
2. Otherwise the header's or the page's own declaration of a single-byte encoding of Arabic, if the text
   that it gives looks no less like Arabic than what `decode` makes of it.
"""

import re

from articles.ingest.decode import decode

_START = 4096
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding=["']([\w-]+)""", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: What is declared, and what is meant by it.
_CODECS = {
    "windows-1256": "cp1256", "cp1256": "cp1256", "x-cp1256": "cp1256", "cp-1256": "cp1256",
    "iso-8859-6": "iso8859-6", "iso8859-6": "iso8859-6", "iso-8859-6-i": "iso8859-6", "arabic": "iso8859-6",
    "asmo-708": "iso8859-6", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
}  # fmt: skip
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_SAMPLE = 1 << 16


def decode_html(data: bytes, content_type: str = "") -> str:
    """The text of a page. Raises UnreadableInput for empty or binary input."""
    text = decode(data)
    if data[:2] == b"\xff\xfe" or data[:2] == b"\xfe\xff" or b"\x00" in data[:200] or _is_utf8(data):
        return text
    arabic = _arabic(text)
    for name in _declared(data, content_type):
        codec = _CODECS.get(name)
        if codec and _arabic(other := data.decode(codec, errors="replace")) > arabic:
            return other
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes, content_type: str) -> list[str]:
    header = _HEADER.findall(content_type)
    inside = [(one or other).decode("ascii", "replace") for one, other in _DECLARED.findall(data[:_START])]
    return [name.lower() for name in [*header, *inside[:3]]]


def _arabic(text: str) -> int:
    """Letters in Arabic words, those that no encoding has less twice."""
    sample = text[:_SAMPLE]
    return sum(map(len, _ARABIC.findall(sample))) - 2 * sample.count("\ufffd")
