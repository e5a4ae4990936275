"""A saved page is a file with one article."""

import io
from collections.abc import Iterator

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.record import Record
from articles.ingest.readers.saved_page import read_saved_page

MAX_PAGE_BYTES = 20 * 1024 * 1024


def read_page_file(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """The one record of a saved page. Raises UnreadableInput for empty, binary or endless input."""
    data = file.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        megabytes = MAX_PAGE_BYTES // 1024**2
        raise UnreadableInput(
            f"The file is larger than {megabytes} MB.", f"حجم الملف أكبر من {megabytes} ميغابايت."
        )
    yield Record(path, document=read_saved_page(data), raw=data, kind="page")
