"""JSON Lines: every line an object, every object an article."""

import io
import json
from collections.abc import Iterator

from articles.ingest.documents import UnreadableInput
from articles.ingest.readers.columns import RowFormat
from articles.ingest.readers.lines import Line, lines_of, too_long
from articles.ingest.readers.record import Record
from articles.ingest.readers.rows import RowReader


def read_jsonl(file: io.BufferedIOBase, path: str, rows: RowFormat) -> Iterator[Record]:
    """A record for each line that is not blank. Raises UnreadableInput for empty or binary input."""
    reader = RowReader(path, rows, kind="jsonl")
    for line in lines_of(file):
        if line.is_blank:
            continue
        try:
            row = _object(line)
        except UnreadableInput as error:
            yield reader.failed(error, line=line.number)
        else:
            yield reader.record(row, line=line.number, raw=line.data)


def _object(line: Line) -> dict[str, object]:
    if not line.is_whole:
        raise too_long()
    try:
        row = json.loads(line.text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"No valid JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}.",
            f"ليس JSON سليمًا: الخطأ عند الحرف {error.pos + 1}.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(
            "No valid JSON: a number too long, or objects too deep.",
            "ليس JSON سليمًا: عدد أطول مما يُقرأ، أو كائنات متداخلة أعمق مما يُقرأ.",
        ) from error
    if not isinstance(row, dict):
        raise UnreadableInput("The line is no JSON object.", "السطر ليس كائن JSON.")
    return row
