"""Bytes of a saved page to text.

Rules, in order:
1. A byte order mark decides.
2. What starts like a picture, an archive or a PDF, or is full of control bytes, is refused.
3. UTF-16 without a mark shows by NULs or Arabic high bytes at every second place.
4. Valid UTF-8 is UTF-8.
5. Of damaged UTF-8, windows-1256 and ISO-8859-6, the reading that looks most like Arabic wins.
"""

import codecs
import re

from articles.ingest.documents import UnreadableInput

#: Judging and counting look at so much of a page.
_SAMPLE_BYTES = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0", b"SQLite format", b"\x7fELF", b"BZh", b"\xfd7zXZ", b"RIFF", b"OggS", b"ID3",
)  # fmt: skip
#: Control bytes that no text has; NUL is counted apart.
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"))
#: Article, and-prefix, feminine ending: what windows-1256 read as something else does not have.
_ARABIC_WORD = re.compile(
    "\\b[\u0648\u0641\u0628\u0643\u0644]?\u0627\u0644[\u0621-\u064a]{2,}|[\u0621-\u064a]{2,}\u0629\\b|\\b(?:\u0641\u064a|\u0645\u0646|\u0639\u0644\u0649|\u0625\u0644\u0649|\u0623\u0646)\\b"
)
_ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
_STRANGE = re.compile("[\u0000-\u0008\u000e-\u001b\u0080-\u009f\u00c0-\u02af\ufffd]")
_MOSTLY_UTF8 = 0.9


def decode(data: bytes) -> str:
    """The text of a page.

    Raises UnreadableInput for empty or binary input, and for nothing else.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableInput("The file is empty.", "الملف فارغ.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _not_empty(data[len(mark) :].decode(encoding, errors="replace"))
    if data.startswith(_BINARY_STARTS):
        raise _binary()
    if wide := _utf16_without_mark(data):
        return _not_empty(data.decode(wide, errors="replace"))
    sample = data[:_SAMPLE_BYTES]
    if len(sample.translate(None, _CONTROLS + b"\x00")) < 0.95 * len(sample):
        raise _binary()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_best_reading(sample), errors="replace")


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[: _SAMPLE_BYTES & ~1]
    if len(sample) < 4:
        return None
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        # Arabic letters have 6 as high byte, ASCII and white space have 0.
        wide = sum(map(high.count, (0x00, 0x06, 0x20, 0xFE, 0xFB)))
        if (
            wide > 0.9 * len(high)
            and high.count(0) + high.count(6) > 0.8 * len(high)
            and low.count(0) < 0.1 * len(low)
        ):
            return encoding
    return None


def _best_reading(sample: bytes) -> str:
    # A multi-byte character cut off at the sample's end is no damage.
    as_utf8 = sample.decode("utf-8", errors="replace")
    letters = len(_ARABIC_LETTER.findall(as_utf8))
    if letters and letters / (letters + as_utf8.count("\ufffd")) >= _MOSTLY_UTF8:
        return "utf-8"
    readings = ("cp1256", "iso8859-6", "utf-8")
    return max(readings, key=lambda encoding: _plausibility(sample.decode(encoding, errors="replace")))


def _plausibility(text: str) -> float:
    """How much a text looks like Arabic; higher is better."""
    letters = len(_ARABIC_LETTER.findall(text))
    return letters + 5 * len(_ARABIC_WORD.findall(text)) - 3 * len(_STRANGE.findall(text))


def _not_empty(text: str) -> str:
    if not text.strip(" \t\r\n\x00\ufeff"):
        raise UnreadableInput("The file is empty.", "الملف فارغ.")
    return text


def _binary() -> UnreadableInput:
    return UnreadableInput(
        "The file is not text (a picture, an archive or another binary format).",
        "الملف ليس نصا (صورة أو ملف مضغوط أو صيغة ثنائية أخرى).",
    )
