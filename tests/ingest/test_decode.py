"""Bytes of a page to text: whatever the encoding, and never an exception but for empty and binary input."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.decode import decode
from articles.ingest.documents import UnreadableInput

NEWS = (
    "أعلنت الوزارة، يوم الثلاثاء، افتتاح الجسر الجديد في المدينة على أن يستمر العمل في الطرق المؤدية إليه.\n"
    * 3
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6", "utf-32"]
)
def test_arabic_comes_back_whole(encoding: str) -> None:
    assert decode(NEWS.encode(encoding)).strip("\ufeff") == NEWS


def test_a_few_broken_bytes_do_not_make_utf8_windows_1256() -> None:
    damaged = NEWS.encode()[:-4] + b"\xd8\n"
    assert decode(damaged).startswith("أعلنت الوزارة")


def test_windows_1256_with_english_menu() -> None:
    page = "Home\nNews\nContact us\nCopyright 2009\n" + NEWS
    assert decode(page.encode("cp1256")) == page


def test_latin_text_stays() -> None:
    assert decode(b"plain text") == "plain text"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \0"], ids=str)
def test_empty_input_is_refused_in_both_languages(data: bytes) -> None:
    with pytest.raises(UnreadableInput) as refused:
        decode(data)
    assert "empty" in refused.value.message_en
    assert "فارغ" in refused.value.message_ar


@pytest.mark.parametrize(
    "start", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.4 ", b"PK\x03\x04", b"\x01\x02\x03\x00" * 50]
)
def test_binary_input_is_refused(start: bytes) -> None:
    with pytest.raises(UnreadableInput) as refused:
        decode(start + bytes(range(256)))
    assert "not text" in refused.value.message_en


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except UnreadableInput as refused:
        assert refused.message_en
        assert refused.message_ar
