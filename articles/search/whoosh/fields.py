"""The field types of a schema, and how a schema is put together.

    schema.add("text.stem", StreamField(positions=True))   a stream of the text `text`
    schema.add("text.exact", StreamField())
    schema.add("id", KeyField(unique=True))                found by its value, and read back
    schema.add("day", ColumnField(Numbers("date")))        a column

A text is no field itself: its streams are the fields named `<text>.<stream>`, with the streams that
`articles.arabic.analyze` makes. A document is added with `text=...`.
"""

from typing import Any

from whoosh import fields, formats

from articles.search.whoosh.columns import Column, Numbers, Strings
from articles.search.whoosh.terms import to_bytes, to_text

#: The streams of the analysis, in the order of its terms.
STREAMS = ("exact", "stem", "root", "tri", "written")


class _Stream(fields.FieldType):
    """A field whose posting lists the writer of this engine makes."""

    indexed = True
    scorable = True
    analyzer = None

    def index(self, value: Any, **kwargs: Any) -> Any:
        raise TypeError("The streams of a text are written by StreamWriter.")

    def to_bytes(self, value: Any) -> bytes:
        return value if isinstance(value, bytes) else to_bytes(value)

    def from_bytes(self, value: bytes) -> str:
        return to_text(value)


class StreamField(_Stream):
    """The terms of one stream of a text."""

    def __init__(self, *, positions: bool = False) -> None:
        self.format = formats.Positions() if positions else formats.Frequency()

    @property
    def has_positions(self) -> bool:
        return isinstance(self.format, formats.Positions)


class KeyField(_Stream):
    """A string as it stands: one posting list a value, and a column to read it back.

    unique: a document replaces the one with the same value (`update_document`).
    """

    scorable = False
    stored = True

    def __init__(self, *, unique: bool = False) -> None:
        self.format = formats.Existence()
        self.unique = unique
        self.column_type = Strings()


class ColumnField(fields.FieldType):
    """A value that is filtered, sorted and counted by, not searched for words."""

    indexed = False
    analyzer = None

    def __init__(self, column: Column) -> None:
        self.column_type = column


def texts_of(schema: fields.Schema) -> dict[str, dict[str, str]]:
    """text -> stream -> name of the field."""
    texts: dict[str, dict[str, str]] = {}
    for name, field in schema.items():
        if isinstance(field, StreamField):
            text, _, stream = name.rpartition(".")
            if not text or stream not in STREAMS:
                raise ValueError(f"The stream {name} is not named <text>.<one of {', '.join(STREAMS)}>.")
            if stream == "tri" and field.has_positions:
                raise ValueError(f"The stream {name} has several terms at a position: none are kept.")
            texts.setdefault(text, {})[stream] = name
    return texts


def keys_of(schema: fields.Schema) -> list[str]:
    return [name for name, field in schema.items() if isinstance(field, KeyField)]


def columns_of(schema: fields.Schema) -> dict[str, Column]:
    """All columns, the exact lengths of the streams among them."""
    columns: dict[str, Column] = {}
    for name, field in schema.items():
        if isinstance(field, StreamField):
            columns[length_column(name)] = Numbers()
        elif isinstance(field, ColumnField | KeyField):
            columns[name] = field.column_type
    return columns


def length_column(field: str) -> str:
    """The column with the weighted number of terms of each document."""
    return f"length:{field}"
