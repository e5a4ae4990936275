"""A page is a file with one article: its markup, or the text that it showed."""

import io
from collections.abc import Iterator

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.html import looks_like_html, read_html
from articles.ingest.readers.record import Record
from articles.ingest.readers.saved_page import read_saved_page

MAX_PAGE_BYTES = 20 * 1024 * 1024


def read_page_file(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """The one record of a page. Raises UnreadableInput for empty, binary or endless input."""
    data = file.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        megabytes = MAX_PAGE_BYTES // 1024**2
        raise UnreadableInput(
            f"The file is larger than {megabytes} MB.", f"حجم الملف أكبر من {megabytes} ميغابايت."
        )
    if looks_like_html(data):
        yield Record(path, document=read_html(data), raw=data, kind="html")
    else:
        yield Record(path, document=read_saved_page(data), raw=data, kind="page")
