"""CSV and TSV: a first row of names, then a row for each article.

The separator is the one with which the first row has most names that mean something. A row that breaks the
rules of quoting is a problem of its own: reading goes on with the line after the one where it began, so that
one quote without its partner does not swallow the rest.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator

from articles.arabic.normalize import clean_input
from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.lines import MAX_ROW_BYTES, Line, lines_of, too_long
from articles.ingest.readers.record import Record
from articles.ingest.readers.rows import RowReader

#: Lines of one row: an open quote must not collect the lines of a whole file.
_MOST_LINES = 20_000
_SEPARATORS = (",", ";", "\t", "|", "،", "؛")

# A limit of the whole process; ours is that of rows, which are kept short before they come here.
csv.field_size_limit(MAX_ROW_BYTES)


def read_separated(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """A record for each row but the first. Raises UnreadableInput when that names no known column."""
    reader = RowReader(path, rows, kind="separated")
    lines = _Lines(lines_of(file))
    separator = _said_separator(lines)
    header = _header(lines, separator, reader)
    if header is None:
        return
    separator, names, header_bytes = header
    while (first := lines.next_row()) is not None:
        try:
            cells, data = _row(lines, separator)
            if not any(map(str.strip, cells)):
                continue
            row = _named(names, cells)
        except UnreadableInput as error:
            yield reader.failed(error, line=first)
        else:
            yield reader.record(row, line=first, raw=header_bytes + data)


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._back: deque[Line] = deque()
        self.taken: list[Line] = []
        self._bytes = 0

    def next_row(self) -> int | None:
        """The number of the line that comes next; forgets those taken."""
        self.taken, self._bytes = [], 0
        if not self._back:
            if (line := next(self._lines, None)) is None:
                return None
            self._back.append(line)
        return self._back[0].number

    def __iter__(self) -> Iterator[str]:
        while (line := self._back.popleft() if self._back else next(self._lines, None)) is not None:
            self.taken.append(line)
            self._bytes += len(line.data)
            if not line.is_whole or self._bytes > MAX_ROW_BYTES or len(self.taken) > _MOST_LINES:
                raise too_long()
            yield line.text.replace("\x00", "")

    def put_back(self, *, but: int) -> None:
        self._back.extendleft(reversed(self.taken[but:]))
        self.taken = self.taken[:but]


def _row(lines: _Lines, separator: str) -> tuple[list[str], bytes]:
    """The cells of the next row, and its bytes. Raises UnreadableInput, and then has taken one line only."""
    try:
        cells = next(csv.reader(iter(lines), delimiter=separator, strict=True), [])
    except (csv.Error, UnreadableInput) as error:
        # A line break that no quote holds makes csv give an error too: the line alone is to blame.
        lines.put_back(but=1)
        if isinstance(error, UnreadableInput):
            raise
        raise UnreadableInput(
            f"The quotes of this row do not pair up ({error}).", "علامات الاقتباس في هذا السطر غير متوازنة."
        ) from error
    return cells, b"".join(line.data for line in lines.taken)


def _named(names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        raise UnreadableInput(
            f"The row has {len(cells)} cells; there are {len(names)} columns.",
            f"في السطر {len(cells)} من الخانات، وعدد الأعمدة {len(names)}.",
        )
    if len(cells) < len(names):
        raise UnreadableInput(
            f"The row has only {len(cells)} cells; there are {len(names)} columns.",
            f"ليس في السطر إلا {len(cells)} من الخانات، وعدد الأعمدة {len(names)}.",
        )
    row: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        row.setdefault(name, cell)
    return row


def _said_separator(lines: _Lines) -> str | None:
    """What a line `sep=;`, as Excel writes it, says."""
    while lines.next_row() is not None:
        text = next(iter(lines))
        if not text.strip():
            continue
        said = text.strip("\r\n")
        if len(said) == len("sep=;") and said.lower().startswith("sep="):
            return said[-1]
        lines.put_back(but=0)
        return None
    return None


def _header(lines: _Lines, said: str | None, reader: RowReader) -> tuple[str, list[str], bytes] | None:
    best: tuple[int, int, str, list[str], int] | None = None
    if lines.next_row() is None:
        return None
    for separator in [said] if said else _SEPARATORS:
        try:
            names, _ = _row(lines, separator)
        except UnreadableInput:
            lines.put_back(but=0)
            continue
        known = len(reader.find(tuple(names)).fields)
        taken = len(lines.taken)
        lines.put_back(but=0)
        if best is None or (known, len(names)) > best[:2]:
            best = (known, len(names), separator, names, taken)
    if best is None or not best[0]:
        shown = clean_input(", ".join(name.strip()[:50] for name in best[3][:20])) if best else "-"
        raise UnreadableInput(
            f"The first row names no known column: {shown}. --map FIELD=COLUMN says which is which.",
            f"لا يسمي السطر الأول أي عمود معروف: {shown}. يحدد ‎--map حقل=عمود معنى كل عمود.",
            line=1,
        )
    names, data = _row(lines, best[2])
    if said:
        # Kept with each row: alone, the names may not show the separator.
        data = f"sep={said}\n".encode() + data
    return best[2], [name.strip() for name in names], data
